/** What a contact centre's own server reports of a conversation, one verb and one event a report, and what it hears back. */
import type { ConversationData, ConversationState } from "./event";

/** The last part of an address, `POST /v1/conversations/{id}/start`, to the state that it tells. */
export const REPORTS = {
  start: "started", route: "routed", connect: "connected", transfer: "transferred", end: "ended", "wrap-up": "wrapped_up",
} as const satisfies { [verb: string]: ConversationState };
export type Verb = keyof typeof REPORTS;

/** Body of a report; each fact as far as it is known. */
export interface Report extends Pick<ConversationData, "ref" | "channel" | "direction" | "vendor" | "queue" | "agent" | "by" | "code" | "notes" | "customer"> {
  /** Whose conversation it is: the id that `pe.session()` gives in the page. */
  visitor?: string;
  /** Their web session. */
  session?: string;
  /** When it happened, milliseconds since 1970; by default when the report arrives. */
  at?: number;
}

/** Answer to a report, after its event is on disk. */
export interface Reported {
  /** Id of the event. */
  event: string;
  /** `duplicate`: the same report had come before, and nothing has changed. */
  state: "stored" | "duplicate";
}

/** What `GET /v1/conversations?status=` takes: a status in which an agent is needed, or all of these. */
export const OPEN_STATUSES = ["waiting", "connected", "wrapping"] as const;
export type OpenStatus = (typeof OPEN_STATUSES)[number] | "open";
/** Most conversations of one answer. */
export const LISTED = 100;
