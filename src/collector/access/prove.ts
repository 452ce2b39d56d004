/** Compares a password with those of one e-mail's accounts, on all sites at once, and as often as the throttle lets it. */
import type { Store, StoredAccount } from "../store/store";
import { networkOf } from "./networkOf";
import type { Passwords } from "./passwords";
import type { Limit, Throttle } from "./throttle";

const MINUTE_MS = 60_000;
/** Who guesses one account's password from one place. */
const ACCOUNT_THERE: Limit = { free: 5, longestMs: 15 * MINUTE_MS };
/** Who tries many accounts from one place; an office may be one place, too. */
const THERE: Limit = { free: 30, longestMs: 15 * MINUTE_MS };
/** Who tries one account from many places. It is slowed and never shut: otherwise anybody could keep its holder out. */
const ACCOUNT: Limit = { free: 50, longestMs: MINUTE_MS };
/** Most passwords of one e-mail that are compared; the oldest sites' come first. */
const PASSWORDS = 8;

export interface Tried {
  /** All of one e-mail; those that are not active have no password that fits. */
  accounts: StoredAccount[];
  email: string;
  password: string;
  ip: string;
  /** Do they come by an invitation? Of those, too, a place has a number, and of its own: they get in, whatever their password is elsewhere. */
  isInvited: boolean;
}

export interface Proof {
  /** Hashes that the password is right for, the oldest site's first. */
  fitting: string[];
  /** Sites whose accounts were tried: the others have to wait. */
  open: string[];
  /** More than 0 where nothing was tried at all. */
  waitMs: number;
}

/** Is an account active, and its password one of these? */
export function hasOneOf({ active, passwordHash }: StoredAccount, hashes: string[]): boolean {
  return active && passwordHash !== undefined && hashes.includes(passwordHash);
}

export interface ProveDependencies {
  store: Pick<Store, "mostPasswords">;
  passwords: Pick<Passwords, "fitting">;
  throttle: Throttle;
}

/**
 * Whoever may invite people can give an e-mail an account with a password that they know. So being right on one site says nothing of
 * the others: there the try counts as one that was wrong. And nothing, neither the time nor how soon one has to wait, depends on
 * whether there are others.
 */
export function createProve({ store, passwords, throttle }: ProveDependencies): (tried: Tried) => Promise<Proof> {
  return async ({ accounts, email, password, ip, isInvited }) => {
    const place = networkOf(ip);
    const [here, all, there] = [`account ${email} from ${place}`, `account ${email}`, isInvited ? `invited from ${place}` : `from ${place}`];
    const { waitMs, open } = await throttle.enter({ limits: { [here]: ACCOUNT_THERE, [all]: ACCOUNT }, common: { [there]: THERE }, branches: accounts.map(({ site }) => site) });
    if (waitMs > 0) return { fitting: [], open, waitMs };
    const hashes = accounts.flatMap(({ active, passwordHash, site }) => (active && passwordHash !== undefined && open.includes(site) ? [passwordHash] : []));
    const least = Math.max(1, Math.min(PASSWORDS, await store.mostPasswords()));
    const fitting = await passwords.fitting(password, [...new Set(hashes)].slice(0, PASSWORDS), least);
    const right = accounts.filter((one) => hasOneOf(one, fitting));
    await throttle.passed({ keys: [here, all], branches: right.map(({ site }) => site) });
    if (right.length && !isInvited) await throttle.takeBack([there]);
    return { fitting, open, waitMs };
  };
}
