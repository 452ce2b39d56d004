/**
 * The state of a conversation session: two tables and one pure function; nothing else decides.
 *
 * Events arrive late, twice and in any order, and two sources may tell of the same thing. So a conversation is kept
 * as the set of its facts, in the order in which they happened, and everything else is derived from that set: any
 * shuffle and any repetition of the same events gives the same conversation.
 */
import { follow } from "./durations";
import type { Channel, Direction, Party, StoredEvent } from "./event";
import { begins, bound, byArrival, byTime, conversationId, customerOf, isLink, toFact, type Fact } from "./facts";
import { WRAP_UP_MINUTES } from "./limits";

/**
 * Where a conversation stands. `pending` is not a conversation yet: a window opened, an offer shown. `linked` is none any more:
 * all that was told of it belongs to the one that it is part of.
 */
export type Status = "pending" | "waiting" | "connected" | "wrapping" | "ended_by_customer" | "wrapped_up" | "linked";

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
  linked: { color: "white", label: "" },
  waiting: { color: "blue", label: "Waiting" },
  connected: { color: "blue", label: "Connected" },
  wrapping: { color: "blue", label: "After-call work" },
  ended_by_customer: { color: "white", label: "Ended by Customer" },
  wrapped_up: { color: "gray", label: "No wrap-up code" },
} as const;

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

const isDefined = <T>(value: T | undefined): value is T => value !== undefined;
const distinct = (values: (string | undefined)[]) =>
  values.filter(isDefined).filter((value, i, all) => value !== all[i - 1]);

/**
 * Takes one more event into a conversation.
 *
 * @param before the conversation so far, or `undefined` at its first event
 * @param event any stored event; one that is not about this conversation changes nothing
 * @param id the conversation that it belongs to, where that goes by another id than the event says
 * @returns the conversation after it: `before` itself when the event told nothing new
 */
export function advance(before: Conversation | undefined, event: StoredEvent, id = conversationId(event)): Conversation | undefined {
  if (id === undefined || (before && (before.id !== id || before.site !== event.site))) return before;
  const fact = toFact(event, id);
  const facts = before?.facts ?? [];
  if (!fact || facts.some((other) => other.id === fact.id)) return before;
  return conversationFrom(event.site, id, facts.concat(fact));
}

/** A conversation from what was told of it, in any order and under whatever ids. */
export function conversationFrom(site: string, id: string, facts: Fact[]): Conversation {
  return derive(site, id, bound([...facts].sort(byTime)));
}

/** Everything about a conversation that its facts imply. */
function derive(site: string, id: string, facts: Fact[]): Conversation {
  const trusted = facts.filter((fact) => fact.source !== "page");
  const taken = new Set(trusted.map((fact) => fact.event));
  const links = trusted.filter((fact) => fact.state === "linked" && !taken.has(fact.id));
  const visitor = owner(facts, links);
  const { hints, heard, moves } = heardOf(facts, visitor);
  // The contact centre may never have heard of the beginning that the page saw.
  const begun = trusted.concat(hints).filter(begins);
  const end = firstEnd(heard.filter((fact) => fact.state === "ended"));
  // Who hung up, some are told only a moment later than that somebody did.
  const endedBy = end && (endedByOf(trusted) ?? endedByOf(heard) ?? (end.source === "page" ? "customer" : "system"));
  const wraps = trusted.filter((fact) => fact.state === "wrapped_up" && isLastWord(fact, moves, end));
  // A later wrap-up without a code takes none away.
  const wrap = wraps.filter((fact) => fact.code).pop() ?? wraps.pop();
  const times = begun.concat(moves, end ?? [], wrap ?? []).map((fact) => fact.at);
  const startedAt = Math.min(...(times.length ? times : facts.map((fact) => fact.at)));
  const endedAt = end?.at ?? wrap?.at;
  const way = follow(moves, startedAt, endedAt);
  const connectedAt = moves.find((fact) => fact.state === "connected")?.at;

  const status: Status = wrap ? TRANSITIONS.wrapped_up
    // Nobody has been with it, so nobody has work to do after it.
    : endedBy === "system" && connectedAt === undefined ? TRANSITIONS.wrapped_up
    : endedBy ? TRANSITIONS.ended[endedBy]
    : moves.length ? way.status
    : begun.length ? TRANSITIONS.started
    : "pending";

  // Names and kinds come from whoever should know best, and from the first to tell among those.
  const told = trusted.concat(hints);
  const first = <K extends keyof Fact>(key: K) => told.find((fact) => fact[key] !== undefined)?.[key];
  const direction = first("direction");
  const vendor = first("vendor");
  const customer = customerOf(trusted);
  const linked = links.filter((fact) => fact.session).pop()?.session;
  const session = linked ?? hints.find((fact) => fact.session)?.session ?? trusted.find((fact) => fact.session && !isLink(fact))?.session;
  const code = wrap?.code;
  const offer = begun.find((fact) => fact.offer)?.offer;
  const wrappedAt = wrap?.at;

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
    ...(customer && { customer }),
    queues: distinct(told.filter((fact) => fact.source !== "page" || !trusted.some((other) => other.queue)).map((fact) => fact.queue)),
    agents: distinct(moves.map((fact) => fact.agent)),
    startedAt,
    ...(connectedAt !== undefined && { connectedAt }),
    ...(endedAt !== undefined && { endedAt }),
    ...(endedBy && { endedBy }),
    ...(wrappedAt !== undefined && { wrappedAt }),
    since: wrappedAt ?? endedAt ?? way.since,
    waitedMs: way.waitedMs,
    talkedMs: way.talkedMs,
    ...(code && { code }),
    ...(offer && { offer }),
    lastAt: Math.max(...facts.map((fact) => fact.at)),
  };
}

