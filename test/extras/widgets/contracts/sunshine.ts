import { sunshine } from "../../../../src/extras/widgets/vendors/sunshine";
import { SECRET, createEmitter } from "../contract";
import type { Contract } from "../contract";

type Handler = (...told: unknown[]) => void;

export default {
  vendor: sunshine,
  proof: "types",
  create({ window }) {
    const { on, off, fire, count } = createEmitter<unknown[]>();
    let shown = 0;
    const live = {
      on,
      off(event?: string, handler?: Handler) {
        if (!event || !handler) throw new Error("This would remove the site's handlers");
        off(event, handler);
      },
      open: () => void shown++,
    };
    // What the snippet leaves can only be listened to.
    const queue: [string, Handler][] = [];
    window.Smooch = { on: (event: string, handler: Handler) => void queue.push([event, handler]) };
    const message = (role: string) => ({ id: "m1", role, type: "text", text: SECRET, displayName: SECRET, userId: "u1" });
    const told = { conversation: { id: "conv-1", displayName: SECRET } };
    return {
      arrive() {
        for (const [event, handler] of queue) live.on(event, handler);
        window.Smooch = live;
      },
      steps: [
        { what: "the widget opens", happen: () => fire("widget:opened"), tells: ["opened"] },
        { what: "the business adds a conversation", happen: (wrap) => fire("conversation:added", wrap([{ id: "p1", userId: "u1" }]), wrap(told)), tells: [] },
        { what: "the business greets", happen: (wrap) => fire("message:received", wrap(message("business")), wrap(told)), tells: [] },
        { what: "the visitor writes", happen: (wrap) => fire("message:sent", wrap(message("user")), wrap(told)), tells: ["started", "message_sent"], begins: true },
        { what: "the business answers", happen: (wrap) => fire("message:received", wrap(message("business")), wrap(told)), tells: ["message_received"] },
      ],
      siteListens: (heard) => (window.Smooch as typeof live).on("message:sent", heard),
      handlers: count,
      shown: () => shown,
    };
  },
} satisfies Contract;
