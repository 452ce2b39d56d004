/**
 * Gorgias Chat. Facts from public code of sites.
 *
 * Its global is there before it can be used; until then each call throws, `isOpen` included, by which readiness is known:
 * `init` would begin what the site may want to begin itself. Handlers add up as far as is known, and none can be removed.
 * There is no start and no end. A message carries what was said, and is not read.
 */
import type { Vendor } from "../vendor";

interface Gorgias {
  isOpen(): unknown;
  on(event: string, handler: () => void): void;
  open(): void;
}

export const gorgias: Vendor<Gorgias> = {
  name: "gorgias",

  find({ GorgiasChat }) {
    const api = GorgiasChat as Gorgias;
    return typeof api.isOpen() === "boolean" && api;
  },

  tap(api, { hear }) {
    hear((event, handler: () => void) => void api.on(event, handler), {
      "widget:opened": "opened",
      "message:sent": "message_sent",
      "message:received": "message_received",
    });
  },

  open: (api) => api.open(),
};
