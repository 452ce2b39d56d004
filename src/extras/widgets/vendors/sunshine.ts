/**
 * Sunshine Conversations, once Smooch. Facts from the documentation in npm smooch 5.7.15 and the types in npm
 * @types/smooch 5.6.0.
 *
 * Handlers add up; `off` without a handler would remove the site's, and before the widget has come there is no `off`.
 * A conversation is added by the business as well, so that only the visitor's message is a start. There is no end.
 * Messages carry what was said, and are not read.
 */
import type { Vendor } from "../vendor";

interface Told {
  conversation?: { id?: unknown };
}

type Handler = (message?: unknown, told?: Told) => void;

interface Smooch {
  on(event: string, handler: Handler): void;
  off(event: string, handler: Handler): void;
  open(): void;
}

export const sunshine: Vendor<Smooch> = {
  name: "sunshine",
  channel: "messaging",

  find: ({ Smooch }) => typeof (Smooch as Smooch).on === "function" && (Smooch as Smooch),

  tap(api, { page, hear }) {
    hear(
      (event, handler: Handler) => {
        api.on(event, handler);
        return () => (page.Smooch as Smooch).off(event, handler);
      },
      {
        "widget:opened": "opened",
        "message:sent": (_message, told) => ["message_sent", { id: told?.conversation?.id }],
        "message:received": (_message, told) => ["message_received", { id: told?.conversation?.id }],
      },
    );
  },

  open: (_api, page) => (page.Smooch as Smooch).open(),
};
