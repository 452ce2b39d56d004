/** The ways in: an e-mail and a password, or a link that works once. */
import { normalizeEmail } from "../../protocol/email";
import { createId } from "../../protocol/id";
import type { Store, StoredAccount } from "../store/store";
import type { Logins } from "./logins";
import { networkOf } from "./networkOf";
import { Busy, explainPassword, isOutdated, type Passwords } from "./passwords";
import { readName } from "./readAccount";
import type { Limit, Throttle } from "./throttle";
import { hashToken } from "./token";

const MINUTE_MS = 60_000;
/** Who guesses one account's password from one place. */
const ACCOUNT_THERE: Limit = { free: 5, longestMs: 15 * MINUTE_MS };
/** Who tries many accounts from one place; an office may be one place, too. */
const THERE: Limit = { free: 30, longestMs: 15 * MINUTE_MS };
/** Who tries one account from many places. It is slowed and never shut: otherwise anybody could keep its holder out. */
const ACCOUNT: Limit = { free: 50, longestMs: MINUTE_MS };

/** Why somebody does not get in. */
export type Denied = { reason: "wrong" | "used_link" | "busy" } | { reason: "throttled"; waitMs: number } | { reason: "unsound"; message: string };
export type Admitted = { account: StoredAccount } | Denied;

export interface Admission {
  /** What a good ticket is for: an account, named, or an admin to be made. */
  look(ticket: string): Promise<{ site: string; account?: StoredAccount } | undefined>;
  logIn(given: { email: string; password: string; ip: string }): Promise<Admitted>;
  /** Uses up a link that the collector printed. */
  becomeAdmin(given: { ticket: string; name: string; email: string; password: string }): Promise<Admitted>;
  /** Uses up an invitation. */
  accept(given: { ticket: string; password: string }): Promise<Admitted>;
  /** All other logins of the account end. */
  changePassword(given: { site: string; id: string; before: string; password: string; ip: string }): Promise<Admitted>;
}

export interface AdmissionDependencies {
  store: Store;
  logins: Pick<Logins, "endAll" | "withdraw">;
  passwords: Passwords;
  throttle: Throttle;
  now: () => number;
}

/** Somebody who says who they are. */
interface Tried {
  /** None as long as there is no site. */
  site: string | undefined;
  account: StoredAccount | undefined;
  email: string;
  password: string;
  ip: string;
  /** Are they logged in, and want to change their own password? */
  isOwn: boolean;
}

export function createAdmission({ store, logins, passwords, throttle, now }: AdmissionDependencies): Admission {
  const look = async (ticket: string) => {
    const good = await store.ticket(hashToken(ticket), now());
    if (good?.account === undefined) return good && { site: good.site };
    const account = await store.account({ site: good.site, id: good.account });
    return account?.active ? { site: good.site, account } : undefined;
  };

  /** Notes in the audit log that somebody was not let in, and as whom they tried. */
  const failed = async (denied: Denied, { site, account, email, ip, isOwn }: Tried): Promise<Denied> => {
    if (site === undefined) return denied;
    const object = account?.id ?? `email ${await store.fingerprint(site, email)}`;
    const [what, wrong] = isOwn ? ["POST /v1/me/password", 422] as const : ["POST /console/login", 401] as const;
    const status = denied.reason === "throttled" ? 429 : wrong;
    await store.addLoginFailure({ site, at: now(), who: account?.name ?? "nobody", what, object, status, ip, isAccount: account !== undefined, network: networkOf(ip) });
    return denied;
  };

  /** Compares in the same time whether or not there is an account, and as often as the throttle lets it. */
  const prove = async (tried: Tried): Promise<Admitted> => {
    const { account, email, password, ip } = tried;
    const place = networkOf(ip);
    const [here, there, all] = [`account ${email} from ${place}`, `from ${place}`, `account ${email}`];
    const waitMs = await throttle.enter({ [here]: ACCOUNT_THERE, [there]: THERE, [all]: ACCOUNT });
    if (waitMs > 0) return failed({ reason: "throttled", waitMs }, tried);
    const isRight = await passwords.matches(password, account?.active ? account.passwordHash : undefined);
    if (!account || !isRight) return failed({ reason: "wrong" }, tried);
    await throttle.passed({ [here]: { forgets: true }, [all]: { forgets: true }, [there]: { forgets: false } });
    return { account };
  };

  const setPassword = async (account: StoredAccount, passwordHash: string): Promise<Admitted> => {
    const changed = await store.changeAccount({ site: account.site, id: account.id }, { passwordHash });
    return typeof changed === "string" ? { reason: "wrong" } : { account: changed };
  };
  const noted = async (admitted: Admitted): Promise<Admitted> => {
    if (!("account" in admitted)) return admitted;
    const { site, id } = admitted.account;
    const changed = await store.changeAccount({ site, id }, { lastLoginAt: now() });
    return typeof changed === "string" ? { reason: "wrong" } : { account: changed };
  };
  const unlessBusy = (work: () => Promise<Admitted>) => work().catch((problem: unknown): Denied => {
    if (problem === Busy) return { reason: "busy" };
    throw problem;
  });

  return {
    look,
    logIn: (given) => unlessBusy(async () => {
      const email = normalizeEmail(given.email) ?? "";
      const site = await store.firstSite();
      const account = site && email ? await store.accountByEmail({ site: site.id, email }) : undefined;
      const proved = await prove({ ...given, site: site?.id, account, email, isOwn: false });
      const known = "account" in proved ? proved.account : undefined;
      if (known?.passwordHash !== undefined && isOutdated(known.passwordHash)) return noted(await setPassword(known, await passwords.hash(given.password)));
      return noted(proved);
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
      return noted({ account: made });
    }),
    accept: ({ ticket, password }) => unlessBusy(async () => {
      const good = await look(ticket);
      if (!good?.account) return { reason: "used_link" };
      const problem = explainPassword(password, good.account);
      if (problem !== undefined) return { reason: "unsound", message: problem };
      const account = await store.redeemInvitation({ ticket: hashToken(ticket), passwordHash: await passwords.hash(password), now: now() });
      if (!account) return { reason: "used_link" };
      await logins.withdraw(account.id);
      return noted({ account });
    }),
    changePassword: ({ site, id, before, password, ip }) => unlessBusy(async () => {
      const account = await store.account({ site, id });
      if (!account) return { reason: "wrong" };
      const proved = await prove({ site, account, email: account.email, password: before, ip, isOwn: true });
      if (!("account" in proved)) return proved;
      const problem = explainPassword(password, account);
      if (problem !== undefined) return { reason: "unsound", message: problem };
      const changed = await setPassword(account, await passwords.hash(password));
      await logins.endAll([id]);
      return changed;
    }),
  };
}
