/** Values as conditions compare them, out of addresses and data of any shape. */
import type { Scalar } from "../../protocol/rules";
import { parseUrl } from "../../protocol/parseUrl";

type Values = { [name: string]: Scalar | undefined };

export interface UrlParts {
  url: string;
  host?: string;
  path?: string;
  query?: string;
  fragment?: string;
}

/** The parts of an address, without the signs between them. Of what is no whole address, whatever can be told. */
export function urlParts(url: string): UrlParts {
  const base = "https://no.invalid";
  const whole = parseUrl(url);
  const parsed = whole ?? parseUrl(url, base);
  if (!parsed) return { url };
  const { hostname, pathname, search, hash, protocol } = parsed;
  return {
    url,
    ...(whole && hostname && { host: hostname }),
    // Other kinds of addresses have no paths that one could go.
    ...(/^https?:$/.test(protocol) && { path: decode(pathname) }),
    ...(search.length > 1 && { query: search.slice(1) }),
    ...(hash.length > 1 && { fragment: decode(hash.slice(1)) }),
  };
}

/** As people read and write it; what is not well encoded stays as it is. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Deepest level of data that has names: `data.cart.total`. */
const DEPTH = 4;

/** Puts every value of an object under its name into `to`, and lists of values as one text. */
export function flatten(from: { [name: string]: unknown }, prefix: string, to: Values, depth = 1): void {
  for (const name of Object.keys(from)) {
    const value = from[name];
    if (isScalar(value)) to[prefix + name] = value;
    else if (Array.isArray(value)) {
      const known = value.filter(isScalar);
      if (known.length) to[prefix + name] = known.join(", ");
    } else if (typeof value === "object" && value !== null && depth < DEPTH) flatten(value as { [name: string]: unknown }, `${prefix}${name}.`, to, depth + 1);
  }
}

function isScalar(value: unknown): value is Scalar {
  return typeof value === "string" || typeof value === "boolean" || (typeof value === "number" && Number.isFinite(value));
}
