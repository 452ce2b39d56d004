/**
 * Landbot. Facts from the types and code of npm @landbot/core 2.7.0 and public code of sites.
 *
 * A bot is the global `myLandbot` by convention; one that the site keeps to itself cannot be heard. Its events can be
 * listened to and left one by one. There is no start and no end. Messages carry what was said, and are not read.
 */
import type { Vendor } from "../vendor";

type Handler = () => void;

interface Events {
  on(event: string, handler: Handler): void;
  off(event: string, handler: Handler): void;
}

interface Landbot {
  core: { events: Events };
  open(): void;
}

export const landbot: Vendor<Landbot> = {
  name: "landbot",

  find: ({ myLandbot }) => !!(myLandbot as Landbot).core.events && (myLandbot as Landbot),

  tap({ core: { events } }, { hear }) {
    hear(
      (event, handler: Handler) => {
        events.on(event, handler);
        return () => events.off(event, handler);
      },
      { widget_open: "opened", send_message: "message_sent" },
    );
  },

  open: (api) => api.open(),
};
