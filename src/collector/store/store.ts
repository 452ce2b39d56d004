/** What the collector asks of a store. Another engine only has to keep these promises. */
import type { Card, Proposal, Step } from "../../protocol/card";
import type { Contact, ContactFields, Found, Identity, Import } from "../../protocol/contact";
import type { Customer, Data, StoredEvent } from "../../protocol/event";
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
  /** When the events arrived that changed them, by the collector's clock; only of what just changed. */
  received?: number[];
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

/** A web session by the code that its visitor read out, for a conversation. */
export interface CodeQuery {
  site: string;
  code: string;
  conversation: string;
  /** The collector's clock: only a visit that is going on has somebody who can read. */
  now: number;
}

/** Whose code it is, and the conversation in their visit that must be the same, if there is just one. */
export interface Coded {
  session: string;
  visitor: string;
  with?: string;
}

export interface ProposalQuery {
  site: string;
  /** Of the conversation. */
  id: string;
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

/** An event on its way to the log. What comes with it is not kept. */
export interface IncomingEvent extends StoredEvent {
  proof?: Proof;
  /** The visitor whom the browser's cookie names, and when the collector wrote it. */
  cookie?: { visitor: string; at: number };
  /** The token of the link by which the visitor came. */
  handover?: string;
  /** Whom a conversation is with, by the contact centre's word; the log has only an id for them. */
  customer?: Customer;
}

/** What a visitor came with who may be another, and what became of it: an alias, or why not. */
export interface Recognised {
  by: "cookie" | "handover";
  result: "made" | "unsound" | "expired" | "used" | "same" | "over" | "stale" | "too_many";
}

/** For whom a visitor stands, themselves mostly. */
export interface Standing {
  visitor: string;
  /** Reset or erased: nobody new may be taken for them. */
  isOver: boolean;
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
  /** When the file had come, by the collector's clock: whoever is erased after that is not taken in again by it. */
  toldAt?: number;
  /** The collector's clock. */
  now: number;
}

/** A contact of one site. */
export interface ContactId {
  site: string;
  id: string;
}

export interface ContactQuery {
  site: string;
  /** Words of a name, a phone in any writing, an e-mail or an external id; all contacts when it is empty. */
  q: string;
  /** Id of the last contact of the page before. */
  after?: string | undefined;
  limit: number;
}

/** An external id that another contact has. */
export interface Taken {
  externalId: string;
  contact: string;
}

/** What is said of a contact, and when. */
export interface ContactChange {
  site: string;
  fields: ContactFields;
  /** The collector's clock. */
  now: number;
}

/** Everything that is kept of a contact, as it is handed to the person it is of. */
export interface Dossier {
  contact: Contact;
  /** Those that were merged into it. */
  merged: Contact[];
  visitors: { identity: Identity; consents: Omit<ConsentRecord, "site" | "visitor">[]; events: Data[] }[];
}

/** What is gone with an erased contact. */
export interface Erased {
  contacts: number;
  visitors: number;
  /** Events that say nothing of the person any more. */
  events: number;
}

/** Verifies the tokens of a site's own server. */
export interface ProofKey {
  id: string;
  algorithm: "HS256" | "ES256";
  /** The shared secret as base64url, or the public key as a JWK in JSON. */
  secret: string;
  /** Milliseconds since 1970. */
  createdAt: number;
}

/** The contact directory. What changes in it changes who visitors are, and their cards, in the same transaction. */
export interface ContactStore {
  contact(which: ContactId): Promise<Contact | undefined>;
  contactByExternalId(site: string, externalId: string): Promise<Contact | undefined>;
  /** Temporary and merged contacts are not found. Oldest first. */
  findContacts(query: ContactQuery): Promise<Found>;
  createContact(change: ContactChange): Promise<Contact | Taken>;
  /** A temporary contact stays from then on. `undefined` when there is none of that id. */
  changeContact(change: ContactChange & { id: string }): Promise<Contact | Taken | undefined>;
  /** From then on the other contact speaks for it. `undefined` when one of them is missing, or one speaks for the other already. */
  mergeContact(which: ContactId & { into: string; now: number }): Promise<Contact | undefined>;
  /** `undefined` when it was not merged. */
  unmergeContact(which: ContactId & { now: number }): Promise<Contact | undefined>;
  /** Takes away all that is known of a person, for good; late events come without. `undefined` when there is none. */
  eraseContact(which: ContactId & { now: number }): Promise<Erased | undefined>;
  /** `undefined` when there is none. */
  exportContact(which: ContactId): Promise<Dossier | undefined>;
  /** Who a visitor is; of one who never said anything only the id. */
  identity(site: string, visitor: string): Promise<Identity>;
  /** Has anything been heard of this visitor? */
  isKnownVisitor(site: string, visitor: string): Promise<boolean>;

  /**
   * Creates contacts, or adds to those that have a row's external id, or else phone, or else e-mail. Of a row that fits several
   * contacts nothing is taken. Answers row by row, in order, when all is on disk; rejects when nothing is.
   */
  importContacts(group: ImportGroup): Promise<Imported[]>;

  /** Newest first. */
  proofKeys(site: string): Promise<ProofKey[]>;
  addProofKey(site: string, key: ProofKey): Promise<void>;
  /** `false` when there was none. */
  removeProofKey(site: string, id: string): Promise<boolean>;

  /**
   * Takes away what is too old, and wraps keys that an older master key wraps: a part of it, so that others are served in between.
   *
   * @returns whether there is more to do
   */
  tidy(limits: TidyLimits): Promise<boolean>;
}

/** Up to where what is known is too old, milliseconds since 1970. */
export interface TidyLimits {
  now: number;
  /** Events of visitors who never said who they are. */
  anonymousBefore: number;
  /** All other events. */
  identifiedBefore: number;
}

export interface Store extends ContactStore {
  /** Keeps events and folds the new ones, takes numbers from copies of those that came without, and remembers what was refused and what visitors allow. Settles when all of it is on disk; rejects when nothing is. */
  append(events: IncomingEvent[], refused?: Refused[], consents?: ConsentRecord[]): Promise<Stored[]>;
  standing(site: string, visitor: string): Promise<Standing>;
  /** A token for a link to another website of the site: whoever comes with it, within two minutes and once, is this visitor. */
  handOver(handover: { site: string; visitor: string; now: number }): Promise<string>;
  /** Calls back after every commit that changed cards of a site. Returns the way to stop. */
  onChange(listener: (site: string, changed: Cards) => void): () => void;
  /** What is no conversation yet, a window opened or an offer shown, has no card. */
  cards(query: CardQuery): Promise<Cards>;
  /** Oldest first; of a longer journey the newest steps. What another visitor tells of a session is not in it. */
  journey(query: JourneyQuery): Promise<Step[]>;
  /** Visits that are going on now and have the code. */
  findByCode(query: CodeQuery): Promise<Coded[]>;
  /** What the page saw and what the contact centre tells of, and what may be one. */
  proposals(query: ProposalQuery): Promise<Proposal[]>;
  /** How many web sessions of all sites miss an event that their numbers promise. */
  gaps(now: number): Promise<GapCounts>;
  health(query: HealthQuery): Promise<Health>;

  /** Remembers how far an import is, over restarts. */
  saveImport(site: string, told: Import): Promise<void>;
  import(site: string, id: string): Promise<Import | undefined>;
  /** Those that run are failed, for this reason: the process that ran them has ended. */
  endImports(reason: string): Promise<void>;

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
