/** Cuts visits of the past at moments at which somebody could have asked what will come of them. */
import { createHash } from "node:crypto";
import { featuresOf } from "./features";
import type { PastVisit } from "./past";
import { NOTHING, take } from "./sketch";

/** What was known at one moment of a visit, and whether the outcome was achieved after it. */
export interface Cut {
  features: string[];
  achieved: boolean;
}

const WORDS = 2 ** 32;

/**
 * Learning from whole visits would be learning from their ends. A cut knows what happened up to a moment, that included, and asks for
 * what came later. Which moments, is decided by the visit's id: at random over visits, and the same each time.
 *
 * @param most different moments, of those that there are before the outcome was achieved
 * @returns none for a visit that achieved it with its first moment: there was nothing to foretell
 */
export function cutsOf(past: PastVisit, outcome: string, most: number): Cut[] {
  const { visit, moments, earlier, claimedAt = Infinity, verifiedAt = Infinity, achieved } = past;
  const achievedAt = achieved.get(outcome);
  const times = [...new Set(moments.map(({ at }) => at))].filter((at) => achievedAt === undefined || at < achievedAt);
  const chosen = times.map((at, i) => ({ at, draw: drawOf(visit.session, i) })).sort((a, b) => a.draw - b.draw || a.at - b.at).slice(0, most);
  return chosen.map(({ at }) => {
    const sketch = take(NOTHING, moments.filter((moment) => moment.at <= at));
    const identity = verifiedAt <= at ? "verified" : claimedAt <= at ? "claimed" : undefined;
    return { features: featuresOf({ visit, sketch, earlier, ...(identity && { identity }), at }), achieved: achievedAt !== undefined };
  });
}

/** @returns evenly spread from 0 to 1, and always the same for the same visit and number */
export function drawOf(session: string, number: number): number {
  return createHash("sha256").update(`${number} ${session}`).digest().readUInt32BE() / WORDS;
}
