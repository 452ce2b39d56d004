/** Keeps the outbox within its bounds: where it has grown too large, the least important goes first, and of these the oldest. */
import { OUTBOX_BYTES, OUTBOX_EVENTS } from "../../protocol/limits";
import { sizeOf } from "../bytes";
import type { Row } from "../session/profile";

/** What is given up first, and what is kept longest; what the site named itself is in between. */
const IMPORTANCE: { [noun: string]: number } = { scroll: 0, visitor: 1, element: 2, page: 3, session: 5, identity: 6, conversation: 7, sdk: 8 };
const importance = ({ type }: Row) => IMPORTANCE[type.split(".")[0]!] ?? 4;
/** The bytes of rows. One bound for both bytes and number: no row counts as fewer than its share. */
export const weigh = (rows: Row[]) => Math.max(sizeOf(rows), rows.length * Math.floor(OUTBOX_BYTES / OUTBOX_EVENTS));

/**
 * @param rows everything in the outbox, oldest first
 * @returns the rows to give up: none that have room; or else as many as free a quarter of the outbox, so that one that was
 *   full is not full at once
 */
export function findSpare(rows: Row[]): Row[] {
  let weight = weigh(rows);
  if (weight <= OUTBOX_BYTES) return [];
  return [...rows].sort((a, b) => importance(a) - importance(b)).filter((row) => weight > OUTBOX_BYTES * 0.75 && (weight -= weigh([row])));
}
