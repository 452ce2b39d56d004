/** Says how far a share of few may be off: Wilson's interval, so that nobody reads noise as success. */
import type { Share } from "../../protocol/ruleAnswers";

/** Standard deviations that 95 % of a normal distribution lie within. */
const Z = 1.959964;
/** More digits would say more than is known. */
const DIGITS = 10_000;
const round = (rate: number) => Math.round(rate * DIGITS) / DIGITS;

/** Source: Wilson, "Probable inference, the law of succession, and statistical inference", 1927. */
export function shareOf(count: number, of: number): Share {
  if (of === 0) return { count, of };
  const rate = count / of;
  const spread = 1 + Z ** 2 / of;
  const middle = (rate + Z ** 2 / (2 * of)) / spread;
  const half = (Z / spread) * Math.sqrt((rate * (1 - rate)) / of + Z ** 2 / (4 * of ** 2));
  return { count, of, rate: round(rate), low: round(Math.max(0, middle - half)), high: round(Math.min(1, middle + half)) };
}
