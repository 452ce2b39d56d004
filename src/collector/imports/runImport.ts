/** Carries one file into the directory, group by group, and counts what becomes of its rows. */
import { once } from "node:events";
import { PassThrough } from "node:stream";
import { setImmediate as breathe } from "node:timers/promises";
import type { ContactFields, Import } from "../../protocol/contact";
import { parseContact } from "../contacts/parseContact";
import type { Store } from "../store/store";
import { decode, type Encoding } from "./encoding";
import { readContacts, type ReadRow } from "./readContacts";
import { reportHeader, reportLine } from "./report";
import type { BadRow } from "./row";
import { spool, type Spool } from "./spool";

/** Most problems that are told at once; the report has all. */
const SHOWN_PROBLEMS = 20;
/** Spreadsheets take CSV for UTF-8 when it begins so. */
const MARK = "\uFEFF";

export interface ImportJob {
  site: string;
  /** Region whose numbering plan national phones follow. */
  region?: string;
  file: Spool;
  encoding: Encoding;
  /** When the file had come. */
  toldAt: number;
  /** Where the report goes. */
  reportFile: string;
  store: Pick<Store, "importContacts">;
  now: () => number;
  isStopping: () => boolean;
  /** Is brought up to date as the file is read. */
  told: Import;
}

export const STOPPED = "The collector stopped before the end of the file. Import it again: rows that were taken already change nothing.";

/**
 * Settles when the file is at its end, or cannot be read on: `told` says which.
 *
 * @returns the report of bad rows, if there are any
 */
export async function runImport({ site, region, file, encoding, toldAt, reportFile, store, now, isStopping, told }: ImportJob): Promise<Spool | undefined> {
  const out = new PassThrough();
  const reported = spool(out, { file: reportFile });
  const write = async (text: string) => {
    if (!out.write(text)) await Promise.race([once(out, "drain"), reported]);
  };
  const refuse = async (rows: BadRow[]) => {
    for (const row of rows.sort((a, b) => a.line - b.line)) {
      if (told.problems.length < SHOWN_PROBLEMS) told.problems.push({ line: row.line, problem: row.problem });
      told.bad++;
      await write(reportLine(row));
    }
  };
  /** @returns the rows that the directory does not take */
  const take = async (rows: ReadRow[]): Promise<BadRow[]> => {
    const bad: BadRow[] = [];
    const good: { row: ReadRow; fields: ContactFields }[] = [];
    for (const row of rows) {
      const parsed = parseContact(row.fields, { region });
      if ("fields" in parsed) good.push({ row, fields: parsed.fields });
      else bad.push({ ...row, problem: parsed.problem });
    }
    const outcomes = good.length ? await store.importContacts({ site, toldAt, now: now(), rows: good.map(({ fields }) => fields) }) : [];
    for (const [i, { row }] of good.entries()) {
      const outcome = outcomes[i] ?? "unchanged";
      if (typeof outcome === "string") told[outcome]++;
      else bad.push({ ...row, problem: outcome.problem });
    }
    return bad;
  };
  const counted = async function* () {
    let read = 0;
    for await (const bytes of file.read() as AsyncIterable<Buffer>) {
      yield bytes;
      // Asked for the next piece: what was in this one is in the directory.
      told.readBytes = read += bytes.length;
    }
  };

  const carry = async (): Promise<string | undefined> => {
    const groups = readContacts(decode(counted(), encoding));
    let named = false;
    for (;;) {
      const { value, done } = await groups.next();
      if (done) return value;
      if (!named) await write(MARK + reportHeader(value.names));
      named = true;
      await refuse([...value.bad, ...(await take(value.rows))]);
      // Events that came meanwhile go first.
      await breathe();
      if (isStopping()) return STOPPED;
    }
  };

  try {
    const reason = await carry();
    out.end();
    const report = await reported;
    told.state = reason === undefined ? "done" : "failed";
    if (reason !== undefined) told.reason = reason;
    if (told.bad) return report;
    await report.remove();
  } catch (problem) {
    out.destroy();
    await reported.catch(() => {});
    told.state = "failed";
    told.reason = "The rows could not be written. Look at the collector's disk and log, then import the file again: rows that were taken already change nothing.";
    throw problem;
  }
  return undefined;
}
