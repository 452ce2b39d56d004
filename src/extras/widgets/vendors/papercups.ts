/**
 * Papercups. Facts from the code of npm @papercups-io/chat-widget 1.3.1.
 *
 * Its frame tells the page by messages, which carry what was said: of these the name of the event alone is read, if they
 * come from its own address. There is no start: `conversation:join` is told when an old one goes on as well. A site that
 * hosts it elsewhere is not heard.
 */
import type { Vendor } from "../vendor";

export const papercups: Vendor<Window> = {
  name: "papercups",

  // There is nothing to wait for: the page is here, and only the frame makes it say anything.
  find: (page) => page,

  tap(page, { hear, signal }) {
    hear((type, handler: (event: MessageEvent<{ event?: unknown } | null>) => void) => page.addEventListener(type as "message", handler, { signal }), {
      message({ origin, data }) {
        if (origin !== "https://chat-widget.papercups.io") return undefined;
        const event = data?.event;
        return event === "message:sent" ? "message_sent" : event === "message:received" && "message_received";
      },
    });
  },
};
