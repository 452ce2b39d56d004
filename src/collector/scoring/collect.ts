/** Gathers what there is to learn an outcome from, and holds a part back by which to judge what was learned. */
import { cutsOf } from "./cuts";
import type { Pace } from "./pace";
import type { PastVisit } from "./past";

export interface Case {
  person: number;
  features: readonly number[];
  achieved: boolean;
  /** All cases of one visit together weigh 1. */
  weight: number;
}

/** Visits with the outcome and without it. */
export interface Counts {
  achieved: number;
  others: number;
}

export interface Collected {
  /** Of the features, by their numbers. */
  names: string[];
  lessons: Case[];
  /** One case a visit. */
  trials: Case[];
  learned: Counts;
  heldBack: Counts;
}

export interface CollectOptions {
  visits: AsyncIterable<PastVisit>;
  outcome: string;
  pace: Pace;
}

/** Of a visit that is learned from: more cases would only repeat each other. */
const CUTS = 3;
/** The latest share of all visits is not learned from. */
const HELD_BACK = 0.2;
/** Most different names: addresses may have any number of them, and the common ones come early. */
const MOST_NAMES = 50_000;

interface Seen {
  person: number;
  startedAt: number;
  session: string;
  cuts: { features: number[]; achieved: boolean }[];
}

/**
 * What is held back lies later than all that is learned from, and is of people of whom nothing was learned: what they do again must
 * not count as foretold. Later visits of people who were seen before are used for neither.
 */
export async function collect({ visits, outcome, pace }: CollectOptions): Promise<Collected> {
  const numbers = new Map<string, number>();
  const people = new Map<string, number>();
  const numberOf = (known: Map<string, number>, name: string) => {
    const number = known.get(name) ?? known.size;
    known.set(name, number);
    return number;
  };

  const seen: Seen[] = [];
  for await (const past of visits) {
    const { session, startedAt } = past.visit;
    const cuts = cutsOf(past, outcome, CUTS).map(({ features, achieved }) => ({
      features: features.flatMap((name) => (numbers.has(name) || numbers.size < MOST_NAMES ? numberOf(numbers, name) : [])),
      achieved,
    }));
    if (cuts.length) seen.push({ person: numberOf(people, past.person), startedAt, session, cuts });
    await pace();
  }

  seen.sort((a, b) => a.startedAt - b.startedAt || (a.session < b.session ? -1 : 1));
  await pace();
  const since = seen[Math.floor(seen.length * (1 - HELD_BACK))]?.startedAt ?? Infinity;
  const earlier = seen.filter(({ startedAt }) => startedAt < since);
  const known = new Set(earlier.map(({ person }) => person));
  const later = seen.filter(({ startedAt, person }) => startedAt >= since && !known.has(person));
  const casesOf = (most: number) => ({ person, cuts }: Seen) =>
    cuts.slice(0, most).map((cut, _i, { length }): Case => ({ person, ...cut, weight: 1 / length }));
  return {
    names: [...numbers.keys()],
    lessons: earlier.flatMap(casesOf(CUTS)),
    trials: later.flatMap(casesOf(1)),
    learned: count(earlier),
    heldBack: count(later),
  };
}

function count(visits: Seen[]): Counts {
  const achieved = visits.filter(({ cuts }) => cuts[0]?.achieved).length;
  return { achieved, others: visits.length - achieved };
}
