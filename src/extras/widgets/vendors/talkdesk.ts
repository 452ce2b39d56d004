/**
 * Talkdesk's chat. Facts from the snippet that it hands out, in public code of sites.
 *
 * Handlers are assigned to the chat that the snippet creates, one an event: slots. That chat is the global `webchat` by
 * convention; one that the site keeps to itself cannot be heard. Nothing is told with an event.
 */
import { slotsOf } from "../slot";
import type { Vendor } from "../vendor";

export const talkdesk: Vendor<object> = {
  name: "talkdesk",

  find: ({ TalkdeskChatSDK, webchat }) => !!TalkdeskChatSDK && (webchat as object),

  tap(api, { hear }) {
    hear(slotsOf(api, "on"), { OpenWebchat: "opened", ConversationStart: "started", ConversationEnded: "ended" });
  },
};
