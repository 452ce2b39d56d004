/**
 * Smartsupp. Facts from its documentation and public code of sites.
 *
 * The snippet's function is a queue before the widget has come. Handlers add up as far as is known, and none can be
 * removed. There is no start and no end. A message carries what was said; the id of its chat alone is read.
 */
import type { Vendor } from "../vendor";

interface Message {
  chatId?: unknown;
}

type Smartsupp = (command: string, event?: string, handler?: (message?: Message) => void) => void;

export const smartsupp: Vendor<Smartsupp> = {
  name: "smartsupp",

  find: ({ smartsupp }) => typeof smartsupp === "function" && (smartsupp as Smartsupp),

  tap(api, { hear }) {
    hear((event, handler: (message?: Message) => void) => void api("on", event, handler), {
      message_sent: (message) => ["message_sent", { id: message?.chatId }],
      message_received: (message) => ["message_received", { id: message?.chatId }],
    });
  },

  open: (_api, page) => (page.smartsupp as Smartsupp)("chat:open"),
};
