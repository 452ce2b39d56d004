import { freshchat } from "../../../../src/extras/widgets/vendors/freshchat";
import { createEmitter, SECRET } from "../contract";
import type { Contract, Wrap } from "../contract";

export default {
  vendor: freshchat,
  proof: "third parties",
  create({ window }) {
    const events = createEmitter();
    let shown = 0;
    const tell = (event: string, data?: object) => (wrap: Wrap) => events.fire(event, wrap({ success: true, data }));
    const message = { messageFragments: [{ content: SECRET }], user: { email: SECRET } };

    return {
      arrive() {
        window.fcWidget = { on: events.on, off: events.off, open: () => void shown++ };
      },
      steps: [
        { what: "the widget opens", happen: tell("widget:opened"), tells: ["opened"] },
        { what: "it greets", happen: tell("message:received", message), tells: [] },
        { what: "the visitor writes", happen: tell("message:sent", message), tells: ["started", "message_sent"], begins: true },
        { what: "somebody answers", happen: tell("message:received", message), tells: ["message_received"] },
        { what: "it is resolved", happen: tell("conversation:resolved", message), tells: ["ended"] },
      ],
      siteListens: (heard) => (window.fcWidget as typeof events).on("message:sent", heard),
      handlers: events.count,
      shown: () => shown,
    };
  },
} satisfies Contract;
