/** Accounts and the links that let people in: each change is checked in the transaction that makes it. */
import type { DatabaseSyncInstance } from "@photostructure/sqlite";
import type { AccountProblem, AccountStore, StoredAccount, Ticket } from "./accountStore";
import { createWithdraw } from "./linked";
import { about, transact } from "./transaction";

type AccountRows = Pick<AccountStore, "accounts" | "account" | "accountByEmail" | "accountsByEmail" | "accountsBySubject" | "mostPasswords" | "addAccount" | "changeAccount" | "replacePasswords" | "addTicket" | "ticket" | "redeemInvitation" | "redeemAdmin">;

interface Row extends Omit<StoredAccount, "active" | "queues" | "passwordHash" | "subject" | "lastLoginAt"> {
  active: number;
  queues: string | null;
  passwordHash: string | null;
  subject: string | null;
  lastLoginAt: number | null;
}

const ACCOUNT = "SELECT a.id, a.site, a.name, a.email, a.role, a.active, a.queues, a.password_hash AS passwordHash, a.subject, a.created_at AS createdAt, a.last_login_at AS lastLoginAt FROM accounts AS a";
const OF_ALL_SITES = `${ACCOUNT} JOIN sites AS s ON s.id = a.site`;

export function createAccounts(database: DatabaseSyncInstance): AccountRows {
  const accounts = {
    all: database.prepare(`${ACCOUNT} WHERE site = ? ORDER BY name_key`),
    one: database.prepare(`${ACCOUNT} WHERE site = ? AND id = ?`),
    byEmail: database.prepare(`${ACCOUNT} WHERE site = ? AND email = ?`),
    allByEmail: database.prepare(`${OF_ALL_SITES} WHERE a.email = ? ORDER BY s.rowid`),
    allBySubject: database.prepare(`${OF_ALL_SITES} WHERE a.subject = ? ORDER BY s.rowid`),
    mostPasswords: database.prepare("SELECT max(n) AS most FROM (SELECT count(DISTINCT password_hash) AS n FROM accounts WHERE active = 1 GROUP BY email)"),
    byName: database.prepare("SELECT id FROM accounts WHERE site = ? AND name_key = ?"),
    add: database.prepare("INSERT INTO accounts (id, site, name, name_key, email, role, active, queues, password_hash, subject, created_at, last_login_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
    change: database.prepare("UPDATE accounts SET name = ?, name_key = ?, role = ?, active = ?, queues = ?, password_hash = ?, subject = ?, last_login_at = ? WHERE site = ? AND id = ?"),
    otherAdmin: database.prepare("SELECT 1 FROM accounts WHERE site = ? AND id <> ? AND role = 'admin' AND active = 1 AND password_hash IS NOT NULL LIMIT 1"),
  };
  const tickets = {
    forget: database.prepare("DELETE FROM tickets WHERE site = ? AND account IS ?"),
    add: database.prepare("INSERT INTO tickets (hash, site, account, expires) VALUES (?, ?, ?, ?)"),
    good: database.prepare("SELECT hash, site, account, expires FROM tickets WHERE hash = ? AND expires > ?"),
    tidy: database.prepare("DELETE FROM tickets WHERE expires <= ?"),
  };

  const withdraw = createWithdraw(database);

  const find = ({ site, id }: { site: string; id: string }) => toAccount(accounts.one.get(site, id));
  const goodTicket = (hash: string, now: number): Ticket | undefined => {
    const row = tickets.good.get(hash, now) as (Omit<Ticket, "account"> & { account: string | null }) | undefined;
    return row && { hash: row.hash, site: row.site, expires: row.expires, ...(row.account !== null && { account: row.account }) };
  };
  /** A used ticket goes, and with it all others for the same. */
  const use = ({ site, account }: Ticket, now: number) => {
    tickets.forget.run(site, account ?? null);
    tickets.tidy.run(now);
  };
  const isTaken = ({ site, id, name }: Pick<StoredAccount, "site" | "id" | "name">) => {
    const holder = accounts.byName.get(site, nameKey(name)) as { id: string } | undefined;
    return holder !== undefined && holder.id !== id;
  };
  const insert = (one: StoredAccount) => {
    about(one.id);
    accounts.add.run(one.id, one.site, one.name, nameKey(one.name), one.email, one.role, Number(one.active), toText(one.queues), one.passwordHash ?? null, one.subject ?? null, one.createdAt, one.lastLoginAt ?? null);
  };
  const update = (one: StoredAccount): StoredAccount => {
    about(one.id);
    accounts.change.run(one.name, nameKey(one.name), one.role, Number(one.active), toText(one.queues), one.passwordHash ?? null, one.subject ?? null, one.lastLoginAt ?? null, one.site, one.id);
    return one;
  };

  return {
    accounts: async (site) => accounts.all.all(site).map((row) => toAccount(row)!),
    account: async (which) => find(which),
    accountByEmail: async ({ site, email }) => toAccount(accounts.byEmail.get(site, email)),
    accountsByEmail: async (email) => accounts.allByEmail.all(email).map((row) => toAccount(row)!),
    accountsBySubject: async (subject) => accounts.allBySubject.all(subject).map((row) => toAccount(row)!),
    mostPasswords: async () => (accounts.mostPasswords.get() as { most: number | null }).most ?? 0,
    addAccount: async (account) =>
      transact(database, (): AccountProblem | undefined => {
        if (accounts.byEmail.get(account.site, account.email)) return "email_taken";
        if (isTaken(account)) return "name_taken";
        insert(account);
        return undefined;
      }),
    changeAccount: async (which, change) =>
      transact(database, (): StoredAccount | AccountProblem => {
        const before = find(which);
        if (!before) return "unknown_account";
        const { queues, ...rest } = { ...before, ...change };
        const after: StoredAccount = { ...rest, ...(queues && { queues }) };
        if (isTaken(after)) return "name_taken";
        if (isAdmin(before) && !isAdmin(after) && !accounts.otherAdmin.get(before.site, before.id)) return "last_admin";
        return update(after);
      }),
    replacePasswords: async ({ account, hashes, by }) =>
      transact(database, () => {
        const isOne = ({ passwordHash }: StoredAccount) => passwordHash !== undefined && hashes.includes(passwordHash);
        const known = accounts.allByEmail.all(account.email).map((row) => toAccount(row)!).filter(isOne);
        const own = known.find(({ id }) => id === account.id);
        if (!own) return [];
        // What is noted is of the last one.
        return [...known.filter((one) => one !== own), own].map((one) => update({ ...one, passwordHash: by })).reverse();
      }),

    addTicket: async ({ hash, site, account, expires }) =>
      transact(database, () => {
        // The operator may have several that make an admin: one a start.
        if (account !== undefined) tickets.forget.run(site, account);
        tickets.add.run(hash, site, account ?? null, expires);
      }),
    ticket: async (hash, now) => goodTicket(hash, now),
    redeemInvitation: async ({ ticket, passwordHash, now }) =>
      transact(database, () => {
        const good = goodTicket(ticket, now);
        const account = good?.account === undefined ? undefined : find({ site: good.site, id: good.account });
        if (!good || !account?.active) return undefined;
        use(good, now);
        withdraw(account.id);
        return update({ ...account, passwordHash });
      }),
    redeemAdmin: async ({ ticket, account, now }) =>
      transact(database, () => {
        const good = goodTicket(ticket, now);
        if (!good || good.account !== undefined) return "used";
        const known = toAccount(accounts.byEmail.get(good.site, account.email));
        const admin: StoredAccount = { ...(known ?? account), site: good.site, name: account.name, role: "admin", active: true, ...(account.passwordHash !== undefined && { passwordHash: account.passwordHash }) };
        if (isTaken(admin)) return "name_taken";
        use(good, now);
        if (known) {
          withdraw(known.id);
          return update(admin);
        }
        insert(admin);
        return admin;
      }),
  };
}

/** Names that look the same are the same. */
function nameKey(name: string): string {
  return name.normalize("NFKC").toLowerCase();
}

const toText = (queues: string[] | undefined) => (queues === undefined ? null : JSON.stringify(queues));

function isAdmin({ role, active, passwordHash }: StoredAccount): boolean {
  return role === "admin" && active && passwordHash !== undefined;
}

function toAccount(found: unknown): StoredAccount | undefined {
  if (!found) return undefined;
  const { active, queues, passwordHash, subject, lastLoginAt, ...row } = found as Row;
  return { ...row, active: active === 1, ...(queues !== null && { queues: JSON.parse(queues) as string[] }), ...(passwordHash !== null && { passwordHash }), ...(subject !== null && { subject }), ...(lastLoginAt !== null && { lastLoginAt }) };
}
