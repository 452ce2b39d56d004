/** What names a request over its retries: https://datatracker.ietf.org/doc/html/draft-ietf-httpapi-idempotency-key-header */
import { ID_CHARS } from "../../protocol/limits";

/** A structured header's string: printable ASCII in quotes, where a backslash is for a quote or another backslash. */
const QUOTED = /^"((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\])*)"$/;
/** A comma says that there were two headers. */
const PLAIN = /^[\x20\x21\x23-\x2b\x2d-\x7e]+$/;

/**
 * Reads the header `Idempotency-Key`. The draft puts it into quotes, most senders do not: both are the same key.
 *
 * @returns `undefined` where there is no header, and `"wrong"` where there is one that is no key
 */
export function parseIdempotencyKey(header: string | string[] | undefined): { key: string | undefined } | "wrong" {
  if (header === undefined) return { key: undefined };
  const text = String(header).trim();
  const key = QUOTED.exec(text)?.[1]?.replace(/\\(.)/g, "$1") ?? (PLAIN.test(text) ? text : "");
  return key === "" || key.length > ID_CHARS ? "wrong" : { key };
}

/** An id of 128 bits that come from elsewhere: UUID version 8 (RFC 9562, section 5.8). */
export function eventIdOf(hex: string): string {
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, "$1-$2-8$3-8$4-$5");
}

/** JSON text that is the same for the same value, however its objects' keys are ordered. */
export function sortedJson(value: unknown): string {
  return JSON.stringify(value, (_key, one: unknown) =>
    typeof one === "object" && one !== null && !Array.isArray(one) ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1))) : one);
}
