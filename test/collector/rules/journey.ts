/** Journeys, visits and rule sets in a few words, for tests of rules. */
import { compileRules } from "../../../src/collector/rules/compileRules";
import type { Answer, CompiledRules, Marks, Question } from "../../../src/collector/rules/compiled";
import type { Moment, Visit } from "../../../src/collector/rules/moment";
import { parseRules } from "../../../src/collector/rules/parseRules";
import type { ActionMap, Condition, RuleSet, Scope, Segment } from "../../../src/protocol/rules";

export const MINUTE = 60_000;
export const NO_SET: RuleSet = { segments: [], outcomes: [], actionMaps: [] };

export const segment = (id: string, when: Condition, more: Partial<Segment> = {}): Segment => ({ id, name: id, of: "session", color: "#000000", when, ...more });
export const actionMap = (id: string, when: Condition, more: Partial<ActionMap> = {}): ActionMap => ({ id, name: id, when, action: { type: "tag", tag: id }, ...more });

/** What the operator would get: only sets that are taken. */
export function rules(set: Partial<RuleSet>): CompiledRules {
  const parsed = parseRules({ ...NO_SET, ...set });
  if ("problems" in parsed) throw new Error(JSON.stringify(parsed.problems));
  return compileRules(parsed.set);
}

let made = 0;
/** @param at minutes */
export function moment(type: string, at: number, { session = "s1", ...more }: Partial<Omit<Moment, "session">> & { session?: string | undefined } = {}): Moment {
  made++;
  return { id: `e${`${made}`.padStart(6, "0")}`, type, at: at * MINUTE, session, fields: {}, ...more };
}
export const view = (path: string, at: number, session = "s1") => moment("page.viewed", at, { session, fields: { path } });
/** One that no visit is known of. */
export const call = (at: number): Moment => ({ id: `call-${++made}`, type: "conversation.ended", at: at * MINUTE, conversation: `call-${made}`, fields: { abandoned: true, queue: "Sales" } });

/** @param lastAt minutes */
export const visit = (lastAt: number, more: Partial<Visit> = {}): Visit => ({ session: "s1", startedAt: 0, lastAt: lastAt * MINUTE, fields: {}, ...more });

const NONE: ReadonlySet<string> = new Set();
/** @param now minutes */
export function ask(compiled: CompiledRules, marks: Marks, now: number, more: Partial<Question> = {}): Answer {
  return compiled.judge({ marks, segments: NONE, outcomes: NONE, scores: {}, now: now * MINUTE, ...more });
}

/** Does a condition hold, in a rule of this scope? And when may that change by itself: minutes. */
export function holds(condition: Condition, { of = "session", moments = [], now, ...more }: { of?: Scope; moments?: Moment[]; now: number } & Partial<Question>): { holds: boolean; dueAt?: number } {
  const compiled = rules({ segments: [segment("it", condition, { of })] });
  const { segments, dueAt } = ask(compiled, compiled.take({}, moments), now, more);
  return { holds: segments.has("it"), ...(dueAt !== undefined && { dueAt: dueAt / MINUTE }) };
}
