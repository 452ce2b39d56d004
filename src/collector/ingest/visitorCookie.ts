/** The visitor's id in a cookie of the collector, one of each site for all its sub-domains: scripts cannot read it, and Safari keeps it longer than what they store. */
import type { IncomingEvent, Site, Standing, Store } from "../store/store";

/** The cookie of one site: a visitor of two sites is two visitors, and neither site hears of the other's. */
export interface VisitorCookie {
  /** Whom the request's cookies name; whatever else they hold is not looked at. */
  read(cookies: string | undefined): IncomingEvent["cookie"];
  /** @returns the `Set-Cookie` value that makes the browser keep this visitor, or forget another, where it is not so already */
  answer(standing: Standing, had: IncomingEvent["cookie"]): string | undefined;
  /** The `Set-Cookie` value that takes it away. */
  forget: string;
}

export interface VisitorCookieOptions {
  /** How long browsers keep it; without a day there is none, and none is heeded. */
  days: number;
  /** The collector's clock. */
  now: () => number;
  store: Pick<Store, "firstSite">;
}

/** Gives a site its cookie. */
export type VisitorCookies = (site: Pick<Site, "id" | "key">) => Promise<VisitorCookie>;

/** With this beginning browsers take it from this very host alone, and only if it is marked secure: no other sub-domain can put one in its place. */
const NAME = "__Host-pe";
/** What a visitor's own id looks like, and when it was written; with anything else in its place there is no cookie. */
const VALUE = /^([\w-]{8,64})\.([\da-z]{1,9})$/;
const DAY_MS = 86_400_000;
const SECOND_MS = 1_000;
/** It is written anew when it is older, so that it outlasts visits that come often enough. */
const FRESH_DAYS = 7;

export function createVisitorCookies({ days, now, store }: VisitorCookieOptions): VisitorCookies {
  const cookieOf = (name: string): VisitorCookie => {
    const write = (value: string, seconds: number) => `${name}=${value}; Path=/; Max-Age=${seconds}; Secure; HttpOnly; SameSite=Lax`;
    const forget = write("", 0);
    const valueIn = (pair: string) => (pair.startsWith(`${name}=`) ? VALUE.exec(pair.slice(name.length + 1)) : null);
    return {
      forget,
      read(cookies = "") {
        const [, visitor, at] = days ? cookies.split(";").map((pair) => valueIn(pair.trim())).find((found) => found) ?? [] : [];
        return visitor === undefined || at === undefined ? undefined : { visitor, at: parseInt(at, 36) };
      },
      answer({ visitor, isOver }, had) {
        if (!days) return undefined;
        // Only who is asked to forget somebody is told so.
        if (isOver) return had && forget;
        if (had?.visitor === visitor && now() - had.at < FRESH_DAYS * DAY_MS) return undefined;
        const value = `${visitor}.${now().toString(36)}`;
        return VALUE.test(value) ? write(value, (days * DAY_MS) / SECOND_MS) : undefined;
      },
    };
  };
  // The first site's has the name that it had while there was no other.
  return async ({ id, key }) => cookieOf((await store.firstSite())?.id === id ? NAME : `${NAME}_${key}`);
}
