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
  const known = new Set<number>();
  const collected: Collected = { names: [...numbers.keys()], lessons: [], trials: [], learned: { achieved: 0, others: 0 }, heldBack: { achieved: 0, others: 0 } };
  for (const { person, startedAt, cuts } of seen) {
    await pace();
    const isLate = startedAt >= since;
    if (isLate && known.has(person)) continue;
    if (!isLate) known.add(person);
    const [cases, counts, used] = isLate ? [collected.trials, collected.heldBack, cuts.slice(0, 1)] : [collected.lessons, collected.learned, cuts];
    for (const cut of used) cases.push({ person, ...cut, weight: 1 / used.length });
    counts[used[0]?.achieved ? "achieved" : "others"]++;
  }
  return collected;
}
