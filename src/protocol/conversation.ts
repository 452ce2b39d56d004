/**
 * The state of a conversation session: two tables and one pure function; nothing else decides.
 *
 * Events arrive late, twice and in any order, and two sources may tell of the same thing. So a conversation is kept
 * as the set of its facts, in the order in which they happened, and everything else is derived from that set: any
 * shuffle and any repetition of the same events gives the same conversation.
 */
import { FACT_CHARS, FACTS_PER_TYPE, TELLERS, WRAP_UP_MINUTES } from "./limits";
import { conversationState } from "./event";
import type { Channel, ConversationData, ConversationState, Direction, Party, Source, StoredEvent } from "./event";

/** Where a conversation stands. `pending` is not a conversation yet: a window opened, an offer shown. */
export type Status = "pending" | "waiting" | "connected" | "wrapping" | "ended_by_customer" | "wrapped_up";

/** Event to the status it leads to; events that are not listed change no status. */
export const TRANSITIONS = {
  accepted: "waiting",
  started: "waiting",
  routed: "waiting",
  transferred: "waiting",
  connected: "connected",
  ended: { customer: "ended_by_customer", agent: "wrapping", system: "wrapping" },
  wrapped_up: "wrapped_up",
} as const;

/** Status to what an agent sees. The words of `waiting` and `ended_by_customer` are Genesys' own. */
export const CARD = {
  pending: { color: "white", label: "" },
  waiting: { color: "blue", label: "Waiting" },
  connected: { color: "blue", label: "Connected" },
  wrapping: { color: "blue", label: "After-call work" },
  ended_by_customer: { color: "white", label: "Ended by Customer" },
  wrapped_up: { color: "gray", label: "No wrap-up code" },
} as const;

/** What one event told of a conversation. */
export interface Fact extends Omit<ConversationData, "conversation" | "notes" | "customer"> {
  id: string;
  state: ConversationState;
  at: number;
  received: number;
  source: Source;
  visitor?: string;
  /** The web session it was seen in. */
  session?: string;
}

/** One conversation session, folded from its events. */
export interface Conversation {
  site: string;
  id: string;
  facts: Fact[];
  status: Status;
  channel: Channel;
  direction?: Direction;
  vendor?: string;
  visitor?: string;
  session?: string;
  /** All queues and agents, in order; a card shows the last. */
  queues: string[];
  agents: string[];
  startedAt: number;
  connectedAt?: number;
  endedAt?: number;
  endedBy?: Party;
  code?: string;
  /** When anybody last said anything of it. */
  lastAt: number;
}

const byTime = (a: Fact, b: Fact) => a.at - b.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
// Who was only on the way to it, and may never have arrived, has begun nothing.
const begins = ({ state, confidence }: Fact) => confidence !== "intent" && (state === "started" || state === "accepted");
const byArrival = (a: Fact, b: Fact) => a.received - b.received || (a.id < b.id ? -1 : 1);
const isDefined = <T>(value: T | undefined): value is T => value !== undefined;
const distinct = (values: (string | undefined)[]) =>
  values.filter(isDefined).filter((value, i, all) => value !== all[i - 1]);

/**
 * Takes one more event into a conversation.
 *
 * @param before the conversation so far, or `undefined` at its first event
 * @param event any stored event; one that is not about this conversation changes nothing
 * @returns the conversation after it: `before` itself when the event told nothing new
 */
export function advance(before: Conversation | undefined, event: StoredEvent): Conversation | undefined {
  const state = conversationState(event.type);
  // The one cast of the fold: what the log holds has passed the collector's check of conversation events.
  const { conversation, channel, direction, vendor, queue, agent, by, code, confidence } = event.data as Partial<ConversationData>;
  if (!state || !conversation || (before && (before.id !== conversation || before.site !== event.site))) return before;

  const { id, at, received, source, visitor, session } = event;
  const told = { visitor, session, channel, direction, vendor, queue, agent, by, code, confidence };
  const known = Object.entries(told).filter(([, value]) => value !== undefined)
    .map(([key, value]) => [key, key === "visitor" || key === "session" ? value : value?.slice(0, FACT_CHARS)]);
  const fact: Fact = { ...Object.fromEntries(known), id, state, at, received, source };
  const facts = before?.facts ?? [];
  if (facts.some((other) => other.id === id)) return before;

  return derive(event.site, conversation, bound(facts.concat(fact).sort(byTime), fact));
}

/**
 * Keeps a conversation from growing without end, in a way that does not depend on the order of arrival: of one teller's
 * endless repetition the first are kept and the very last, and of many browsers those that were first heard to begin.
 */
function bound(facts: Fact[], { state, source, visitor }: Fact): Fact[] {
  const same = facts.filter((fact) => fact.state === state && fact.source === source && fact.visitor === visitor);
  const surplus = new Set(same.slice(FACTS_PER_TYPE - 1, -1));
  const heard = facts.filter((fact) => fact.source === "page").sort((a, b) => Number(begins(b)) - Number(begins(a)) || byArrival(a, b));
  const browsers = [...new Set(heard.map((fact) => fact.visitor))];
  const unheard = new Set(browsers.slice(TELLERS));
  return facts.filter((fact) => !surplus.has(fact) && (fact.source !== "page" || !unheard.has(fact.visitor)));
}

