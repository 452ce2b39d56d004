/**
 * Gladly Sidekick. Facts from its published examples and public code of sites.
 *
 * Handlers can be given only once it is ready, which its `show` is a sign of; they add up as far as is known, and none
 * can be removed. There is no start and no end.
 */
import type { Vendor } from "../vendor";

interface Gladly {
  on(event: string, handler: () => void): void;
  show(): void;
}

export const gladly: Vendor<Gladly> = {
  name: "gladly",

  find: ({ Gladly }) => typeof (Gladly as Gladly).show === "function" && (Gladly as Gladly),

  tap(api, { hear }) {
    hear((event, handler: () => void) => void api.on(event, handler), { "sidekick:opened": "opened", "message:sent": "message_sent" });
  },

  open: (api) => api.show(),
};
