/** Visits made up by a model that is known, by a generator of its own: what is learned can be held against the truth. */
import type { Moment } from "../../../src/collector/rules/moment";
import type { PastVisit } from "../../../src/collector/scoring/past";

export const STARTS_AT = Date.UTC(2026, 9, 1);
const MINUTE_MS = 60_000;

/** Mulberry32. */
export function createDice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Types of events, how often visits have them, and what they add to the log-odds. */
export const TRUTH = {
  intercept: -2,
  events: [["asked", 0.3, 1.5], ["compared", 0.4, 0.7], ["read", 0.6, 0], ["bounced", 0.25, -1.2], ["rare", 0.05, 0.9], ["shared", 0.5, -0.4]],
} as const;

export interface Made {
  past: PastVisit;
  /** How likely the outcome was. */
  truth: number;
}

/** Everything that may matter happens in the visit's first moment, and the outcome, if at all, seconds later. */
export function makeVisits(count: number, seed: number, more: (i: number) => Partial<PastVisit> = () => ({})): Made[] {
  const dice = createDice(seed);
  return Array.from({ length: count }, (_, i) => {
    const session = `visit-${seed}-${i}`;
    const at = STARTS_AT + i * MINUTE_MS;
    const there = TRUTH.events.filter(([, share]) => dice() < share);
    const odds = there.reduce<number>((sum, [, , weight]) => sum + weight, TRUTH.intercept);
    const truth = 1 / (1 + Math.exp(-odds));
    const isAchieved = dice() < truth;
    const moments = ["session.started", ...there.map(([type]) => type)].map((type) => aMoment({ id: `${session} ${type}`, type, at, session }));
    const past: PastVisit = {
      person: `person-${seed}-${i}`,
      visit: { session, startedAt: at, lastAt: at + MINUTE_MS, fields: {} },
      moments,
      earlier: { visits: 0, conversations: 0 },
      achieved: new Map(isAchieved ? [["sale", at + 10_000]] : []),
      ...more(i),
    };
    return { past, truth };
  });
}

export const aMoment = (moment: Partial<Moment> & Pick<Moment, "type" | "at">): Moment => ({ id: `${moment.type} ${moment.at}`, fields: {}, ...moment });

export async function* tell<T>(list: Iterable<T>): AsyncGenerator<T> {
  yield* list;
}

/** The same in another order. */
export function shuffle<T>(list: readonly T[], dice: () => number): T[] {
  const shuffled = [...list];
  for (let i = shuffled.length - 1; i > 0; i--) {
    const other = Math.floor(dice() * (i + 1));
    [shuffled[i], shuffled[other]] = [shuffled[other]!, shuffled[i]!];
  }
  return shuffled;
}

export const noPace = () => undefined;
