/** Rules as data: who visitors are like (segments), what a site wants to happen (outcomes), and when to do what about it (action maps). */
import type { Channel } from "./event";

/** How a value is compared. The words are Genesys', and two of our own: `matches` takes a linear-time regular expression (RE2), `exists` asks whether there is a value at all. */
export const OPERATORS = [
  "equal", "notEqual", "containsAny", "containsAll", "notContainsAny", "notContainsAll", "startsWith", "endsWith",
  "greaterThan", "greaterThanOrEqual", "lessThan", "lessThanOrEqual", "matches", "exists",
] as const;
export type Operator = (typeof OPERATORS)[number];

export type Scalar = string | number | boolean;

/** A length of time as people write it: a number and one of `s`, `m`, `h`, `d`, as in `"30s"` and `"7d"`. */
export type Duration = string;

/** Whose journey counts: that of the visit alone, or of the person over all visits and channels. */
export const SCOPES = ["session", "contact"] as const;
export type Scope = (typeof SCOPES)[number];

/**
 * Compares one field. Where the field has no value, what denies (`notEqual`, `notContains…`) is true and all else is false.
 * A list means any of its values, but for `containsAll` and `notContainsAll`.
 */
export interface FieldTest {
  field: string;
  is: Operator;
  value?: Scalar | Scalar[];
  /** Texts are compared without regard to case. Default `false`. */
  ignoreCase?: boolean;
}

/** A condition over fields alone. */
export type FieldCondition = { all: FieldCondition[] } | { any: FieldCondition[] } | { not: FieldCondition } | FieldTest;

/** One kind of thing that happened: a type, or `noun.*`, and what its fields must be. */
export interface Pattern {
  event: string;
  where?: FieldCondition;
  /** Of page views: looked at for as long as this, at least. */
  lasting?: Duration;
}

/** How often something happened. */
export interface EventTest extends Pattern {
  /** Default 1, unless `atMost` is given. */
  atLeast?: number;
  /** `0`: not so far. */
  atMost?: number;
  /** All of them within a span of this length. */
  within?: Duration;
  /** Only those that happened no longer ago. */
  inLast?: Duration;
  /** Default: the scope of the rule that it stands in. */
  of?: Scope;
}

/** Things that happened one after the other; others may have happened between. */
export interface SequenceTest {
  sequence: Pattern[];
  /** From the first to the last. */
  within?: Duration;
  inLast?: Duration;
  of?: Scope;
}

export type Condition =
  | { all: Condition[] }
  | { any: Condition[] }
  | { not: Condition }
  | FieldTest
  | EventTest
  | SequenceTest
  /** Known only when the visit is over: true then if this did not happen in it. Source: Genesys, "Never". */
  | { never: Pattern }
  /** Is in this segment. */
  | { segment: string }
  /** Has achieved this outcome in the visit; or, with a bound, is so likely to. */
  | { outcome: string; scoreAtLeast?: number };

interface Rule {
  /** Unique in the set, and kept as long as the rule is the same rule: `[a-z0-9_-]`, at most 64. */
  id: string;
  name: string;
  description?: string;
  /** Default `true`; what is not active is kept, and does nothing. */
  active?: boolean;
}

export interface Segment extends Rule {
  of: Scope;
  /** `#rrggbb` */
  color: string;
  when: Condition;
  /** Who is in it leaves it this long after. Default: with the visit, or never. */
  expires?: Duration;
  /** Show it to agents. Default `true`. */
  shown?: boolean;
  /** Tell the visitor's page of it, which anybody can read there. Default `false`. */
  tellPage?: boolean;
}

/** Achieved once a visit. */
export interface Outcome extends Rule {
  when: Condition;
  /** Worth so much, or what this field of the event says that completed it. */
  value?: number | { field: string };
  /** Default `true`; `false` for what the site does not want. */
  positive?: boolean;
  /** Learn from the site's history how likely it is. Default `false`. */
  scored?: boolean;
  tellPage?: boolean;
}

/** An invitation to a conversation. */
export interface ChatAction {
  type: "chat" | "messaging";
  /** At most 70 characters. Source: Genesys, `Engage.invite` */
  text: string;
  title?: string;
  accept?: string;
  decline?: string;
  /** Which of the page's widgets opens; default: any of the channel. */
  vendor?: string;
  queue?: string;
}

/** Something to read, and a link to follow. */
export interface ContentAction {
  type: "content";
  title?: string;
  text: string;
  image?: { url: string; alt: string };
  link?: { text: string; url: string; newTab?: boolean };
  decline?: string;
}

/** Tells a webhook of the site: what the seed calls an Architect flow. `data`: name to the field whose value it gets. */
export interface WebhookAction {
  type: "webhook";
  webhook: string;
  data?: { [name: string]: string };
}

/** Puts a word on the visit's card. */
export interface TagAction {
  type: "tag";
  tag: string;
}

