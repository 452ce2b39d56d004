/** Splits rows into cells, many at once; and finds out what stands between the cells. */
import { parse } from "csv-parse/sync";
import type { BadRow, Row } from "./row";

const DELIMITERS = [",", ";", "\t"] as const;

/** What the header has most of between its names, outside of quotes. */
export function delimiterOf(header: string): string {
  const bare = header.replace(/"[^"]*"/g, "");
  const counts = DELIMITERS.map((delimiter) => bare.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ",";
}

export interface Split extends Row {
  cells: string[];
}

/** @returns the rows with their cells; one that cannot be read goes to `refuse` and costs no other */
export function splitRows(rows: Row[], { delimiter, refuse }: { delimiter: string; refuse: (row: BadRow) => void }): Split[] {
  const read = (text: string) =>
    parse(text, { delimiter, record_delimiter: "\n", relax_quotes: true, relax_column_count: true, trim: true });
  const together = attempt(() => read(rows.map(({ text }) => text).join("\n")));
  if (together?.length === rows.length) return rows.map((row, i) => ({ ...row, cells: together[i] ?? [] }));
  return rows.flatMap((row) => {
    const [cells, ...more] = attempt(() => read(row.text)) ?? [];
    if (cells && !more.length) return [{ ...row, cells }];
    refuse({ ...row, problem: "The row cannot be read as CSV" });
    return [];
  });
}

function attempt<Result>(task: () => Result): Result | undefined {
  try {
    return task();
  } catch {
    return undefined;
  }
}
