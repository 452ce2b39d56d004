/** Writes shares so that nobody takes few for many: with what they are of, and with what they may be by chance. */
import type { Share } from "../../protocol/ruleAnswers";
import { words } from "../words/pageWords";
import { number } from "../words/written";

/** "12.5", of 0.125; of what is small enough "0.4". */
export const pointWords = (rate: number) => number(rate * 100, { maximumFractionDigits: rate < 0.1 ? 1 : 0 });

/** "25 %" */
export const percentWords = (rate: number) => `${pointWords(rate)} %`;

/** "30 (25 %)"; without anything to be a share of, the number alone. */
export function shareWords({ count, rate }: Share): string {
  return rate === undefined ? number(count) : `${number(count)} (${percentWords(rate)})`;
}

/** "18 % to 33 %" */
export function intervalWords({ low, high }: Share): string {
  return low === undefined || high === undefined ? "" : words.rules.results.interval(percentWords(low), percentWords(high));
}
