/** Writes how long something has lasted, and counts on by itself. */
import type { Card } from "../protocol/card";
import { duration } from "./duration";
import { look } from "./look";
import { useNow, type Ticker } from "./ticker";
import { words } from "./words/words";

/** A card's duration: of all that a card shows the one thing that changes every second. */
export function Elapsed({ card, ticker }: { card: Card; ticker: Ticker }) {
  const { text, iso } = duration(look(card, useNow(ticker)).durationMs);
  return <time class="card-duration" role="timer" aria-label={words.card.duration} dateTime={iso}>{text}</time>;
}
