import { hubspot } from "../../../../src/extras/widgets/vendors/hubspot";
import { createEmitter, SECRET } from "../contract";
import type { Contract, Wrap } from "../contract";

export default {
  vendor: hubspot,
  proof: "documentation",
  create({ window }) {
    const events = createEmitter();
    let shown = 0;
    const tell = (event: string, told: object) => (wrap: Wrap) => events.fire(event, wrap(told));
    const thread = (conversationId: number) => ({ conversation: { conversationId } });

    return {
      arrive() {
        window.HubSpotConversations = { on: events.on, off: events.off, widget: { open: () => void shown++ } };
      },
      steps: [
        { what: "the greeting is closed", happen: tell("userInteractedWithWidget", { message: SECRET }), tells: [] },
        { what: "a conversation starts", happen: tell("conversationStarted", thread(4711)), tells: [["started", { conversation: "4711" }]], begins: true },
        { what: "its thread is selected", happen: tell("userSelectedThread", thread(4711)), tells: [] },
        { what: "the visitor clicks on an answer", happen: tell("quickReplyButtonClick", { name: "QUICK_REPLIES", value: [SECRET] }), tells: ["message_sent"], begins: true },
        { what: "it is closed", happen: tell("conversationClosed", thread(4711)), tells: [["ended", { conversation: "4711" }]] },
        { what: "an old one is selected", happen: tell("userSelectedThread", thread(42)), tells: [["resumed", { conversation: "42" }]] },
      ],
      siteListens: (heard) => (window.HubSpotConversations as typeof events).on("conversationStarted", heard),
      handlers: events.count,
      shown: () => shown,
    };
  },
} satisfies Contract;
