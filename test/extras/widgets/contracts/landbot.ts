import { landbot } from "../../../../src/extras/widgets/vendors/landbot";
import { SECRET, createEmitter } from "../contract";
import type { Contract } from "../contract";

export default {
  vendor: landbot,
  proof: "third parties",
  create({ window }) {
    const { on, off, fire, count } = createEmitter();
    let shown = 0;
    const message = { type: "text", message: SECRET };
    return {
      arrive: () => void (window.myLandbot = { core: { events: { on, off } }, open: () => void shown++ }),
      steps: [
        { what: "the widget opens", happen: () => fire("widget_open"), tells: ["opened"] },
        { what: "the bot asks", happen: (wrap) => fire("new_message", wrap({ ...message, samurai: -1 })), tells: [] },
        { what: "the visitor answers", happen: (wrap) => fire("send_message", wrap(message)), tells: ["started", "message_sent"], begins: true },
      ],
      siteListens: (heard) => on("send_message", heard),
      handlers: count,
      shown: () => shown,
    };
  },
} satisfies Contract;
