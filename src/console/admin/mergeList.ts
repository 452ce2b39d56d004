/** Brings together what two admins have made of one list. */

export interface Lists {
  /** What both began with. */
  base: readonly string[];
  mine: readonly string[];
  theirs: readonly string[];
}

export interface Merged {
  /** With what each has added, without what each has removed. */
  entries: string[];
  /** What the other has done. */
  added: string[];
  removed: string[];
  hasMoved: boolean;
  /** Should somebody look at it before it counts? Both have replaced the same entry, or each has put the same ones into an order of their own. */
  isDoubtful: boolean;
}

const without = (list: readonly string[], other: readonly string[]) => list.filter((entry) => !other.includes(entry));
const common = (list: readonly string[], ...others: (readonly string[])[]) => list.filter((entry) => others.every((other) => other.includes(entry)));
const same = (a: readonly string[], b: readonly string[]) => a.length === b.length && a.every((entry, i) => entry === b[i]);

export function mergeLists({ base, mine, theirs }: Lists): Merged {
  const own = { added: without(mine, base), removed: without(base, mine) };
  const other = { added: without(theirs, base), removed: without(base, theirs) };
  const isMovedByMe = !same(common(mine, base), common(base, mine));
  const hasMoved = !same(common(theirs, base), common(base, theirs));
  // Whoever has changed the order says what it is.
  const [from, gone, more, order] = isMovedByMe ? [mine, other.removed, other.added, theirs] : [theirs, own.removed, own.added, mine];
  const entries = more.reduce((list, entry) => (list.includes(entry) ? list : insert(list, entry, order)), without(from, gone));
  const isReplacedByBoth = common(own.removed, other.removed).length > 0 && own.added.length > 0 && other.added.length > 0 && !same(own.added, other.added);
  const isOrderedByBoth = isMovedByMe && hasMoved && !same(common(mine, base, theirs), common(theirs, base, mine));
  return { entries, ...other, hasMoved, isDoubtful: isReplacedByBoth || isOrderedByBoth };
}

/** Behind the nearest entry before it in its own list that is there. */
function insert(list: string[], entry: string, order: readonly string[]): string[] {
  const before = order.slice(0, order.indexOf(entry)).reverse().find((one) => list.includes(one));
  const at = before === undefined ? 0 : list.indexOf(before) + 1;
  return [...list.slice(0, at), entry, ...list.slice(at)];
}
