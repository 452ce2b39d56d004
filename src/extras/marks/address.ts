/** Reads addresses as they are written in the page. */

/** @returns `host/path?query#hash` for what leads to the web, `scheme:rest` for anything else, and nothing for no address at all */
export function placeOf(address: string | null): string {
  try {
    const { protocol, hostname, pathname, search, hash, href } = new URL(address!, location.href);
    return /^http/.test(protocol) ? hostname + pathname + search + hash : href.replace(/:\/*/, ":");
  } catch {
    return "";
  }
}
