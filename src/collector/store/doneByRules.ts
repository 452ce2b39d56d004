/** Counts what each rule has decided in a span of time, from the log. */
import type { RuleKind } from "../../protocol/ruleAnswers";
import { BLOCKED_REASONS } from "../../protocol/rules";
import { personOf } from "./groups";
import type { DoneByRule, RuleSpan } from "./historyStore";
import type { RuleLog, RuleQuery } from "./ruleLog";
import { createTally } from "./tally";

const TYPES: { [kind in RuleKind]: RuleQuery["type"][] } = {
  segment: ["segment.matched"],
  outcome: ["outcome.achieved"],
  actionMap: ["action.qualified", "action.blocked"],
};

export async function countByRules(log: RuleLog, span: RuleSpan): Promise<DoneByRule[]> {
  const done: DoneByRule[] = [];
  for (const kind of Object.keys(TYPES) as RuleKind[]) {
    const rules = new Set(TYPES[kind].flatMap((type) => log.rules(span.site, type)));
    for (const rule of rules) {
      const counted = await countRule(log, { ...span, kind, rule });
      if (counted) done.push(counted);
    }
  }
  return done;
}

async function countRule(log: RuleLog, { kind, rule, ...span }: RuleSpan & { kind: RuleKind; rule: string }): Promise<DoneByRule | undefined> {
  const tally = createTally(span);
  let name: string | undefined;
  for (const type of TYPES[kind]) {
    for await (const rows of log.rows({ ...span, type, rule })) {
      for (const row of rows.filter(({ source }) => source !== "page")) {
        name = row.name ?? name ?? rule;
        const reason = BLOCKED_REASONS.find((known) => known === row.reason);
        if (type !== "action.blocked") tally.add({ at: row.at, person: personOf(row), session: row.session ?? undefined });
        // What became of an offer that was made is none of these.
        else if (reason && row.offer === null) tally.block(reason);
      }
    }
  }
  return name === undefined ? undefined : { kind, id: rule, name, tally: tally.result() };
}
