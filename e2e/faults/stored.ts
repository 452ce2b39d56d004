/** What the collector has on disk, filed by world. Read as it grows: many worlds ask all the time. */
import { createRequire } from "node:module";
import type { SqliteModule } from "@photostructure/sqlite";

const require = createRequire(import.meta.url);

export interface StoredRow {
  n: number;
  id: string;
  type: string;
  session: string | null;
  /** A page that is left does not know it; it comes with the copy that another page sends. */
  seq: number | null;
  visitor: string | null;
  url: string;
  data: { nonce?: string; arrival?: string };
}

export interface Stored {
  /** @param folder address that a world's pages are under */
  rowsOf(folder: string): StoredRow[];
  /** Numbers of a session that only copies carried, of events that are stored under another. */
  copiesOf(session: string): number[];
  close(): void;
}

/** Newer Nodes bring SQLite along; Node 20 uses the same package as the collector. */
function sqlite(): Pick<SqliteModule, "DatabaseSync"> {
  try {
    return require("node:sqlite");
  } catch {
    return require("@photostructure/sqlite");
  }
}

/** @param file the collector's SQLite file */
export function openStored(file: string): Stored {
  const { DatabaseSync } = sqlite();
  const database = new DatabaseSync(file, { readOnly: true });
  const later = database.prepare("SELECT n, id, type, session, seq, visitor, url, data FROM events WHERE n > ? AND url IS NOT NULL ORDER BY n");
  const numberOf = database.prepare("SELECT seq FROM events WHERE n = ?");
  const copies = database.prepare("SELECT seq FROM refusals WHERE session = ? AND reason = 'copy'");
  const folders = new Map<string, StoredRow[]>();
  let last = 0;
  const read = () => {
    for (const row of later.all(last) as unknown as (Omit<StoredRow, "data"> & { data: string })[]) {
      last = row.n;
      const folder = row.url.slice(0, row.url.lastIndexOf("/"));
      const rows = folders.get(folder) ?? [];
      folders.set(folder, rows);
      rows.push({ ...row, data: JSON.parse(row.data) as StoredRow["data"] });
    }
  };
  return {
    rowsOf(folder) {
      read();
      const rows = folders.get(folder) ?? [];
      for (const row of rows) if (row.seq === null) Object.assign(row, numberOf.get(row.n));
      return rows;
    },
    copiesOf: (session) => (copies.all(session) as { seq: number }[]).map(({ seq }) => seq),
    close: () => database.close(),
  };
}
