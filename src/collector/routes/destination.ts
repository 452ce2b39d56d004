/** Where in the console somebody was on the way to when they had to log in. */
import { parseUrl } from "../../protocol/parseUrl";

export const FIRST_PAGE = "/console/";
/** One page under several addresses: its script looks which. */
export const CONSOLE_PAGES = [FIRST_PAGE, ...["contacts", "rules", "health", "supervisor", "admin", "account"].map((name) => FIRST_PAGE + name)];
/** Most characters: what is longer nobody has as a link. */
const CHARS = 2_000;
const HERE = "http://console.invalid";

/**
 * @param said by an address or a form, so by anybody: what leads out of the console leads to its first page
 * @returns a path, with query and hash if it has any
 */
export function readDestination(said: unknown): string {
  const url = typeof said === "string" && said.length <= CHARS ? parseUrl(said, HERE) : undefined;
  return url?.origin === HERE && CONSOLE_PAGES.includes(url.pathname) ? url.pathname + url.search + url.hash : FIRST_PAGE;
}

/** The same page, by way of the login or the identity provider. */
export const by = (way: string, to: string) => (to === FIRST_PAGE ? way : `${way}?to=${encodeURIComponent(to)}`);
