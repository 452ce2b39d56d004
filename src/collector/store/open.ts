/** Opens the database file with whichever SQLite this Node has, and brings its tables up to date. */
import { chmodSync, mkdirSync } from "node:fs";
import path from "node:path";
import type { DatabaseSyncInstance, SqliteModule } from "@photostructure/sqlite";
import { MIGRATIONS } from "./migrations";
import { transact } from "./transaction";

const FILE = "parley.db";

type Sqlite = Pick<SqliteModule, "DatabaseSync">;

/** Older versions can corrupt a file in WAL mode: https://sqlite.org/wal.html#walresetbug */
const OLDEST_SQLITE = "3.51.3";

const CACHE_KIB = 65_536;

/** Kinds of failure. Source: https://sqlite.org/rescode.html */
const SQLITE_BUSY = 5;
const SQLITE_CORRUPT = 11;
const SQLITE_NOTADB = 26;

/**
 * @param folder where `parley.db` lives; made when it is missing
 * @throws an `Error` whose message says what to do
 */
export async function openDatabase(folder: string): Promise<DatabaseSyncInstance> {
  const { DatabaseSync } = await loadSqlite();
  // What visitors tell is nobody else's business on a shared machine.
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = path.join(folder, FILE);
  const database = new DatabaseSync(file);
  try {
    chmodSync(file, 0o600);
    // First of all, so that whatever meets another process waits for it.
    database.exec("PRAGMA busy_timeout = 5000");
    lock(database, folder);
    database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON");
    // What is deleted is overwritten: a person who was erased is in no free page. Keyed hashes are found all over the file, so much of it is kept at hand.
    database.exec(`PRAGMA secure_delete = ON; PRAGMA cache_size = -${CACHE_KIB}`);
    migrate(database);
    return database;
  } catch (problem) {
    closeDatabase(database);
    throw explain(problem, folder);
  }
}

/** Closes it for the next collector at once. Statements that are not swept up yet would keep the lock of a closed connection. */
export function closeDatabase(database: DatabaseSyncInstance): void {
  try {
    database.exec("DETACH lock");
  } catch {
    // It was never attached, or the file is too damaged for any statement.
  } finally {
    database.close();
  }
}

/**
 * Node brings SQLite along from 22.13; before that, and where it is too old, a package with the same interface does.
 *
 * @param version of Node's own SQLite. Asked before it is loaded, because some Nodes print a warning at that.
 */
export async function loadSqlite(version = process.versions.sqlite): Promise<Sqlite> {
  const isGood = version !== undefined && !isOlder(version, OLDEST_SQLITE);
  const builtIn = isGood ? (process.getBuiltinModule("node:sqlite") as Sqlite | undefined) : undefined;
  return builtIn ?? (await import("@photostructure/sqlite"));
}

/**
 * Keeps a second collector out: both would take events, and each would show only its own. The lock is on a file of its own,
 * so that other programs may read the database; it ends with the process, however that ends.
 */
function lock(database: DatabaseSyncInstance, folder: string): void {
  try {
    database.prepare("ATTACH ? AS lock").run(path.join(folder, "parley.lock"));
    // The lock that a write takes is kept in this mode. Nothing is worth a journal here.
    database.exec("PRAGMA lock.journal_mode = MEMORY; PRAGMA lock.locking_mode = EXCLUSIVE; PRAGMA lock.user_version = 1");
  } catch (problem) {
    if (codeOf(problem) === SQLITE_BUSY) throw new Error("Another collector uses it: stop that one first, or set PE_DATA to another folder.");
    throw problem;
  }
}

function migrate(database: DatabaseSyncInstance): void {
  const { user_version: done } = database.prepare("PRAGMA user_version").get() as { user_version: number };
  if (done > MIGRATIONS.length) {
    throw new Error("The data folder was written by a newer version of Parley. Start that version, or point PE_DATA at another folder.");
  }
  if (done === MIGRATIONS.length) return;
  // All of them or none, and the disk is waited for once.
  transact(database, () => {
    for (const step of MIGRATIONS.slice(done)) database.exec(step);
    // A new file has nothing that earlier versions wrote in clear: there is nothing to seal and to sweep.
    if (done === 0) database.exec("DROP TABLE clear_contacts");
    database.exec(`PRAGMA user_version = ${MIGRATIONS.length}`);
  });
}

/** SQLite's own words name no file and give no advice. */
export function explain(problem: unknown, folder: string): Error {
  const isDamaged = [SQLITE_CORRUPT, SQLITE_NOTADB].includes(codeOf(problem) ?? 0);
  if (isDamaged) return new Error(`${path.join(folder, FILE)} is damaged or no database. Put back a copy of it, or set PE_DATA to another folder.`);
  return problem instanceof Error ? problem : new Error(String(problem));
}

function codeOf(problem: unknown): number | undefined {
  const code = typeof problem === "object" && problem !== null && "errcode" in problem ? problem.errcode : undefined;
  // The lowest byte is the kind of failure; the others tell more of it.
  return typeof code === "number" ? code & 0xff : undefined;
}

function isOlder(version: string, than: string): boolean {
  return version.localeCompare(than, "en", { numeric: true }) < 0;
}
