/**
 * Reads an address. Node 20's `URL.canParse` is not asked: once it has been compiled, after some thousand calls, it refuses
 * all that holds letters such as ü.
 */

/** @returns `undefined` when it is no address */
export function parseUrl(address: string, base?: string): URL | undefined {
  try {
    return new URL(address, base);
  } catch {
    return undefined;
  }
}
