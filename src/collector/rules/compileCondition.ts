/** Makes conditions into functions of a look at a journey, which say yes, no, or that it cannot be known. */
import type { Condition, EventTest, Pattern, Scope, SequenceTest } from "../../protocol/rules";
import { compareField } from "./compareField";
import type { Mark } from "./compiled";
import { durationMs } from "./duration";
import { DURATION_FIELD } from "./fieldNames";
import type { AskedPattern, Look } from "./look";
import { byTime } from "./marks";
import type { Fields } from "./moment";

/** `undefined`: what is asked of a visit is not known without one, and whether something never happened not before its end. */
export type Test = (look: Look) => boolean | undefined;

export interface CompileOptions {
  /** Scope of the rule. */
  scope: Scope;
  ask: (pattern: Pattern, scope: Scope) => AskedPattern;
}

export function compileCondition(condition: Condition, options: CompileOptions): Test {
  const compile = (one: Condition) => compileCondition(one, options);
  if ("all" in condition) return every(condition.all.map(compile), false);
  if ("any" in condition) return every(condition.any.map(compile), true);
  if ("not" in condition) return not(compile(condition.not));
  if ("field" in condition) return condition.field === DURATION_FIELD ? durationTest(condition) : fieldTest(condition);
  if ("event" in condition) return countTest(condition, options);
  if ("sequence" in condition) return sequenceTest(condition, options);
  if ("never" in condition) return neverTest(condition.never, options);
  if ("segment" in condition) return ruleTest(condition.segment, "segments");
  const { outcome, scoreAtLeast } = condition;
  if (scoreAtLeast === undefined) return ruleTest(outcome, "outcomes");
  return ({ question: { scores } }) => Object.hasOwn(scores, outcome) && scores[outcome]! >= scoreAtLeast;
}

/** Until one of them says `decisive`. */
function every(tests: readonly Test[], decisive: boolean): Test {
  const count = tests.length;
  return (look) => {
    let result: boolean | undefined = !decisive;
    for (let i = 0; i < count; i++) {
      const one = tests[i]!(look);
      if (one === decisive) return decisive;
      if (one === undefined) result = undefined;
    }
    return result;
  };
}

function not(test: Test): Test {
  return (look) => {
    const result = test(look);
    return result === undefined ? undefined : !result;
  };
}

const NOTHING: Fields = {};

function fieldTest(condition: Parameters<typeof compareField>[0]): Test {
  const { field } = condition;
  const comparison = compareField(condition);
  if (field.startsWith("contact.")) return ({ question: { person } }) => comparison((person?.fields ?? NOTHING)[field]);
  return ({ question: { visit } }) => (visit ? comparison(visit.fields[field]) : undefined);
}

/** How long the visit has gone on, which nobody need tell. */
function durationTest(condition: Parameters<typeof compareField>[0]): Test {
  const comparison = compareField(condition);
  const bounds = [condition.value ?? []].flat().map(Number);
  return (look) => {
    const { visit, now } = look.question;
    if (!visit) return undefined;
    const end = look.isOver ? visit.lastAt : now;
    if (!look.isOver) {
      // A bound is reached in its second, and passed with the next millisecond.
      for (const bound of bounds) for (const past of [0, 1]) if (visit.startedAt + bound * 1_000 + past < look.overAt) look.due(visit.startedAt + bound * 1_000 + past);
      look.due(look.overAt);
    }
    return comparison((end - visit.startedAt) / 1_000);
  };
}

/** It was so before, or is so now: rules that others name are looked at first. One that is not active does nothing. */
function ruleTest(id: string, kind: "segments" | "outcomes"): Test {
  return ({ question, held }) => question[kind].has(id) || (held.has(id) ? held.get(id) : false);
}

function countTest(test: EventTest, { scope, ask }: CompileOptions): Test {
  const { of = scope, atMost = Infinity, atLeast = test.atMost === undefined ? 1 : 0 } = test;
  const pattern = ask(test, of);
  const withinMs = test.within === undefined ? undefined : durationMs(test.within);
  const inLastMs = test.inLast === undefined ? undefined : durationMs(test.inLast);
  return (look) => {
    let marks = look.marks(pattern, of);
    if (!marks) return undefined;
    if (inLastMs !== undefined) marks = recent(marks, look.question.now - inLastMs);
    const count = withinMs === undefined ? marks.length : mostWithin(marks, withinMs);
    if (inLastMs !== undefined && count) {
      // As time goes by, the oldest leave. Which of a span's leave first does not say when the span is too few.
      for (const bound of [atLeast, atMost + 1]) if (bound > 0 && count >= bound) look.due(marks[withinMs === undefined ? count - bound : 0]!.at + inLastMs + 1);
    }
    return count >= atLeast && count <= atMost;
  };
}

/** Marks are in order of time. */
function recent(marks: readonly Mark[], from: number): readonly Mark[] {
  const first = marks.findIndex(({ at }) => at >= from);
  return first < 0 ? [] : first === 0 ? marks : marks.slice(first);
}

/** The most that lie in any span of this length. */
function mostWithin(marks: readonly Mark[], spanMs: number): number {
  let most = 0;
  for (let first = 0, last = 0; last < marks.length; last++) {
    while (marks[last]!.at - marks[first]!.at > spanMs) first++;
    most = Math.max(most, last - first + 1);
  }
  return most;
}

function sequenceTest(test: SequenceTest, { scope, ask }: CompileOptions): Test {
  const { of = scope } = test;
  const patterns = test.sequence.map((step) => ask(step, of));
  const withinMs = test.within === undefined ? Infinity : durationMs(test.within)!;
  const inLastMs = test.inLast === undefined ? undefined : durationMs(test.inLast)!;
  return (look) => {
    const steps: (readonly Mark[])[] = [];
    for (const pattern of patterns) {
      const marks = look.marks(pattern, of);
      if (!marks) return undefined;
      if (!marks.length) return false;
      steps.push(inLastMs === undefined ? marks : recent(marks, look.question.now - inLastMs));
    }
    const began = lastBeginning(steps, withinMs);
    if (began !== undefined && inLastMs !== undefined) look.due(began + inLastMs + 1);
    return began !== undefined;
  };
}

/** When the last of all runs through the steps began: the one that stays recent for the longest time. */
function lastBeginning([firsts = [], ...others]: readonly (readonly Mark[])[], withinMs: number): number | undefined {
  for (let i = firsts.length - 1; i >= 0; i--) {
    const first = firsts[i]!;
    let mark: Mark | undefined = first;
    for (const step of others) {
      const before: Mark = mark;
      mark = step.find((one) => byTime(one, before) > 0);
      if (!mark) break;
    }
    if (mark && mark.at - first.at <= withinMs) return first.at;
  }
  return undefined;
}

function neverTest(never: Pattern, { ask }: CompileOptions): Test {
  const pattern = ask(never, "session");
  return (look) => {
    const marks = look.marks(pattern, "session");
    if (!marks) return undefined;
    if (marks.length) return false;
    if (look.isOver) return true;
    look.due(look.overAt);
    return undefined;
  };
}
