/** Visits that are over, as learning sees them, and whoever can tell of them. */
import type { Moment, Visit } from "../rules/moment";

/** What is known of a person from before the visit. */
export interface Earlier {
  visits: number;
  conversations: number;
}

export interface PastVisit {
  /** Whose it was. What one person does is never used both to learn and to judge what was learned. */
  person: string;
  /** Of its fields those count that are known from the visit's beginning on: what it became is not known while it goes on. */
  visit: Visit;
  /** Those of its conversations, too; in order. */
  moments: readonly Moment[];
  earlier: Earlier;
  /** When the visitor said who they are, and when that was verified, whichever visit that was in. Milliseconds since 1970. */
  claimedAt?: number;
  verifiedAt?: number;
  /** When outcomes were achieved in it, or in a conversation that came of it; id to time. */
  achieved: ReadonlyMap<string, number>;
}

export interface HistoriesQuery {
  site: string;
  /** Visits that began then or later, and were last heard of before; milliseconds since 1970. */
  since: number;
  until: number;
  /** Most visits: the last ones. */
  limit: number;
}

/** Tells of visits, in no certain order, and lets others work in between. */
export type Histories = (query: HistoriesQuery) => AsyncIterable<PastVisit>;
