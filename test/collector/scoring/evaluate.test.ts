import { describe, expect, it } from "vitest";
import { evaluate, type Trial } from "../../../src/collector/scoring/evaluate";
import { notGood } from "../../../src/collector/scoring/enough";
import { drawCalibration } from "../../../src/collector/scoring/picture";
import { createDice } from "./made";

const dice = createDice(21);
/** Few different guesses, so that many are alike. */
const trials: Trial[] = Array.from({ length: 600 }, () => {
  const guess = Math.floor(dice() * 20) / 20;
  return { guess, achieved: dice() < guess };
});

describe("A judgement", () => {
  it("has the AUC that comparing every pair gives, where alike counts as half", () => {
    const [yes, no] = [trials.filter(({ achieved }) => achieved), trials.filter(({ achieved }) => !achieved)];
    let won = 0;
    for (const a of yes) for (const b of no) won += a.guess > b.guess ? 1 : a.guess === b.guess ? 0.5 : 0;
    expect(evaluate(trials, 0.5).auc).toBeCloseTo(won / (yes.length * no.length), 12);
  });

  it("knows the best, the worst and the pointless", () => {
    const perfect = trials.map(({ achieved }) => ({ achieved, guess: Number(achieved) }));
    expect(evaluate(perfect, 0.5)).toMatchObject({ auc: 1, brier: 0, calibrationError: 0, logLoss: 0 });
    const worst = evaluate(trials.map(({ achieved }) => ({ achieved, guess: Number(!achieved) })), 0.5);
    expect(worst).toMatchObject({ auc: 0, brier: 1, calibrationError: 1 });
    expect(Number.isFinite(worst.logLoss)).toBe(true);
    expect(evaluate([], 0.5).auc).toBe(0.5);
    expect(evaluate(trials.map((trial) => ({ ...trial, achieved: true })), 0.5).auc).toBe(0.5);
  });

  it("has the error of calibration: by how much, on the whole, what became of it was something else", () => {
    // Each fifth was said to be so likely; of each half achieved it.
    const said = [0.1, 0.3, 0.5, 0.7, 0.9].flatMap((guess) => Array.from({ length: 40 }, (_, i) => ({ guess, achieved: i % 2 === 0 })));
    const { calibrationError, bins, brier } = evaluate(said, 0.5);
    expect(bins.map(({ count, achieved }) => [count, achieved])).toEqual(Array(5).fill([40, 0.5]));
    expect(bins.map(({ foretold }) => Number(foretold.toFixed(9)))).toEqual([0.1, 0.3, 0.5, 0.7, 0.9]);
    expect(calibrationError).toBeCloseTo((0.4 + 0.2 + 0 + 0.2 + 0.4) / 5, 9);
    expect(brier).toBeCloseTo(0.25 + (0.16 + 0.04 + 0 + 0.04 + 0.16) / 5, 9);
  });

  it("has ten bins of about as many cases each, and parts nothing that was said to be equally likely", () => {
    const spread = Array.from({ length: 1_000 }, (_, i) => ({ guess: (i / 1_000) ** 3, achieved: i % 3 === 0 }));
    expect(evaluate(spread, 0.3).bins.map(({ count }) => count)).toEqual(Array(10).fill(100));
    expect(evaluate(spread.map((one) => ({ ...one, guess: 0.2 })), 0.3).bins).toHaveLength(1);
  });

  it("knows how far off its AUC may be by chance", () => {
    // 400 draws of 60 cases each: how they spread, and what a single one says of that.
    const draws = Array.from({ length: 400 }, () => evaluate(Array.from({ length: 60 }, () => ({ guess: dice(), achieved: dice() < 0.3 })), 0.3));
    const mean = draws.reduce((sum, { auc }) => sum + auc, 0) / draws.length;
    const spread = Math.sqrt(draws.reduce((sum, { auc }) => sum + (auc - mean) ** 2, 0) / draws.length);
    const said = draws.reduce((sum, { aucError }) => sum + aucError, 0) / draws.length;
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.015);
    expect(Math.abs(said / spread - 1)).toBeLessThan(0.2);
  });
});

describe("A score is good enough", () => {
  const constant = { auc: 0.5, brier: 0.2, logLoss: 0.6, calibrationError: 0 };
  const good = { visits: 1_000, achieved: 300, auc: 0.7, aucError: 0.02, brier: 0.15, logLoss: 0.5, calibrationError: 0.02, constant, random: constant, bins: [] };
  it.each([
    [{}, undefined],
    [{ auc: 0.55 }, "not_better_than_chance"],
    [{ auc: 0.56, aucError: 0.03 }, "not_better_than_chance"],
    [{ auc: 0.561, aucError: 0.03 }, undefined],
    [{ calibrationError: 0.1 }, "badly_calibrated"],
    [{ logLoss: 0.6 }, "badly_calibrated"],
  ])("%j: %s", (more, reason) => expect(notGood({ ...good, ...more })).toBe(reason));
});

describe("The picture", () => {
  const picture = drawCalibration(evaluate(trials, 0.5), `a"><script>alert(1)</script>`);

  it("is one well-formed SVG with a title, a description, and no colour of its own", () => {
    expect(picture).toMatch(/^<svg [^>]*role="img"[^>]*><title>[^<]+<\/title><desc>[^<]+<\/desc>/);
    expect(picture).not.toMatch(/<script|#[0-9a-f]{3}|rgb|NaN|Infinity/i);
    const open: string[] = [];
    for (const [, end, name, self] of picture.matchAll(/<(\/?)([a-z]+)[^<>]*?(\/?)>/g)) {
      if (end) expect(open.pop()).toBe(name);
      else if (!self) open.push(name!);
    }
    expect(open).toEqual([]);
  });

  it("tells in words what it shows", () => {
    const { bins } = evaluate(trials, 0.5);
    const words = /<desc>([^<]+)/.exec(picture)![1]!;
    expect(words.match(/\d+ visits/g)!.slice(1)).toEqual(bins.map(({ count }) => `${count} visits`));
    const long = drawCalibration({ visits: 0, bins: [] }, "x".repeat(200));
    expect(long).toContain(`<title>How well “${"x".repeat(200)}” was`);
    expect(long).toContain(`>How well “${"x".repeat(30)}…” was`);
    expect(words).toContain(`${Number((bins[0]!.achieved * 100).toFixed(1))}% achieved`);
  });

  it("puts what came as foretold on the diagonal, and draws nothing where there is nothing", () => {
    const even = drawCalibration({ visits: 20, bins: [{ count: 10, foretold: 0.2, achieved: 0.2 }, { count: 10, foretold: 0.8, achieved: 0.8 }] }, "x");
    const dots = [...even.matchAll(/<circle cx="([\d.]+)" cy="([\d.]+)"/g)].map(([, x, y]) => [Number(x), Number(y)]);
    const line = /M([\d.]+) ([\d.]+)L([\d.]+) ([\d.]+)" stroke="currentColor" stroke-dasharray/.exec(even)!.slice(1).map(Number) as [number, number, number, number];
    for (const [x, y] of dots) expect((x! - line[0]) / (line[2] - line[0])).toBeCloseTo((y! - line[1]) / (line[3] - line[1]), 2);
    expect(drawCalibration({ visits: 0, bins: [] }, "x")).not.toMatch(/NaN|Infinity|<circle/);
  });
});
