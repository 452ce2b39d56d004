/** Says in words how far an import is, and what came of it. */
import type { Import } from "../protocol/contact";
import { many } from "./range";

export const percent = (part: number, whole: number) => (whole ? Math.min(100, Math.floor((part / whole) * 100)) : 0);

/** Rows that were read so far. */
export const rowsOf = ({ created, updated, unchanged, bad }: Import) => created + updated + unchanged + bad;

/** "Reading: 40 %, 12,300 rows". */
export function reading(told: Import): string {
  return `Reading: ${percent(told.readBytes, told.totalBytes)} %, ${many(rowsOf(told), "row")}`;
}

/** "Imported 3 rows, 1 row was not taken." */
export function outcome(told: Import): string {
  const taken = rowsOf(told) - told.bad;
  if (told.state === "failed") return `The import ended early${taken ? `, after ${many(taken, "row")}` : ""}.`;
  const bad = told.bad ? ` ${many(told.bad, "row was", "rows were")} not taken.` : "";
  return `${taken ? `Imported ${many(taken, "row")}.` : "No row was imported."}${bad}`;
}
