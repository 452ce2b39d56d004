/** Counts what each rule of a set would have done, person by person, with a few visits to look at. */
import type { DryRunRule, RuleExample, RuleKind } from "../../protocol/ruleAnswers";
import type { RuleSet } from "../../protocol/rules";
import type { DoneByRule } from "../store/historyStore";
import { createTally, type Tally } from "../store/tally";
import type { Decided } from "./replay";

const EXAMPLES = 5;

interface Counted {
  kind: RuleKind;
  id: string;
  name: string;
  tally: Tally;
  examples: RuleExample[];
}

export interface Count {
  add(person: string, decided: readonly Decided[]): void;
  /** The next person comes: of this one nothing need be remembered. */
  settle(): void;
  /** @param done what the rules that ran have done in the same time */
  result(done: readonly DoneByRule[]): DryRunRule[];
}

export function createCount(set: RuleSet, span: { from: number; until: number }): Count {
  const count = (kind: RuleKind, rules: readonly { id: string; name: string }[]) =>
    rules.map(({ id, name }): [string, Counted] => [id, { kind, id, name, tally: createTally(span), examples: [] }]);
  const rules = new Map([...count("segment", set.segments), ...count("outcome", set.outcomes), ...count("actionMap", set.actionMaps)]);
  const touched = new Set<Counted>();

  const find = ({ decision: { type, data } }: Decided): Counted | undefined => {
    if (type === "segment.matched") return rules.get(data.segment);
    return rules.get(type === "outcome.achieved" ? data.outcome : data.map);
  };

  return {
    add(person, decided) {
      for (const one of decided) {
        const rule = find(one);
        if (!rule) continue;
        const { at, decision: { type, session, data } } = one;
        if (type === "action.blocked") {
          // Nobody has seen the offers that it would have made, so all of them expire.
          if (data.offer === undefined) rule.tally.block(data.reason);
          continue;
        }
        rule.tally.add({ at, person, session });
        touched.add(rule);
        if (session !== undefined && rule.examples.length < EXAMPLES && rule.examples.every((known) => known.session !== session)) {
          rule.examples.push({ session, at, journey: `/v1/journey?session=${encodeURIComponent(session)}` });
        }
      }
    },
    settle() {
      for (const { tally } of touched) tally.settle();
      touched.clear();
    },
    result(done) {
      const keyOf = ({ kind, id }: { kind: RuleKind; id: string }) => JSON.stringify([kind, id]);
      const did = new Map(done.map((one) => [keyOf(one), one]));
      const nothing = createTally(span).result();
      const tried = [...rules.values()].map((rule): DryRunRule => {
        const { kind, id, name, tally, examples } = rule;
        return { kind, id, name, would: tally.result(), did: did.get(keyOf(rule))?.tally ?? nothing, examples };
      });
      const known = new Set(tried.map(keyOf));
      const others = done.filter((one) => !known.has(keyOf(one))).map(({ kind, id, name, tally }): DryRunRule => ({ kind, id, name, did: tally, examples: [] }));
      return [...tried, ...others];
    },
  };
}
