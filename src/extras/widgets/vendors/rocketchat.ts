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
import type { Page, Vendor } from "../vendor";

interface Livechat {
  onChatMaximized(handler: () => void): void;
  onChatStarted(handler: () => void): void;
  onAssignAgent(handler: (agent: { name?: unknown } | undefined) => void): void;
  onChatEnded(handler: () => void): void;
}

type RocketChat = (call: (this: Livechat) => void) => void;

export const rocketchat: Vendor<RocketChat> = {
  name: "rocketchat",
  channel: "chat",

  find(page) {
    const { RocketChat } = page as Page & { RocketChat?: RocketChat };
    return typeof RocketChat === "function" ? RocketChat : undefined;
  },

  tap(api, say, guard) {
    api(
      guard(function (this: Livechat) {
        this.onChatMaximized(guard(() => say("opened")));
        this.onChatStarted(guard(() => say("started")));
        this.onAssignAgent(guard((agent) => say("connected", typeof agent?.name === "string" ? { agent: agent.name } : {})));
        this.onChatEnded(guard(() => say("ended")));
      }),
    );
  },
};
