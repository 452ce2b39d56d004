/** Says how likely an outcome is for a visit, and why. */
import type { Model, Reason } from "../../protocol/scores";
import { toProbability } from "./fit";

export interface Scorer {
  /** 0 to 1. */
  probability(features: readonly string[]): number;
  /** The heaviest first; all together they make the difference between this visit and visits on the whole. */
  reasons(features: readonly string[], most: number): Reason[];
}

export function createScorer({ intercept, features: known }: Model): Scorer {
  const weights = new Map(known.map(({ name, weight }) => [name, weight]));

  return {
    probability: (features) => toProbability(features.reduce((odds, name) => odds + (weights.get(name) ?? 0), intercept)),
    reasons(features, most) {
      const there = new Set(features);
      const all = known.map(({ name, weight, share }): Reason => {
        // What nearly all visits show says little of one that does, and much of one that does not.
        const contribution = there.has(name) ? weight * (1 - share) : -weight * share;
        return { text: there.has(name) ? name : `not: ${name}`, makes: contribution > 0 ? "more" : "less", contribution };
      });
      return all.filter(({ contribution }) => contribution !== 0).sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution)).slice(0, most);
    },
  };
}
