/** The ways in: an e-mail and a password, or a link that works once. */
import { normalizeEmail } from "../../protocol/email";
import { createId } from "../../protocol/id";
import type { Store, StoredAccount } from "../store/store";
import type { Logins } from "./logins";
import { networkOf } from "./networkOf";
import { Busy, explainPassword, isOutdated, type Passwords } from "./passwords";
import { createProve, hasOneOf, type Proof } from "./prove";
import { readName } from "./readAccount";
import type { Throttle } from "./throttle";
import { hashToken } from "./token";

/** Why somebody does not get in. */
export type Denied = { reason: "wrong" | "used_link" | "busy" } | { reason: "throttled"; waitMs: number } | { reason: "unsound"; message: string };
export type Admitted = { account: StoredAccount } | Denied;

export interface Admission {
  /** What a good ticket is for: an account, named, or an admin to be made. */
  look(ticket: string): Promise<{ site: string; account?: StoredAccount } | undefined>;
  /** By the password of any of the accounts that the e-mail has, on whichever site; of several that it is of, all are linked from then on. */
  logIn(given: { email: string; password: string; ip: string }): Promise<Admitted>;
  /** Uses up a link that the collector printed. */
  becomeAdmin(given: { ticket: string; name: string; email: string; password: string }): Promise<Admitted>;
  /** Uses up an invitation. Whoever takes the password that they have on another site has one login for both. */
  accept(given: { ticket: string; password: string; ip: string }): Promise<Admitted>;
  /** Of all linked accounts, whose other logins all end. */
  changePassword(given: { site: string; id: string; before: string; password: string; ip: string }): Promise<Admitted>;
  /** Has the collector more than one site? */
  hasSeveralSites(): Promise<boolean>;
}

export interface AdmissionDependencies {
  store: Store;
  logins: Pick<Logins, "endAll" | "withdraw">;
  passwords: Passwords;
  throttle: Throttle;
  now: () => number;
}

/** Somebody who says who they are, and is not believed. */
interface Failed {
  email: string;
  ip: string;
  /** All accounts that were tried. */
  accounts: StoredAccount[];
  proof: Proof;
  /** Are they logged in, and want to change their own password? */
  isOwn: boolean;
}

