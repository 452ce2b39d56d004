/** The browser profile's one record, shared by all tabs: who visits, and the next number of their session. */
import { RESET_MARK } from "../../protocol/id";
import type { Data } from "../../protocol/event";

export interface Profile {
  visitor: string;
  /** Bytes that were put into the outbox since all of it was weighed. */
  grown: number;
  /** `seq` is the number of its next event. */
  session?: { id: string; startedAt: number; lastAt: number; seq: number };
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
  /** Missing where the profile could not be asked: the page was left before, or the disk fails. Whoever inherits the event gives it one. */
  seq?: number;
  visitor: string;
}

export interface Stamping {
  idleMs: number;
  newId: () => string;
  /** Makes the first event of a session that begins with this one. */
  begin: (first: Draft) => Draft;
}

/** The visitor's last word: who comes after it is somebody else. */
export const RESET = "identity.reset";

/** A visitor whom nobody has met. */
export function createProfile(newId: () => string): Profile {
  return { visitor: newId(), grown: 0 };
}

/**
 * Gives events their session and numbers; the first after a long silence starts a new session.
 *
 * Runs inside the one atomic step of storage, so that two tabs can neither start two sessions nor use a number twice.
 * Changes `profile`, and not the drafts.
 *
 * @param isAlone nobody knows what other tabs do at the moment, and numbers may be theirs
 */
export function stamp(profile: Profile, drafts: Draft[], { idleMs, newId, begin }: Stamping, isAlone?: boolean): Row[] {
  return drafts.flatMap((draft) => {
    const { at } = draft;
    const gap = profile.session ? at - profile.session.lastAt : Infinity;
    const fresh = gap > idleMs;
    const session = fresh ? (profile.session = { id: newId(), startedAt: at, lastAt: at, seq: 0 }) : profile.session!;
    const rows = (fresh ? [begin(draft), draft] : [draft]).map((event) => ({ ...event, session: session.id, seq: isAlone ? undefined! : session.seq++, visitor: profile.visitor }));
    // From far in the future: since then the clock was turned back, and must not stretch the session.
    session.lastAt = gap < -idleMs ? at : Math.max(session.lastAt, at);
    if (draft.type === RESET) {
      delete profile.session;
      profile.visitor = newId() + RESET_MARK;
    }
    return rows;
  });
}
