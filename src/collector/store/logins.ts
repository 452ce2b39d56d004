/** Who is logged in, by the hash of what their cookie holds. */
import type { DatabaseSyncInstance } from "@photostructure/sqlite";
import type { AccountStore, Login } from "./accountStore";

type LoginRows = Pick<AccountStore, "beginLogin" | "login" | "seeLogin" | "endLogin" | "endLogins">;

export function createLoginRows(database: DatabaseSyncInstance): LoginRows {
  const add = database.prepare("INSERT INTO logins (hash, account, began_at, seen_at) VALUES (?, ?, ?, ?)");
  const good = database.prepare(`
    SELECT l.hash, l.account, a.site, a.name AS agent, a.role, a.queues, l.began_at AS beganAt, l.seen_at AS seenAt
    FROM logins AS l JOIN accounts AS a ON a.id = l.account WHERE l.hash = ? AND l.began_at > ? AND l.seen_at > ? AND a.active = 1`);
  const see = database.prepare("UPDATE logins SET seen_at = ? WHERE hash = ?");
  const end = database.prepare("DELETE FROM logins WHERE hash = ?");
  const endAll = database.prepare("DELETE FROM logins WHERE account = ?");
  const tidy = database.prepare("DELETE FROM logins WHERE began_at <= ? OR seen_at <= ?");

  return {
    async beginLogin({ hash, account, beganAt, seenAt }, { beganAfter, seenAfter }) {
      tidy.run(beganAfter, seenAfter);
      add.run(hash, account, beganAt, seenAt);
    },
    async login(hash, { beganAfter, seenAfter }) {
      const row = good.get(hash, beganAfter, seenAfter) as (Omit<Login, "queues"> & { queues: string | null }) | undefined;
      if (!row) return undefined;
      const { queues, ...login } = row;
      return { ...login, ...(queues !== null && { queues: JSON.parse(queues) as string[] }) };
    },
    async seeLogin(hash, now) {
      see.run(now, hash);
    },
    async endLogin(hash) {
      end.run(hash);
    },
    async endLogins(account) {
      endAll.run(account);
    },
  };
}
