/**
 * Tiledesk. Facts from its source (Tiledesk/chat21-web-widget, `launch.js` and what triggers its events).
 *
 * `tiledesk.on` adds listeners to an element that is there once the widget was launched, by the visitor's first move or
 * after five seconds. `onNewConversation` is told when the visitor opens an empty one: it names what may begin, and is no
 * start. There is no end. Events carry tokens and who the visitor is; ids alone are read.
 */
import type { Vendor } from "../vendor";

interface Tiledesk {
  tiledeskroot: EventTarget;
  open(): void;
}

interface Told {
  newConvId?: unknown;
  global?: { departmentSelected?: { id?: unknown } };
}

export const tiledesk: Vendor<Tiledesk> = {
  name: "tiledesk",

  find: ({ tiledesk }) => !!(tiledesk as Tiledesk).tiledeskroot && (tiledesk as Tiledesk),

  tap({ tiledeskroot }, { hear, signal }) {
    hear((event, handler: (event: Event) => void) => tiledeskroot.addEventListener(event, handler, { signal }), {
      onOpenEyeCatcher: "offered",
      onOpen: "opened",
      onNewConversation(event) {
        const told = (event as CustomEvent<Told>).detail;
        return ["opened", { id: told.newConvId, queue: told.global?.departmentSelected?.id }];
      },
      onAfterMessageSend: "message_sent",
    });
  },

  open: (api) => api.open(),
};
