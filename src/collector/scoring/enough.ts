/** Decides whether a score may be shown and acted upon, and names what is missing. */
import type { Evaluation, OffReason } from "../../protocol/scores";
import type { Counts } from "./collect";

/**
 * Visits to learn from and to judge by, together. A model of features that are there or not wants ten to twenty cases of the rarer
 * kind for each that matters (source: Peduzzi and others, "A simulation study of the number of events per variable in logistic
 * regression analysis", 1996), and with the penalty ten or so matter: 200. What is held back of these, a fifth, says 0.55 from chance
 * only where the difference is real. Of visits without the outcome more are needed, as they are of more kinds.
 */
const LEAST_ACHIEVED = 200;
const LEAST_OTHERS = 1_000;
/** Held back: with fewer, nothing can be said of how good it is. */
const LEAST_JUDGED = 30;
const LEAST_AUC = 0.55;
/** Standard errors that it has to be above chance by: one model of forty gets there by luck. */
const ERRORS = 2;
const CHANCE = 0.5;
const MOST_CALIBRATION_ERROR = 0.1;

/** @returns why there is too little to learn from, or `undefined` */
export function tooFew(learned: Counts, heldBack: Counts): OffReason | undefined {
  if (learned.others + heldBack.others < LEAST_OTHERS || heldBack.others < LEAST_JUDGED) return "too_few_visits";
  if (learned.achieved + heldBack.achieved < LEAST_ACHIEVED || heldBack.achieved < LEAST_JUDGED) return "too_few_achieved";
  return undefined;
}

/** @returns why what was learned is not to be used, or `undefined` */
export function notGood({ auc, aucError, calibrationError, logLoss, constant }: Evaluation): OffReason | undefined {
  if (auc <= LEAST_AUC || auc - ERRORS * aucError <= CHANCE) return "not_better_than_chance";
  // Of a rare outcome every probability is near to what became of it; still none may be worse than to say the mean.
  if (calibrationError >= MOST_CALIBRATION_ERROR || logLoss >= constant.logLoss) return "badly_calibrated";
  return undefined;
}
