/** Says how long ago something was, in the reader's language. */
import { words } from "../words/words";

const SPANS: [seconds: number, unit: Intl.RelativeTimeFormatUnit][] = [[86_400, "day"], [3_600, "hour"], [60, "minute"], [1, "second"]];

/** @param ms a span in milliseconds; two clocks may disagree, so less than a second is now */
export function since(ms: number): string {
  const span = SPANS.find(([least]) => ms >= least * 1_000);
  if (!span) return words.admin.install.justNow;
  const [seconds, unit] = span;
  return new Intl.RelativeTimeFormat(words.locale, { style: "short" }).format(-Math.floor(ms / 1_000 / seconds), unit);
}
