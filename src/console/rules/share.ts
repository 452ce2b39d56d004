/** Writes shares so that nobody takes few for many: with what they are of, and with what they may be by chance. */
import type { Share } from "../../protocol/ruleAnswers";

/** "12.5 %", and of what is small enough "0.4 %". */
export const percentWords = (rate: number) => `${(rate * 100).toLocaleString("en", { maximumFractionDigits: rate < 0.1 ? 1 : 0 })} %`;

/** "30 (25 %)"; without anything to be a share of, the number alone. */
export function shareWords({ count, rate }: Share): string {
  const number = count.toLocaleString("en");
  return rate === undefined ? number : `${number} (${percentWords(rate)})`;
}

/** "18 % to 33 %" */
export function intervalWords({ low, high }: Share): string {
  return low === undefined || high === undefined ? "" : `${percentWords(low)} to ${percentWords(high)}`;
}
