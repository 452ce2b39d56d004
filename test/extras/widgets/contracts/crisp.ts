import { crisp } from "../../../../src/extras/widgets/vendors/crisp";
import { SECRET } from "../contract";
import type { Contract } from "../contract";

type Handler = (told?: unknown) => void;

export default {
  vendor: crisp,
  proof: "types",
  create({ window }) {
    const slots: { [event: string]: Handler } = {};
    let shown = 0;
    const live = {
      push([what, name, handler]: [string, string, Handler?]) {
        if (what === "off") throw new Error("This would remove the site's handler");
        if (what === "on") slots[name] = handler!;
        if (what === "do" && name === "chat:open") shown++;
      },
      is: () => false,
      get: (what: string) => (what === "session:identifier" ? "session_1" : SECRET),
    };
    const queue: Parameters<typeof live.push>[0][] = [];
    window.$crisp = queue;
    const message = (from: string) => ({ content: SECRET, fingerprint: 1, from, is_me: from === "user", origin: "chat", type: "text", user: { nickname: SECRET } });
    return {
      arrive() {
        queue.forEach(live.push);
        window.$crisp = live;
      },
      steps: [
        { what: "the chat opens", happen: () => slots["chat:opened"]?.(), tells: ["opened"] },
        { what: "the operator greets", happen: (wrap) => slots["message:received"]?.(wrap(message("operator"))), tells: [] },
        { what: "the visitor writes", happen: (wrap) => slots["message:sent"]?.(wrap(message("user"))), tells: ["started", "message_sent"], begins: true },
        { what: "the operator answers", happen: (wrap) => slots["message:received"]?.(wrap(message("operator"))), tells: ["message_received"] },
      ],
      siteListens: (heard) => (window.$crisp as typeof live).push(["on", "chat:opened", heard]),
      isSlot: true,
      shown: () => shown,
    };
  },
} satisfies Contract;
