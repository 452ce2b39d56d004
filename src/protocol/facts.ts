/** What single events tell of a conversation: the set from which everything else about it is derived. */
import { KEY_KINDS } from "./contact";
import { conversationState, linkOf } from "./event";
import type { ConversationData, ConversationLink, ConversationState, Link, Source, StoredEvent } from "./event";
import { isNote } from "./note";
import { FACT_CHARS, FACTS_PER_TYPE, TELLERS } from "./limits";

/** What one event told of a conversation. */
export interface Fact extends Omit<ConversationData, "conversation" | "notes" | "customer"> {
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

/** The id under which an event tells of a conversation, if it does. */
export function conversationId({ type, data: { conversation } }: StoredEvent): string | undefined {
  return (conversationState(type) ?? linkOf(type) ?? isNote(type)) && typeof conversation === "string" && conversation !== "" ? conversation : undefined;
}

/**
 * What an event tells.
 *
 * @param conversation the conversation that it belongs to, where that goes by another id than the event says
 * @returns `undefined` for an event that is about none
 */
export function toFact(event: StoredEvent, conversation: string): Fact | undefined {
  const { id, type, at, received, source, data } = event;
  const state = conversationState(type) ?? linkOf(type);
  if (!state) return undefined;
  // The one cast of the fold: what the log holds has passed the collector's check of conversation events.
  const told = data as Omit<Partial<ConversationLink>, "customer"> & { customer?: string };
  const { channel, direction, vendor, queue, agent, by, code, confidence, offer } = told;
  const customer = source === "page" ? undefined : told.customer;
  // Whose it is, a link says in its data: its own visitor would be the agent.
  const link = linkOf(type);
  const { visitor, session } = link ? told : event;
  const ids = { visitor, session, customer, with: link && told.with, event: link && told.event, of: told.conversation === conversation ? undefined : told.conversation };
  const words = { channel, direction, vendor, queue, agent, by, code, confidence, offer };
  const known = [
    ...Object.entries(ids),
    ...Object.entries(words).map(([key, value]) => [key, value?.slice(0, FACT_CHARS)] as const),
  ].filter(([, value]) => value !== undefined);
  return { ...Object.fromEntries(known), id, state, at, received, source };
}

/** Begins the id of whom the contact centre says that a conversation is with; what they are known by comes next. */
export const CUSTOMER = "customer-";

/** With whom it is: of several ids the one that is made of what is believed most, whatever was told first. */
export function customerOf(facts: Fact[]): string | undefined {
  const told = facts.flatMap(({ customer }) => customer ?? []);
  return KEY_KINDS.map((kind) => told.find((id) => id.startsWith(CUSTOMER + kind))).find((id) => id !== undefined) ?? told[0];
}

/** What happened first; ids decide between two of the same millisecond. */
export const byTime = (a: Fact, b: Fact) => a.at - b.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
/** Is it the beginning of a conversation? Who was only on the way to it, and may never have arrived, has begun nothing. */
export const begins = ({ state, confidence }: Fact) => confidence !== "intent" && (state === "started" || state === "accepted");
/** What was heard first. */
export const byArrival = (a: Fact, b: Fact) => a.received - b.received || (a.id < b.id ? -1 : 1);
/** Does it tell of ids, and not of what happened? */
export const isLink = ({ state }: Fact) => state === "linked" || state === "unlinked";

/**
 * Keeps a conversation from growing without end, in a way that does not depend on the order of arrival: of one teller's
 * endless repetition the first are kept and the very last, and of many browsers those that were first heard to begin.
 */
export function bound(facts: Fact[]): Fact[] {
  if (facts.length <= TELLERS) return facts;
  const groups = new Map<string, Fact[]>();
  for (const fact of facts) {
    const key = JSON.stringify([fact.state, fact.source, fact.visitor]);
    const same = groups.get(key) ?? [];
    same.push(fact);
    groups.set(key, same);
  }
  const surplus = new Set([...groups.values()].flatMap((same) => same.slice(FACTS_PER_TYPE - 1, -1)));
  const heard = facts.filter((fact) => fact.source === "page").sort((a, b) => Number(begins(b)) - Number(begins(a)) || byArrival(a, b));
  const browsers = [...new Set(heard.map((fact) => fact.visitor))];
  const unheard = new Set(browsers.slice(TELLERS));
  return facts.filter((fact) => !surplus.has(fact) && (fact.source !== "page" || !unheard.has(fact.visitor)));
}
