/**
 * Drift. Facts from its documentation and from public code of sites; the queue is that of npm react-driftjs 1.2.2.
 *
 * Handlers add up; the snippet's queue takes `on` and `off` before the widget has come, and is another object after that.
 * There is no end.
 */
import type { Vendor } from "../vendor";

interface Told {
  conversationId?: unknown;
}

interface Drift {
  on(event: string, handler: (told?: Told) => void): void;
  off(event: string, handler: (told?: Told) => void): void;
  api: { openChat(): void };
}

export const drift: Vendor<Drift> = {
  name: "drift",

  find: ({ drift }) => typeof (drift as Drift).on === "function" && (drift as Drift),

  tap(api, { page, hear }) {
    const within = (state: "started" | "message_sent" | "message_received") => (told?: Told) => [state, { id: told?.conversationId }] as [typeof state, object];
    hear(
      (event, handler: (told?: Told) => void) => {
        api.on(event, handler);
        return () => (page.drift as Drift).off(event, handler);
      },
      {
        "campaign:open": "offered",
        "campaign:click": "accepted",
        "campaign:dismiss": "declined",
        "welcomeMessage:open": "offered",
        "welcomeMessage:close": "declined",
        chatOpen: "opened",
        sidebarOpen: "opened",
        startConversation: within("started"),
        "message:sent": within("message_sent"),
        message: within("message_received"),
      },
    );
  },

  open: (_api, page) => (page.drift as Drift).api.openChat(),
};
