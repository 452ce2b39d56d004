/** Keeps what happened in a visit in few words, as it goes on, and says how likely its outcomes are by what was learned of others. */
import { featuresOf } from "../scoring/features";
import { NOTHING, take } from "../scoring/sketch";
import type { Moment, Visit } from "../rules/moment";
import { createEarlier } from "./earlier";
import type { Registry } from "./registry";
import type { RuleRow } from "./ruleStates";

/** How likely a site's outcomes are for a visit with these features, 0 to 1: of those that can be told. */
export type ScoresOf = (site: string, features: readonly string[]) => { [outcome: string]: number };

export interface Likelihood {
  /** Takes what happened in the visit; nothing where nobody asks for its outcomes. */
  take(row: RuleRow, visit: Visit, moments: readonly Moment[], replaced?: string): void;
  scores(row: RuleRow, visit: Visit | undefined, now: number): { [outcome: string]: number };
}

export function createLikelihood({ database, visitors }: Pick<Registry, "database" | "visitors">, scoresOf: ScoresOf): Likelihood {
  const earlierOf = createEarlier(database);
  return {
    take(row, visit, moments, replaced) {
      const { session, startedAt } = visit;
      const before = row.state.sketch?.session === session ? row.state.sketch : undefined;
      const earlier = before?.earlier ?? earlierOf({ site: row.site, visitor: row.person, session, startedAt });
      row.state = { ...row.state, sketch: { session, sketch: take(before?.sketch ?? NOTHING, moments, replaced), earlier } };
      row.isDirty = true;
    },
    scores({ site, person, state }, visit, now) {
      const { sketch: kept } = state;
      if (!visit || kept?.session !== visit.session) return {};
      const { level, state: known } = visitors.get(site, person);
      const identity = level === "verified" ? "verified" : known?.claims.length ? "claimed" : undefined;
      return scoresOf(site, featuresOf({ visit, sketch: kept.sketch, earlier: kept.earlier, at: now, ...(identity && { identity }) }));
    },
  };
}
