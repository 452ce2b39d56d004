/** What the collector asks of a store. Another engine only has to keep these promises. */
import type { Card, Step } from "../../protocol/card";
import type { ContactFields } from "../../protocol/contact";
import type { StoredEvent } from "../../protocol/event";
import type { ConsentRecord } from "./consents";
import type { GapCounts, Health } from "../../protocol/health";

/** One tracked website. */
export interface Site {
  id: string;
  name: string;
  /** Public, `pk_…`. */
  key: string;
  /** SHA-256 of the secret key; the key itself is kept nowhere. */
  secretHash: string;
}

/** An agent who is logged in to the console. */
export interface Login {
  hash: string;
  site: string;
  agent: string;
  /** Milliseconds since 1970. */
  expires: number;
}

export interface Ticket {
  hash: string;
  site: string;
  expires: number;
}

/** Cards of one site, and the number of the last event of the log that they include. */
export interface Cards {
  n: number;
  cards: Card[];
}

export interface CardQuery {
  site: string;
  /** Only cards that changed after this number of the log. */
  since?: number;
  /** Most cards of each kind: the ones that changed last, and besides them as many open conversations. */
  limit: number;
}

export interface JourneyQuery {
  site: string;
  of: "session" | "conversation";
  id: string;
  limit: number;
}

export interface HealthQuery {
  site: string;
  now: number;
  /** Most sessions to list. */
  limit: number;
}

export type Stored = "stored" | "duplicate";

/** A token of the site's own server that came with a claim and is sound; whether it was used before only the store can tell. */
export interface Proof {
  /** Its `jti`: good once. */
  id: string;
  /** Until when it is good, and must be remembered. Milliseconds since 1970. */
  expires: number;
}

/** An event on its way to the log. The proof is not kept. */
export interface IncomingEvent extends StoredEvent {
  proof?: Proof;
}

/** An event that was not taken. */
export interface Refused {
  site: string;
  reason: string;
  /** The collector's clock. */
  received: number;
  /** Which number of which session it had, where a page's event was sound enough to tell; no visitor is `""`. */
  number?: { session: string; visitor: string; seq: number };
}

/** What became of one row of an import; a problem is a sentence for whoever made the file. */
export type Imported = "created" | "updated" | "unchanged" | { problem: string };

/** Rows that go into the directory together. */
export interface ImportGroup {
  site: string;
  /**
   * With keys in their canonical form: `parseContact` in contacts/ makes it, and says what is wrong with a row. A few thousand at
   * a time: a group is one transaction, and nobody else is served meanwhile.
   */
  rows: ContactFields[];
  /** The collector's clock. */
  now: number;
}

export interface Store {
  /** Keeps events and folds the new ones, takes numbers from copies of those that came without, and remembers what was refused and what visitors allow. Settles when all of it is on disk; rejects when nothing is. */
  append(events: IncomingEvent[], refused?: Refused[], consents?: ConsentRecord[]): Promise<Stored[]>;
  /** Calls back after every commit that changed cards of a site. Returns the way to stop. */
  onChange(listener: (site: string, changed: Cards) => void): () => void;
  /** What is no conversation yet, a window opened or an offer shown, has no card. */
  cards(query: CardQuery): Promise<Cards>;
  /** Oldest first; of a longer journey the newest steps. What another visitor tells of a session is not in it. */
  journey(query: JourneyQuery): Promise<Step[]>;
  /** How many web sessions of all sites miss an event that their numbers promise. */
  gaps(now: number): Promise<GapCounts>;
  health(query: HealthQuery): Promise<Health>;

  /**
   * Creates contacts, or adds to those that have a row's external id, or else phone, or else e-mail. Of a row that fits several
   * contacts nothing is taken. Answers row by row, in order, when all is on disk; rejects when nothing is.
   */
  importContacts(group: ImportGroup): Promise<Imported[]>;

  createSite(site: Site): Promise<void>;
  firstSite(): Promise<Site | undefined>;
  siteById(id: string): Promise<Site | undefined>;
  siteByKey(key: string): Promise<Site | undefined>;
  siteBySecret(hash: string): Promise<Site | undefined>;

  addTicket(ticket: Ticket): Promise<void>;
  /** A ticket that is still good at `now`. */
  ticket(hash: string, now: number): Promise<Ticket | undefined>;
  /** Uses a ticket up and begins the login in one stroke; `false` when it was not good any more. */
  redeem(hash: string, login: Login, now: number): Promise<boolean>;
  login(hash: string, now: number): Promise<Login | undefined>;
  endLogin(hash: string): Promise<void>;

  /** Tries a small write; says what is wrong, or nothing. */
  check(): Promise<string | undefined>;
  /** Finishes what was appended, then lets go of the files. */
  close(): Promise<void>;
}
