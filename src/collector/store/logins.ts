/** Who is logged in, by the hash of what their cookie holds. */
import type { DatabaseSyncInstance } from "@photostructure/sqlite";
import type { NamedSite } from "../../protocol/site";
import type { AccountStore, Login } from "./accountStore";
import { createWithdraw, OPENS } from "./linked";
import { about, transact } from "./transaction";

type LoginRows = Pick<AccountStore, "beginLogin" | "login" | "loginSites" | "seeLogin" | "endLogin" | "endLogins" | "endOtherLogins" | "withdrawLogins" | "countOtherLogins">;

const OPENED = `FROM logins AS l JOIN accounts AS o ON o.id = l.account JOIN accounts AS a ON ${OPENS}`;

export function createLoginRows(database: DatabaseSyncInstance): LoginRows {
  const add = database.prepare("INSERT INTO logins (hash, account, by_provider, began_at, seen_at) VALUES (?, ?, ?, ?, ?)");
  const good = database.prepare(`
    SELECT l.hash, a.id AS account, a.site, a.name AS agent, a.role, a.queues, l.by_provider AS byProvider, l.began_at AS beganAt, l.seen_at AS seenAt
    ${OPENED} WHERE l.hash = ? AND l.began_at > ? AND l.seen_at > ? AND a.active = 1 AND iif(?4 IS NULL, a.id = l.account, a.site = ?4)`);
  const sites = database.prepare(`SELECT s.name, s.key ${OPENED} JOIN sites AS s ON s.id = a.site WHERE l.hash = ? AND a.active = 1 ORDER BY s.name, s.rowid`);
  const see = database.prepare("UPDATE logins SET seen_at = ? WHERE hash = ?");
  const end = database.prepare("DELETE FROM logins WHERE hash = ?");
  const endAll = database.prepare("DELETE FROM logins WHERE account = ? RETURNING hash");
  const OTHERS = `FROM logins WHERE account IN (SELECT a.id ${OPENED} WHERE l.hash = ?1) AND hash <> ?1`;
  const endOthers = database.prepare(`DELETE ${OTHERS} RETURNING hash`);
  const count = database.prepare(`SELECT count(*) AS count ${OTHERS} AND began_at > ? AND seen_at > ?`);
  const tidy = database.prepare("DELETE FROM logins WHERE began_at <= ? OR seen_at <= ?");
  const withdraw = createWithdraw(database);
  const hashesOf = (rows: unknown[]) => (rows as { hash: string }[]).map(({ hash }) => hash);

  return {
    async beginLogin({ hash, account, byProvider, beganAt, seenAt }, { beganAfter, seenAfter }) {
      transact(database, () => {
        about(account);
        tidy.run(beganAfter, seenAfter);
        add.run(hash, account, Number(byProvider), beganAt, seenAt);
      });
    },
    async login(hash, { beganAfter, seenAfter }, site) {
      const row = good.get(hash, beganAfter, seenAfter, site ?? null) as (Omit<Login, "queues" | "byProvider"> & { queues: string | null; byProvider: number }) | undefined;
      if (!row) return undefined;
      const { queues, byProvider, ...login } = row;
      return { ...login, byProvider: byProvider === 1, ...(queues !== null && { queues: JSON.parse(queues) as string[] }) };
    },
    loginSites: async (hash) => sites.all(hash) as unknown as NamedSite[],
    async seeLogin(hash, now) {
      see.run(now, hash);
    },
    async endLogin(hash) {
      transact(database, () => end.run(hash));
    },
    endLogins: async (accounts) => transact(database, () => accounts.flatMap((account) => hashesOf(endAll.all(account)))),
    endOtherLogins: async (hash) => transact(database, () => hashesOf(endOthers.all(hash))),
    async withdrawLogins(account) {
      transact(database, () => withdraw(account));
    },
    countOtherLogins: async (hash, { beganAfter, seenAfter }) => (count.get(hash, beganAfter, seenAfter) as { count: number }).count,
  };
}
