import { gladly } from "../../../../src/extras/widgets/vendors/gladly";
import { SECRET, createEmitter } from "../contract";
import type { Contract } from "../contract";

export default {
  vendor: gladly,
  proof: "third parties",
  create({ window }) {
    const { on, fire } = createEmitter();
    let shown = 0;
    window.Gladly = {
      on() {
        throw new Error("Sidekick is not there yet");
      },
    };
    return {
      arrive: () => void (window.Gladly = { on, show: () => void shown++ }),
      steps: [
        { what: "the window opens", happen: () => fire("sidekick:opened"), tells: ["opened"] },
        { what: "the visitor writes", happen: (wrap) => fire("message:sent", wrap({ type: "CHAT", content: SECRET })), tells: ["started", "message_sent"], begins: true },
      ],
      siteListens: (heard) => on("message:sent", heard),
      shown: () => shown,
    };
  },
} satisfies Contract;
