/**
 * Makes ids that sort by time: UUID version 7 (RFC 9562, section 5.7).
 *
 * @param now milliseconds since 1970; its 48 low bits lead the id
 * @param random ten random bytes; a test may hand in its own
 */
export function createId(now: number, random = crypto.getRandomValues(new Uint8Array(10))): string {
  const time = Math.floor(now).toString(16).padStart(12, "0");
  const noise = Array.from(random, (byte) => (byte + 256).toString(16).slice(1)).join("");
  return `${time.slice(0, 8)}-${time.slice(8)}-7${noise.slice(2, 5)}-8${noise.slice(5, 8)}-${noise.slice(8)}`;
}

/**
 * The six digits of a session that a visitor can read to an agent.
 *
 * Both sides derive them from the session's id, so they need not travel. Not a secret, and not unique:
 * two of a thousand live sessions share a code about every other time, so a console shows all that match.
 */
export function sessionCode(session: string): string {
  // Where ids are random: at their end. Another system's id that ends otherwise gets a code that nobody reads out.
  const noise = parseInt(session.slice(-6), 16) || 0;
  return String(noise % 1_000_000).padStart(6, "0");
}
