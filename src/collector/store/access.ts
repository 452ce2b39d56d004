/** Sites, accounts and logins: who may speak and who may look. */
import type { DatabaseSyncInstance } from "@photostructure/sqlite";
import type { AccountStore } from "./accountStore";
import { createAccounts } from "./accounts";
import { createLoginRows } from "./logins";
import type { Site, Store } from "./store";

type Access = AccountStore & Pick<Store, "createSite" | "firstSite" | "siteById" | "siteByKey" | "siteBySecret">;

const SITE = "SELECT id, name, key, secret_hash AS secretHash FROM sites";

export function createAccess(database: DatabaseSyncInstance): Access {
  const sites = {
    create: database.prepare("INSERT INTO sites (id, name, key, secret_hash) VALUES (?, ?, ?, ?)"),
    first: database.prepare(`${SITE} ORDER BY rowid LIMIT 1`),
    byId: database.prepare(`${SITE} WHERE id = ?`),
    byKey: database.prepare(`${SITE} WHERE key = ?`),
    bySecret: database.prepare(`${SITE} WHERE secret_hash = ?`),
  };

  return {
    ...createAccounts(database),
    ...createLoginRows(database),
    async createSite({ id, name, key, secretHash }) {
      sites.create.run(id, name, key, secretHash);
    },
    firstSite: async () => sites.first.get() as Site | undefined,
    siteById: async (id) => sites.byId.get(id) as Site | undefined,
    siteByKey: async (key) => sites.byKey.get(key) as Site | undefined,
    siteBySecret: async (hash) => sites.bySecret.get(hash) as Site | undefined,
  };
}
