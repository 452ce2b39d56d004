/** Logins that failed, in the audit log: the first of each at once, those that follow within a while as one row with their number, however many there are. */
import type { DatabaseSyncInstance } from "@photostructure/sqlite";
import type { AuditEntry } from "./audit";

/** Somebody was not let in. */
export interface LoginFailure extends Omit<AuditEntry, "role" | "before" | "after" | "times"> {
  /** Which account was tried, by its id, or a keyed hash of an address that is no account's. */
  object: string;
  isAccount: boolean;
  /** Where from, for counting. */
  network: string;
}

export interface LoginFailures {
  /** In a transaction of the caller's. */
  add(failure: LoginFailure): void;
  /** Writes down those whose while has passed, in a transaction of the caller's. */
  settle(now: number): void;
  isDue(now: number): boolean;
}

/** What follows one that failed within this time is counted with it. */
const WHILE_MS = 900_000;
/** Most rows of such a while: of an account from so many networks, and of addresses that are no account's; all others are counted as one. */
const NETWORKS = 5;
const STRANGERS = 50;
/** Most that are settled at once. */
const SETTLED = 500;

interface Row {
  site: string;
  key: string;
  entry: string;
  lastAt: number;
  status: number;
  more: number;
}

export interface LoginFailuresDependencies {
  database: DatabaseSyncInstance;
  append(entry: AuditEntry): void;
}

export function createLoginFailures({ database, append }: LoginFailuresDependencies): LoginFailures {
  const again = database.prepare("UPDATE login_failures SET more = more + 1, last_at = ?, status = ? WHERE site = ? AND key = ?");
  const count = database.prepare("SELECT count(*) AS count FROM login_failures WHERE site = ? AND whose = ?");
  const open = database.prepare("INSERT INTO login_failures (site, key, whose, entry, since, last_at, status, more) VALUES (?, ?, ?, ?, ?, ?, ?, 0)");
  const due = database.prepare(`SELECT site, key, entry, last_at AS lastAt, status, more FROM login_failures WHERE since <= ? ORDER BY since LIMIT ${SETTLED}`);
  const close = database.prepare("DELETE FROM login_failures WHERE site = ? AND key = ?");

  const settle = (now: number): void => {
    for (const { site, key, entry, lastAt, status, more } of due.all(now - WHILE_MS) as unknown as Row[]) {
      if (more > 0) append({ ...(JSON.parse(entry) as AuditEntry), at: lastAt, status, times: more });
      close.run(site, key);
    }
  };
  const isCounted = ({ site, at, status }: LoginFailure, key: string) => again.run(at, status, site, key).changes !== 0;

  return {
    settle,
    isDue: (now) => due.get(now - WHILE_MS) !== undefined,
    add(failure) {
      const { isAccount, network, ...entry } = failure;
      const { site, what, object, at, status } = entry;
      settle(at);
      const whose = isAccount ? object : "";
      const key = JSON.stringify([what, object, network]);
      if (isCounted(failure, key)) return;
      const { count: there } = count.get(site, whose) as { count: number };
      const hasRoom = there < (isAccount ? NETWORKS : STRANGERS);
      const others = JSON.stringify([what, whose]);
      if (!hasRoom && isCounted(failure, others)) return;
      // Of many from everywhere neither address nor place is told.
      const { ip: _ip, object: _object, ...rest } = entry;
      const row: AuditEntry = hasRoom ? entry : { ...rest, ...(isAccount && { object }) };
      append(row);
      open.run(site, hasRoom ? key : others, whose, JSON.stringify(row), at, at, status);
    },
  };
}
