/** What a console could not be told yet: each card as it looks now, and no more of them than are worth keeping. */
import type { Card } from "../../protocol/card";
import type { Cards } from "../store/store";

/** A console that is further behind reads the store instead. */
const CARDS = 1_000;
/** Times of arrival that are kept beside them, for the books. */
const TIMES = 10_000;

export interface Backlog {
  add(cards: Cards): void;
  isEmpty(): boolean;
  /** What has gathered, which is forgotten here; `undefined` where it was too much to keep. */
  take(): Cards | undefined;
}

export function createBacklog(): Backlog {
  let cards = new Map<string, Card>();
  let received: number[] = [];
  let n: number | undefined;
  let isTooMuch = false;
  return {
    add(told) {
      n = told.n;
      if (isTooMuch) return;
      for (const card of told.cards) cards.set(`${card.kind} ${card.id}`, card);
      if (received.length < TIMES) received.push(...(told.received ?? []));
      if (cards.size <= CARDS) return;
      isTooMuch = true;
      cards = new Map();
      received = [];
    },
    isEmpty: () => n === undefined,
    take() {
      const taken = isTooMuch || n === undefined ? undefined : { n, cards: [...cards.values()], received };
      [cards, received, n, isTooMuch] = [new Map(), [], undefined, false];
      return taken;
    },
  };
}
