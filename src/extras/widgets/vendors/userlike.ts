/**
 * Userlike, now Lime Connect, as its script tag puts it on a page. Facts from its documentation.
 *
 * It calls one global function, `userlikeTrackingEvent(event, widget, session)`, for everything: a slot. `chat_started` is
 * told by opening an old conversation too, and is no start here. "Terminating" is where a message ends up. The messenger
 * of npm @userlike/messenger leaves nothing on the page and cannot be heard.
 */
import { slotsOf } from "../slot";
import type { ConversationState } from "../../../protocol/event";
import type { Vendor } from "../vendor";

interface Session {
  chat_id?: unknown;
  operator_name?: unknown;
}

interface Userlike {
  userlikeStartChat(): void;
}

const STATES: { readonly [event: string]: ConversationState } = {
  chat_window_maximized: "opened",
  conversation_resume: "resumed",
  contact_first_message: "started",
  message_operator_terminating: "message_sent",
  message_client_terminating: "message_received",
};

export const userlike: Vendor<Userlike> = {
  name: "userlike",

  find: ({ userlike }) => userlike as Userlike,

  tap(_api, { page, hear }) {
    hear(slotsOf(page, ""), {
      userlikeTrackingEvent(event: string, _widget?: unknown, session?: Session) {
        const state = STATES[event];
        return state && [state, { id: session?.chat_id, agent: state === "message_received" && session?.operator_name }];
      },
    });
  },

  open: (api) => api.userlikeStartChat(),
};
