/** Opens the database file with whichever SQLite this Node has, and brings its tables up to date. */
import { chmodSync, mkdirSync } from "node:fs";
import path from "node:path";
import type { DatabaseSyncInstance, SqliteModule } from "@photostructure/sqlite";
import { MIGRATIONS } from "./migrations";

type Sqlite = Pick<SqliteModule, "DatabaseSync">;

/** Older versions can corrupt a file in WAL mode: https://sqlite.org/wal.html#walresetbug */
const OLDEST_SQLITE = "3.51.3";

/**
 * @param folder where `parley.db` lives; made when it is missing
 * @throws an `Error` whose message says what to do
 */
export async function openDatabase(folder: string): Promise<DatabaseSyncInstance> {
  const { DatabaseSync } = await loadSqlite();
  // What visitors tell is nobody else's business on a shared machine.
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = path.join(folder, "parley.db");
  const database = new DatabaseSync(file);
  chmodSync(file, 0o600);

  const { version } = database.prepare("SELECT sqlite_version() AS version").get() as { version: string };
  if (isOlder(version, OLDEST_SQLITE)) {
    database.close();
    throw new Error(`This Node brings SQLite ${version}, which can damage its files. Use a newer Node: one with SQLite ${OLDEST_SQLITE} or later.`);
  }
  database.exec("PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON");
  migrate(database);
  return database;
}

/** Node brings SQLite along from 22.13; before that a package with the same interface does. */
async function loadSqlite(): Promise<Sqlite> {
  const builtIn = process.getBuiltinModule("node:sqlite") as Sqlite | undefined;
  return builtIn ?? (await import("@photostructure/sqlite"));
}

function migrate(database: DatabaseSyncInstance): void {
  const { user_version: done } = database.prepare("PRAGMA user_version").get() as { user_version: number };
  if (done > MIGRATIONS.length) {
    throw new Error("The data folder was written by a newer version of Parley. Start that version, or point PE_DATA at another folder.");
  }
  for (const [i, step] of MIGRATIONS.entries()) {
    if (i >= done) database.exec(`BEGIN IMMEDIATE; ${step}; PRAGMA user_version = ${i + 1}; COMMIT`);
  }
}

function isOlder(version: string, than: string): boolean {
  return version.localeCompare(than, "en", { numeric: true }) < 0;
}