export type OfferAction = ChatAction | ContentAction;
export type Action = OfferAction | WebhookAction | TagAction;

export const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;

export interface Schedule {
  /** An IANA name: `"Europe/Berlin"`. */
  timeZone: string;
  /** Dates there, `YYYY-MM-DD`, both included. */
  from?: string;
  until?: string;
  /**
   * Times of day there, `HH:MM`; `until` is not included, and may be `24:00`. Hours that end no later than they begin end on the next
   * day, and belong to the day on which they begin. Default: always.
   */
  hours?: { days: (typeof DAYS)[number][]; from: string; until: string }[];
}

export interface ActionMap extends Rule {
  /** It acts when this becomes true. */
  when: Condition;
  /** Fields of the page that is looked at, `page.path` and the like; elsewhere nothing is offered. */
  pages?: FieldCondition;
  schedule?: Schedule;
  /** Waits this long, or for the next page or visit. */
  after?: Duration | "next_page" | "next_session";
  /** The heaviest of several offers is made. 1 low, 2 medium, 3 high. Default 2. */
  weight?: 1 | 2 | 3;
  /** How often it may act: once a visit (default), once for a person, or each time. */
  repeats?: Scope | "always";
  /** Only while the contact centre says that somebody is free for this queue. */
  agents?: { queue: string };
  /** Share of people, 0 to 1, who are never offered it, so that there is something to compare with. */
  control?: number;
  ignoreCaps?: boolean;
  /** An offer that was not shown, or not answered, by then is over. Default `"5m"`. */
  expires?: Duration;
  action: Action;
}

/** When people are left alone; holds for chat, messaging and content each. */
export interface Caps {
  /** No offer for so long after a conversation has ended. */
  afterConversation?: Duration;
  /** After an offer was declined. */
  afterRejection?: Duration;
  /** After any offer was seen. */
  between?: Duration;
}

export interface RuleSet {
  segments: Segment[];
  outcomes: Outcome[];
  actionMaps: ActionMap[];
  caps?: Caps;
}

/** Where in a rule set something is wrong, and what: `actionMaps[2].when.all[0].field`. */
export interface RuleProblem {
  place: string;
  message: string;
}

/** Why an action map did not act. The first seven follow Genesys' blocked-offer reasons. */
export const BLOCKED_REASONS = [
  "page_conditions", "outside_schedule", "frequency_cap", "no_agents", "existing_offer", "outweighed", "control_group",
  /** In the page: no messaging allowed, no widget of the channel, or left before it could be shown. */
  "consent", "no_widget", "page_left", "expired",
] as const;
export type BlockedReason = (typeof BLOCKED_REASONS)[number];

/** What becomes of an offer. `qualified`: on its way to the page. */
export const OFFER_STATES = ["qualified", "offered", "accepted", "declined", "ignored", "expired", "failed"] as const;
export type OfferState = (typeof OFFER_STATES)[number];

/** What offers are for: a conversation of a channel, or something to read. */
export type OfferChannel = Exclude<Channel, "call"> | "content";

/** Data of the events that rules make. `name` is the rule's, so that a journey reads well when the rule is gone. */
export interface SegmentMatched {
  segment: string;
  name: string;
  color: string;
  of: Scope;
  /** Milliseconds since 1970. */
  expiresAt?: number;
  shown?: false;
}
export interface OutcomeAchieved {
  outcome: string;
  name: string;
  value?: number;
  positive?: false;
}
export interface ActionQualified {
  map: string;
  name: string;
  type: Action["type"];
  /** Version of the rule set that it was decided by. */
  version: number;
  /** Of offers: until when it may be shown. Milliseconds since 1970. */
  expiresAt?: number;
  tag?: string;
  webhook?: string;
  /** What a webhook asked for. */
  fields?: { [name: string]: Scalar };
}
export interface ActionBlocked {
  map: string;
  name: string;
  type: Action["type"];
  version?: number;
  reason: BlockedReason;
}

/** The shortest thing that names a rule's version; limits of a set. */
export const RULES = {
  segments: 500,
  outcomes: 100,
  actionMaps: 200,
  /** Most conditions of all rules together. */
  conditions: 5_000,
  /** Deepest nesting of one condition. */
  depth: 12,
  /** Longest text to compare with, and longest expression. */
  textChars: 500,
  /** Most steps of one expression, as RE2 counts them, and of all together: what a visitor sends is compared within milliseconds. */
  expressionSteps: 600,
  expressionStepsOfAll: 20_000,
  /** Longest name of anything. */
  nameChars: 100,
  /** Most values of one test. */
  values: 100,
  /** Highest count that can be asked for: so many of each kind are remembered, the last. */
  count: 100,
  steps: 10,
  scoredOutcomes: 10,
  offerChars: 70,
  durationDays: 366,
} as const;
