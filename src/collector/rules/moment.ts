/** What rules look at: single things that happened, and what is known of the visit and of the person. */
import type { Scalar } from "../../protocol/rules";

/** Values by the name that conditions use for them. */
export type Fields = { readonly [name: string]: Scalar | undefined };

/**
 * One thing that happened, as rules see it. Of a page's or server's own event: `url`, `host`, `path`, `query`, `fragment`, `title` and
 * `data.<name>`. Of a conversation: `queue`, `agent`, `channel`, `direction`, `vendor`, `by`, `code`, `offer`, `waitedSeconds`,
 * `talkedSeconds`, `abandoned`, as the conversation stands now, and not as the event told it.
 */
export interface Moment {
  /** Of its event; of a conversation's moment the conversation's id and what happened. Unique in a journey. */
  id: string;
  type: string;
  at: number;
  session?: string;
  /** The conversation that it belongs to: all of its moments are replaced when anything new is told of it. */
  conversation?: string;
  fields: Fields;
}

/** A visit as rules see it: as of now, and of which only its own are asked. */
export interface Visit {
  session: string;
  startedAt: number;
  /** Last sign of life. */
  lastAt: number;
  /** `session.…`, and of the page seen last `page.…`. */
  fields: Fields;
}

/** A person as rules see them: fields `contact.…` count only where it is verified who they are. */
export interface Person {
  fields: Fields;
}
