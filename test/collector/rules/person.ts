import type { Cause } from "../../../src/collector/rules/asked";
import type { Answer, CompiledRules, Marks } from "../../../src/collector/rules/compiled";
import { decide, type Decided } from "../../../src/collector/rules/decide";
import { hear } from "../../../src/collector/rules/hear";
import { NO_MEMORY, type Decision, type Memory, type Word } from "../../../src/collector/rules/memory";
import type { Fields, Visit } from "../../../src/collector/rules/moment";
import type { ActionMap, Condition, Outcome, RuleSet, Segment } from "../../../src/protocol/rules";

/** Monday, noon, in UTC. */
export const NOON = Date.UTC(2026, 5, 1, 12);

export const segment = (more: Partial<Segment> = {}): Segment => ({ id: "keen", name: "Keen", of: "session", color: "#112233", when: { event: "page.viewed" }, ...more });
export const outcome = (more: Partial<Outcome> = {}): Outcome => ({ id: "sale", name: "Sale", when: { event: "order.placed" }, ...more });
export const map = (more: Partial<ActionMap> = {}): ActionMap => ({ id: "help", name: "Help", when: { event: "page.viewed" }, action: { type: "chat", text: "May we help?" }, ...more });
export const set = (more: Partial<RuleSet> = {}): RuleSet => ({ segments: [], outcomes: [], actionMaps: [], ...more });

const eventsOf = (when: Condition): string[] => {
  if ("all" in when) return when.all.flatMap(eventsOf);
  if ("any" in when) return when.any.flatMap(eventsOf);
  return "event" in when ? [when.event] : [];
};
const byId = <Rule extends { id: string }>(rules: Rule[]) => new Map(rules.map((rule) => [rule.id, rule]));

/** Rules whose answers are given, so nothing but a map's page is looked at: one field that equals, and types of events. */
export function compiled(rules: RuleSet): CompiledRules {
  const ready = {
    set: rules, segments: byId(rules.segments), outcomes: byId(rules.outcomes), actionMaps: byId(rules.actionMaps), patterns: new Set<string>(), isScored: false,
    wants: () => true, take: (before: Marks) => before, merge: ([first = {}]: readonly Marks[]) => first,
    judge: () => { throw new Error("not asked here"); },
    fitsPage: ({ pages }: ActionMap, { fields }: Visit) => !pages || ("field" in pages && fields[pages.field] === pages.value),
    fitsCause: ({ when }: Outcome | ActionMap, { type }: Pick<Cause, "type">) => eventsOf(when).includes(type),
  };
  return ready;
}

/** What happens at one moment, and what holds then. */
export interface Look {
  now?: number;
  /** Ids of rules of all kinds. */
  holds?: string[];
  /** `null` where nobody visits. */
  visit?: Partial<Visit> | null;
  cause?: Partial<Cause> | null;
  agents?: { [queue: string]: number };
  dueAt?: number;
  person?: Fields;
}

export const told = (decisions: Decision[]) => decisions.map(({ type, data }) =>
  "segment" in data ? `segment ${data.segment}` : "outcome" in data ? `outcome ${data.outcome}` : `${data.map} ${type === "action.qualified" ? "acts" : (data as { reason: string }).reason}`);

/** Somebody whose memory goes from one look to the next, through JSON as in the store. */
export function person(rules: RuleSet, { visitor = "v1", version = 7 } = {}) {
  let memory: Memory = NO_MEMORY;
  let events = 0;
  const all: Decision[] = [];
  const look = ({ now = NOON, holds = [], visit = {}, cause = {}, agents = {}, dueAt, person: fields }: Look = {}): Decided => {
    const ids = new Set(holds);
    const answer: Answer = { segments: ids, outcomes: ids, actionMaps: ids, ...(dueAt !== undefined && { dueAt }) };
    const seen = visit && { session: "w1", startedAt: NOON - 1_000, lastAt: now, fields: {}, ...visit };
    const happened = cause && { id: `e${events++}`, type: "page.viewed", source: "page" as const, fields: {}, ...(seen && { session: seen.session }), ...cause };
    const decided = decide({
      rules: compiled(rules), version, answer, memory, visitor, now, agents: (queue) => agents[queue], idOf: (key) => `id of ${key}`,
      ...(seen && { visit: seen }), ...(happened && { cause: happened }), ...(fields && { person: { fields } }),
    });
    memory = JSON.parse(JSON.stringify(decided.memory)) as Memory;
    all.push(...decided.decisions);
    return decided;
  };
  return {
    look,
    /** What is decided, in short. */
    sees: (asked: Look = {}) => told(look(asked).decisions),
    says: (type: string, more: Partial<Word> = {}) => {
      memory = JSON.parse(JSON.stringify(hear(memory, { id: `w${events++}`, type, at: NOON, data: {}, source: "page", ...more }))) as Memory;
    },
    memory: () => memory,
    all: () => all,
  };
}
