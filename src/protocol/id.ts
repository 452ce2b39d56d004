/** Makes ids, tells their order, and makes the code that visitors read out. */

let last = 0;
let count = 0;

/**
 * Makes ids that sort by time, and those of one millisecond in the order in which they were made: UUID version 7 with a
 * counter (RFC 9562, sections 5.7 and 6.2).
 *
 * @param now milliseconds since 1970; its 48 low bits lead the id
 */
export function createId(now: number): string {
  // One that is dated back sorts behind its own time's others, too.
  count = now > last ? 0 : count + 1;
  last = Math.max(now, last);
  const hex = (value: number, digits: number) => value.toString(16).padStart(digits, "0").slice(-digits);
  const [high, low] = crypto.getRandomValues(new Uint32Array(2));
  const digits = `${hex(Math.floor(now), 12)}7${hex(count, 3)}8${hex(high!, 7)}${hex(low!, 8)}`;
  return digits.replace(/(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/** Ends the id of a visitor who came by `identity.reset`: whatever else says so, they are nobody who was there before. */
export const RESET_MARK = "r";

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/;

/**
 * Did this visitor come by a reset, and after that id was made? Both are of one browser, so no difference of clocks counts. What is
 * no such id was made at no known time, and is no older than anybody.
 */
export function isBornLater(visitor: string, id: string): boolean {
  return visitor.endsWith(RESET_MARK) && UUID.test(visitor) && UUID.test(id) && id < visitor;
}

/**
 * The six digits of a session that a visitor can read to an agent.
 *
 * Both sides derive them from the session's id, so they need not travel. Not a secret, and not unique:
 * two of a thousand live sessions share a code about every other time, so a console shows all that match.
 */
export function sessionCode(session: string): string {
  // Where ids are random: at their end. Another system's id that ends otherwise gets a code that nobody reads out.
  const noise = Number(`0x${session.slice(-6)}`) || 0;
  return `${noise % 1_000_000}`.padStart(6, "0");
}
