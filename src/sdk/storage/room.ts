/** Keeps the outbox within its bounds: where it has grown too large, the least important goes first, and of these the oldest. */
import { OUTBOX_BYTES, OUTBOX_EVENTS } from "../../protocol/limits";
import { sizeOf } from "../bytes";
import type { Profile, Row } from "../session/profile";

/** From what is given up first to what is kept longest; the empty one stands for what the site named itself. */
const KINDS = ["scroll", "visitor", "element", "page", "", "session", "identity", "conversation", "sdk"];
const importance = ({ type }: Row) => {
  const kind = KINDS.indexOf(type.split(".")[0]!);
  return kind < 0 ? 4 : kind;
};
/** One bound for both: no event counts as fewer bytes than its share. */
const weigh = (row: Row) => Math.max(sizeOf(row), Math.floor(OUTBOX_BYTES / OUTBOX_EVENTS));

/** Has it grown by so much since all of it was weighed that it may be too large? */
export const isFull = ({ grown }: Profile) => grown > OUTBOX_BYTES;

/**
 * @param profile remembers what was added
 * @param rows to be added
 * @param all the rows of the outbox, oldest first, if they are to be weighed
 * @returns the rows to give up: none that have room; or else as many as free a quarter of the outbox, so that one that was
 *   full is not full at once
 */
export function makeRoom(profile: Profile, rows: Row[], all?: Row[]): Row[] {
  if (all) profile.grown = 0;
  const weights = new Map([...(all ?? []), ...rows].map((row) => [row, weigh(row)]));
  for (const weight of weights.values()) profile.grown += weight;
  if (!all || !isFull(profile)) return [];
  return [...weights.keys()]
    .sort((a, b) => importance(a) - importance(b))
    .filter((row) => profile.grown > OUTBOX_BYTES * 0.75 && (profile.grown -= weights.get(row)!));
}
