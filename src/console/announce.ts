/** Tells screen readers of new waiting conversations, in one sentence at a time and not too often. */
import type { ConversationCard } from "../protocol/card";
import { words } from "./words/words";

/** More often than this, speech would run over itself. */
const EVERY_MS = 5_000;

/** "2 new conversations waiting in Sales, Support". */
export function summary(cards: ConversationCard[]): string {
  const queues = [...new Set(cards.map((card) => card.queues[card.queues.length - 1]).filter((queue) => queue !== undefined))];
  return words.sessions.newWaiting(cards.length, queues);
}

/**
 * @param say puts a sentence into the page's status line
 * @returns takes all conversations after every frame; those that are there at first are no news
 */
export function createAnnouncer(say: (text: string) => void): (cards: ConversationCard[]) => void {
  let known: Set<string> | undefined;
  let fresh = new Map<string, ConversationCard>();
  let resting = false;

  const speak = () => {
    resting = fresh.size > 0;
    if (!resting) return;
    say(summary([...fresh.values()]));
    fresh = new Map();
    setTimeout(speak, EVERY_MS);
  };

  return (cards) => {
    const first = !known;
    known ??= new Set();
    for (const card of cards) {
      if (card.status !== "waiting") fresh.delete(card.id);
      else if (!first && !known.has(card.id)) fresh.set(card.id, card);
      known.add(card.id);
    }
    if (!resting) speak();
  };
}
