/** Checks what rules say of each other: that they name rules that there are, and that no rule hangs on itself. */
import type { Reference } from "./checkCondition";
import { didYouMean, quote, type Spot } from "./spot";

/** A rule, as far as others may name it. */
export interface Named {
  kind: Reference["kind"] | "actionMap";
  id: string;
  isScored: boolean;
  when: Spot;
  references: Reference[];
}

export function checkReferences(rules: readonly Named[]): void {
  const byName = new Map(rules.map((rule) => [nameOf(rule), rule]));
  for (const { references } of rules) {
    for (const reference of references) {
      const { kind, id, isScore, spot } = reference;
      const named = byName.get(nameOf(reference));
      if (!named) spot.wrong(`there is no ${kind} ${quote(id)}${didYouMean(id, rules.filter((rule) => rule.kind === kind).map((rule) => rule.id))}`);
      else if (isScore && !named.isScored) spot.wrong(`the likelihood of ${quote(id)} is not learned: set "scored" to true in that outcome`);
    }
  }
  checkCycles(rules, byName);
}

const nameOf = ({ kind, id }: Pick<Named, "kind" | "id">) => `${kind} ${id}`;

/** Tells each cycle once, at the rule in it that comes first. */
function checkCycles(rules: readonly Named[], byName: ReadonlyMap<string, Named>): void {
  const done = new Set<Named>();
  const trail: Named[] = [];
  const walk = (rule: Named): void => {
    const begin = trail.indexOf(rule);
    if (begin >= 0) {
      const cycle = trail.slice(begin);
      rule.when.wrong(`hangs on itself: ${[...cycle, rule].map(({ id }) => id).join(" → ")}`);
      return;
    }
    if (done.has(rule)) return;
    trail.push(rule);
    for (const reference of rule.references) {
      const named = reference.isScore ? undefined : byName.get(nameOf(reference));
      if (named) walk(named);
    }
    trail.pop();
    done.add(rule);
  };
  for (const rule of rules) walk(rule);
}