/** Everything about a conversation that its facts imply. */
function derive(site: string, id: string, facts: Fact[]): Conversation {
  const trusted = facts.filter((fact) => fact.source !== "page");
  const owned = facts.some((fact) => fact.source === "server");
  const visitor = owner(facts);
  // A browser speaks for its own visitor's conversation only.
  const hints = facts.filter((fact) => fact.source === "page" && fact.visitor === visitor);
  // What the contact centre reports, a widget in the page need not repeat: its word no longer moves the state.
  const heard = owned ? trusted : trusted.concat(hints).sort(byTime);

  const steps = heard.filter((fact) => fact.state === "routed" || fact.state === "transferred" || fact.state === "connected");
  const trustedSteps = steps.filter((fact) => fact.source !== "page");
  const moves = trustedSteps.length ? trustedSteps : steps;
  const last = moves[moves.length - 1];
  // The contact centre may never have heard of the beginning that the page saw.
  const begun = trusted.concat(hints).filter(begins);
  const wraps = trusted.filter((fact) => fact.state === "wrapped_up");
  // A later wrap-up without a code takes none away.
  const wrap = wraps.filter((fact) => fact.code).pop() ?? wraps.pop();
  const end = firstEnd(heard.filter((fact) => fact.state === "ended"));
  const endedBy = end && (end.by ?? (end.source === "page" ? "customer" : "system"));

  const status: Status = wrap ? TRANSITIONS.wrapped_up
    : endedBy ? TRANSITIONS.ended[endedBy]
    : last ? moved(last)
    : begun.length ? TRANSITIONS.started
    : "pending";

  // Names and kinds come from whoever should know best, and from the first to tell among those.
  const told = trusted.concat(hints);
  const first = <K extends keyof Fact>(key: K) => told.find((fact) => fact[key] !== undefined)?.[key];
  const times = begun.concat(moves, end ?? [], wrap ?? []).map((fact) => fact.at);
  const direction = first("direction");
  const vendor = first("vendor");
  const session = hints.find((fact) => fact.session)?.session ?? trusted.find((fact) => fact.session)?.session;
  const connectedAt = moves.find((fact) => fact.state === "connected")?.at;
  const endedAt = end?.at ?? wrap?.at;
  const code = wrap?.code;

  return {
    site,
    id,
    facts,
    status,
    channel: first("channel") ?? "chat",
    ...(direction && { direction }),
    ...(vendor && { vendor }),
    ...(visitor && { visitor }),
    ...(session && { session }),
    queues: distinct(told.filter((fact) => fact.source !== "page" || !trusted.some((other) => other.queue)).map((fact) => fact.queue)),
    agents: distinct(moves.map((fact) => fact.agent)),
    startedAt: Math.min(...(times.length ? times : facts.map((fact) => fact.at))),
    ...(connectedAt !== undefined && { connectedAt }),
    ...(endedAt !== undefined && { endedAt }),
    ...(endedBy && { endedBy }),
    ...(code && { code }),
    lastAt: Math.max(...facts.map((fact) => fact.at)),
  };
}

/**
 * Whose conversation it is: whom the contact centre names, or else the browser that was first heard to begin it. One that
 * has only spoken of it counts while nobody has begun: it may own the window that was opened.
 */
function owner(facts: Fact[]): string | undefined {
  const named = facts.find((fact) => fact.source === "server" && fact.visitor);
  if (named) return named.visitor;
  const spoken = facts.filter((fact) => fact.source === "page" && fact.visitor);
  const begun = spoken.filter(begins);
  const heard = begun.length ? begun : spoken;
  return heard.sort(byArrival)[0]?.visitor;
}

/** Which end counts: the first; but a widget that cannot say who ended it only counts when nobody else knows. */
function firstEnd(ends: Fact[]): Fact | undefined {
  return ends.find((fact) => fact.by || fact.source !== "page") ?? ends[0];
}

/** A transfer to an agent by name stays connected, one to a queue waits. */
function moved(last: Fact): Status {
  return last.state === "transferred" && last.agent ? "connected" : TRANSITIONS[last.state as "routed" | "transferred" | "connected"];
}

/**
 * The status an agent should see at this moment: after-call work that nobody ends closes by itself.
 *
 * @param now the collector's clock, milliseconds
 */
export function statusAt(conversation: Pick<Conversation, "status" | "endedAt">, now: number): Status {
  const { status, endedAt } = conversation;
  return status === "wrapping" && endedAt !== undefined && now - endedAt > WRAP_UP_MINUTES * 60_000 ? "wrapped_up" : status;
}

/** The title of a conversation's card. The title of a web chat is always "Web Chat". */
export function conversationTitle({ channel, direction }: Pick<Conversation, "channel" | "direction">): string {
  if (channel === "chat") return "Web Chat";
  if (channel === "messaging") return "Web Messaging";
  return direction === "outbound" ? "Outbound Call" : "Inbound Call";
}
