/** Keeps some of the cards in order, so that a change of one costs a look at that one and not at all. */
import type { Card } from "../protocol/card";

export interface Selection<C extends Card> {
  fits: (card: C) => boolean;
  /** Below 0 where `a` comes first; never 0 for two cards, or they could swap places. */
  compare: (a: C, b: C) => number;
}

export interface View<C extends Card> {
  /** In order; the same array all the time. */
  readonly list: readonly C[];
  /** Grows whenever cards come, go or move, and not when they only say something else. */
  readonly turn: number;
  /** Takes a card in, or what it says now. */
  place(card: C): void;
  drop(id: string): void;
  /** Shows others, or in another order. */
  select(selection: Selection<C>, all: Iterable<C>): void;
  /** Whatever happens to this card, it stays where it is until another is held: somebody works with it. */
  hold(id: string | undefined): void;
  has(id: string): boolean;
}

export function createView<C extends Card>(selection: Selection<C>): View<C> {
  const list: C[] = [];
  /** Each as it was when it was put where it is: by this it is found again. */
  const placed = new Map<string, C>();
  let { fits, compare } = selection;
  let held: string | undefined;
  let turn = 0;

  /** Where a card is, or belongs. */
  const find = (card: C) => {
    let low = 0;
    for (let high = list.length; low < high; ) {
      const middle = (low + high) >> 1;
      const there = list[middle]!;
      if (compare(placed.get(there.id) ?? there, card) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const drop = (id: string) => {
    const was = placed.get(id);
    if (!was) return;
    list.splice(find(was), 1);
    placed.delete(id);
    turn++;
  };

  return {
    list,
    get turn() {
      return turn;
    },
    place(card) {
      const was = placed.get(card.id);
      const isWanted = fits(card);
      if (was && (card.id === held || (isWanted && compare(was, card) === 0))) {
        list[find(was)] = card;
        return;
      }
      drop(card.id);
      if (!isWanted) return;
      list.splice(find(card), 0, card);
      placed.set(card.id, card);
      turn++;
    },
    drop,
    select(next, all) {
      ({ fits, compare } = next);
      placed.clear();
      list.length = 0;
      for (const card of all) if (fits(card)) list.push(card);
      list.sort(compare);
      for (const card of list) placed.set(card.id, card);
      turn++;
    },
    hold: (id) => void (held = id),
    has: (id) => placed.has(id),
  };
}
