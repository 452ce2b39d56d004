/** Finds the web session whose code a visitor read out, and the conversation that they had begun in it. */
import { linkOf } from "../../protocol/event";
import type { Handles } from "../../protocol/mayHandle";
import type { IncomingEvent, Store } from "../store/store";
import type { Reason } from "./steps";

/** Makes the function that hands an event on, with what the code stands for, or names a reason. The code itself is not kept. */
export function createLink(store: Pick<Store, "findByCode">): (event: IncomingEvent, handles: Handles | undefined) => Promise<IncomingEvent | Reason> {
  return async (event, handles) => {
    const { sessionCode, ...data } = event.data;
    if (linkOf(event.type) !== "linked" || typeof sessionCode !== "string") return event;
    const found = await store.findByCode({ site: event.site, code: sessionCode.replace(/\D/g, ""), conversation: String(data.conversation), now: event.received, handles });
    const [one, other] = found;
    if (!one) return "unknown_session_code";
    // Two visitors at once may have the same few digits: whose it is, somebody must look.
    return other ? "ambiguous_session_code" : { ...event, data: { ...one, ...data } };
  };
}
