/** What the collector asks of a store about accounts, the links that let people in, and who is logged in. */
import type { Role } from "../../protocol/roles";
import type { NamedSite } from "../../protocol/site";

export interface StoredAccount {
  id: string;
  site: string;
  name: string;
  /** In small letters. */
  email: string;
  role: Role;
  active: boolean;
  /** Those whose conversations they handle; all where none are set. What that means says `mayHandle`. */
  queues?: string[];
  /** Argon2id, in PHC's form; none as long as nobody has chosen a password. */
  passwordHash?: string;
  /** Who they are at the identity provider, once they came by it. */
  subject?: string;
  /** Milliseconds since 1970, as are all times here. */
  createdAt: number;
  lastLoginAt?: number;
}

/** Why an account was not made or changed. */
export type AccountProblem = "unknown_account" | "email_taken" | "name_taken" | "last_admin";

/** A link that works once: it sets an account's password, or, where it names none, makes an admin. */
export interface Ticket {
  hash: string;
  site: string;
  account?: string;
  expires: number;
}

/** Somebody who is logged in to the console, as they are on one of the sites that the login opens. */
export interface Login {
  hash: string;
  /** Id of their account on the site. */
  account: string;
  site: string;
  /** The account's name. */
  agent: string;
  role: Role;
  /** The account's queues; all where none are set. */
  queues?: string[];
  /** Did the identity provider let its holder in, or a password? */
  byProvider: boolean;
  beganAt: number;
  /** When its holder last did something. */
  seenAt: number;
}

/** A login has to have begun and been seen after these times. */
export interface LoginLimits {
  beganAfter: number;
  seenAfter: number;
}

export interface AccountStore {
  /** By name. */
  accounts(site: string): Promise<StoredAccount[]>;
  account(which: { site: string; id: string }): Promise<StoredAccount | undefined>;
  accountByEmail(which: { site: string; email: string }): Promise<StoredAccount | undefined>;
  /** Of all sites, the first site's first. */
  accountsByEmail(email: string): Promise<StoredAccount[]>;
  /** Of all sites, the first site's first. */
  accountsBySubject(subject: string): Promise<StoredAccount[]>;
  /** The most different passwords that the active accounts of one e-mail have. */
  mostPasswords(): Promise<number>;
  addAccount(account: StoredAccount): Promise<AccountProblem | undefined>;
  /** The last active admin of a site who has a password stays one. */
  changeAccount(which: { site: string; id: string }, change: Partial<Pick<StoredAccount, "name" | "role" | "active" | "passwordHash" | "subject" | "lastLoginAt">> & { queues?: string[] | undefined }): Promise<StoredAccount | AccountProblem>;

  /** Gives an account and all of the same e-mail that have one of these password hashes another one, at once. Returns those that have it now: none where the account had none of these any more. */
  replacePasswords(given: { account: StoredAccount; hashes: string[]; by: string }): Promise<StoredAccount[]>;

  /** Of each account the newest counts alone. */
  addTicket(ticket: Ticket): Promise<void>;
  /** A ticket that is still good at `now`. */
  ticket(hash: string, now: number): Promise<Ticket | undefined>;
  /** Uses up a ticket that names an account, withdraws its logins, and sets its password; `undefined` when it was not good any more. */
  redeemInvitation(given: { ticket: string; passwordHash: string; now: number }): Promise<StoredAccount | undefined>;
  /** Uses up a ticket that names none: makes this account, or, where the e-mail is known, withdraws its logins, and makes that account an active admin with the new name and password. */
  redeemAdmin(given: { ticket: string; account: StoredAccount; now: number }): Promise<StoredAccount | "used" | "name_taken">;

  /** Begins a login, and forgets those that are over. It opens every account that is linked by what let its holder in: the password, or the identity provider. */
  beginLogin(login: Pick<Login, "hash" | "account" | "byProvider" | "beganAt" | "seenAt">, limits: LoginLimits): Promise<void>;
  /** The login as it is on a site, by the id, where it opens an active account; without one, on that of its own account. */
  login(hash: string, limits: LoginLimits, site?: string): Promise<Login | undefined>;
  /** Sites where a login opens an active account, by name. */
  loginSites(hash: string): Promise<NamedSite[]>;
  seeLogin(hash: string, now: number): Promise<void>;
  endLogin(hash: string): Promise<void>;
  /** Ends all logins of accounts. Returns their hashes. */
  endLogins(accounts: string[]): Promise<string[]>;
  /** Ends all other logins of the accounts that the one of this hash opens. Returns their hashes. */
  endOtherLogins(hash: string): Promise<string[]>;
  /** Ends the logins of an account; those that open an active account on another site as well go on as that one's. */
  withdrawLogins(account: string): Promise<void>;
  /** How many other logins hold of the accounts that the one of this hash opens. */
  countOtherLogins(hash: string, limits: LoginLimits): Promise<number>;
}
