/** Who is logged in: a cookie for a working day, that ends sooner where nobody uses it. */
import type { Login, Store } from "../store/store";
import { createToken, hashToken } from "./token";

/** Source: OWASP, "Session Management Cheat Sheet". */
const LOGIN_MS = 12 * 3_600_000;
const IDLE_MS = 30 * 60_000;
/** How often it is written down that a login is in use. */
const SEEN_MS = 60_000;
/** 192 random bits. */
const TOKEN_CHARS = 32;

export interface Logins {
  /** Begins a login, and ends the one that the browser had. Returns the `Set-Cookie` value. */
  begin(account: string, cookies: string | undefined, how?: Pick<Login, "byProvider">): Promise<string>;
  /** Whose cookie this is, if it still holds. @param isUse does the request show that somebody is there? */
  find(cookies: string | undefined, isUse: boolean): Promise<Login | undefined>;
  /** A login that was found, as it is on the site of a public key; `undefined` where it opens no active account there, or there is no such site. */
  at(login: Login, key: string): Promise<Login | undefined>;
  /** Does a login that was found still hold, as it was? That somebody asks is no use of it. */
  holds(login: Login): Promise<boolean>;
  /** Ends the login. Returns the `Set-Cookie` value that forgets it. */
  end(cookies: string | undefined): Promise<string>;
  /** Ends all logins of these accounts. */
  endAll(accounts: string[]): Promise<void>;
  /** Ends what an account's logins are on its own site: those that open another site's as well go on there. */
  withdraw(account: string): Promise<void>;
  /** Ends all logins of the accounts that this one opens, but this one. */
  endOthers(login: Login): Promise<void>;
  /** How many hold of the accounts that this one opens, besides this one. */
  countOthers(login: Login): Promise<number>;
  /** Ends the streams of an account, whose logins go on: what it may see is another from now on. */
  endStreams(account: string): void;
  /** Calls back when the login is ended by `end`, `endAll`, `withdraw` or `endOthers`, or its streams are. Returns the way to stop. */
  onEnd(login: Login, listener: () => void): () => void;
}

export interface LoginsDependencies {
  store: Store;
  now: () => number;
  /** Does the console run over HTTPS? */
  secure: boolean;
}

export function createLogins({ store, now, secure }: LoginsDependencies): Logins {
  // With this prefix a browser takes it from this very host alone, and over HTTPS alone.
  const name = secure ? "__Host-pe_console" : "pe_console";
  const cookie = (value: string, seconds: number) => `${name}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Lax${secure ? "; Secure" : ""}`;
  const read = (cookies = "") => {
    const found = cookies.split(";").find((pair) => pair.trim().startsWith(`${name}=`));
    return found?.trim().slice(name.length + 1) || undefined;
  };
  const limits = () => ({ beganAfter: now() - LOGIN_MS, seenAfter: now() - IDLE_MS });

  const listeners = new Map<() => void, Login>();
  const tell = (isEnded: (login: Login) => boolean) => {
    for (const [listener, login] of [...listeners]) if (isEnded(login)) listener();
  };
  const tellOf = (ended: string[]) => tell(({ hash }) => ended.includes(hash));
  const endOne = async (cookies: string | undefined) => {
    const token = read(cookies);
    if (token === undefined) return;
    const ended = hashToken(token);
    await store.endLogin(ended);
    tellOf([ended]);
  };

  return {
    async begin(account, cookies, { byProvider } = { byProvider: false }) {
      await endOne(cookies);
      const token = createToken("", TOKEN_CHARS);
      await store.beginLogin({ hash: hashToken(token), account, byProvider, beganAt: now(), seenAt: now() }, limits());
      return cookie(token, LOGIN_MS / 1_000);
    },
    async find(cookies, isUse) {
      const token = read(cookies);
      const login = token === undefined ? undefined : await store.login(hashToken(token), limits());
      if (login && isUse && now() - login.seenAt >= SEEN_MS) await store.seeLogin(login.hash, now());
      return login;
    },
    async at(login, key) {
      const site = await store.siteByKey(key);
      return site && (site.id === login.site ? login : store.login(login.hash, limits(), site.id));
    },
    async holds({ hash, site, account, role, agent, queues }) {
      const login = await store.login(hash, limits(), site);
      const told = (one: Pick<Login, "account" | "role" | "agent" | "queues">) => JSON.stringify([one.account, one.role, one.agent, one.queues ?? null]);
      return login !== undefined && told(login) === told({ account, role, agent, ...(queues && { queues }) });
    },
    async end(cookies) {
      await endOne(cookies);
      return cookie("", 0);
    },
    async endAll(accounts) {
      tellOf(await store.endLogins(accounts));
    },
    async withdraw(account) {
      await store.withdrawLogins(account);
      tell((login) => login.account === account);
    },
    async endOthers({ hash }) {
      tellOf(await store.endOtherLogins(hash));
    },
    countOthers: ({ hash }) => store.countOtherLogins(hash, limits()),
    endStreams: (account) => tell((login) => login.account === account),
    onEnd(login, listener) {
      listeners.set(listener, login);
      return () => listeners.delete(listener);
    },
  };
}
