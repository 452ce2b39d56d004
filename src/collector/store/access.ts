/** Sites, accounts and logins: who may speak and who may look. */
import type { DatabaseSyncInstance } from "@photostructure/sqlite";
import { createId } from "../../protocol/id";
import { SITES } from "../../protocol/limits";
import type { AccountStore } from "./accountStore";
import { createAccounts } from "./accounts";
import { createLoginRows } from "./logins";
import type { Site, Store } from "./store";
import { about, transact } from "./transaction";

type Access = AccountStore & Pick<Store, "createSite" | "addSite" | "sites" | "firstSite" | "siteById" | "siteByKey" | "siteBySecret">;

const SITE = "SELECT id, name, key, secret_hash AS secretHash FROM sites";
const FIRST_KEY = "First key";
/** How exact it is known when a key was last used: each time would be a write for each request. */
const USED_MS = 60_000;

export function createAccess(database: DatabaseSyncInstance, now: () => number): Access {
  const sites = {
    create: database.prepare("INSERT INTO sites (id, name, key, secret_hash) VALUES (?, ?, ?, ?)"),
    all: database.prepare(`${SITE} ORDER BY rowid`),
    first: database.prepare(`${SITE} ORDER BY rowid LIMIT 1`),
    byId: database.prepare(`${SITE} WHERE id = ?`),
    byKey: database.prepare(`${SITE} WHERE key = ?`),
    bySecret: database.prepare("SELECT s.id, s.name, s.key, k.hash AS secretHash, k.last_at AS lastAt FROM secret_keys AS k JOIN sites AS s ON s.id = k.site WHERE k.hash = ?"),
  };
  const keys = {
    first: database.prepare(`INSERT INTO secret_keys (id, site, name, hash, created_at, "by", ends) VALUES (?, ?, ?, ?, ?, ?, ?)`),
    used: database.prepare("UPDATE secret_keys SET last_at = ? WHERE hash = ?"),
  };

  const copyAdmin = database.prepare(`
    INSERT INTO accounts (id, site, name, name_key, email, role, active, password_hash, subject, created_at)
    SELECT ?, ?, name, name_key, email, 'admin', 1, password_hash, subject, ? FROM accounts WHERE site = ? AND id = ?`);
  const insert = ({ id, name, key, secretHash }: Site, by?: string, ends?: string) => {
    sites.create.run(id, name, key, secretHash);
    keys.first.run(createId(now()), id, FIRST_KEY, secretHash, now(), by ?? null, ends ?? null);
  };

  return {
    ...createAccounts(database),
    ...createLoginRows(database),
    async createSite(site) {
      transact(database, () => insert(site));
    },
    addSite: async ({ site, ends, by }) =>
      transact(database, () => {
        if (sites.all.all().length >= SITES) return false;
        about(site.id);
        insert(site, by.agent, ends);
        copyAdmin.run(createId(now()), site.id, now(), by.site, by.account);
        return true;
      }),
    sites: async () => sites.all.all() as unknown as Site[],
    firstSite: async () => sites.first.get() as Site | undefined,
    siteById: async (id) => sites.byId.get(id) as Site | undefined,
    siteByKey: async (key) => sites.byKey.get(key) as Site | undefined,
    async siteBySecret(hash) {
      const found = sites.bySecret.get(hash) as (Site & { lastAt: number | null }) | undefined;
      if (!found) return undefined;
      const { lastAt, ...site } = found;
      try {
        if (now() - (lastAt ?? -Infinity) >= USED_MS) keys.used.run(now(), hash);
      } catch {
        // That a disk is full is no reason to keep a server from reading; what it wants to write is refused by itself.
      }
      return site;
    },
  };
}
