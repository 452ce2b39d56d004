/** Which outcomes a site wants scored, and since when each of them has been what it is now. */
import type { Outcome } from "../../protocol/rules";
import type { Store } from "../store/store";
import type { ScoredOutcome } from "./scoring";

/** What of an outcome decides when it is achieved: names and values may change, and what was learned stands. */
const ruleOf = ({ when }: Outcome) => JSON.stringify(when);

/**
 * The log has what was achieved by the condition of that time. So visits count from then on since when the condition is the one that
 * runs: through how many versions of the set, does not matter.
 */
export async function scoredOutcomes(store: Pick<Store, "rules" | "ruleVersions" | "ruleVersion">, site: string): Promise<ScoredOutcome[]> {
  const { set, at } = await store.rules(site);
  const wanted = set.outcomes.filter(({ scored, active = true }) => scored && active);
  if (!wanted.length) return [];
  const since = new Map(wanted.map(({ id }) => [id, at]));
  const open = new Set(wanted);
  for (const { version } of await store.ruleVersions(site)) {
    const before = await store.ruleVersion({ site, version });
    for (const outcome of open) {
      const same = before?.set.outcomes.find(({ id, active = true }) => id === outcome.id && active);
      if (before && same && ruleOf(same) === ruleOf(outcome)) since.set(outcome.id, before.at);
      else open.delete(outcome);
    }
    if (!open.size) break;
  }
  return wanted.map((outcome) => ({ site, id: outcome.id, name: outcome.name, rule: ruleOf(outcome), since: since.get(outcome.id)! }));
}
