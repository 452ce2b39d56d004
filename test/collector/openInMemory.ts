/** A store's database in memory, with two sites: for tests of what the books say, not of what is on disk. */
import type { DatabaseSyncInstance } from "@photostructure/sqlite";
import { MIGRATIONS } from "../../src/collector/store/migrations";
import { parseMasterKeys } from "../../src/collector/vault/masterKeys";
import { loadSqlite } from "../../src/collector/store/open";

export async function openInMemory(): Promise<DatabaseSyncInstance> {
  const { DatabaseSync } = await loadSqlite();
  const memory = new DatabaseSync(":memory:");
  for (const step of MIGRATIONS) memory.exec(step);
  memory.exec("INSERT INTO sites VALUES ('s1', 'One', 'pk_1', 'h1'), ('s2', 'Two', 'pk_2', 'h2')");
  // Both SQLites have one interface.
  return memory as DatabaseSyncInstance;
}

/** A master key for tests whose database needs none for longer. */
export const MASTER_KEYS = parseMasterKeys(Buffer.alloc(32, 7).toString("base64"))!;
