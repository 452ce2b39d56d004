/** Writes numbers so that a person can read them at a glance: how many of something, which ones, how long ago. */
import type { Range } from "../protocol/health";

/** `[[4, 7], [12, 12]]` reads "4–7, 12". */
export function ranges(list: Range[]): string {
  return list.map(([first, last]) => (first === last ? String(first) : `${first}–${last}`)).join(", ");
}

/** "1 event", "1,204 events". */
export function many(count: number, one: string, more = `${one}s`): string {
  return `${count.toLocaleString("en")} ${count === 1 ? one : more}`;
}

const SPANS: [seconds: number, word: string][] = [[86_400, "d"], [3_600, "h"], [60, "min"], [1, "s"]];

/** @param ms a span in milliseconds; two clocks may disagree, so less than a second is now */
export function ago(ms: number): string {
  const [seconds, word] = SPANS.find(([least]) => ms >= least * 1_000) ?? [1, ""];
  return word ? `${Math.floor(ms / 1_000 / seconds)} ${word} ago` : "just now";
}
