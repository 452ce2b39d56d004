/**
 * Rocket.Chat Livechat. Facts known by running the vendor's own build (npm @rocket.chat/livechat 1.13.3) in Chromium
 * and Firefox; e2e/rocketchat.spec.ts still does.
 *
 * `RocketChat(f)` calls `f` on the widget's API: at once when it is there, else from the queue that the snippet keeps.
 * Handlers add up, none can be removed singly, and `clearAllCallbacks` would remove the site's own: it is never called.
 * One agent is told up to six times; with an agent chosen by the server, before the chat is told to have started. The
 * visitor's end is told twice, an agent's once. After a reload nothing is told again, only the end when it comes. No
 * callback carries an id, nor says who ended the chat.
 */
import type { Vendor } from "../vendor";

interface Livechat {
  [method: string]: (handler?: (told?: { name?: unknown }) => void) => void;
}

type RocketChat = (call: (this: Livechat) => void) => void;

export const rocketchat: Vendor<RocketChat> = {
  name: "rocketchat",

  find: ({ RocketChat }) => typeof RocketChat === "function" && (RocketChat as RocketChat),

  tap(rocketChat, { hear, guard }) {
    rocketChat(
      guard(function (this: Livechat) {
        hear((event, handler: (told?: { name?: unknown }) => void) => void this[event]!(handler), {
          onChatMaximized: "opened",
          onChatStarted: "started",
          onAssignAgent: (agent) => ["connected", { agent: agent?.name }],
          onChatEnded: "ended",
        });
      }),
    );
  },

  // What was found may have been the snippet's, whose queue is gone once the widget is there.
  open: (_rocketChat, page) =>
    (page.RocketChat as RocketChat)(function () {
      this.maximizeWidget!();
    }),
};
