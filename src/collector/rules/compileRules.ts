/** Makes a checked rule set into functions that take moments in and say which rules hold. */
import type { RuleSet, Scope } from "../../protocol/rules";
import { causesOf } from "./causes";
import { compareFields } from "./compareField";
import { compileCondition } from "./compileCondition";
import type { Answer, CompiledRules } from "./compiled";
import { inOrder } from "./inOrder";
import { createLook } from "./look";
import { putMarks } from "./marks";
import { createPatternIndex } from "./patternIndex";

const isActive = ({ active }: { active?: boolean }) => active !== false;
const byId = <Rule extends { id: string }>(rules: readonly Rule[]) => new Map(rules.map((rule) => [rule.id, rule]));

/** @param set as `parseRules` returns it; made of any other, it may throw or say anything */
export function compileRules(set: RuleSet): CompiledRules {
  const index = createPatternIndex();
  const compile = (rule: { id: string; when: RuleSet["segments"][number]["when"] }, scope: Scope) =>
    ({ id: rule.id, test: compileCondition(rule.when, { scope, ask: index.ask }) });
  const segments = byId(set.segments);
  const outcomes = byId(set.outcomes);
  const actionMaps = byId(set.actionMaps);
  const active = {
    // Outcomes and segments may name each other.
    named: inOrder([...segments.values(), ...outcomes.values()]).filter(isActive).map((rule) => ({ ...compile(rule, "of" in rule ? rule.of : "session"), isSegment: "of" in rule })),
    maps: set.actionMaps.filter(isActive).map((map) => compile(map, "session")),
  };
  const pages = new Map(set.actionMaps.flatMap(({ id, pages: condition }) => (condition ? [[id, compareFields(condition)] as const] : [])));
  const causes = new Map([...outcomes.values(), ...actionMaps.values()].map((rule) => [rule.when, causesOf(rule.when, compareFields)]));

  return {
    set,
    segments,
    outcomes,
    actionMaps,
    patterns: index.keys,
    isScored: JSON.stringify([...set.segments, ...set.outcomes, ...set.actionMaps].filter(isActive)).includes('"scoreAtLeast"'),
    wants: index.wants,
    take: (before, moments, replaced) => putMarks(before, { fresh: index.sort(moments), replaced, asked: index.keys }),
    merge: (marks) => marks.reduce((merged, one) => putMarks(merged, { fresh: new Map(Object.entries(one)), asked: index.keys }), {}),
    judge(question) {
      const look = createLook(question);
      const answer = { segments: new Set<string>(), outcomes: new Set<string>(), actionMaps: new Set<string>() } satisfies Answer;
      for (const { id, test, isSegment } of active.named) {
        const holds = test(look);
        look.held.set(id, holds);
        if (holds) answer[isSegment ? "segments" : "outcomes"].add(id);
      }
      for (const { id, test } of active.maps) if (test(look)) answer.actionMaps.add(id);
      const dueAt = look.dueAt();
      return dueAt === undefined ? answer : { ...answer, dueAt };
    },
    fitsPage: ({ id }, visit) => pages.get(id)?.(visit.fields) ?? true,
    fitsCause: ({ when }, cause) => causes.get(when)?.(cause) ?? false,
  };
}

