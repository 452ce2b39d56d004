/** @throws a `TypeError` that says which option is wrong */
export declare function createClient({ url, secretKey, fetch, timeoutMs, tries }: ClientOptions): Client;
export interface ClientOptions {
    /** Address of the collector: `https://collect.example.com`. */
    url: string;
    /** The site's secret key, `sk_…`. It is sent to the collector and goes nowhere else. */
    secretKey: string;
    /** What sends; by default Node's own. */
    fetch?: typeof globalThis.fetch;
    /** Each try of a call gets this long, milliseconds; by default ten seconds. */
    timeoutMs?: number;
    /** Most tries of one call; by default five, over several seconds. */
    tries?: number;
}
export interface Client {
    /** Sends up to a hundred events, of one visitor if any is named. */
    track(events: TrackedEvent | TrackedEvent[], options?: {
        visitor?: string;
    }): Promise<Answer>;
    /** @param id the contact centre's own id of the conversation */
    conversation(id: string): Reporter;
    conversations: {
        /** Rejects with status 404 where there is none. */
        get(id: string): Promise<ConversationCard>;
        /** Newest first; at most a hundred. */
        list(query?: {
            status?: OpenStatus;
            limit?: number;
        }): Promise<ConversationCard[]>;
    };
    rules: {
        /** The set that runs. Before any was saved, version 0 of an empty one. */
        get(): Promise<SavedRules>;
        /**
         * Makes a set the running one. Rejects with status 422 and the `problems` where it is not sound, and with 412 where another
         * version runs than the one that was changed.
         *
         * @param options `version`: the one that was changed; without it whatever runs is replaced
         */
        put(set: RuleSet, options?: {
            version?: number;
        }): Promise<SavedRules>;
        /** What is wrong with a set: nothing where the list is empty. Changes nothing. */
        check(set: unknown): Promise<RuleProblem[]>;
        /** What became of the action maps in the last days, 30 unless it is told otherwise. */
        report(query?: {
            days?: number;
        }): Promise<RulesReport>;
    };
}
/** An event of any type, as `POST /v1/events` takes it. */
export interface TrackedEvent {
    /** `noun.past_tense`, or a name of the site's own. */
    type: string;
    /** Made once; without it the client makes one for all its tries. */
    id?: string;
    /** When it happened, milliseconds since 1970 by this machine's clock; by default now. */
    at?: number;
    session?: string;
    url?: string;
    data?: Data;
}
/** Data of an event, whatever its name. */
type Data = {
    [key: string]: unknown;
};
/** What the collector answers, after the events are on disk. */
interface Answer {
    accepted: number;
    duplicates: number;
    rejected: {
        id: string;
        reason: string;
    }[];
    /** To pages: what rules have decided for the visitor, as long as it is news. */
    push?: RulePush[];
    /** To pages of sites that make offers: ordinary events should wait no longer than this for company. Milliseconds. */
    next?: number;
}
/** Segments and outcomes only where the rule says that pages may know. */
type RulePush = OfferPush | Decided<"action.blocked", ActionBlocked> | Decided<"segment.matched", SegmentMatched> | Decided<"outcome.achieved", OutcomeAchieved>;
/** An offer to show: its id is the offer's. */
type OfferPush = Decided<"action.qualified", ActionQualified & {
    action: OfferAction;
}>;
interface Decided<Type extends string, Data> {
    id: string;
    type: Type;
    at: number;
    data: Data;
}
interface ActionQualified {
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
    fields?: {
        [name: string]: Scalar;
    };
}
type Action = OfferAction | WebhookAction | TagAction;
type OfferAction = ChatAction | ContentAction;
/** An invitation to a conversation. */
interface ChatAction {
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
interface ContentAction {
    type: "content";
    title?: string;
    text: string;
    image?: {
        url: string;
        alt: string;
    };
    link?: {
        text: string;
        url: string;
        newTab?: boolean;
    };
    decline?: string;
}
/** Tells a webhook of the site: what the seed calls an Architect flow. `data`: name to the field whose value it gets. */
interface WebhookAction {
    type: "webhook";
    webhook: string;
    data?: {
        [name: string]: string;
    };
}
/** Puts a word on the visit's card. */
interface TagAction {
    type: "tag";
    tag: string;
}
type Scalar = string | number | boolean;
interface ActionBlocked {
    map: string;
    name: string;
    type: Action["type"];
    version?: number;
    reason: BlockedReason;
}
type BlockedReason = (typeof BLOCKED_REASONS)[number];
/** Why an action map did not act. The first seven follow Genesys' blocked-offer reasons. */
declare const BLOCKED_REASONS: readonly ["page_conditions", "outside_schedule", "frequency_cap", "no_agents", "existing_offer", "outweighed", "control_group", "consent", "no_widget", "page_left", "expired"];
/** Data of the events that rules make. `name` is the rule's, so that a journey reads well when the rule is gone. */
interface SegmentMatched {
    segment: string;
    name: string;
    color: string;
    of: Scope;
    /** Milliseconds since 1970. */
    expiresAt?: number;
    shown?: false;
}
type Scope = (typeof SCOPES)[number];
/** Whose journey counts: that of the visit alone, or of the person over all visits and channels. */
declare const SCOPES: readonly ["session", "contact"];
interface OutcomeAchieved {
    outcome: string;
    name: string;
    value?: number;
    positive?: false;
}
/** Reports one conversation. Each settles when the event is on disk, and rejects with a `CollectorError`. */
export interface Reporter {
    start(report: Report & {
        channel: Channel;
    }, options?: ReportOptions): Promise<Reported>;
    route(report?: Report, options?: ReportOptions): Promise<Reported>;
    connect(report?: Report, options?: ReportOptions): Promise<Reported>;
    transfer(report?: Report, options?: ReportOptions): Promise<Reported>;
    end(report?: Report, options?: ReportOptions): Promise<Reported>;
    wrapUp(report?: Report, options?: ReportOptions): Promise<Reported>;
}
/** Body of a report; each fact as far as it is known. */
export interface Report extends Pick<ConversationData, "ref" | "channel" | "direction" | "vendor" | "queue" | "agent" | "by" | "code" | "notes" | "customer"> {
    /** Whose conversation it is: the id that `pe.session()` gives in the page. */
    visitor?: string;
    /** Their web session. */
    session?: string;
    /** When it happened, milliseconds since 1970; by default when the report arrives. */
    at?: number;
}
/** What any event about a conversation may say; each fact as far as its source knows it. */
interface ConversationData {
    /** The conversation's id: the vendor's or contact centre's own where there is one. */
    conversation: string;
    /** The vendor's own id of it, where the page had to give one before the vendor told it. */
    ref?: string;
    channel?: Channel;
    direction?: Direction;
    vendor?: string;
    queue?: string;
    agent?: string;
    by?: Party;
    /** The wrap-up code an agent gave. */
    code?: string;
    /** Of servers only. It is kept sealed as what is said of a person, and not with the event. */
    customer?: Customer;
    notes?: string;
    /** The offer it is about, as the site calls it; of an action map's the id of its `action.qualified`. */
    offer?: string;
    /** How a browser noticed it; without it the page told itself. */
    method?: "adapter" | "attribute" | "data_layer" | "focus" | "link";
    /** `intent`: the visitor was only on the way to it, as a click on a phone number is no call yet. `low`: seen from outside. */
    confidence?: "intent" | "low";
}
/** The four channels of conversation sessions are two kinds of text and two directions of calls. */
type Channel = "chat" | "messaging" | "call";
type Direction = "inbound" | "outbound";
/** Who ended a conversation. */
type Party = "customer" | "agent" | "system";
/** Who a conversation is with, as the contact centre knows: the number that calls or is called, an address, an id of the site's own. */
interface Customer extends Traits {
    externalId?: string;
    /** Region whose numbering plan a national number follows: ISO 3166, two letters. */
    region?: string;
}
/** What a browser says of who it is. A claim, never a proof. */
interface Traits {
    email?: string;
    phone?: string;
    givenName?: string;
    familyName?: string;
    displayName?: string;
    companyName?: string;
    [trait: string]: unknown;
}
export interface ReportOptions {
    /** Names the report over several calls, too, such as those of a queue that repeats its jobs. Without it each call is another report. */
    idempotencyKey?: string;
}
/** Answer to a report, after its event is on disk. */
export interface Reported {
    /** Id of the event. */
    event: string;
    /** `duplicate`: the same report had come before, and nothing has changed. */
    state: "stored" | "duplicate";
}
/** A conversation session, without its facts: what they imply is already folded. */
export interface ConversationCard extends Omit<Conversation, "facts" | "site" | "offer">, Named {
    kind: "conversation";
    /** The offer that it began with: the site's own word for it, or the id of an action map's, with the map that made it. */
    offer?: {
        id: string;
        map?: string;
        name?: string;
    };
    /** Whom it names: the visitor, or where no contact is known of them the customer. */
    who?: string;
    n: number;
}
/** One conversation session, folded from its events. */
interface Conversation {
    site: string;
    id: string;
    facts: Fact[];
    status: Status;
    channel: Channel;
    direction?: Direction;
    vendor?: string;
    visitor?: string;
    session?: string;
    /** Who the customer is by the contact centre's word, where it gave one: an id of the collector's own, asked for like a visitor's. */
    customer?: string;
    /** The conversation that it is part of, once it is `linked`. */
    into?: string;
    /** All queues and agents, in order; a card shows the last. */
    queues: string[];
    agents: string[];
    startedAt: number;
    connectedAt?: number;
    endedAt?: number;
    endedBy?: Party;
    wrappedAt?: number;
    /** When it came to stand as it does. */
    since: number;
    /** How long it waited for an agent, and was with one, until then: milliseconds. `durations` counts on. */
    waitedMs: number;
    talkedMs: number;
    code?: string;
    /** The offer that it began with, as whoever began it calls that. */
    offer?: string;
    /** When anybody last said anything of it. */
    lastAt: number;
}
/** What one event told of a conversation. */
interface Fact extends Omit<ConversationData, "conversation" | "notes" | "customer"> {
    id: string;
    state: ConversationState | Link;
    at: number;
    received: number;
    source: Source;
    visitor?: string;
    /** The web session it was seen in. */
    session?: string;
    /** The id that it was told under, where the conversation goes by another. */
    of?: string;
    /** Who the customer is by the contact centre's word: an id of the collector's own. */
    customer?: string;
    /** The other id that a `linked` names, and the link that an `unlinked` takes back. */
    with?: string;
    event?: string;
}
type ConversationState = (typeof CONVERSATION_STATES)[number];
/** The conversation's verbs. The same words name the page's callbacks: `conversation.started`, `chat.started`. */
declare const CONVERSATION_STATES: readonly ["offered", "accepted", "declined", "ignored", "expired", "failed", "opened", "resumed", "started", "routed", "connected", "transferred", "message_sent", "message_received", "ended", "wrapped_up"];
type Link = (typeof LINKS)[number];
/** What agents and servers say of the ids of conversations; pages have `ref`. */
declare const LINKS: readonly ["linked", "unlinked"];
/** Who told the collector: a browser (a hint), a server with the secret key, or an agent's login (facts). */
type Source = "page" | "server" | "agent";
/**
 * Where a conversation stands. `pending` is not a conversation yet: a window opened, an offer shown. `linked` is none any more:
 * all that was told of it belongs to the one that it is part of.
 */
type Status = "pending" | "waiting" | "connected" | "wrapping" | "ended_by_customer" | "wrapped_up" | "linked";
/** Who a card's visitor is, as far as it is known. */
interface Named {
    /** The contact's name, or as long as there is none what the visitor claims. */
    name?: string;
    level?: Level;
    /** Id of the contact that the visitor was matched with or verified as. */
    contact?: string;
}
/** Claimed by a browser; matched, as a contact has that key; verified by a signed token, the secret key or an agent. */
type Level = "claimed" | "matched" | "verified";
export type OpenStatus = (typeof OPEN_STATUSES)[number] | "open";
/** What `GET /v1/conversations?status=` takes: a status in which an agent is needed, or all of these. */
declare const OPEN_STATUSES: readonly ["waiting", "connected", "wrapping"];
/** A rule set as it was saved. Before any was, version 0: an empty set, `at` 0, by nobody (`""`). */
export interface SavedRules {
    version: number;
    set: RuleSet;
    /** Milliseconds since 1970. */
    at: number;
    /** The agent's name, `server` or `file`. */
    by: string;
}
export interface RuleSet {
    segments: Segment[];
    outcomes: Outcome[];
    actionMaps: ActionMap[];
    caps?: Caps;
}
interface Segment extends Rule {
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
interface Rule {
    /** Unique in the set, and kept as long as the rule is the same rule: `[a-z0-9_-]`, at most 64. */
    id: string;
    name: string;
    description?: string;
    /** Default `true`; what is not active is kept, and does nothing. */
    active?: boolean;
}
type Condition = {
    all: Condition[];
} | {
    any: Condition[];
} | {
    not: Condition;
} | FieldTest | EventTest | SequenceTest
/** Known only when the visit is over: true then if this did not happen in it. Source: Genesys, "Never". */
 | {
    never: Pattern;
}
/** Is in this segment. */
 | {
    segment: string;
}
/** Has achieved this outcome in the visit; or, with a bound, is so likely to. */
 | {
    outcome: string;
    scoreAtLeast?: number;
};
/**
 * Compares one field. Where the field has no value, what denies (`notEqual`, `notContains…`) is true and all else is false.
 * A list means any of its values, but for `containsAll` and `notContainsAll`.
 */
interface FieldTest {
    field: string;
    is: Operator;
    value?: Scalar | Scalar[];
    /** Texts are compared without regard to case. Default `false`. */
    ignoreCase?: boolean;
}
type Operator = (typeof OPERATORS)[number];
/** How a value is compared. The words are Genesys', and two of our own: `matches` takes a linear-time regular expression (RE2), `exists` asks whether there is a value at all. */
declare const OPERATORS: readonly ["equal", "notEqual", "containsAny", "containsAll", "notContainsAny", "notContainsAll", "startsWith", "endsWith", "greaterThan", "greaterThanOrEqual", "lessThan", "lessThanOrEqual", "matches", "exists"];
/** How often something happened. */
interface EventTest extends Pattern {
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
/** One kind of thing that happened: a type, or `noun.*`, and what its fields must be. */
interface Pattern {
    event: string;
    where?: FieldCondition;
    /** Of page views: looked at for as long as this, at least. */
    lasting?: Duration;
}
/** A condition over fields alone. */
type FieldCondition = {
    all: FieldCondition[];
} | {
    any: FieldCondition[];
} | {
    not: FieldCondition;
} | FieldTest;
/** A length of time as people write it: a number and one of `s`, `m`, `h`, `d`, as in `"30s"` and `"7d"`. */
type Duration = string;
/** Things that happened one after the other; others may have happened between. */
interface SequenceTest {
    sequence: Pattern[];
    /** From the first to the last. */
    within?: Duration;
    inLast?: Duration;
    of?: Scope;
}
/** Achieved once a visit. */
interface Outcome extends Rule {
    when: Condition;
    /** Worth so much, or what this field of the event says that completed it. */
    value?: number | {
        field: string;
    };
    /** Default `true`; `false` for what the site does not want. */
    positive?: boolean;
    /** Learn from the site's history how likely it is. Default `false`. */
    scored?: boolean;
    tellPage?: boolean;
}
interface ActionMap extends Rule {
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
    agents?: {
        queue: string;
    };
    /** Share of people, 0 to 1, who are never offered it, so that there is something to compare with. */
    control?: number;
    ignoreCaps?: boolean;
    /** An offer that was not shown, or not answered, by then is over. Default `"5m"`. */
    expires?: Duration;
    action: Action;
}
interface Schedule {
    /** An IANA name: `"Europe/Berlin"`. */
    timeZone: string;
    /** Dates there, `YYYY-MM-DD`, both included. */
    from?: string;
    until?: string;
    /**
     * Times of day there, `HH:MM`; `until` is not included, and may be `24:00`. Hours that end no later than they begin end on the next
     * day, and belong to the day on which they begin. Default: always.
     */
    hours?: {
        days: (typeof DAYS)[number][];
        from: string;
        until: string;
    }[];
}
declare const DAYS: readonly ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
/** When people are left alone; holds for chat, messaging and content each. */
interface Caps {
    /** No offer for so long after a conversation has ended. */
    afterConversation?: Duration;
    /** After an offer was declined. */
    afterRejection?: Duration;
    /** After any offer was seen. */
    between?: Duration;
}
/** Where in a rule set something is wrong, and what: `actionMaps[2].when.all[0].field`. */
export interface RuleProblem {
    place: string;
    message: string;
}
/** Answer of `GET /v1/rules/report`. */
export interface RulesReport {
    days: number;
    from: number;
    until: number;
    /** Most qualified first. */
    maps: MapReport[];
}
/** What became of an action map. */
export interface MapReport {
    map: string;
    name: string;
    type: ActionMap["action"]["type"];
    qualified: number;
    blocked: {
        [reason in BlockedReason]?: number;
    };
    /** Of those that qualified. */
    offered: Share;
    expired: Share;
    failed: Share;
    /** Of those that were offered. */
    accepted: Share;
    declined: Share;
    ignored: Share;
    /** Of those that were accepted: an agent took the conversation. */
    engaged: Share;
    /** Whom the map has acted for. */
    acted: GroupReport;
    /** Whom it has acted for, or would have but for the schedule, the caps and the like: who may be compared with the control group. */
    reached: GroupReport;
    /** Who would be among those, were they not in the control group. */
    control: GroupReport;
}
/** So many of so many. Where `of` is 0 there is no rate. */
export interface Share {
    count: number;
    of: number;
    /** `count / of` */
    rate?: number;
    /** Where the true rate lies with a confidence of 95 % (Wilson's interval). */
    low?: number;
    high?: number;
}
/** Some people, and what they did from the moment on at which the map's condition held for them first. */
export interface GroupReport {
    persons: number;
    /** Had a conversation that was connected, whoever began it, within seven days. */
    talked: Share;
    outcomes: OutcomeShare[];
}
/** How many persons achieved an outcome in the same visit, or within seven days after. */
interface OutcomeShare {
    outcome: string;
    name: string;
    persons: Share;
    /** Sum of the values. */
    value: number;
}
/** A call that failed, after all that was worth trying again. */
export declare class CollectorError extends Error {
    readonly name = "CollectorError";
    readonly status: number;
    readonly error: string;
    readonly retryAfterMs: number | undefined;
    readonly problems: RuleProblem[] | undefined;
    constructor({ status, error, message, retryAfterMs, problems, cause }: CollectorErrorOptions);
}
interface CollectorErrorOptions {
    /** Of the answer; 0 where there was none. */
    status: number;
    /** The collector's word for it, or `network`, `timeout`, `wrong_answer`. */
    error: string;
    /** A sentence that says what to do. */
    message: string;
    /** How long the collector asked to be left alone, milliseconds. */
    retryAfterMs?: number | undefined;
    /** Of a rule set that is not sound: all that is wrong with it. */
    problems?: RuleProblem[] | undefined;
    cause?: unknown;
}
export {};
