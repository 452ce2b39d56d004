/**
 * Zendesk Web Widget (Classic) with Chat. Facts known from Zendesk's documentation of its chat API, and from third
 * parties' code that `zE.widget` says which widget has loaded; not run.
 *
 * Handlers add up, none can be taken out. No event tells of a chat that went on from another page: whether there is one
 * is asked once the widget is connected. Of answers only the number of unread ones is told, of the visitor's own nothing;
 * nor is there an id or the agent's name.
 */
import type { Vendor } from "../vendor";

type ZE = ((scope: string, name: string, handler?: (told?: unknown) => void) => unknown) & { widget?: string };

export const zendeskClassic: Vendor<ZE> = {
  name: "zendesk-classic",

  find: ({ zE }) => (zE as ZE | undefined)?.widget === "classic" && (zE as ZE),

  tap(zE, { hear, say, guard }) {
    const look = guard(() => zE("webWidget:get", "chat:isChatting") === true && say("resumed"));
    look();
    hear((event, handler: (told?: unknown) => void) => void zE("webWidget:on", event, handler), {
      "chat:connected": () => void look(),
      "chat:start": "started",
      "chat:end": "ended",
      "chat:unreadMessages": (count) => (count as number) > 0 && "message_received",
      open: "opened",
    });
  },

  open: (zE) => zE("webWidget", "open"),
};
