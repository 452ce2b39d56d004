/** Puts rules behind those that they name. */
import type { Condition, Outcome, Segment } from "../../protocol/rules";

/** @param rules without cycles, as `parseRules` sees to, and with ids that are unique */
export function inOrder<Rule extends Segment | Outcome>(rules: readonly Rule[]): Rule[] {
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const ordered = new Set<Rule>();
  const put = (rule: Rule): void => {
    if (ordered.has(rule)) return;
    for (const id of named(rule.when)) {
      const other = byId.get(id);
      if (other) put(other);
    }
    ordered.add(rule);
  };
  rules.forEach(put);
  return [...ordered];
}

/** Ids of the rules that a condition hangs on. */
function named(condition: Condition): string[] {
  if ("all" in condition) return condition.all.flatMap(named);
  if ("any" in condition) return condition.any.flatMap(named);
  if ("not" in condition) return named(condition.not);
  if ("segment" in condition) return [condition.segment];
  return "outcome" in condition && condition.scoreAtLeast === undefined ? [condition.outcome] : [];
}
