/** An agent's way into the console: a ticket once, then a cookie for a working day. */
import type { Role } from "../../protocol/roles";
import type { Login, Store } from "../store/store";
import { createToken, hashToken } from "./token";

const TICKET_MS = 24 * 3_600_000;
const LOGIN_MS = 12 * 3_600_000;
const COOKIE = "pe_console";

export interface Logins {
  /** Makes a ticket for one login within a day. */
  createTicket(site: string): Promise<string>;
  isGood(ticket: string): Promise<boolean>;
  /** Uses a ticket up. Returns the `Set-Cookie` value of the login, or `undefined` when the ticket is not good. */
  redeem(ticket: string, agent: string, role?: Role): Promise<string | undefined>;
  /** Whose cookie this is, if it still holds. */
  find(cookies: string | undefined): Promise<Login | undefined>;
  /** Does a login that was found still hold, as it was? */
  holds(login: Login): Promise<boolean>;
  /** Ends the login. Returns the `Set-Cookie` value that forgets it. */
  end(cookies: string | undefined): Promise<string>;
  /** Calls back when the agent logs out. Returns the way to stop. */
  onEnd(login: Login, listener: () => void): () => void;
}

export interface LoginsDependencies {
  store: Store;
  now: () => number;
  /** Does the console run over HTTPS? */
  secure: boolean;
}

export function createLogins({ store, now, secure }: LoginsDependencies): Logins {
  const cookie = (value: string, seconds: number) =>
    `${COOKIE}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Lax${secure ? "; Secure" : ""}`;

  const listeners = new Map<() => void, string>();

  return {
    async createTicket(site) {
      const ticket = createToken("", 32);
      await store.addTicket({ hash: hashToken(ticket), site, expires: now() + TICKET_MS });
      return ticket;
    },
    isGood: async (ticket) => (await store.ticket(hashToken(ticket), now())) !== undefined,
    async redeem(ticket, agent, role = "admin") {
      const hash = hashToken(ticket);
      const good = await store.ticket(hash, now());
      if (!good) return undefined;
      const token = createToken("", 32);
      const login = { hash: hashToken(token), site: good.site, agent, role, expires: now() + LOGIN_MS };
      return (await store.redeem(hash, login, now())) ? cookie(token, LOGIN_MS / 1_000) : undefined;
    },
    async find(cookies) {
      const token = readCookie(cookies);
      return token === undefined ? undefined : store.login(hashToken(token), now());
    },
    holds: async ({ hash, role }) => (await store.login(hash, now()))?.role === role,
    async end(cookies) {
      const token = readCookie(cookies);
      if (token !== undefined) {
        const ended = hashToken(token);
        await store.endLogin(ended);
        for (const [listener, hash] of [...listeners]) if (hash === ended) listener();
      }
      return cookie("", 0);
    },
    onEnd({ hash }, listener) {
      listeners.set(listener, hash);
      return () => listeners.delete(listener);
    },
  };
}

function readCookie(cookies = ""): string | undefined {
  const found = cookies.split(";").find((pair) => pair.trim().startsWith(`${COOKIE}=`));
  return found?.trim().slice(COOKIE.length + 1) || undefined;
}
