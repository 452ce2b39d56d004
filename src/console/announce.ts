/** Notices new waiting conversations, and tells screen readers of them in one sentence at a time and not too often. */
import type { ConversationCard } from "../protocol/card";
import { words } from "./words/words";

/** More often than this, speech would run over itself. */
const EVERY_MS = 5_000;

/** "2 new conversations waiting in Sales, Support". */
export function summary(cards: ConversationCard[]): string {
  const queues = [...new Set(cards.map((card) => card.queues[card.queues.length - 1]).filter((queue) => queue !== undefined))];
  return words.sessions.newWaiting(cards.length, queues);
}

export interface Announcer {
  /** What is there at first is no news. */
  known(cards: Iterable<ConversationCard>): void;
  /** @returns those that began to wait and were not known */
  hear(cards: ConversationCard[]): ConversationCard[];
}

/** @param say puts a sentence into the page's status line */
export function createAnnouncer(say: (text: string) => void): Announcer {
  const known = new Set<string>();
  let fresh = new Map<string, ConversationCard>();
  let resting = false;

  const speak = () => {
    resting = fresh.size > 0;
    if (!resting) return;
    say(summary([...fresh.values()]));
    fresh = new Map();
    setTimeout(speak, EVERY_MS);
  };

  return {
    known(cards) {
      for (const { id } of cards) known.add(id);
    },
    hear(cards) {
      const begun = new Map(cards.filter(({ id, status }) => status === "waiting" && !known.has(id)).map((card) => [card.id, card]));
      for (const card of cards) {
        if (card.status !== "waiting") fresh.delete(card.id);
        else if (!known.has(card.id)) fresh.set(card.id, card);
        if (card.status !== "pending") known.add(card.id);
      }
      if (!resting) speak();
      return [...begun.values()];
    },
  };
}
