/**
 * Help Scout Beacon. Facts from public code of sites and tools; the queue is that of its snippet.
 *
 * Handlers add up and can be taken out one by one. A chat is told to start with the visitor's name, e-mail and words,
 * none of which are read. An e-mail sent through the form begins a conversation too, whose end is not told. `chat-ended`
 * is not in the documentation any more.
 */
import type { Vendor } from "../vendor";

type Beacon = (command: string, event?: string, handler?: () => void) => void;

export const helpscout: Vendor<Beacon> = {
  name: "helpscout",

  find: ({ Beacon }) => typeof Beacon === "function" && (Beacon as Beacon),

  tap(api, { page, hear }) {
    hear(
      (event, handler: () => void) => {
        api("on", event, handler);
        return () => (page.Beacon as Beacon)("off", event, handler);
      },
      {
        "message-triggered": "offered",
        "message-clicked": "accepted",
        "message-closed": "declined",
        open: "opened",
        "chat-started": "started",
        "chat-ended": "ended",
        "email-sent": () => ["started", { channel: "messaging" }],
      },
    );
  },

  open: (_api, page) => (page.Beacon as Beacon)("open"),
};
