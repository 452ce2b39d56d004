/** Picks out of a page's request what tells of the same browser under another id: the cookie, and the token of a link. Only with consent. */
import type { Consent } from "../../protocol/event";
import type { IncomingEvent, Standing } from "../store/store";
import type { VisitorCookie } from "./visitorCookie";

export interface Came {
  /** The event with all that its request tells of who its visitor is. */
  cameWith(event: IncomingEvent): IncomingEvent;
  /** @returns the `Set-Cookie` value that the answer needs, once the events are stored */
  cookie(standing: Standing): string | undefined;
}

/** Reads a request by its site's own cookie. Servers and agents give no consent, and so nothing of theirs is read. */
export function recognise({ read, answer }: VisitorCookie, { cookies, consent }: { cookies: string | undefined; consent: Consent | undefined }): Came {
  const isAllowed = consent?.analytics === "granted";
  const had = isAllowed ? read(cookies) : undefined;
  return {
    cameWith(event) {
      if (event.source !== "page") return event;
      const { handover, ...rest } = event.data;
      const isBegin = event.type === "session.started" && handover !== undefined;
      return {
        ...event,
        ...(had && { cookie: had }),
        // A token is read and not kept, whatever it is.
        ...(isBegin && { data: rest }),
        ...(isBegin && isAllowed && { handover: String(handover) }),
      };
    },
    cookie: (standing) => (isAllowed ? answer(standing, had) : undefined),
  };
}
