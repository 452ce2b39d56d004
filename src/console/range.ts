/** Writes numbers so that a person can read them at a glance: which ones of many. */
import type { Range } from "../protocol/health";

/** `[[4, 7], [12, 12]]` reads "4–7, 12". */
export function ranges(list: Range[]): string {
  return list.map(([first, last]) => (first === last ? String(first) : `${first}–${last}`)).join(", ");
}
