import { helpscout } from "../../../../src/extras/widgets/vendors/helpscout";
import { SECRET, createEmitter } from "../contract";
import type { Contract } from "../contract";

export default {
  vendor: helpscout,
  proof: "third parties",
  create({ window }) {
    const { on, off, fire, count } = createEmitter();
    let shown = 0;
    const live = (method: string, event?: string, handler?: () => void) => {
      if (method === "open") shown++;
      if (method === "off" && !handler) throw new Error("This would remove the site's handlers");
      if (method === "on") on(event!, handler!);
      if (method === "off") off(event!, handler!);
    };
    // The snippet's queue holds what it was called with by names.
    const readyQueue: { method: string; options?: string; data?: () => void }[] = [];
    window.Beacon = Object.assign((method: string, options: string, data: () => void) => void readyQueue.push({ method, options, data }), { readyQueue });
    const visitor = { name: SECRET, email: SECRET, text: SECRET, subject: SECRET };
    return {
      arrive() {
        for (const { method, options, data } of readyQueue) live(method, options, data);
        window.Beacon = live;
      },
      steps: [
        { what: "a message is shown", happen: (wrap) => fire("message-triggered", wrap({ id: "1", text: SECRET })), tells: ["offered"] },
        { what: "the visitor clicks it", happen: (wrap) => fire("message-clicked", wrap({ id: "1", text: SECRET })), tells: ["accepted"] },
        { what: "the beacon opens", happen: () => fire("open"), tells: ["opened"] },
        { what: "a chat starts", happen: (wrap) => fire("chat-started", wrap(visitor)), tells: [["started", { channel: "chat" }]], begins: true },
        { what: "the chat ends", happen: (wrap) => fire("chat-ended", wrap(visitor)), tells: ["ended"] },
        { what: "another message is put away", happen: () => fire("message-closed"), tells: ["declined"] },
        { what: "the visitor sends an e-mail", happen: (wrap) => fire("email-sent", wrap(visitor)), tells: ["started"], begins: true },
      ],
      siteListens: (heard) => (window.Beacon as typeof live)("on", "chat-started", heard),
      handlers: count,
      shown: () => shown,
    };
  },
} satisfies Contract;
