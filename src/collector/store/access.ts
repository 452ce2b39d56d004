/** Sites, tickets and logins: who may speak and who may look. */
import type { DatabaseSyncInstance } from "@photostructure/sqlite";
import { createId } from "../../protocol/id";
import type { Login, Site, Store, Ticket } from "./store";
import { transact } from "./transaction";

type Access = Pick<
  Store,
  "createSite" | "firstSite" | "siteById" | "siteByKey" | "siteBySecret" | "addTicket" | "ticket" | "redeem" | "login" | "endLogin"
>;

const SITE = "SELECT id, name, key, secret_hash AS secretHash FROM sites";
const FIRST_KEY = "First key";
/** How exact it is known when a key was last used: each time would be a write for each request. */
const USED_MS = 60_000;

export function createAccess(database: DatabaseSyncInstance, now: () => number): Access {
  const sites = {
    create: database.prepare("INSERT INTO sites (id, name, key, secret_hash) VALUES (?, ?, ?, ?)"),
    first: database.prepare(`${SITE} ORDER BY rowid LIMIT 1`),
    byId: database.prepare(`${SITE} WHERE id = ?`),
    byKey: database.prepare(`${SITE} WHERE key = ?`),
    bySecret: database.prepare("SELECT s.id, s.name, s.key, k.hash AS secretHash, k.last_at AS lastAt FROM secret_keys AS k JOIN sites AS s ON s.id = k.site WHERE k.hash = ?"),
  };
  const keys = {
    first: database.prepare("INSERT INTO secret_keys (id, site, name, hash, created_at) VALUES (?, ?, ?, ?, ?)"),
    used: database.prepare("UPDATE secret_keys SET last_at = ? WHERE hash = ?"),
  };
  const tickets = {
    add: database.prepare("INSERT INTO tickets (hash, site, expires) VALUES (?, ?, ?)"),
    good: database.prepare("SELECT hash, site, expires FROM tickets WHERE hash = ? AND used = 0 AND expires > ?"),
    use: database.prepare("UPDATE tickets SET used = 1 WHERE hash = ? AND used = 0 AND expires > ?"),
    tidy: database.prepare("DELETE FROM tickets WHERE expires <= ?"),
  };
  const logins = {
    add: database.prepare("INSERT INTO logins (hash, site, agent, role, expires) VALUES (?, ?, ?, ?, ?)"),
    good: database.prepare("SELECT hash, site, agent, role, expires FROM logins WHERE hash = ? AND expires > ?"),
    end: database.prepare("DELETE FROM logins WHERE hash = ?"),
    tidy: database.prepare("DELETE FROM logins WHERE expires <= ?"),
  };

  return {
    async createSite({ id, name, key, secretHash }) {
      transact(database, () => {
        sites.create.run(id, name, key, secretHash);
        keys.first.run(createId(now()), id, FIRST_KEY, secretHash, now());
      });
    },
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

    async addTicket({ hash, site, expires }) {
      tickets.add.run(hash, site, expires);
    },
    ticket: async (hash, now) => tickets.good.get(hash, now) as Ticket | undefined,
    redeem: async (hash, login, now) =>
      transact(database, () => {
        const { changes } = tickets.use.run(hash, now);
        if (changes) logins.add.run(login.hash, login.site, login.agent, login.role, login.expires);
        tickets.tidy.run(now);
        logins.tidy.run(now);
        return changes !== 0;
      }),
    login: async (hash, now) => logins.good.get(hash, now) as Login | undefined,
    async endLogin(hash) {
      logins.end.run(hash);
    },
  };
}
