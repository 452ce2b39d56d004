/** Logistic regression with an L2 penalty, by Newton's method, for rows of features that are there or are not. */
import { CholeskyDecomposition, Matrix } from "ml-matrix";
import type { Pace } from "./pace";

/** What is known of one case, by the numbers of its features, whether it came true, and how much it counts. */
export interface Row {
  features: readonly number[];
  achieved: boolean;
  weight: number;
}

export interface Problem {
  rows: readonly Row[];
  /** How many features there are. */
  width: number;
  pace: Pace;
}

/**
 * Weights are held to be as likely as draws from a normal distribution around 0 of this standard deviation: a feature that makes an
 * outcome three times as likely (1.1) is nothing special, and one that makes it a hundred times as likely (4.6) has to show it often.
 */
const SPREAD = 1;
const PENALTY = 1 / SPREAD ** 2;
/** Keeps the step finite where all cases are alike. */
const LEAST = 1e-9;
/** Newton's method doubles the right digits with each step; of these there are mostly six or seven. */
const MOST_STEPS = 50;
const DONE = 1e-9;
const MOST_HALVINGS = 30;
/** Rows between looks at the clock. */
const ROWS = 256;

/** From log-odds to a probability. */
export const toProbability = (odds: number) => 1 / (1 + Math.exp(-odds));

/** `log(1 + e^x)` without overflow. */
const softplus = (x: number) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));

/** @returns the intercept, and after it the weights of the features in their order: the one optimum that there is, and for the same rows to the last bit */
export async function fit({ rows, width, pace }: Problem): Promise<number[]> {
  // The last place is the intercept's, which bears no penalty.
  const size = width + 1;
  const oddsOf = (row: Row, weights: Float64Array) => row.features.reduce((sum, feature) => sum + weights[feature]!, weights[width]!);
  const penaltyOf = (i: number) => (i < width ? PENALTY : LEAST);

  const lossOf = async (weights: Float64Array) => {
    let loss = weights.reduce((sum, weight, i) => sum + (penaltyOf(i) * weight * weight) / 2, 0);
    for (const [i, row] of rows.entries()) {
      if (i % ROWS === 0) await pace();
      const odds = oddsOf(row, weights);
      loss += row.weight * (softplus(odds) - (row.achieved ? odds : 0));
    }
    return loss;
  };

  let weights = new Float64Array(size);
  let loss = await lossOf(weights);
  for (let step = 0; step < MOST_STEPS; step++) {
    const slope = Matrix.columnVector(weights.map((weight, i) => penaltyOf(i) * weight));
    const curve = Array.from({ length: size }, (_, i) => Float64Array.from({ length: size }, (__, j) => (i === j ? penaltyOf(i) : 0)));
    for (const [i, row] of rows.entries()) {
      if (i % ROWS === 0) await pace();
      const guess = toProbability(oddsOf(row, weights));
      const surprise = row.weight * (guess - Number(row.achieved));
      const bend = row.weight * guess * (1 - guess);
      const here = [...row.features, width];
      for (const a of here) {
        slope.set(a, 0, slope.get(a, 0) + surprise);
        const line = curve[a]!;
        for (const b of here) line[b]! += bend;
      }
    }
    await pace();
    const move = new CholeskyDecomposition(new Matrix(curve)).solve(slope).to1DArray();

    // Far from the optimum a whole step may lead too far.
    let share = 1;
    let next = weights;
    let nextLoss = Infinity;
    for (let halving = 0; halving < MOST_HALVINGS && !(nextLoss <= loss); halving++, share /= 2) {
      next = weights.map((weight, i) => weight - share * move[i]!);
      nextLoss = await lossOf(next);
    }
    // Closer than this the numbers themselves do not tell.
    if (!(nextLoss <= loss)) break;
    const moved = next.reduce((most, weight, i) => Math.max(most, Math.abs(weight - weights[i]!)), 0);
    [weights, loss] = [next, nextLoss];
    if (moved < DONE) break;
  }
  return [weights[width]!, ...weights.subarray(0, width)];
}
