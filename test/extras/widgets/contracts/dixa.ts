import { dixa } from "../../../../src/extras/widgets/vendors/dixa";
import { SECRET, createEmitter } from "../contract";
import type { Contract } from "../contract";

export default {
  vendor: dixa,
  proof: "documentation",
  create({ window }) {
    const { on, off, fire, count } = createEmitter();
    let shown = 0;
    const api = { addListener: on, removeListener: off, invoke: (command: string, value: unknown) => void (command === "setWidgetOpen" && value === true && shown++) };
    return {
      arrive: () => void (window._dixa_ = api),
      steps: [
        { what: "the widget opens", happen: (wrap) => fire("on-widget-open-changed", wrap(true)), tells: ["opened"] },
        { what: "a conversation starts", happen: (wrap) => fire("on-conversation-started", wrap({ conversationId: "d-1" })), tells: ["started"], begins: true },
        { what: "the visitor writes", happen: (wrap) => fire("on-message-added", wrap({ _tag: "UserMessage", text: SECRET })), tells: [] },
        { what: "an agent joins", happen: (wrap) => fire("on-agent-assigned", wrap({ id: "a1", name: "Anna Berg", email: SECRET })), tells: [["connected", { agent: "Anna Berg" }]], begins: true },
        { what: "the widget closes", happen: (wrap) => fire("on-widget-open-changed", wrap(false)), tells: [] },
        { what: "the conversation ends", happen: (wrap) => fire("on-conversation-ended", wrap({ conversationId: "d-1" })), tells: ["ended"] },
      ],
      siteListens: (heard) => api.addListener("on-conversation-started", heard),
      handlers: count,
      shown: () => shown,
    };
  },
} satisfies Contract;
