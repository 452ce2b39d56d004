/** Writes numbers so that a person can read them at a glance: how many of something, and which ones. */
import type { Range } from "../protocol/health";

/** `[[4, 7], [12, 12]]` reads "4–7, 12". */
export function ranges(list: Range[]): string {
  return list.map(([first, last]) => (first === last ? String(first) : `${first}–${last}`)).join(", ");
}

/** "1 event", "1,204 events". */
export function many(count: number, one: string, more = `${one}s`): string {
  return `${count.toLocaleString("en")} ${count === 1 ? one : more}`;
}
