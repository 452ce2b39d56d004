/** Has rules judge whom an event is about, in the transaction that stores it, and makes events of what they decide. */
import { createHash } from "node:crypto";
import type { Conversation } from "../../protocol/conversation";
import { conversationState, type StoredEvent } from "../../protocol/event";
import { CUSTOMER } from "../../protocol/facts";
import type { Cause } from "../rules/asked";
import type { Marks } from "../rules/compiled";
import { decide } from "../rules/decide";
import { hear } from "../rules/hear";
import { BY_RULES, outcomesOf, segmentsOf } from "../rules/memory";
import { momentOf, momentsOf } from "../rules/moments";
import { onlyConversation, ownerOf } from "../rules/people";
import type { Moment, Person, Visit } from "../rules/moment";
import { personOf, visitOf } from "../rules/visit";
import { sessionCard } from "../fold/session";
import { createLikelihood, type ScoresOf } from "./likelihood";
import { createPastMoments } from "./pastMoments";
import { createQueues } from "./queues";
import type { Registry } from "./registry";
import { createRuleStates, type RuleRow } from "./ruleStates";
import type { Running } from "./running";
import type { WorkingStates } from "./workingStates";

/** A conversation as it was and as it is, after an event. */
export interface Turned {
  before?: Conversation | undefined;
  after?: Conversation | undefined;
}

export interface Judging {
  /** Takes a new event into what is remembered of everybody whom it is about. Returns the events that rules make of it. */
  hear(event: StoredEvent, turned: Turned[]): StoredEvent[];
  /** Looks again at those whom the directory may know otherwise by now. */
  again(people: { site: string; visitor: string }[], now: number): StoredEvent[];
  /** Looks at those of whom time alone may have changed something. */
  wake(now: number): StoredEvent[];
  write(): void;
  clear(): void;
}

export interface JudgingDependencies {
  registry: Pick<Registry, "database" | "visitors" | "contacts">;
  running: Running;
  working: WorkingStates;
  scoresOf: ScoresOf;
}

/** What rules say, and what they may be told again of without end. */
const DECIDED = /^(segment|outcome|action)\./;
/** Most decisions that a page may still have to hear of. */
const TOLD = 20;
/** Most of a contact's other visitors whose histories count. */
const OTHERS = 20;
/** Whoever would be due at once is looked at again this long after. */
const SOON_MS = 1_000;
/** Who was heard of is written down this often, for retention. */
const HEARD_MS = 3_600_000;

