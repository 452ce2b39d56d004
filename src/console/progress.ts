/** Says in words how far an import is, and what came of it. */
import type { Import } from "../protocol/contact";
import { words } from "./words/words";

export const percent = (part: number, whole: number) => (whole ? Math.min(100, Math.floor((part / whole) * 100)) : 0);

/** Rows that were read so far. */
export const rowsOf = ({ created, updated, unchanged, bad }: Import) => created + updated + unchanged + bad;

/** "Reading: 40 %, 12,300 rows". */
export function reading(told: Import): string {
  return words.contacts.readingRows(percent(told.readBytes, told.totalBytes), rowsOf(told));
}

/** "Imported 3 rows, 1 row was not taken." */
export function outcome(told: Import): string {
  const { contacts } = words;
  const taken = rowsOf(told) - told.bad;
  if (told.state === "failed") return taken ? contacts.endedEarlyAfter(taken) : contacts.endedEarly;
  return [taken ? contacts.imported(taken) : contacts.noneImported, told.bad ? contacts.notTaken(told.bad) : ""].filter(Boolean).join(" ");
}
