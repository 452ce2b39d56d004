/** What the collector asks of a store. Another engine only has to keep these promises. */
import type { Card, ConversationCard, History, Journey, Links } from "../../protocol/card";
import type { Import } from "../../protocol/contact";
import type { Customer, Data, StoredEvent } from "../../protocol/event";
import type { Handles } from "../../protocol/mayHandle";
import type { OpenStatus } from "../../protocol/report";
import type { AccountStore, Login } from "./accountStore";
import type { AuditStore } from "./audit";
import type { TriesStore } from "./loginTries";
import type { KeyStore } from "./keys";
import type { SettingsStore } from "./settings";
import type { Notes } from "../../protocol/note";
import type { ContactId, ContactStore } from "./contacts";
import type { JourneyQuery } from "./journeys";
import type { NoteQuery } from "./notes";
import type { PersonId } from "./persons";
import type { ConnectorStore } from "./connectors";
import type { ConsentRecord } from "./consents";
import type { PushQuery, Reports } from "./reporting";
import type { RulePushes, RulePushQuery } from "./rulePushes";
import type { GapCounts, Health } from "../../protocol/health";
import type { RuleHistory } from "./historyStore";
import type { RuleStore } from "./ruleStore";
import type { ScoreStore } from "./scoreStore";
import type { Waits } from "./waits";
import type { WebhookStore } from "./webhookStore";

export type { Login, StoredAccount } from "./accountStore";
export type { StoredConnector } from "./connectors";

/** One tracked website. */
export interface Site {
  id: string;
  name: string;
  /** Public, `pk_…`. */
  key: string;
  /** SHA-256 of a secret key: of the one that it was found by, or else of the first that it had. The key itself is kept nowhere. */
  secretHash: string;
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
  /** Of each kind only cards that changed last before this number: the next after those that one has. 0 for no more of them. */
  before?: { session?: number; conversation?: number };
  /** Most cards of each kind: the ones that changed last, and besides them, without `before`, as many open conversations. */
  limit: number;
}

export interface ConversationQuery {
  site: string;
  /** Without it all that are or were conversations. */
  status?: OpenStatus | undefined;
  /** The collector's clock: after-call work ends by itself. */
  now: number;
  limit: number;
  /** Others are left out. */
  handles?: Handles | undefined;
}

export interface HistoryQuery extends PersonId {
  limit: number;
  /** Other conversations are left out. */
  handles?: Handles | undefined;
}

/** A web session by the code that its visitor read out, for a conversation. */
export interface CodeQuery {
  site: string;
  code: string;
  conversation: string;
  /** The collector's clock: only a visit that is going on has somebody who can read. */
  now: number;
  /** Another conversation in the visit is not told. */
  handles?: Handles | undefined;
}

/** Whose code it is, and the conversation in their visit that must be the same, if there is just one. */
export interface Coded {
  session: string;
  visitor: string;
  with?: string;
}

