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
    const letGo = (id: string) => {
      if (told.delete(id)) gone.push(id);
      return false;
    };
    const isPart = (card: Card) => card.kind === "conversation" && card.status === "linked";
    const isShown = (card: Card) => {
      if (card.kind === "session") return true;
      const { id, into } = card;
      // What has become part of another says so where that is theirs as well.
      if (isPart(card)) return into !== undefined && told.has(into) ? told.delete(id) : letGo(id);
      if (!handles(card)) return letGo(id);
      told.add(id);
      return true;
    };
    const wholes = new Set(cards.filter((card) => !isPart(card) && isShown(card)));
    const shown = cards.filter((card) => (isPart(card) ? isShown(card) : wholes.has(card)));
    return { cards: shown, ...(gone.length && { gone }) };
  };
}
