/** What a site's own code would make of Microsoft's Live Chat Widget for Dynamics 365, with the demonstration back end that is in the package. */
import { createElement } from "react";
import { createRoot } from "react-dom/client";
import { LiveChatWidget } from "@microsoft/omnichannel-chat-widget";
// The package does not export it.
import { DemoChatSDK } from "../node_modules/@microsoft/omnichannel-chat-widget/lib/esm/components/webchatcontainerstateful/common/DemoChatSDK.js";

const chatSDK = new DemoChatSDK();
// Without a token the widget does not tell of messages; the demonstration has none.
chatSDK.getChatToken = () => ({ chatId: "19:chat-of-the-demonstration", visitorId: "visitor-of-the-demonstration" });
chatSDK.onAgentEndSession = (agentEnds) => Object.assign(window, { agentEnds });

createRoot(document.getElementById("chat")).render(
  createElement(LiveChatWidget, { chatSDK, chatConfig: chatSDK.getLiveChatConfig(), telemetryConfig: { chatWidgetVersion: "1.8.3", chatComponentVersion: "1.1.15", disableConsoleLog: true } }),
);
