import { olark } from "../../../../src/extras/widgets/vendors/olark";
import { SECRET, createEmitter } from "../contract";
import type { Contract } from "../contract";

export default {
  vendor: olark,
  proof: "third parties",
  create({ window }) {
    const { on, fire } = createEmitter();
    let shown = 0;
    const live = (command: string, handler?: () => void) => {
      if (handler) on(command, handler);
      else if (command === "api.box.expand") shown++;
    };
    const queue: Parameters<typeof live>[] = [];
    window.olark = (...args: Parameters<typeof live>) => void queue.push(args);
    const told = { message: { body: SECRET, nickname: SECRET } };
    return {
      arrive() {
        for (const args of queue) live(...args);
        window.olark = live;
      },
      steps: [
        { what: "the box opens", happen: () => fire("api.box.onExpand"), tells: ["opened"] },
        { what: "the operator greets", happen: (wrap) => fire("api.chat.onMessageToVisitor", wrap(told)), tells: [] },
        { what: "a conversation begins", happen: () => fire("api.chat.onBeginConversation"), tells: ["started"], begins: true },
        { what: "the visitor writes", happen: (wrap) => fire("api.chat.onMessageToOperator", wrap(told)), tells: ["message_sent"], begins: true },
        { what: "the operator answers", happen: (wrap) => fire("api.chat.onMessageToVisitor", wrap(told)), tells: ["message_received"] },
      ],
      siteListens: (heard) => (window.olark as typeof live)("api.chat.onBeginConversation", heard),
      shown: () => shown,
    };
  },
} satisfies Contract;
