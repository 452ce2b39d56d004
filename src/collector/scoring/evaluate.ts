/** Judges what was foretold by what became of it. */
import type { CalibrationBin, Evaluation, Quality } from "../../protocol/scores";

/** One case: how likely it was said to be, 0 to 1, and what became of it. */
export interface Trial {
  guess: number;
  achieved: boolean;
}

const BINS = 10;
/** Who said "never" and was wrong is not infinitely wrong: so near to 0 and 1 nobody may be. */
const SURE = 1e-6;
/** Multiples of it are spread evenly over 0 to 1 and follow no pattern that visits may have. */
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** @param mean share of visits with the outcome among those that were learned from */
export function evaluate(trials: readonly Trial[], mean: number): Evaluation {
  const achieved = trials.filter((trial) => trial.achieved).length;
  const { bins, auc, ...rest } = judge(trials);
  const { bins: _flat, ...constant } = judge(trials.map((trial) => ({ ...trial, guess: mean })));
  const { bins: _even, ...random } = judge(trials.map((trial, i) => ({ ...trial, guess: ((i + 1) * GOLDEN) % 1 })));
  return {
    visits: trials.length,
    achieved,
    auc,
    aucError: errorOf(auc, achieved, trials.length - achieved),
    ...rest,
    constant,
    random,
    bins,
  };
}

function judge(trials: readonly Trial[]): Quality & Pick<Evaluation, "bins"> {
  const groups = groupsOf(trials);
  const bins = binsOf(groups, trials.length);
  const mean = (of: (trial: Trial) => number) => trials.reduce((sum, trial) => sum + of(trial), 0) / trials.length;
  return {
    auc: aucOf(groups, trials.length),
    brier: mean(({ guess, achieved }) => (guess - Number(achieved)) ** 2),
    logLoss: mean(({ guess, achieved }) => -Math.log(Math.min(1, Math.max(SURE, achieved ? guess : 1 - guess)))),
    calibrationError: bins.reduce((sum, { count, foretold, achieved }) => sum + (count / trials.length) * Math.abs(foretold - achieved), 0),
    bins,
  };
}

/** Of those that are said to be equally likely each has the same rank: the mean of theirs. */
function aucOf(groups: readonly Trial[][], count: number): number {
  let ranks = 0;
  let before = 0;
  let positives = 0;
  for (const same of groups) {
    const hits = same.filter(({ achieved }) => achieved).length;
    ranks += hits * (before + (same.length + 1) / 2);
    before += same.length;
    positives += hits;
  }
  const negatives = count - positives;
  return positives && negatives ? (ranks - (positives * (positives + 1)) / 2) / (positives * negatives) : 0.5;
}

/** Source: Hanley and McNeil, "The meaning and use of the area under a receiver operating characteristic (ROC) curve", Radiology 143, 1982. */
function errorOf(auc: number, positives: number, negatives: number): number {
  if (!positives || !negatives) return 0.5;
  const [q1, q2] = [auc / (2 - auc), (2 * auc ** 2) / (1 + auc)];
  const variance = (auc * (1 - auc) + (positives - 1) * (q1 - auc ** 2) + (negatives - 1) * (q2 - auc ** 2)) / (positives * negatives);
  return Math.sqrt(Math.max(0, variance));
}

/** About as many cases in each, as most outcomes are rare and bins of equal width would be empty; what is equally likely is never parted. */
function binsOf(groups: readonly Trial[][], count: number): CalibrationBin[] {
  const bins: Trial[][] = [];
  let before = 0;
  for (const same of groups) {
    const bin = Math.floor((before / count) * BINS);
    (bins[bin] ??= []).push(...same);
    before += same.length;
  }
  return bins.filter(Boolean).map((bin) => ({
    count: bin.length,
    foretold: bin.reduce((sum, { guess }) => sum + guess, 0) / bin.length,
    achieved: bin.filter(({ achieved }) => achieved).length / bin.length,
  }));
}

/** Those that are said to be equally likely, the least likely first. */
function groupsOf(trials: readonly Trial[]): Trial[][] {
  const groups: Trial[][] = [];
  for (const trial of [...trials].sort((a, b) => a.guess - b.guess)) {
    const last = groups.at(-1);
    if (last?.[0]!.guess === trial.guess) last.push(trial);
    else groups.push([trial]);
  }
  return groups;
}
