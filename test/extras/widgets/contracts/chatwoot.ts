import { chatwoot } from "../../../../src/extras/widgets/vendors/chatwoot";
import { SECRET, tellBy } from "../contract";
import type { Contract } from "../contract";

export default {
  vendor: chatwoot,
  proof: "source",
  create({ window }) {
    let shown = 0;
    const tell = tellBy(window);
    const message = (message_type: number, sender_type: string, name: string) => ({ id: 1, content: SECRET, conversation_id: 815, message_type, sender_type, sender: { id: 2, name, email: SECRET } });

    return {
      arrive() {
        window.$chatwoot = { hasLoaded: true, toggle: (state: string) => void (state === "open" && shown++) };
      },
      steps: [
        { what: "the widget opens", happen: tell("chatwoot:opened", null), tells: ["opened"] },
        { what: "a campaign greets", happen: tell("chatwoot:on-message", message(1, "User", "Anna Berg")), tells: [] },
        { what: "the place to write is shown", happen: tell("chatwoot:on-start-conversation", { hasConversation: false }), tells: [] },
        { what: "the visitor writes", happen: tell("chatwoot:on-message", message(0, "Contact", SECRET)), tells: ["started", "message_sent"], begins: true },
        { what: "a notice is among the messages", happen: tell("chatwoot:on-message", message(2, "User", "Anna Berg")), tells: [] },
        { what: "a bot answers", happen: tell("chatwoot:on-message", message(1, "AgentBot", "Bot")), tells: ["message_received"] },
        { what: "an agent answers", happen: tell("chatwoot:on-message", message(1, "User", "Anna Berg")), tells: [["connected", { agent: "Anna Berg" }], "message_received"] },
      ],
      siteListens: (heard) => window.addEventListener("chatwoot:on-message", heard),
      shown: () => shown,
    };
  },
} satisfies Contract;
