/** What the console's health page shows: how much arrives, what was lost and why, and which numbers are missing. */

/** How often something happened, by a word for why. */
export interface Tally {
  reason: string;
  count: number;
}

/** Numbers of events from the first to the last, both included. */
export type Range = [first: number, last: number];

/** A web session whose numbers promise events that were not stored. */
export interface SessionGap {
  session: string;
  code: string;
  visitor: string;
  name?: string;
  /** The page seen last. */
  title?: string;
  url?: string;
  /** How many numbered events were stored, and how many there must have been. */
  stored: number;
  expected: number;
  /** Numbers that the collector itself refused, or that copies of stored events wasted. */
  refused: Tally[];
  /** How many events the visitor's pages say they gave up; which ones they do not say. */
  dropped: Tally[];
  /** How many of the missing numbers nothing explains. */
  unexplained: number;
  /** Numbers neither stored nor refused; of very many the lowest. */
  missing: Range[];
  /** Are there more of them than listed? */
  more: boolean;
  /** When the session was last heard of, by the collector's clock. */
  heardAt: number;
}

/** Most pages that the answer names. */
export const HEARD_PAGES = 200;

/** A page of the website, without what may be a visitor's own in its address, and when it was last heard of. */
export interface HeardPage {
  url: string;
  /** When the last event came from it, milliseconds since 1970. */
  at: number;
  /** What that event was; not known of what came before the collector's start. */
  type?: string;
}

/** Answer of `GET /v1/health`. */
export interface Health {
  /** The collector's clock. */
  now: number;
  /** Events stored in each of the last sixty minutes, oldest first; the last minute is still running. */
  minutes: number[];
  /** When the last event arrived. */
  lastAt?: number;
  /** Over the last 24 hours. */
  stored: number;
  duplicates: number;
  dropped: Tally[];
  degraded: Tally[];
  refused: Tally[];
  /** All sessions with a gap, whether or not they are in the list. */
  gaps: GapCounts;
  /** Unexplained gaps first, and of each kind those heard of last. */
  sessions: SessionGap[];
  /** Those heard of last come first. */
  pages: HeardPage[];
}

/** How many sessions have a gap: one that nothing explains, one that may still close, and one that is explained. */
export interface GapCounts {
  open: number;
  settling: number;
  explained: number;
  /** Numbers missing in the open ones, of which nothing is known. */
  missing: number;
}
