/** All or nothing: what a function does to the database stays when it returns, and never happened when it throws. */
import type { DatabaseSyncInstance } from "@photostructure/sqlite";

export function transact<Result>(database: DatabaseSyncInstance, change: () => Result): Result {
  database.exec("BEGIN IMMEDIATE");
  try {
    const result = change();
    database.exec("COMMIT");
    return result;
  } catch (problem) {
    rollBack(database);
    throw problem;
  }
}

/** Some failures, a full disk among them, have rolled back already, and then there is nothing left to undo. */
function rollBack(database: DatabaseSyncInstance): void {
  try {
    database.exec("ROLLBACK");
  } catch {
    return;
  }
}
