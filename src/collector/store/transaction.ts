/** All or nothing: what a function does to the database stays when it returns, and never happened when it throws. Whoever looks on may add to it. */
import { AsyncLocalStorage } from "node:async_hooks";
import type { DatabaseSyncInstance } from "@photostructure/sqlite";

/** Looks on at the transactions of one piece of work, a request mostly. What it throws undoes the transaction. */
export interface Witness {
  begun(): void;
  /** Of which object the work is. Called before that is changed. */
  about(id: string): void;
  /** All is done, and nothing is on disk yet. */
  done(): void;
  /** It is on disk. */
  kept(): void;
}

const witnesses = new AsyncLocalStorage<Witness>();

/** Does work whose transactions somebody looks on at, however often it waits in between. */
export function witnessed<Result>(witness: Witness, work: () => Result): Result {
  return witnesses.run(witness, work);
}

/** Does what is nobody's to look on at: books that are kept beside the work. */
export function unwitnessed<Result>(work: () => Result): Result {
  return witnesses.exit(work);
}

/** Tells who looks on which object this is about, before it is changed. */
export function about(id: string): void {
  witnesses.getStore()?.about(id);
}

export function transact<Result>(database: DatabaseSyncInstance, change: () => Result): Result {
  const witness = witnesses.getStore();
  database.exec("BEGIN IMMEDIATE");
  let result: Result;
  try {
    witness?.begun();
    result = change();
    witness?.done();
    database.exec("COMMIT");
  } catch (problem) {
    rollBack(database);
    throw problem;
  }
  witness?.kept();
  return result;
}

/** Some failures, a full disk among them, have rolled back already, and then there is nothing left to undo. */
function rollBack(database: DatabaseSyncInstance): void {
  try {
    database.exec("ROLLBACK");
  } catch {
    return;
  }
}
