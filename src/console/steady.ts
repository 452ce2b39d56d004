/** Holds still what somebody reads in a list: says which item that is, and how far a change of order has moved it. */

export interface Place {
  key: string | number | bigint;
  /** Pixels from the top of the list. */
  start: number;
  end: number;
}

/** What of a list is on screen, pixels from its top. */
export interface Screen {
  top: number;
  bottom: number;
}

export const isSeen = ({ start, end }: Place, { top, bottom }: Screen) => end > top && start < bottom;

export const middleOf = ({ top, bottom }: Screen) => (top + bottom) / 2;

/**
 * What is seen may have moved by itself (it has another place in the order), or have been pushed by what came and went: the
 * push is what most of them have in common. Without that it is the least.
 *
 * @param before what was seen
 * @param startOf where it is now, if it is there at all
 * @param middle of the screen: of two shifts that as many have in common, that of whatever was nearer to it counts
 * @returns by how many pixels the list has to be scrolled for it to stay where it was
 */
export function shiftOf(before: readonly Place[], startOf: (key: Place["key"]) => number | undefined, middle: number): number {
  const far = ({ start, end }: Place) => Math.max(start - middle, middle - end, 0);
  const shifts = new Map<number, number>();
  for (const place of [...before].sort((a, b) => far(a) - far(b))) {
    const start = startOf(place.key);
    if (start !== undefined) shifts.set(start - place.start, (shifts.get(start - place.start) ?? 0) + 1);
  }
  const common = Math.max(...shifts.values(), 0);
  const [nearest = 0, ...others] = [...shifts].flatMap(([by, count]) => (count === common ? [by] : []));
  // Where no two agree, whatever has gone far takes nobody along.
  return common > 1 ? nearest : others.reduce((least, by) => (Math.abs(by) < Math.abs(least) ? by : least), nearest);
}
