import { salesforce } from "../../../../src/extras/widgets/vendors/salesforce";
import { SECRET, tellBy } from "../contract";
import type { Contract } from "../contract";

export default {
  vendor: salesforce,
  proof: "documentation",
  create({ window }) {
    let shown = 0;
    const tell = tellBy(window);
    const conversationId = "8c5f1f4e-1d2c";
    const entry = (sender: string, payload: object) => ({
      conversationId,
      conversationEntry: { identifier: "e1", senderDisplayName: SECRET, sender: { role: sender, subject: "s" }, entryPayload: JSON.stringify(payload) },
    });
    const message = (sender: string) => entry(sender, { entryType: "Message", abstractMessage: { staticContent: { text: SECRET } } });
    const joins = (role: string, displayName: string) =>
      entry("System", { entryType: "ParticipantChanged", entries: [{ operation: "add", displayName, participant: { role, appType: "agent", subject: "s" } }] });

    return {
      arrive() {
        window.embeddedservice_bootstrap = { settings: {}, utilAPI: { launchChat: () => Promise.resolve(shown++) } };
      },
      steps: [
        { what: "an old conversation is loaded", happen: tell("onEmbeddedMessagingConversationOpened", {}), tells: ["resumed"] },
        { what: "the button is clicked", happen: tell("onEmbeddedMessagingButtonClicked", {}), tells: ["opened"] },
        { what: "the window opens", happen: tell("onEmbeddedMessagingWindowMaximized", {}), tells: [] },
        { what: "a conversation starts", happen: tell("onEmbeddedMessagingConversationStarted", { conversationId }), tells: ["started"], begins: true },
        { what: "it is loaded", happen: tell("onEmbeddedMessagingConversationOpened", {}), tells: [] },
        { what: "a bot joins", happen: tell("onEmbeddedMessagingConversationParticipantChanged", joins("Chatbot", "Bot")), tells: [] },
        { what: "the visitor writes", happen: tell("onEmbeddedMessageSent", message("EndUser")), tells: ["message_sent"], begins: true },
        { what: "the bot answers", happen: tell("onEmbeddedMessageSent", message("Chatbot")), tells: ["message_received"] },
        { what: "it goes to a queue", happen: tell("onEmbeddedMessagingConversationRouted", entry("System", { entryType: "RoutingResult", routingType: "Transfer" })), tells: ["routed"], begins: true },
        { what: "an agent joins", happen: tell("onEmbeddedMessagingConversationParticipantChanged", joins("Agent", "Anna Berg")), tells: [["connected", { agent: "Anna Berg" }]], begins: true },
        { what: "the agent writes", happen: tell("onEmbeddedMessageSent", message("Agent")), tells: ["message_received"] },
        { what: "the visitor closes it", happen: tell("onEmbeddedMessagingConversationClosed", entry("EndUser", {})), tells: [["ended", { by: "customer" }]] },
        { what: "and comes back in another one", happen: tell("onEmbeddedMessageSent", { ...message("EndUser"), conversationId: "another" }), tells: [["started", { conversation: "another" }], "message_sent"], begins: true },
      ],
      siteListens: (heard) => window.addEventListener("onEmbeddedMessagingConversationStarted", heard),
      shown: () => shown,
    };
  },
} satisfies Contract;
