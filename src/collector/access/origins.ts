/** Which websites may send: exact origins, whole subdomain labels, and this machine while nothing is configured. */
import { THIS_MACHINE } from "../../protocol/settings";
import { parseUrl } from "../../protocol/parseUrl";

const LOCAL = /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/;
const WILDCARD = /^(https?:\/\/)\*\.(.+)$/;

/**
 * Reads one entry of the allow-list into the form in which browsers write origins.
 *
 * @returns the entry, or `undefined` when it is no origin
 */
export function parseOrigin(entry: string): string | undefined {
  const [, scheme, parent] = WILDCARD.exec(entry) ?? [];
  if (scheme && parent) {
    const origin = parseOrigin(scheme + parent);
    return origin?.replace("://", "://*.");
  }
  if (!/^https?:\/\/[^/?#@*\s]+\/?$/i.test(entry)) return undefined;
  return parseUrl(entry)?.origin;
}

/** Makes the check of an `Origin` header. It compares texts: what a browser did not write so is not from a browser. */
export function createOriginCheck(allowed: string[]): (origin: string) => boolean {
  const exact = new Set(allowed);
  const parents = allowed.flatMap((entry) => (entry.includes("://*.") ? [entry.split("*") as [string, string]] : []));
  return (origin) =>
    exact.has(origin) ||
    (exact.has(THIS_MACHINE) && LOCAL.test(origin)) ||
    parents.some(([scheme, parent]) => isBelow(origin, scheme, parent));
}

/** `https://a.b.example.com` is below `https://` and `.example.com`; what stands between must be whole labels. */
function isBelow(origin: string, scheme: string, parent: string): boolean {
  if (!origin.startsWith(scheme) || !origin.endsWith(parent)) return false;
  return /^[a-z0-9_-]+(\.[a-z0-9_-]+)*$/.test(origin.slice(scheme.length, -parent.length));
}
