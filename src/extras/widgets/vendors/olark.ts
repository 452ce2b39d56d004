/**
 * Olark. Facts from public code of sites and of analytics tools.
 *
 * The snippet's function is a queue before the widget has come. Handlers add up as far as is known, and none can be
 * removed. There is no end and no id. `api.visitor.getDetails` gives who the visitor is, and is never called.
 */
import type { Vendor } from "../vendor";

type Olark = (command: string, handler?: () => void) => void;

export const olark: Vendor<Olark> = {
  name: "olark",

  find: ({ olark }) => typeof olark === "function" && (olark as Olark),

  tap(api, { hear }) {
    hear((event, handler: () => void) => void api(`api.${event}`, handler), {
      "box.onExpand": "opened",
      "chat.onBeginConversation": "started",
      "chat.onMessageToOperator": "message_sent",
      "chat.onMessageToVisitor": "message_received",
    });
  },

  open: (_api, page) => (page.olark as Olark)("api.box.expand"),
};
