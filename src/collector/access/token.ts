/** Keys, tickets and cookies: long random texts, of which the store keeps nothing but the hash. */
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

/** @param chars how many url-safe characters follow the prefix, six random bits each */
export function createToken(prefix: string, chars: number): string {
  return prefix + randomBytes(chars).toString("base64url").slice(0, chars);
}

/** SHA-256, hexadecimal. Enough for random tokens; it would not be for passwords. */
export function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

/** Compares two hashes in a time that tells nothing of where they differ. */
export function sameHash(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}
