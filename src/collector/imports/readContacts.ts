/** Reads a whole file: its text into rows, its header into columns, its rows into what they tell of contacts, a group at a time. */
import { delimiterOf, splitRows } from "./cells";
import { readHeader, type Told } from "./columns";
import { createLines, type Line } from "./lines";
import type { BadRow, Row } from "./row";
import { createRows, type Rows } from "./rows";
import type { ContactFields } from "../../protocol/contact";

/** Few enough to be written in a moment, as events wait meanwhile. */
const GROUP_ROWS = 100;

export interface ReadRow extends Row {
  cells: string[];
  fields: ContactFields;
}

export interface Reading {
  /** The header's cells, once they have been read. */
  names: string[];
  /** Rows that are good as far as the file tells, and those that are not. */
  rows: ReadRow[];
  bad: BadRow[];
}

/** Excel writes such a first line for itself. */
const SEPARATOR = /^"?sep=(.)"?$/i;

/**
 * @param text the file in pieces; the next one is asked for when the groups of the one before have been taken
 * @yields groups; the last may be empty
 * @returns a sentence on why the file cannot be read, if so
 */
export async function* readContacts(text: AsyncIterable<string>): AsyncGenerator<Reading, string | undefined> {
  const lines = createLines();
  let delimiter: string | undefined;
  let rows: Rows | undefined;
  let header: { names: string[]; read: (cells: string[]) => Told } | undefined;
  let taken: Row[] = [];
  let bad: BadRow[] = [];

  const begin = (line: Line): Rows | undefined => {
    delimiter ??= SEPARATOR.exec(line.text.trim())?.[1];
    if (!line.text.trim() || SEPARATOR.test(line.text.trim())) return undefined;
    delimiter ??= delimiterOf(line.text);
    return createRows({ delimiter, take: (row) => taken.push(row), refuse: (row) => bad.push(row) });
  };
  const split = (list: Row[]) => splitRows(list, { delimiter: delimiter ?? ",", refuse: (row) => bad.push(row) });

  /** @returns what is wrong with the header, if there is one by now */
  const readNames = (): string | undefined => {
    if (header) return undefined;
    const [first] = taken.splice(0, 1);
    const [names] = first ? split([first]) : [];
    const problem = bad[0];
    if (problem && (!first || problem.line <= first.line)) return `The header, in line ${problem.line}, cannot be read: ${problem.problem.toLowerCase()}.`;
    if (!names) return undefined;
    const read = readHeader(names.cells);
    if ("refusal" in read) return read.refusal;
    header = { names: names.cells, ...read };
    return undefined;
  };

  const groups = function* (): Generator<Reading> {
    while (header && (taken.length || bad.length)) {
      const { names, read } = header;
      const good = split(taken.splice(0, GROUP_ROWS)).flatMap((row): ReadRow[] => {
        const told = row.cells.some((cell) => cell) ? read(row.cells) : undefined;
        if (told && "problem" in told) bad.push({ ...row, ...told });
        return told && "fields" in told ? [{ ...row, ...told }] : [];
      });
      yield { names, rows: good, bad: bad.splice(0) };
    }
  };

  for await (const piece of text) {
    for (const line of lines.push(piece)) (rows ??= begin(line))?.push(line);
    const refusal = readNames();
    if (refusal) return refusal;
    yield* groups();
  }
  for (const line of lines.end()) (rows ??= begin(line))?.push(line);
  rows?.end();
  const refusal = readNames();
  if (refusal) return refusal;
  if (!header) return "The file is empty. Its first row must name the columns, external_id, email or phone among them.";
  yield* groups();
  return undefined;
}
