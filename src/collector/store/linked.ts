/** Which accounts, on several sites, are one person's: what let somebody in says which ones a login opens. */
import type { DatabaseSyncInstance } from "@photostructure/sqlite";

/**
 * An account `a` that is opened by a login `l` of the account `o`. A hash is salted: two accounts have the very same one because the
 * password was proved for both. A password opens nothing by what the provider says of somebody, nor the other way round: who may set
 * one of an account's ways in, as a site's admin may by an invitation, comes nowhere else by it.
 */
export const OPENS = `(a.id = o.id OR (l.by_provider = 0 AND a.email = o.email AND a.password_hash = o.password_hash) OR (l.by_provider = 1 AND a.subject = o.subject))`;

/**
 * Makes what is done with an account's logins when it is another's to use, or may do something else: those that open an active account
 * on another site as well go on as that one's, and the others end. In a transaction of the caller's, and before the account changes
 * what it shares with others.
 */
export function createWithdraw(database: DatabaseSyncInstance): (account: string) => void {
  const move = database.prepare(`
    UPDATE logins AS l SET account = coalesce((
      SELECT a.id FROM accounts AS o JOIN accounts AS a ON ${OPENS} JOIN sites AS s ON s.id = a.site
      WHERE o.id = l.account AND a.id <> o.id AND a.active = 1 ORDER BY s.rowid LIMIT 1), account) WHERE account = ?`);
  const end = database.prepare("DELETE FROM logins WHERE account = ?");
  return (account) => {
    move.run(account);
    end.run(account);
  };
}
