/** The event by which an agent writes something down. */
import type { WireEvent } from "../../protocol/event";
import { createId } from "../../protocol/id";

/** @param data `text`, and of what it is */
export function noteEvent(data: { text: string; contact?: string; conversation?: string }, at = Date.now()): WireEvent {
  return { id: createId(at), type: data.contact === undefined ? "conversation.noted" : "contact.noted", at, data };
}
