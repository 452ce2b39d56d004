/** Which outcomes are to be foretold: the active ones of which a rule set says so. */
import type { RuleSet } from "../../protocol/rules";
import { createAchievedAt } from "../rules/achieved";
import type { ScoredOutcome } from "./scoring";

export function scoredOutcomes(sites: { site: string; set: RuleSet }[]): ScoredOutcome[] {
  return sites.flatMap(({ site, set }) => set.outcomes.filter(({ active = true, scored }) => active && scored).map((outcome) => ({
    site,
    id: outcome.id,
    name: outcome.name,
    // What it names is part of what it says.
    rule: JSON.stringify([outcome.when, namesOthers(outcome.when) && [set.segments, set.outcomes]]),
    achievedAt: createAchievedAt(set, outcome.id),
  })));
}

const namesOthers = (when: object) => /"(segment|outcome)":/.test(JSON.stringify(when));
