/** Writes lines of CSV that spreadsheets open as they are: no cell is taken for a formula, whoever wrote it. */

/** Spreadsheets compute what begins so, wherever it came from; those of East Asia read wide signs as well. */
export const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

/** Before a file, so that spreadsheets read it as UTF-8: without it they take the letters of "Jürgen" for others. */
export const BYTE_ORDER_MARK = "\uFEFF";

/** A number is no formula, even below zero; what is absent is an empty cell. */
export type Cell = string | number | undefined;

/** One line, by RFC 4180. */
export function csvLine(cells: Cell[]): string {
  return `${cells.map(written).join()}\r\n`;
}

function written(cell: Cell): string {
  if (typeof cell !== "string") return cell === undefined ? "" : String(cell);
  return `"${(FORMULA.test(cell) ? `'${cell}` : cell).replaceAll('"', '""')}"`;
}
