import { zendesk } from "../../../../src/extras/widgets/vendors/zendesk";
import { createEmitter, SECRET } from "../contract";
import type { Contract, Wrap } from "../contract";

export default {
  vendor: zendesk,
  proof: "documentation",
  create({ window }) {
    const events = createEmitter();
    let shown = 0;
    const zE = (scope: string, name: string, handler?: (told: unknown) => void) => {
      if (scope === "messenger:on") {
        events.on(name, handler!);
        return () => events.off(name, handler!);
      }
      if (scope !== "messenger") throw new Error(`Method ${scope} does not exist`);
      if (name === "open") shown++;
      return undefined;
    };
    const tell = (event: string, payload?: object) => (wrap: Wrap) => events.fire(event, wrap({ id: "0b8e", createdAt: 1764201600, type: event, payload }));
    const conversation = { id: "66f0c1" };
    const message = (id: string, role: string) => ({ id, role, received: "1764201600", text: SECRET });

    return {
      arrive() {
        window.zE = Object.assign(zE, { widget: "messenger" });
      },
      steps: [
        { what: "a proactive message is shown", happen: tell("proactiveMessageDisplayed", { proactiveMessageId: 7, campaignId: "c" }), tells: ["offered"] },
        { what: "the visitor clicks on it", happen: tell("proactiveMessageClicked", { proactiveMessageId: 7, campaignId: "c" }), tells: ["accepted"] },
        { what: "the widget opens", happen: tell("open"), tells: ["opened"] },
        { what: "a new conversation is shown", happen: tell("conversationOpened", { conversation: { id: null } }), tells: [] },
        { what: "an old one's messages are shown", happen: tell("messagesShown", { conversation: { id: "old" }, messages: [message("1", "user"), message("2", "business")] }), tells: [] },
        { what: "the conversation starts", happen: tell("conversationStarted", { conversation }), tells: ["started"], begins: true },
        { what: "it is shown", happen: tell("conversationOpened", { conversation }), tells: [] },
        { what: "so are its messages", happen: tell("messagesShown", { conversation, messages: [message("3", "user"), message("4", "business")] }), tells: ["message_sent", "message_received"] },
        { what: "and again, with one more", happen: tell("messagesShown", { conversation, messages: [message("3", "user"), message("4", "business"), message("5", "business")] }), tells: ["message_received"] },
        { what: "the visitor asks for an agent", happen: tell("conversationWithAgentRequested", { conversation }), tells: ["routed"], begins: true },
        { what: "an agent is assigned", happen: tell("conversationAgentAssigned", { conversation }), tells: ["connected"], begins: true },
        { what: "an old conversation is taken up", happen: tell("conversationOpened", { conversation: { id: "old" } }), tells: [["resumed", { conversation: "old" }]] },
      ],
      siteListens: (heard) => void (window.zE as typeof zE)("messenger:on", "open", heard),
      handlers: events.count,
      shown: () => shown,
    };
  },
} satisfies Contract;
