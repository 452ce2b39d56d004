/** Writes rows that were not taken as CSV again, so that they can be mended in a spreadsheet, which must take no cell for a formula. */
import type { BadRow } from "./row";

/** Longest cell that is repeated whole. */
const SHOWN_CHARS = 5_000;

/** @param names the header of the file, where it could be read */
export const reportHeader = (names: string[]) => row(["line", "problem", ...names]);

/** A row that could not be split stands in one cell, as it was. */
export function reportLine({ line, problem, text, cells }: BadRow): string {
  return row([String(line), problem, ...(cells ?? [text])]);
}

/** Spreadsheets compute what begins so, wherever it came from. */
const FORMULA = /^[=+\-@\t\r]/;

function row(cells: string[]): string {
  const written = cells.map((text) => {
    const short = text.length > SHOWN_CHARS ? `${text.slice(0, SHOWN_CHARS)}…` : text;
    return `"${(FORMULA.test(short) ? `'${short}` : short).replaceAll('"', '""')}"`;
  });
  return `${written.join()}\r\n`;
}
