/**
 * Front Chat. Facts from its documentation and the types in npm front-chat-sdk 1.2.1.
 *
 * It tells whether its window is to be seen, at once and at each change, and nothing of conversations; a subscription
 * returns what ends it.
 */
import type { Vendor } from "../vendor";

interface Told {
  is_window_visible?: unknown;
}

type FrontChat = (command: string, handler?: (told?: Told) => void) => (() => void) | undefined;

export const front: Vendor<FrontChat> = {
  name: "front",

  find: ({ FrontChat }) => typeof FrontChat === "function" && (FrontChat as FrontChat),

  tap(api, { hear }) {
    hear(api, { onWindowVisibilityChanged: (told) => told?.is_window_visible === true && "opened" });
  },

  open: (api) => void api("show"),
};
