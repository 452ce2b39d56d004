/** Where in the console somebody was on the way to when they had to log in. */

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
  if (typeof said !== "string" || said.length > CHARS || !URL.canParse(said, HERE)) return FIRST_PAGE;
  const { origin, pathname, search, hash } = new URL(said, HERE);
  return origin === HERE && CONSOLE_PAGES.includes(pathname) ? pathname + search + hash : FIRST_PAGE;
}

/** The same page, by way of the login or the identity provider. */
export const by = (way: string, to: string) => (to === FIRST_PAGE ? way : `${way}?to=${encodeURIComponent(to)}`);
