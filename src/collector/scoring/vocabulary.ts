/** Chooses the features that are learned from: those that many people have in common. */
import type { Pace } from "./pace";

/** One case to learn from, by numbers: whose it is, and what was there. */
export interface Numbered {
  person: number;
  features: readonly number[];
}

/** Shown by fewer people than that a feature is chance, and may be about one of them. */
export const LEAST_PEOPLE = 20;
/** Most features of a model: what more there is tells little, and each costs time in every step of learning. */
export const MOST_FEATURES = 200;
/** Cases between looks at the clock. */
const CASES = 256;

/**
 * @param names of the features, by their numbers
 * @returns numbers of features, the most common first: those that at least so many people show, and not everybody always does
 */
export async function chooseVocabulary(cases: readonly Numbered[], names: readonly string[], pace: Pace): Promise<number[]> {
  const counts = new Uint32Array(names.length);
  // Who they are matters only as long as they are few.
  const people = new Map<number, Set<number>>();
  for (const [i, { person, features }] of cases.entries()) {
    if (i % CASES === 0) await pace();
    for (const feature of features) {
      counts[feature]!++;
      const known = people.get(feature);
      if (!known) people.set(feature, new Set([person]));
      else if (known.size < LEAST_PEOPLE) known.add(person);
    }
  }
  const common = [...people].filter(([feature, { size }]) => size >= LEAST_PEOPLE && counts[feature]! < cases.length).map(([feature]) => feature);
  const byCount = (a: number, b: number) => counts[b]! - counts[a]! || (names[a]! < names[b]! ? -1 : 1);
  return common.sort(byCount).slice(0, MOST_FEATURES);
}
