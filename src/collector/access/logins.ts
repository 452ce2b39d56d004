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
  begin(account: string, cookies: string | undefined): Promise<string>;
  /** Whose cookie this is, if it still holds. @param isUse does the request show that somebody is there? */
  find(cookies: string | undefined, isUse: boolean): Promise<Login | undefined>;
  /** Does a login that was found still hold, as it was? That somebody asks is no use of it. */
  holds(login: Login): Promise<boolean>;
  /** Ends the login. Returns the `Set-Cookie` value that forgets it. */
  end(cookies: string | undefined): Promise<string>;
  /** Ends all logins of an account. */
  endAll(account: string): Promise<void>;
  /** Ends the streams of an account, whose logins go on: what it may see is another from now on. */
  endStreams(account: string): void;
  /** Calls back when the login is ended by `end` or `endAll`, or its streams are. Returns the way to stop. */
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
  const endOne = async (cookies: string | undefined) => {
    const token = read(cookies);
    if (token === undefined) return;
    const ended = hashToken(token);
    await store.endLogin(ended);
    tell(({ hash }) => hash === ended);
  };

  return {
    async begin(account, cookies) {
      await endOne(cookies);
      const token = createToken("", TOKEN_CHARS);
      await store.beginLogin({ hash: hashToken(token), account, beganAt: now(), seenAt: now() }, limits());
      return cookie(token, LOGIN_MS / 1_000);
    },
    async find(cookies, isUse) {
      const token = read(cookies);
      const login = token === undefined ? undefined : await store.login(hashToken(token), limits());
      if (login && isUse && now() - login.seenAt >= SEEN_MS) await store.seeLogin(login.hash, now());
      return login;
    },
    async holds({ hash, queues }) {
      const login = await store.login(hash, limits());
      return login !== undefined && JSON.stringify(login.queues) === JSON.stringify(queues);
    },
    async end(cookies) {
      await endOne(cookies);
      return cookie("", 0);
    },
    async endAll(account) {
      await store.endLogins(account);
      tell((login) => login.account === account);
    },
    endStreams: (account) => tell((login) => login.account === account),
    onEnd(login, listener) {
      listeners.set(listener, login);
      return () => listeners.delete(listener);
    },
  };
}
