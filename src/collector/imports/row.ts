/** What a row of a file is on its way to a contact, and how large it may be. */

/** Longest row. */
export const ROW_CHARS = 100_000;
/** Most lines of one row: cells in quotes may have several. */
export const ROW_LINES = 100;

/** A row as it stands in the file. */
export interface Row {
  /** Of its first line, counted from 1. */
  line: number;
  text: string;
}

/** A row that is not taken, and why: in words that do not repeat what is in it. */
export interface BadRow extends Row {
  problem: string;
  /** Where it could be split. */
  cells?: string[];
}