export function createAdmission({ store, logins, passwords, throttle, now }: AdmissionDependencies): Admission {
  const prove = createProve({ store, passwords, throttle });

  const look = async (ticket: string) => {
    const good = await store.ticket(hashToken(ticket), now());
    if (good?.account === undefined) return good && { site: good.site };
    const account = await store.account({ site: good.site, id: good.account });
    return account?.active ? { site: good.site, account } : undefined;
  };

  /** Notes in the audit log of each site that has the account that somebody was not let in, and as whom they tried; where none has one, in the first site's. */
  const failed = async ({ accounts, email, ip, proof, isOwn }: Failed): Promise<Denied> => {
    const [what, wrong] = isOwn ? ["POST /v1/me/password", 422] as const : ["POST /console/login", 401] as const;
    const base = { at: now(), what, ip, network: networkOf(ip) };
    const first = accounts.length ? undefined : await store.firstSite();
    const object = first && `email ${await store.fingerprint(first.id, email)}`;
    const strangers = first && object !== undefined ? [{ ...base, site: first.id, who: "nobody", object, status: proof.waitMs > 0 ? 429 : wrong, isAccount: false }] : [];
    const known = accounts.map(({ site, id, name }) => ({ ...base, site, who: name, object: id, status: proof.waitMs > 0 || !proof.open.includes(site) ? 429 : wrong, isAccount: true }));
    await store.addLoginFailures([...known, ...strangers]);
    return proof.waitMs > 0 ? { reason: "throttled", waitMs: proof.waitMs } : { reason: "wrong" };
  };

  /** Notes of all accounts that they are let in to when that was. */
  const noted = async (accounts: StoredAccount[]): Promise<Admitted> => {
    const changed = [];
    for (const { site, id } of accounts) changed.push(await store.changeAccount({ site, id }, { lastLoginAt: now() }));
    const [account] = changed;
    return account === undefined || typeof account === "string" ? { reason: "wrong" } : { account };
  };
  const unlessBusy = (work: () => Promise<Admitted>) => work().catch((problem: unknown): Denied => {
    if (problem === Busy) return { reason: "busy" };
    throw problem;
  });

  return {
    look,
    hasSeveralSites: async () => (await store.sites()).length > 1,
    logIn: ({ password, ip, ...given }) => unlessBusy(async () => {
      const email = normalizeEmail(given.email) ?? "";
      const accounts = email ? await store.accountsByEmail(email) : [];
      const proof = await prove({ accounts, email, password, ip, isInvited: false });
      const [first, ...others] = proof.fitting;
      const account = accounts.find((one) => hasOneOf(one, proof.fitting));
      if (first === undefined || !account) return failed({ accounts, email, ip, proof, isOwn: false });
      // Whoever is let in by one account again and again may be trying another's password.
      const kept = accounts.filter((one) => one.active && one.passwordHash !== undefined && !hasOneOf(one, proof.fitting) && !proof.open.includes(one.site));
      if (kept.length) await failed({ accounts: kept, email, ip, proof, isOwn: false });
      const isOld = isOutdated(first);
      if (!isOld && !others.length) return noted(accounts.filter((one) => hasOneOf(one, [first])));
      const linked = await store.replacePasswords({ account, hashes: proof.fitting, by: isOld ? await passwords.hash(password) : first });
      return noted(linked.filter(({ active }) => active));
    }),
    becomeAdmin: ({ ticket, password, ...given }) => unlessBusy(async () => {
      const name = readName(given.name);
      const email = normalizeEmail(given.email);
      if (name === undefined) return { reason: "unsound", message: "Enter the name that session cards will show." };
      if (email === undefined) return { reason: "unsound", message: "Enter your e-mail: you log in with it." };
      const problem = explainPassword(password, { name, email });
      if (problem !== undefined) return { reason: "unsound", message: problem };
      if (!(await look(ticket))) return { reason: "used_link" };
      const passwordHash = await passwords.hash(password);
      const account: StoredAccount = { id: createId(now()), site: "", name, email, role: "admin", active: true, passwordHash, createdAt: now() };
      const made = await store.redeemAdmin({ ticket: hashToken(ticket), account, now: now() });
      if (made === "used") return { reason: "used_link" };
      if (made === "name_taken") return { reason: "unsound", message: "Somebody else has this name. Cards show it: take another one." };
      await logins.withdraw(made.id);
      return noted([made]);
    }),
    accept: ({ ticket, password, ip }) => unlessBusy(async () => {
      const good = await look(ticket);
      if (!good?.account) return { reason: "used_link" };
      const { email, site } = good.account;
      const problem = explainPassword(password, good.account);
      if (problem !== undefined) return { reason: "unsound", message: problem };
      // Everybody's takes as long, whether or not they are known elsewhere: who made the invitation may have opened it.
      const [passwordHash, accounts] = [await passwords.hash(password), await store.accountsByEmail(email)];
      const elsewhere = accounts.filter((one) => one.site !== site);
      const [proven] = (await store.sites()).length > 1 ? (await prove({ accounts: elsewhere, email, password, ip, isInvited: true })).fitting : [];
      const account = await store.redeemInvitation({ ticket: hashToken(ticket), passwordHash: proven ?? passwordHash, now: now() });
      if (!account) return { reason: "used_link" };
      await logins.withdraw(account.id);
      return noted([account]);
    }),
    changePassword: ({ site, id, before, password, ip }) => unlessBusy(async () => {
      const account = await store.account({ site, id });
      if (!account) return { reason: "wrong" };
      const { email, passwordHash } = account;
      const linked = (await store.accountsByEmail(email)).filter((one) => one.id === id || (passwordHash !== undefined && one.passwordHash === passwordHash));
      const proof = await prove({ accounts: linked, email, password: before, ip, isInvited: false });
      const [known] = proof.fitting;
      if (known === undefined) return failed({ accounts: [account], email, ip, proof, isOwn: true });
      const problem = explainPassword(password, account);
      if (problem !== undefined) return { reason: "unsound", message: problem };
      const changed = await store.replacePasswords({ account, hashes: [known], by: await passwords.hash(password) });
      const own = changed.find((one) => one.id === id);
      if (!own) return { reason: "wrong" };
      await logins.endAll(changed.map((one) => one.id));
      return { account: own };
    }),
  };
}