/**
 * Which facts count: what the contact centre and agents say, and what a browser says of its own visitor's conversation.
 *
 * @returns of these the browser's (`hints`), those that move the state, and of those again the steps of the way (`moves`)
 */
export function heardOf(facts: Fact[], visitor: string | undefined): { hints: Fact[]; heard: Fact[]; moves: Fact[] } {
  const trusted = facts.filter((fact) => fact.source !== "page");
  const owned = trusted.some((fact) => fact.source === "server" && !isLink(fact));
  // A browser speaks for its own visitor's conversation only.
  const hints = facts.filter((fact) => fact.source === "page" && fact.visitor === visitor);
  // What the contact centre reports, a widget in the page need not repeat: its word no longer moves the state.
  const heard = owned ? trusted : trusted.concat(hints).sort(byTime);
  const steps = heard.filter((fact) => fact.state === "routed" || fact.state === "transferred" || fact.state === "connected");
  const trustedSteps = steps.filter((fact) => fact.source !== "page");
  return { hints, heard, moves: trustedSteps.length ? trustedSteps : steps };
}

/**
 * Whose conversation it is: whom it was linked with last, or whom the contact centre names, or else the browser that was first
 * heard to begin it. One that has only spoken of it counts while nobody has begun: it may own the window that was opened.
 */
function owner(facts: Fact[], links: Fact[]): string | undefined {
  const linked = links.filter((fact) => fact.visitor).pop();
  const named = linked ?? facts.find((fact) => fact.source === "server" && fact.visitor && !isLink(fact));
  if (named) return named.visitor;
  const spoken = facts.filter((fact) => fact.source === "page" && fact.visitor);
  const begun = spoken.filter(begins);
  const heard = begun.length ? begun : spoken;
  return heard.sort(byArrival)[0]?.visitor;
}

/**
 * Does this wrap-up end the conversation? Not where an agent only ends their own part of it, having transferred it to another.
 */
function isLastWord({ at, agent, source }: Fact, moves: Fact[], end: Fact | undefined): boolean {
  if (source === "agent" || (end && at >= end.at)) return true;
  const last = moves[moves.length - 1];
  const lastAgent = moves.filter((fact) => fact.agent).pop()?.agent;
  return !(last && last.source !== "page" && at < last.at) && (agent === undefined || lastAgent === undefined || agent === lastAgent);
}

/** Who ended it, by the first who knows. */
function endedByOf(facts: Fact[]): Party | undefined {
  return facts.find((fact) => fact.state === "ended" && fact.by)?.by;
}

/** Which end counts: the first; but a widget that cannot say who ended it only counts when nobody else knows. */
function firstEnd(ends: Fact[]): Fact | undefined {
  return ends.find((fact) => fact.by || fact.source !== "page") ?? ends[0];
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
