/** Learns an outcome from a site's visits, from beginning to end: gathers, learns, judges, decides. */
import type { Score } from "../../protocol/scores";
import { collect } from "./collect";
import { notGood, tooFew } from "./enough";
import { evaluate } from "./evaluate";
import { learn } from "./learn";
import type { Pace } from "./pace";
import type { PastVisit } from "./past";
import { createScorer } from "./score";

export interface Outcome {
  id: string;
  name: string;
  /** Says when a visit achieved it, where that is not to be taken from the log: of a rule that is new, or has changed. */
  achievedAt?: (past: PastVisit) => number | undefined;
}

export interface TrainOptions {
  visits: AsyncIterable<PastVisit>;
  outcome: Outcome;
  /** Milliseconds since 1970. */
  now: number;
  pace: Pace;
}

export async function train({ visits, outcome, now, pace }: TrainOptions): Promise<Score> {
  const { id, name } = outcome;
  const { names, lessons, trials, learned, heldBack } = await collect({ visits: judged(visits, outcome), outcome: id, pace });
  const found = { outcome: id, name, at: now, learned, heldBack };
  const missing = tooFew(learned, heldBack);
  if (missing) return { ...found, on: false, reason: missing };

  const model = await learn({ names, lessons, learned, now, pace });
  const { probability } = createScorer(model);
  const guesses = trials.map(({ features, achieved }) => ({ guess: probability(features.map((feature) => names[feature]!)), achieved }));
  await pace();
  const evaluation = evaluate(guesses, model.achieved / model.visits);
  const reason = notGood(evaluation);
  return { ...found, on: !reason, ...(reason && { reason }), model, evaluation };
}

async function* judged(visits: AsyncIterable<PastVisit>, { id, achievedAt }: Outcome): AsyncGenerator<PastVisit> {
  for await (const past of visits) {
    const at = achievedAt?.(past);
    yield achievedAt ? { ...past, achieved: new Map(at === undefined ? [] : [[id, at]]) } : past;
  }
}