export function createJudging({ registry: { database, visitors, contacts }, running, working, scoresOf }: JudgingDependencies): Judging {
  const states = createRuleStates(database);
  const queues = createQueues(database);
  const past = createPastMoments(database);
  const likelihood = createLikelihood({ database, visitors }, scoresOf);
  const sharing = database.prepare(`SELECT id FROM visitors WHERE site = ?1 AND contact = ?2 AND (level = 'verified' OR id GLOB '${CUSTOMER}*') AND id <> ?3 ORDER BY n DESC LIMIT ${OTHERS}`);

  /** What is remembered of somebody, complete for the running rules. */
  const remember = (site: string, person: string): RuleRow | undefined => {
    const rules = running.get(site);
    if (!rules) return undefined;
    const row = states.get(site, person);
    if (row.version !== rules.version) {
      row.state = { ...row.state, marks: rules.compiled.take({}, past(site, person)) };
      row.version = rules.version;
      row.isDirty = true;
    }
    return row;
  };
  const visitFor = (site: string, session: string | undefined): Visit | undefined => {
    const state = session === undefined ? undefined : working.get(site, { session }).session;
    return state && visitOf(sessionCard(state));
  };

  const take = (row: RuleRow, moments: Moment[], replaced?: string) => {
    const { compiled } = running.get(row.site)!;
    const marks = compiled.take(row.state.marks, moments, replaced);
    if (marks !== row.state.marks) {
      row.state = { ...row.state, marks };
      row.isDirty = true;
    }
    const visit = compiled.isScored ? visitFor(row.site, moments[0]?.session) : undefined;
    if (visit) likelihood.take(row, visit, moments, replaced);
  };

  /** Whom else histories are of, and what the directory says: nothing unless it is verified who the person is. */
  const knownAs = (site: string, person: string): { others: string[]; person: Person } => {
    const { level, contact } = visitors.get(site, person);
    const isSure = level === "verified" || (level === "matched" && person.startsWith(CUSTOMER));
    const known = isSure && contact !== undefined ? contacts.get(site, contact)?.contact : undefined;
    if (!known) return { others: [], person: personOf(undefined) };
    return { others: (sharing.all(site, contact!, person) as { id: string }[]).map(({ id }) => id), person: personOf(known) };
  };

  const judge = (row: RuleRow, now: number, cause?: Cause): StoredEvent[] => {
    const { site, person: id } = row;
    const { version, compiled } = running.get(site)!;
    const { marks, memory } = row.state;
    const visit = visitFor(site, cause?.session ?? row.state.session);
    // Robots come, but nobody wants to know what they are like.
    if (visit?.fields["session.bot"] === true) return [];
    const known = knownAs(site, id);
    const theirs = known.others.flatMap((other): Marks[] => [remember(site, other)?.state.marks ?? {}]);
    const answer = compiled.judge({
      marks: theirs.length ? compiled.merge([marks, ...theirs]) : marks,
      ...(visit && { visit }),
      person: known.person,
      segments: segmentsOf(memory, visit, now),
      outcomes: outcomesOf(memory, visit),
      scores: compiled.isScored ? likelihood.scores(row, visit, now) : {},
      now,
    });
    const idOf = (key: string) => `${BY_RULES}${createHash("sha256").update(JSON.stringify([site, id, key])).digest("hex")}`;
    const decided = decide({ rules: compiled, version, answer, memory, visit, person: known.person, visitor: id, now, agents: (queue) => queues.agents(site, queue), idOf, cause });
    // What is due already has been looked at just now.
    const due = decided.dueAt === undefined ? undefined : Math.max(decided.dueAt, now + SOON_MS);
    if (decided.memory !== memory || due !== row.due || decided.decisions.length) row.isDirty = true;
    row.due = due;
    const events = decided.decisions.map(({ type, key, session, data }): StoredEvent => ({
      id: idOf(key), site, type, at: now, received: now, source: "server", data: { ...data },
      ...(onlyConversation(id) === undefined && { visitor: id }),
      ...(session !== undefined && { session }),
    }));
    row.state = { ...row.state, memory: decided.memory, told: [...events.map((event): [string, number] => [event.id, now]), ...row.state.told].slice(0, TOLD) };
    return events;
  };

  const hearWord = (row: RuleRow, event: StoredEvent) => {
    const memory = hear(row.state.memory, event);
    if (memory === row.state.memory) return;
    row.state = { ...row.state, memory };
    row.isDirty = true;
  };

  return {
    hear(event, turned) {
      const { site, type, source, visitor, session, received } = event;
      queues.take(event);
      if (!running.get(site)) return [];
      const looked = new Map<string, Cause>();
      const isTalk = conversationState(type) !== undefined;

      for (const { before, after } of turned) {
        const was = before && ownerOf(before);
        const is = after && ownerOf(after);
        const old = was !== undefined && was !== is ? remember(site, was) : undefined;
        if (old) take(old, [], before!.id);
        const row = is === undefined ? undefined : remember(site, is);
        if (!row || !after) continue;
        const moments = momentsOf(after);
        take(row, moments, after.id);
        if (after.endedAt !== undefined) hearWord(row, { ...event, type: "conversation.ended", at: after.endedAt, data: { channel: after.channel } });
        const moment = moments.filter((one) => one.type === type).pop();
        looked.set(is!, causeOf(event, moment, after.session));
      }
      const own = visitor === undefined || (isTalk && source !== "page") ? undefined : remember(site, visitor);
      if (own) {
        const moment = isTalk ? undefined : momentOf(event);
        if (moment) take(own, [moment]);
        hearWord(own, event);
        if (source === "page" && session !== undefined && session !== own.state.session) {
          own.state = { ...own.state, session };
          own.isDirty = true;
        }
        if (!looked.has(visitor!)) looked.set(visitor!, causeOf(event, moment, session));
      }
      return [...looked].flatMap(([person, cause]) => {
        const row = remember(site, person)!;
        if (received - row.heard > HEARD_MS) {
          row.heard = received;
          row.isDirty = true;
        }
        // What rules decided counts the next time: nothing is to decide without end.
        return DECIDED.test(type) && source === "server" ? [] : judge(row, received, cause);
      });
    },
    again: (people, now) => people.flatMap(({ site, visitor }) => {
      const row = remember(site, visitor);
      return row?.state.session === undefined ? [] : judge(row, now);
    }),
    wake: (now) => states.due(now).flatMap((row) => {
      // Whatever becomes of this look: nobody is looked at without end.
      row.due = undefined;
      row.isDirty = true;
      const current = remember(row.site, row.person);
      return current ? judge(current, now) : [];
    }),
    write: () => states.write(),
    clear: () => states.clear(),
  };
}

/** What has somebody looked at: of a conversation what happened in it, by that moment's own id, so that two words of it are one occasion. */
function causeOf({ id, type, source }: StoredEvent, moment: Moment | undefined, session: string | undefined): Cause {
  return { id: moment?.id ?? id, type, source, ...(session !== undefined && { session }), fields: moment?.fields ?? {} };
}
