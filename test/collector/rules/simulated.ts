/** Journeys of a simulated day: what people did in some visits and on the phone, and what becomes of it when it arrives in any order. */
import { regroup } from "../../../src/collector/fold/conversation";
import { foldSession, sessionCard, type SessionState } from "../../../src/collector/fold/session";
import type { Moment, Visit } from "../../../src/collector/rules/moment";
import { momentOf, momentsOf } from "../../../src/collector/rules/moments";
import { visitOf } from "../../../src/collector/rules/visit";
import { advance, conversationFrom, type Conversation } from "../../../src/protocol/conversation";
import { linkOf, type ConversationLink, type StoredEvent } from "../../../src/protocol/event";
import { conversationId, toFact, type Fact } from "../../../src/protocol/facts";
import { createCentre } from "../../../src/simulator/centre";
import { day } from "../../../src/simulator/day";
import type { Random } from "../../../src/simulator/random";

export type Journey = StoredEvent[];

const STARTS_AT = Date.UTC(2026, 10, 20, 8);
const DAY_MINUTES = 13 * 60;
const APART_MS = 30 * 3_600_000;
const CONVERSATIONS_PER_HOUR = 14;
/** Most visits and calls of one person. */
const PARTS = 4;

/** Some hundred journeys, each in the order in which it happened. */
export function simulatedJourneys(seed: string, random: Random): Journey[] {
  const parts = partsOf(told(seed));
  const journeys: Journey[] = [];
  while (parts.length) {
    const own = Array.from({ length: Math.min(parts.length, 1 + random.below(PARTS)) }, () => parts.splice(random.below(parts.length), 1)[0]!);
    const events = own.flatMap((part) => {
      const shift = random.below(3) * random.below(APART_MS);
      return part.map((event) => ({ ...event, at: event.at - shift }));
    });
    journeys.push(events.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1)).map((event, i) => ({ ...event, received: STARTS_AT + i })));
  }
  return journeys;
}

function told(seed: string): StoredEvent[] {
  const settings = createCentre({ startsAt: STARTS_AT, minutes: DAY_MINUTES, conversationsPerHour: CONVERSATIONS_PER_HOUR });
  return [...day(seed, settings)].flatMap(({ teller, visitor, events }) =>
    // The door takes out whom a call is with.
    events.map(({ data: { customer: _customer, ...data } = {}, ...event }): StoredEvent => ({ ...event, data, site: "s1", source: teller, received: 0, ...(visitor !== undefined && { visitor }) })));
}

/** Events that belong together: of one visit, and of the conversations that are told to be one. */
function partsOf(events: StoredEvent[]): StoredEvent[][] {
  const into = new Map<string, string>();
  const rootOf = (name: string): string => (into.has(name) ? rootOf(into.get(name)!) : name);
  const names = (event: StoredEvent) => {
    const { conversation, ref, with: other } = event.data as Partial<ConversationLink>;
    const ids = [conversation, ref, other].flatMap((id) => (id === undefined ? [] : [`conversation ${id}`]));
    return event.visitor === undefined ? ids : [`visitor ${event.visitor}`, ...ids];
  };
  for (const event of events) {
    const roots = names(event).map(rootOf);
    for (const root of roots.slice(1)) if (root !== rootOf(roots[0]!)) into.set(root, rootOf(roots[0]!));
  }
  const parts = new Map<string, StoredEvent[]>();
  for (const event of events) {
    const root = rootOf(names(event)[0]!);
    parts.set(root, [...(parts.get(root) ?? []), event]);
  }
  return [...parts.values()];
}

/** What of a journey has arrived. */
export interface Arrived {
  /** @returns what this event changes: moments that are new, and those of a conversation in place of what they were */
  take(event: StoredEvent): { moments: Moment[]; replaced?: string }[];
  visits(): Visit[];
}

/** Takes events in any order, each as often as it comes, as the store does. */
export function createArrived(): Arrived {
  const seen = new Map<string, StoredEvent>();
  const sessions = new Map<string, SessionState>();
  let conversations = new Map<string, Conversation>();
  let root = rootsOf([]);

  function takeConversation(event: StoredEvent): { moments: Moment[]; replaced: string }[] {
    const isOfIds = linkOf(event.type) !== undefined || event.data.ref !== undefined;
    if (isOfIds) root = rootsOf([...seen.values()]);
    const id = root(conversationId(event)!);
    const before = conversations;
    conversations = new Map(before).set(id, advance(before.get(id), event, id)!);
    if (isOfIds) conversations = new Map(regroup([...conversations.values()], (_fact, of) => root(of)).map((one) => [one.id, one]));
    const changed = isOfIds ? [...new Set([...before.keys(), ...conversations.keys()])] : [id];
    return changed.map((replaced) => ({ moments: conversations.has(replaced) ? momentsOf(conversations.get(replaced)!) : [], replaced }));
  }

  return {
    take(event) {
      if (seen.has(event.id)) return [];
      seen.set(event.id, event);
      const session = event.session === undefined ? undefined : foldSession(sessions.get(event.session), event);
      if (session) sessions.set(session.id, session);
      if (conversationId(event) !== undefined) return takeConversation(event);
      const moment = momentOf(event);
      return moment ? [{ moments: [moment] }] : [];
    },
    visits: () => [...sessions.values()].map((state) => visitOf(sessionCard(state))),
  };
}

/** All moments of events that are known at once. */
export function momentsFromScratch(events: readonly StoredEvent[]): Moment[] {
  const all = [...new Map(events.map((event) => [event.id, event])).values()];
  const root = rootsOf(all);
  const facts = new Map<string, Fact[]>();
  for (const event of all) {
    const told = conversationId(event);
    if (told !== undefined) facts.set(root(told), [...(facts.get(root(told)) ?? []), toFact(event, root(told))!]);
  }
  return [...all.flatMap((event) => momentOf(event) ?? []), ...[...facts].flatMap(([id, told]) => momentsOf(conversationFrom("s1", id, told)))];
}

/** Which conversation an id means, by what links and pages say. */
function rootsOf(told: StoredEvent[]): (id: string) => string {
  const events = told.filter(({ type, data }) => linkOf(type) !== undefined || data.ref !== undefined).sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  const undone = new Set(events.map(({ type, data }) => (linkOf(type) === "unlinked" ? data.event : undefined)));
  const into = new Map<string, string>();
  const root = (id: string): string => (into.has(id) ? root(into.get(id)!) : id);
  for (const { id, type, data } of events) {
    const { conversation, ref, with: other } = data as Partial<ConversationLink>;
    if (conversation === undefined || undone.has(id)) continue;
    const [from, to] = linkOf(type) === "linked" ? [other, conversation] : [ref && conversation, ref];
    if (from !== undefined && to !== undefined && root(from) !== root(to)) into.set(root(from), root(to));
  }
  return root;
}
