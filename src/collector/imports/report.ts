/** Writes rows that were not taken as CSV again, so that they can be mended in a spreadsheet, which must take no cell for a formula. */
import { csvLine, FORMULA } from "../csv";
import type { BadRow } from "./row";

/** Longest cell that is repeated whole. */
const SHOWN_CHARS = 5_000;

/** What the report puts before the columns of the file. */
const OWN = ["line", "problem"] as const;

/** @param names the header of the file, where it could be read */
export const reportHeader = (names: string[]) => row([...OWN, ...names]);

/** How many columns of a header are a report's own, which tell nothing of a contact. */
export const ownColumns = (names: string[]) => (OWN.every((name, i) => names[i] === name) ? OWN.length : 0);

/** A cell as it was before the report kept spreadsheets from taking it for a formula. */
export const unguarded = (cell: string) => (cell.startsWith("'") && FORMULA.test(cell.slice(1)) ? cell.slice(1) : cell);

/** A row that could not be split stands in one cell, as it was. */
export function reportLine({ line, problem, text, cells }: BadRow): string {
  return row([String(line), problem, ...(cells ?? [text])]);
}

const row = (cells: string[]) => csvLine(cells.map((text) => (text.length > SHOWN_CHARS ? `${text.slice(0, SHOWN_CHARS)}…` : text)));
