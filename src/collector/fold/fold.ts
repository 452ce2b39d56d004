/** One event in, the states of everything that it touches out. Pure: the store reads before and writes after. */
import { advance, type Conversation } from "../../protocol/conversation";
import type { StoredEvent } from "../../protocol/event";
import { conversationId } from "../../protocol/facts";
import { isDecision } from "./decided";
import { foldSession, isSign, type SessionState } from "./session";

export interface States {
  session?: SessionState | undefined;
  conversation?: Conversation | undefined;
}
export type Kind = keyof States;

/** Which states an event may change: kind to id. */
export function touched(event: StoredEvent): { [K in Kind]?: string | undefined } {
  return {
    session: isSign(event) || isDecision(event) ? event.session : undefined,
    conversation: conversationId(event),
  };
}

/**
 * Folds an event that was not folded before into the states that `touched` named.
 *
 * @param conversation the one that it is about, where that goes by another id than the event says
 */
export function fold(before: States, event: StoredEvent, conversation?: string): States {
  return {
    session: foldSession(before.session, event),
    conversation: advance(before.conversation, event, conversation),
  };
}
