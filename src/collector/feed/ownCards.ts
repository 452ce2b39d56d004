/** What one console is told of changed cards whose agent handles some conversations only: theirs, and which of them are theirs no more. */
import type { Card } from "../../protocol/card";
import type { Handles } from "../../protocol/mayHandle";

export interface OwnCards {
  cards: Card[];
  /** Ids of conversations that the console was told of and shall let go. */
  gone?: string[];
}

/** Makes the function for one stream, which remembers what was told by it: of what never was, not even the id is. */
export function createOwnCards(handles: Handles): (cards: Card[]) => OwnCards {
  const told = new Set<string>();
  return (cards) => {
    const gone: string[] = [];
    const isPart = (card: Card) => card.kind === "conversation" && card.status === "linked";
    const isShown = (card: Card): boolean => {
      if (card.kind === "session") return true;
      const { id, into } = card;
      const wasTold = told.delete(id);
      // What has become part of another says so where that is theirs as well.
      if (isPart(card) ? wasTold && into !== undefined && told.has(into) : handles(card)) return isPart(card) || Boolean(told.add(id));
      if (wasTold) gone.push(id);
      return false;
    };
    const whole = new Set(cards.filter((card) => !isPart(card)).filter(isShown));
    const shown = cards.filter((card) => (isPart(card) ? isShown(card) : whole.has(card)));
    return { cards: shown, ...(gone.length && { gone }) };
  };
}
