import { botpress } from "../../../../src/extras/widgets/vendors/botpress";
import { SECRET, createEmitter } from "../contract";
import type { Contract } from "../contract";

export default {
  vendor: botpress,
  proof: "types",
  create({ window }) {
    const { on, off, fire, count } = createEmitter();
    let shown = 0;
    const api = {
      on(event: string, handler: (told?: unknown) => void) {
        on(event, handler);
        return () => off(event, handler);
      },
      open: () => void shown++,
    };
    const message = (metadata: object) => ({ id: "m1", conversationId: "conv-1", authorId: "user-1", block: { type: "text", text: SECRET }, metadata });
    return {
      arrive: () => void (window.botpress = api),
      steps: [
        { what: "the window opens", happen: () => fire("webchat:opened"), tells: ["opened"] },
        { what: "a conversation is made for it", happen: (wrap) => fire("conversation", wrap("conv-1")), tells: [] },
        { what: "the bot greets", happen: (wrap) => fire("message", wrap(message({}))), tells: [] },
        {
          what: "the visitor writes",
          happen: (wrap) => fire("message", wrap(message({ clientMessageId: "c1" }))),
          tells: ["started", "message_sent"],
          begins: true,
        },
        { what: "an older version tells of it", happen: (wrap) => fire("messageSent", wrap({ type: "text", text: SECRET })), tells: [], begins: true },
        { what: "the bot answers", happen: (wrap) => fire("message", wrap(message({}))), tells: ["message_received"] },
      ],
      siteListens: (heard) => void api.on("message", heard),
      handlers: count,
      shown: () => shown,
    };
  },
} satisfies Contract;
