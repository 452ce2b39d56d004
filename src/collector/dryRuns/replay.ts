/** Plays one person's past through a rule set, as it would have gone had the set run: what was decided, step by step, in memory alone. */
import { advance, type Conversation } from "../../protocol/conversation";
import { conversationState } from "../../protocol/event";
import { foldSession, sessionCard, type SessionState } from "../fold/session";
import type { Cause } from "../rules/asked";
import type { CompiledRules, Marks } from "../rules/compiled";
import { decide } from "../rules/decide";
import { hear } from "../rules/hear";
import { BY_RULES, NO_MEMORY, outcomesOf, segmentsOf, type Decision, type Memory } from "../rules/memory";
import { momentOf, momentsOf } from "../rules/moments";
import type { Moment, Person, Visit } from "../rules/moment";
import { ownerOf } from "../rules/people";
import { personOf, visitOf } from "../rules/visit";
import type { Past, PastEvent } from "../store/historyStore";

export interface ReplayOptions {
  rules: CompiledRules;
  /** What happened before is history: rules look at it, and decide nothing yet. */
  from: number;
  /** Not included. */
  until: number;
  /** How many were free for a queue at that time, where anybody had told. */
  agents: (queue: string, at: number) => number | undefined;
}

export interface Decided {
  at: number;
  decision: Decision;
}

/** What rules have said, which the set that is tried says anew. */
const DECIDED = /^(segment|outcome|action)\./;
/** Most moments between two events, and after the last one, at which time alone is looked at. */
const WAKES = 100;

/** Yields after each event, so that whoever plays many can let others be served. */
export function* replay({ person, known, events }: Past, { rules, from, until, agents }: ReplayOptions): Generator<Decided[]> {
  const sessions = new Map<string, SessionState>();
  const conversations = new Map<string, Conversation>();
  const knownAs: Person = known ?? personOf(undefined);
  /** Keys of what was decided. */
  const made = new Set<string>();
  const everybody = new Set(events.map(({ of }) => of));
  let marks: Marks = {};
  let memory: Memory = NO_MEMORY;
  let current: string | undefined;
  let dueAt: number | undefined;

  const take = (moments: Moment[], replaced?: string) => {
    marks = rules.take(marks, moments, replaced);
  };
  const visitFor = (session: string | undefined): Visit | undefined => {
    const state = session === undefined ? undefined : sessions.get(session);
    return state && visitOf(sessionCard(state));
  };

  const judge = (now: number, cause?: Cause): Decided[] => {
    const visit = visitFor(cause?.session ?? current);
    dueAt = undefined;
    // As in the line of data: nobody wants to know what robots are like.
    if (visit?.fields["session.bot"] === true) return [];
    const answer = rules.judge({ marks, ...(visit && { visit }), person: knownAs, segments: segmentsOf(memory, visit, now), outcomes: outcomesOf(memory, visit), scores: {}, now });
    const asked = { rules, version: 0, answer, memory, visit, person: knownAs, visitor: person, now, cause };
    const decided = decide({ ...asked, agents: (queue) => agents(queue, now), idOf: (key) => BY_RULES + key });
    memory = decided.memory;
    dueAt = decided.dueAt;
    // As the log does with events of an id that it has.
    const decisions = decided.decisions.filter(({ key }) => !made.has(key));
    for (const { key, type, session, data } of decisions) {
      made.add(key);
      const moment = momentOf({ id: BY_RULES + key, site: "", type, at: now, received: now, source: "server", data: { ...data }, ...(session !== undefined && { session }) });
      if (moment) take([moment]);
    }
    return decisions.map((decision) => ({ at: now, decision }));
  };

  /** Looks when time alone may have changed something, up to a moment. */
  const wake = (to: number): Decided[] => {
    const decided: Decided[] = [];
    let last = -Infinity;
    for (let i = 0; i < WAKES && dueAt !== undefined && dueAt <= to && dueAt > last; i++) {
      last = dueAt;
      decided.push(...judge(last));
    }
    return decided;
  };

  /** Takes an event in. Returns what has happened by it, where rules look at this person for it. */
  const happen = (event: PastEvent): Cause | undefined => {
    const { id, type, source, session, belongs, of } = event;
    const isOwn = of === person;
    const base = { id, type, source, ...(session !== undefined && { session }), fields: {} };
    if (isOwn && session !== undefined) {
      const state = foldSession(sessions.get(session), event);
      if (state) sessions.set(session, state);
      if (source === "page" && event.visitor === person) current = session;
    }
    if (belongs !== undefined) {
      const before = conversations.get(belongs);
      const after = advance(before, event, belongs);
      const isTheirs = isOwn && source === "page" && event.visitor === person;
      if (isTheirs) memory = hear(memory, event);
      if (!after || after === before) return isTheirs ? base : undefined;
      conversations.set(belongs, after);
      const was = before && ownerOf(before);
      const owner = ownerOf(after);
      if (was !== undefined && was !== owner && everybody.has(was)) take([], belongs);
      if (owner === undefined || !everybody.has(owner)) return isTheirs ? base : undefined;
      const moments = momentsOf(after);
      take(moments, belongs);
      if (owner !== person) return undefined;
      if (after.endedAt !== undefined) memory = hear(memory, { ...event, type: "conversation.ended", at: after.endedAt, data: { channel: after.channel } });
      const moment = moments.filter((one) => one.type === type).pop();
      return { ...base, id: moment?.id ?? id, fields: moment?.fields ?? {}, ...(after.session !== undefined && { session: after.session }) };
    }
    if (conversationState(type)) return undefined;
    const moment = momentOf(event);
    if (moment) take([moment]);
    if (!isOwn) return undefined;
    memory = hear(memory, event);
    return { ...base, fields: moment?.fields ?? {} };
  };

  for (const event of events) {
    const { id, type, source, received } = event;
    if (received >= until) break;
    const isOfRules = source === "server" && DECIDED.test(type);
    if (isOfRules && id.startsWith(BY_RULES)) continue;
    const woken = received >= from ? wake(received) : [];
    const cause = happen(event);
    yield cause && received >= from && !isOfRules ? [...woken, ...judge(received, cause)] : woken;
  }
  yield wake(until - 1);
}
