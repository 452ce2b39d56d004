/** The browser profile's one record, shared by all tabs: who visits, and the next number of their session. */
import type { Running } from "../conversation/running";
import type { Data } from "../../protocol/event";

export interface Profile {
  visitor: string;
  /** How often it was changed: of two copies the later one is right. */
  steps: number;
  /** Bytes that were put into the outbox since all of it was weighed. */
  grown: number;
  /** `seq` is the number of its next event. */
  session?: { id: string; startedAt: number; lastAt: number; seq: number };
  /** Conversations that this visitor has had of late, newest first, whichever tab they began in. */
  running: Running[];
}

/** An event before it has a session. */
export interface Draft {
  id: string;
  type: string;
  at: number;
  url: string;
  data: Data;
}

/** An event ready to travel, with the visitor it belongs to: the next one may be another's, after `reset`. */
export interface Row extends Draft {
  session: string;
  seq: number;
  visitor: string;
}

export interface Stamping {
  idleMs: number;
  newId: () => string;
  /** What a new session says of how the visitor arrived. */
  arrival: () => Data;
}

/** A visitor whom nobody has met. */
export function createProfile(newId: () => string): Profile {
  return { visitor: newId(), steps: 0, grown: 0, running: [] };
}

/**
 * Gives drafts their session and numbers, unless they have theirs; the first after a long silence starts a new session.
 *
 * Runs inside the one atomic step of storage, so that two tabs can neither start two sessions nor use a number twice.
 * Changes `profile`.
 */
export function stamp(profile: Profile, drafts: (Draft | Row)[], { idleMs, newId, arrival }: Stamping): Row[] {
  const rows: Row[] = [];
  for (const draft of drafts) {
    if ("seq" in draft) {
      rows.push(draft);
      continue;
    }
    const { at } = draft;
    const gap = profile.session ? at - profile.session.lastAt : Infinity;
    const fresh = gap > idleMs;
    const session = fresh ? (profile.session = { id: newId(), startedAt: at, lastAt: at, seq: 0 }) : profile.session!;
    const drawn = fresh ? [{ ...draft, id: newId(), type: "session.started", data: arrival() }, draft] : [draft];
    for (const event of drawn) rows.push({ ...event, session: session.id, seq: session.seq++, visitor: profile.visitor });
    // From far in the future: since then the clock was turned back, and must not stretch the session.
    session.lastAt = gap < -idleMs ? at : Math.max(session.lastAt, at);
  }
  return rows;
}
