/**
 * Botpress Webchat 2 and 3. Facts from its documentation and the types and code of npm @botpress/webchat 4.5.2.
 *
 * `on` returns what takes the handler out again. `conversation` is told when one is created, which a window that opens
 * does: it is no start. `message` is told of everybody's, and the visitor's own carry the id that the browser gave them;
 * older versions tell of those in `messageSent`. They carry what was said, which is not read. There is no end.
 */
import type { Vendor } from "../vendor";

interface Told {
  conversationId?: unknown;
  metadata?: { clientMessageId?: unknown };
}

interface Botpress {
  on(event: string, handler: (told?: Told) => void): () => void;
  open(): void;
}

export const botpress: Vendor<Botpress> = {
  name: "botpress",

  find: ({ botpress }) => typeof (botpress as Botpress).on === "function" && (botpress as Botpress),

  tap(api, { hear }) {
    hear((event, handler: (told?: Told) => void) => api.on(event, handler), {
      "webchat:opened": "opened",
      messageSent: "started",
      message: (told) => [told?.metadata?.clientMessageId ? "message_sent" : "message_received", { id: told?.conversationId }],
    });
  },

  open: (api) => api.open(),
};
