/** Secret keys of sites: of each its hash, a name, and when it was last used. */
import type { DatabaseSyncInstance } from "@photostructure/sqlite";
import { SITE_KEYS, type SecretKey } from "../../protocol/settings";
import { about, transact } from "./transaction";

export interface StoredKey extends SecretKey {
  site: string;
  /** SHA-256 of the key; the key itself is kept nowhere. */
  hash: string;
}

export interface KeyStore {
  /** Oldest first. */
  keys(site: string): Promise<SecretKey[]>;
  /** `false` when the site has as many as it may. */
  addKey(key: StoredKey): Promise<boolean>;
  /** From then on nobody is let in by it. `false` when the site had none of that id. */
  removeKey(which: { site: string; id: string }): Promise<boolean>;
}

export function createKeys(database: DatabaseSyncInstance): KeyStore {
  const all = database.prepare(`SELECT id, name, created_at AS createdAt, "by", ends, last_at AS lastAt FROM secret_keys WHERE site = ? ORDER BY rowid`);
  const count = database.prepare("SELECT count(*) AS count FROM secret_keys WHERE site = ?");
  const add = database.prepare(`INSERT INTO secret_keys (id, site, name, hash, created_at, "by", ends) VALUES (?, ?, ?, ?, ?, ?, ?)`);
  const remove = database.prepare("DELETE FROM secret_keys WHERE site = ? AND id = ?");
  return {
    keys: async (site) => all.all(site).map((row) => Object.fromEntries(Object.entries(row as object).filter(([, value]) => value !== null)) as unknown as SecretKey),
    addKey: async ({ id, site, name, hash, createdAt, by, ends }) =>
      transact(database, () => {
        if ((count.get(site) as { count: number }).count >= SITE_KEYS) return false;
        about(id);
        add.run(id, site, name, hash, createdAt ?? null, by ?? null, ends ?? null);
        return true;
      }),
    removeKey: async ({ site, id }) => transact(database, () => remove.run(site, id).changes !== 0),
  };
}
