/** Lets agents who have queues of their own tell of the conversations that they handle, and of no others. */
import { conversationId } from "../../protocol/facts";
import type { Handles } from "../../protocol/mayHandle";
import type { IncomingEvent, Store } from "../store/store";
import type { Reason } from "./steps";

/** Makes the function that hands an event on, or names the reason: the same for what is not theirs as for what is not there. */
export function createOwn(store: Pick<Store, "conversation" | "eventData">): (event: IncomingEvent, handles: Handles | undefined) => Promise<IncomingEvent | Reason> {
  return async (event, handles) => {
    const { id, site, data, received: now } = event;
    const named = conversationId(event);
    // What was taken already is only told again: the agent may have passed the conversation on by it.
    if (!handles || named === undefined || (await store.eventData({ site, id }))) return event;
    const linked = typeof data.event === "string" ? await store.eventData({ site, id: data.event }) : undefined;
    // A link that is taken back may be of other conversations than the event says.
    if (data.event !== undefined && !linked) return "unknown_conversation";
    for (const one of [named, data.with, linked?.conversation, linked?.with]) {
      if (typeof one !== "string") continue;
      const card = await store.conversation({ site, id: one, now });
      if (!card || !handles(card)) return "unknown_conversation";
    }
    return event;
  };
}
