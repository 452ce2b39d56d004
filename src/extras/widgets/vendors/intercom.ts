/**
 * Intercom. Facts from its documentation and the types in npm @types/intercom-web 2.8.26; the queue is that of npm
 * @intercom/messenger-js-sdk 0.0.20.
 *
 * It tells when it is shown, and nothing of conversations. Whether a second `onShow` joins the first or takes its place
 * is not known, so this listens only where it is named. `onUserEmailSupplied` and `onUnreadCountChange` are left alone.
 */
import type { Vendor } from "../vendor";

type Intercom = (command: string, handler?: () => void) => void;

export const intercom: Vendor<Intercom> = {
  name: "intercom",
  channel: "messaging",
  isOptIn: true,

  find: ({ Intercom }) => typeof Intercom === "function" && (Intercom as Intercom),

  tap(api, { hear }) {
    hear(api, { onShow: "opened" });
  },

  open: (_api, page) => (page.Intercom as Intercom)("show"),
};
