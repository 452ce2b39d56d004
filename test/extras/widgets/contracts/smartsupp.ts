import { smartsupp } from "../../../../src/extras/widgets/vendors/smartsupp";
import { SECRET, createEmitter } from "../contract";
import type { Contract } from "../contract";

export default {
  vendor: smartsupp,
  proof: "third parties",
  create({ window }) {
    const { on, fire } = createEmitter();
    let shown = 0;
    const live = (command: string, event?: string, handler?: () => void) => {
      if (command === "on") on(event!, handler!);
      if (command === "chat:open") shown++;
    };
    const queue: Parameters<typeof live>[] = [];
    window.smartsupp = Object.assign((...args: Parameters<typeof live>) => void queue.push(args), { _: queue });
    const message = { id: "m1", chatId: "chat-1", visitorId: SECRET, subType: "contact", content: { type: "text", text: SECRET } };
    return {
      arrive() {
        for (const args of queue) live(...args);
        window.smartsupp = live;
      },
      steps: [
        { what: "the operator greets", happen: (wrap) => fire("message_received", wrap(message)), tells: [] },
        { what: "the visitor writes", happen: (wrap) => fire("message_sent", wrap(message)), tells: [["started", { conversation: "chat-1" }], "message_sent"], begins: true },
        { what: "the operator answers", happen: (wrap) => fire("message_received", wrap(message)), tells: [["message_received", { conversation: "chat-1" }]] },
      ],
      siteListens: (heard) => (window.smartsupp as typeof live)("on", "message_sent", heard),
      shown: () => shown,
    };
  },
} satisfies Contract;
