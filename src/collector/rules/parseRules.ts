/** Stand-in: reads the outline of a rule set only. */
import type { RuleProblem, RuleSet } from "../../protocol/rules";

export function parseRules(value: unknown): { set: RuleSet } | { problems: RuleProblem[] } {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return { problems: [{ place: "", message: "A rule set is an object." }] };
  const problems = (["segments", "outcomes", "actionMaps"] as const).flatMap((place) => (Array.isArray((value as Partial<RuleSet>)[place]) ? [] : [{ place, message: "is a list." }]));
  const unknown = Object.keys(value).filter((key) => !["segments", "outcomes", "actionMaps", "caps"].includes(key)).map((place) => ({ place, message: "is no field of a rule set." }));
  return problems.length + unknown.length ? { problems: [...problems, ...unknown] } : { set: value as RuleSet };
}