export interface LinksQuery {
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

/** An event with its number in the log. */
export interface LoggedEvent extends StoredEvent {
  n: number;
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

export interface Store extends AccountStore, TriesStore, AuditStore, SettingsStore, KeyStore, ContactStore, ConnectorStore, WebhookStore, RuleStore, RuleHistory, ScoreStore, Waits {
  /** Keeps events and folds the new ones, takes numbers from copies of those that came without, and remembers what was refused and what visitors allow. Settles when all of it is on disk; rejects when nothing is. */
  append(events: IncomingEvent[], refused?: Refused[], consents?: ConsentRecord[]): Promise<Stored[]>;
  standing(site: string, visitor: string): Promise<Standing>;
  /** A token for a link to another website of the site: whoever comes with it, within two minutes and once, is this visitor. */
  handOver(handover: { site: string; visitor: string; now: number }): Promise<string>;
  /** Calls back after every commit that changed cards of a site. Returns the way to stop. */
  onChange(listener: (site: string, changed: Cards) => void): () => void;
  /** Calls back after every commit that stored events, with these, in order. Returns the way to stop. */
  onEvents(listener: (events: LoggedEvent[]) => void): () => void;
  /** What the contact centre told of a visitor's conversations; of somebody who was reset or erased, nothing. */
  reports(query: PushQuery): Promise<Reports>;
  /** What rules have decided for a visitor; of somebody who was reset or erased, nothing. */
  rulePushes(query: RulePushQuery): Promise<RulePushes>;
  /** Has rules look at those of whom time alone may have changed something. Returns when the next will be due. */
  wakeRules(now: number): Promise<number | undefined>;
  /** Whose conversation it is, behind aliases; nobody's as long as nobody is named or heard to begin it. */
  conversationOwner(site: string, conversation: string): Promise<string | undefined>;
  /** What is no conversation yet, a window opened or an offer shown, has no card. */
  cards(query: CardQuery): Promise<Cards>;
  /** One card, as it is now. */
  conversation(which: { site: string; id: string; now: number }): Promise<ConversationCard | undefined>;
  /** Those of which anything was last heard come first. */
  conversations(query: ConversationQuery): Promise<ConversationCard[]>;
  /** What the log has of one event's data. */
  eventData(which: { site: string; id: string }): Promise<Data | undefined>;
  /** 32 hexadecimal digits that stand for a text, the same for ever; without the master key they tell nothing of it. */
  fingerprint(site: string, text: string): Promise<string>;
  /** Oldest first; of a longer journey the newest steps, or those before a cursor. What another visitor tells of a session is not in it. */
  journey(query: JourneyQuery): Promise<Journey>;
  /** Visits and conversations of one person, those of which anything was last heard first. */
  history(query: HistoryQuery): Promise<History>;
  /** What agents wrote down, newest first. */
  notes(query: NoteQuery): Promise<Notes>;
  /** Under whose id a note on a contact is kept; `undefined` when there is no such contact. */
  noteSubject(which: ContactId): Promise<string | undefined>;
  /** Visits that are going on now and have the code. */
  findByCode(query: CodeQuery): Promise<Coded[]>;
  /** What is said of a conversation's ids; and of what the page saw and what the contact centre tells of, what may be one. */
  links(query: LinksQuery): Promise<Links>;
  /** How many web sessions of all sites miss an event that their numbers promise. */
  gaps(now: number): Promise<GapCounts>;
  /** What the books beside the log tell; which pages were heard of it does not keep. */
  health(query: HealthQuery): Promise<Omit<Health, "pages">>;

  /** Remembers how far an import is, over restarts. */
  saveImport(site: string, told: Import): Promise<void>;
  import(site: string, id: string): Promise<Import | undefined>;
  /** Those that run are failed, for this reason: the process that ran them has ended. */
  endImports(reason: string): Promise<void>;

  /** With its first secret key. */
  createSite(site: Site): Promise<void>;
  /**
   * A site with its first secret key, and an account there of whoever makes it: an admin's, linked to theirs, as it has the same e-mail,
   * password and name at the identity provider.
   *
   * @param ends the key's last characters
   * @returns `false` when there are as many sites as there may be
   */
  addSite(given: { site: Site; ends: string; by: Pick<Login, "site" | "account" | "agent"> }): Promise<boolean>;
  /** In the order in which they were made. */
  sites(): Promise<Site[]>;
  firstSite(): Promise<Site | undefined>;
  siteById(id: string): Promise<Site | undefined>;
  siteByKey(key: string): Promise<Site | undefined>;
  /** By any of its secret keys, of which is remembered that it was used. */
  siteBySecret(hash: string): Promise<Site | undefined>;

  /** Tries a small write; says what is wrong, or nothing. */
  check(): Promise<string | undefined>;
  /** Finishes what was appended, then lets go of the files. */
  close(): Promise<void>;
}
