/** Knows which of several sites the page is for, and has every address say so; where somebody has one site, none does. */
import type { Me } from "../protocol/card";

/** Query parameter, as the collector reads it. */
const SITE = "site";
/** Where the browser keeps which site was looked at last. */
const KEPT = "parley.site";

export interface Addresses {
  /** @param path of the collector's, with or without a query and a hash @returns the same, for the page's site */
  at(path: string): string;
  /** Takes what the collector says of who works here: the page's own address follows. */
  settle(me: Pick<Me, "site" | "sites">): void;
  /** Has the page's address named the site, or has the collector since? Otherwise nobody has asked for it today. */
  isNamed(): boolean;
  /** Forgets a site that was only remembered. @returns was it? */
  forget(): boolean;
}

export interface AddressesOptions {
  page?: Pick<Location, "href">;
  /** Has the page's address be another, without going there. */
  replace?: (href: string) => void;
  storage?: () => Pick<Storage, "getItem" | "setItem" | "removeItem">;
}

/** @param path of the collector's, with or without a query and a hash @param key of the site that it is to be for */
export function addressOf(path: string, key: string): string {
  const [, before = "", hash = ""] = /^([^#]*)(.*)$/s.exec(path)!;
  return `${before}${before.includes("?") ? "&" : "?"}${SITE}=${encodeURIComponent(key)}${hash}`;
}

export function createAddresses({ page = location, replace = (href) => history.replaceState(history.state, "", href), storage = () => localStorage }: AddressesOptions = {}): Addresses {
  const given = new URL(page.href).searchParams.get(SITE) || null;
  let isNamed = given !== null;
  let key = given ?? attempt(() => storage().getItem(KEPT));
  let isSettled = false;
  const remember = () => attempt(() => (key === null ? storage().removeItem(KEPT) : storage().setItem(KEPT, key)));
  return {
    at: (path) => (key === null ? path : addressOf(path, key)),
    isNamed: () => isNamed,
    forget() {
      if (isNamed || key === null) return false;
      key = null;
      remember();
      return true;
    },
    settle({ site, sites }) {
      const next = sites ? site.key : null;
      const isNews = !isSettled || next !== key;
      isNamed = isSettled = true;
      // Another tab may have been told of another site since.
      if (!isNews) return;
      key = next;
      remember();
      const href = new URL(page.href);
      if (href.searchParams.get(SITE) === key) return;
      href.searchParams.delete(SITE);
      if (key !== null) href.searchParams.set(SITE, key);
      replace(href.href);
    },
  };
}

/** @returns nothing where the browser keeps nothing */
function attempt<T>(what: () => T): T | null {
  try {
    return what();
  } catch {
    return null;
  }
}
