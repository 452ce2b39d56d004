/** A titled list of cards, or a word on how to get the first one. */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { Card as CardData } from "../protocol/card";
import { Card } from "./card";
import type { Seat } from "./desk";
import { keyOf, matches, visitOf } from "./store";
import type { Cards } from "./store";

/** Most cards drawn before an agent asks for more. */
const SHOWN_CARDS = 100;

export interface RegionProps {
  id: string;
  title: string;
  list: CardData[];
  cards: Cards;
  typed: string;
  now: number;
  seat: Seat;
  /** What to do while there is nothing to list. */
  children: ComponentChildren;
}

export function Region({ id, title, list, cards, typed, now, seat, children }: RegionProps) {
  const [limit, setLimit] = useState(SHOWN_CARDS);
  const found = list.filter((card) => matches(card, typed, now));
  return (
    <section class="region" aria-labelledby={id}>
      <h2 id={id}>{title} <span class="count">{found.length}</span></h2>
      {list.length === 0 && <div class="empty">{children}</div>}
      {list.length > 0 && found.length === 0 && <p class="empty">Nothing here matches “{typed.trim()}”.</p>}
      {found.slice(0, limit).map((card) => <Card key={keyOf(card)} card={card} visit={card.kind === "conversation" ? visitOf(card, cards, now) : undefined} n={newsOf(card, cards)} now={now} seat={seat} />)}
      {found.length > limit && (
        <button type="button" onClick={() => setLimit(limit + SHOWN_CARDS)}>Show more ({found.length - limit} older)</button>
      )}
    </section>
  );
}

/** A conversation's journey grows with the pages of its web session too. */
function newsOf(card: CardData, cards: Cards): number {
  const session = card.kind === "conversation" && card.session ? cards.get(keyOf({ kind: "session", id: card.session })) : undefined;
  return Math.max(card.n, session?.n ?? 0);
}
