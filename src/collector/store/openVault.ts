/** Opens the vault of a database: its look-up key is made once, wrapped like all others, and outlives the master keys. */
import type { DatabaseSyncInstance } from "@photostructure/sqlite";
import type { MasterKey } from "../vault/masterKeys";
import { freshBytes } from "../vault/seal";
import { createVault, unwrap, wrap, type Vault, type Wrapped } from "../vault/vault";

const LOOKUP = "lookup";
const KEY_BYTES = 32;

/** Has a master key sealed anything in this database? */
export function isSealed(database: DatabaseSyncInstance): boolean {
  return database.prepare("SELECT 1 FROM vault").get() !== undefined;
}

/** @throws an `Error` whose message says what to do, when the master key that the database was written with is missing */
export function openVault(database: DatabaseSyncInstance, masterKeys: MasterKey[]): Vault {
  const save = database.prepare("INSERT OR REPLACE INTO vault (name, kek, key) VALUES (?, ?, ?)");
  const known = database.prepare("SELECT kek, key FROM vault WHERE name = ?").get(LOOKUP) as Wrapped | undefined;
  const lookupKey = known ? unwrap(masterKeys, LOOKUP, known) : freshBytes(KEY_BYTES);
  if (known?.kek !== masterKeys[0]?.id) {
    const { kek, key } = wrap(masterKeys, LOOKUP, lookupKey);
    save.run(LOOKUP, kek, key);
  }
  return createVault({ masterKeys, lookupKey });
}
