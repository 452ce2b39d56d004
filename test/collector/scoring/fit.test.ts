import { expect, it } from "vitest";
import { fit, type Row } from "../../../src/collector/scoring/fit";
import { createDice, noPace } from "./made";

const TRUE_WEIGHTS = [1.2, -0.8, 0, 2, -1.5, 0.4, 0, 0.9];
const INTERCEPT = -1;

function draw(count: number, seed: number): Row[] {
  const dice = createDice(seed);
  return Array.from({ length: count }, () => {
    const features = TRUE_WEIGHTS.flatMap((_, i) => (dice() < 0.3 ? [i] : []));
    const odds = features.reduce((sum, i) => sum + TRUE_WEIGHTS[i]!, INTERCEPT);
    return { features, achieved: dice() < 1 / (1 + Math.exp(-odds)), weight: 1 };
  });
}

it("finds the weights that the cases were drawn by", async () => {
  const [intercept, ...weights] = await fit({ rows: draw(20_000, 1), width: TRUE_WEIGHTS.length, pace: noPace });
  // Their standard errors are 0.03 to 0.05.
  expect(Math.abs(intercept! - INTERCEPT)).toBeLessThan(0.15);
  for (const [i, weight] of weights.entries()) expect(Math.abs(weight - TRUE_WEIGHTS[i]!), `weight ${i}`).toBeLessThan(0.15);
});

it("ends at the optimum: the slope of the penalised likelihood is nothing in every direction", async () => {
  const rows = draw(2_000, 2).map((row, i) => ({ ...row, weight: i % 3 ? 1 : 1 / 3 }));
  const [intercept, ...weights] = await fit({ rows, width: TRUE_WEIGHTS.length, pace: noPace });
  const slopes = [0, ...weights];
  for (const { features, achieved, weight } of rows) {
    const guess = 1 / (1 + Math.exp(-features.reduce((sum, i) => sum + weights[i]!, intercept!)));
    for (const place of [0, ...features.map((i) => i + 1)]) slopes[place]! += weight * (guess - Number(achieved));
  }
  for (const slope of slopes) expect(Math.abs(slope)).toBeLessThan(1e-6);
});

it("stays finite where a feature foretells without fail, and where all cases are alike", async () => {
  const certain: Row[] = Array.from({ length: 400 }, (_, i) => ({ features: i % 2 ? [0] : [], achieved: i % 2 === 1, weight: 1 }));
  const [intercept, weight] = await fit({ rows: certain, width: 1, pace: noPace });
  expect(weight).toBeGreaterThan(3);
  expect(weight).toBeLessThan(10);
  expect(Number.isFinite(intercept)).toBe(true);
  for (const achieved of [true, false]) {
    const same = await fit({ rows: certain.map((row) => ({ ...row, achieved })), width: 1, pace: noPace });
    expect(same.every(Number.isFinite)).toBe(true);
    expect(Math.sign(same[0]!)).toBe(achieved ? 1 : -1);
  }
});

it("knows the mean where there is nothing else to know", async () => {
  const rows: Row[] = Array.from({ length: 1_000 }, (_, i) => ({ features: [], achieved: i % 4 === 0, weight: 1 }));
  const [intercept] = await fit({ rows, width: 0, pace: noPace });
  expect(intercept).toBeCloseTo(Math.log(1 / 3), 6);
});
