/** What the signatures of all vendors have in common: keyed hashes, compared in constant time, and times that must be near. */
import { createHash, createHmac, timingSafeEqual, type BinaryToTextEncoding } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { createToken } from "../access/token";
import type { Connector, Delivery, Forgery } from "./connector";

/** A signature is good for this long before and after: the tolerance of Standard Webhooks, and far above any clock's error. */
export const TOLERANCE_MS = 300_000;
/** Where a vendor signs nothing, this header of the request proves who sends. */
export const SECRET_HEADER = "x-parley-secret";

const SECRET_CHARS = 43;
const LEAST_CHARS = 16;

/** A header that comes once; nothing where it is missing or doubled. */
export function header(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name];
  return typeof value === "string" && value !== "" ? value : undefined;
}

export interface Hmac {
  algorithm: "sha1" | "sha256";
  key: string | Buffer;
  parts: (string | Buffer)[];
  encoding: BinaryToTextEncoding;
}

export function hmac({ algorithm, key, parts, encoding }: Hmac): string {
  const hash = createHmac(algorithm, key);
  for (const part of parts) hash.update(part);
  return hash.digest(encoding);
}

/** Compares what was sent with what should have been, in a time that depends on neither. */
export function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** @param signedAt milliseconds; a time that is none is stale */
export function isFresh(signedAt: number | undefined, received: number): boolean {
  return signedAt !== undefined && Math.abs(received - signedAt) <= TOLERANCE_MS;
}

/**
 * Proves the sender by a secret in a header. It does not bind the body, so it is worth no more than the line's https.
 *
 * Both are hashed first: how long the secret is need not be told either.
 */
function verifySharedSecret({ headers, secret }: Delivery): Forgery | undefined {
  const given = header(headers, SECRET_HEADER);
  if (given === undefined) return "missing_signature";
  const hash = (value: string) => createHash("sha256").update(value).digest("hex");
  return isSame(hash(given), hash(secret)) ? undefined : "wrong_signature";
}

/** For vendors who sign nothing, and send a header that their customer chooses. */
export const sharedSecret: Pick<Connector, "createSecret" | "refuseSecret" | "verify"> = {
  createSecret: () => createToken("", SECRET_CHARS),
  refuseSecret: (secret) => (secret.length < LEAST_CHARS ? `Give a secret of at least ${LEAST_CHARS} characters, or none, and one is made.` : undefined),
  verify: verifySharedSecret,
};
