/** What the collector has learned of how likely a site's outcomes are, and how well it foretells them: answer of `GET /v1/scores`. */

/** A logistic regression: the log-odds of the outcome are the intercept and the weights of all features that are there. */
export interface Model {
  /** Milliseconds since 1970. */
  trainedAt: number;
  /** Visits that it was learned from, and those of them in which the outcome was achieved. */
  visits: number;
  achieved: number;
  intercept: number;
  /** `share`: of the visits learned from, at the moments that were looked at, so many showed it. The most common first. */
  features: { name: string; weight: number; share: number }[];
}

/** Visits that were foretold about the same, and what became of them. */
export interface CalibrationBin {
  count: number;
  /** Means, 0 to 1. */
  foretold: number;
  achieved: number;
}

/** How well an outcome is foretold. */
export interface Quality {
  /** How often, of two visits one of which achieved it, that one was taken for the likelier: 0.5 is chance, 1 is always. */
  auc: number;
  /** Mean squared error of the probability. */
  brier: number;
  /** Mean surprise, in nats. */
  logLoss: number;
  /** Mean distance between what was foretold and what became of it, over the bins. */
  calibrationError: number;
}

/** Judged on visits that were held back. */
export interface Evaluation extends Quality {
  visits: number;
  achieved: number;
  /** Standard error of `auc`: with few visits it may be so far off by chance. */
  aucError: number;
  /** The same of who always says the mean, and of who guesses. */
  constant: Quality;
  random: Quality;
  /** By what was foretold, the least likely first; about as many visits in each. */
  bins: CalibrationBin[];
}

/** Why an outcome has no score. */
export const OFF_REASONS = ["too_few_visits", "too_few_achieved", "not_better_than_chance", "badly_calibrated"] as const;
export type OffReason = (typeof OFF_REASONS)[number];

/** What has been learned of one outcome. */
export interface Score {
  /** Id and name of the outcome. */
  outcome: string;
  name: string;
  on: boolean;
  /** Why not. */
  reason?: OffReason;
  /** When it was looked at last. Milliseconds since 1970. */
  at: number;
  /** Visits that there are to learn from and to judge by, with the outcome and without it. */
  learned: { achieved: number; others: number };
  heldBack: { achieved: number; others: number };
  /** None as long as there is too little to learn from. */
  model?: Model;
  evaluation?: Evaluation;
}

/** What made a probability as it is. */
export interface Reason {
  /** The feature, or with "not: " in front that it is not there. */
  text: string;
  /** Whether the outcome is more or less likely by it than for visits on the whole. */
  makes: "more" | "less";
  /** By how much, in log-odds. */
  contribution: number;
}

/** Answer of `GET /v1/scores`, by the outcomes' ids. */
export interface Scores {
  scores: (Score & {
    /** The heaviest features, whichever way they weigh. */
    top: Model["features"];
    /** An SVG of what was foretold and what became of it, for those that were judged. */
    picture?: string;
  })[];
}
