/** Knows which visits are a contact's and a visitor's, so that nobody looks through all of them. */
import type { Card, ConversationCard } from "../protocol/card";

export interface Groups {
  /** One of the two may be missing: the card is new, or gone. */
  replace(before: Card | undefined, after: Card | undefined): void;
  /** Ids of the web sessions that whoever a conversation is with has made: its own first, each once. */
  visitsOf(card: ConversationCard): string[];
}

export function createGroups(): Groups {
  const byContact = new Map<string, Set<string>>();
  const byVisitor = new Map<string, Set<string>>();
  const add = (all: Map<string, Set<string>>, whose: string | undefined, id: string) => {
    if (!whose) return;
    const ids = all.get(whose) ?? new Set();
    all.set(whose, ids.add(id));
  };
  const remove = (all: Map<string, Set<string>>, whose: string | undefined, id: string) => {
    const ids = whose ? all.get(whose) : undefined;
    ids?.delete(id);
    if (whose && ids?.size === 0) all.delete(whose);
  };
  return {
    replace(before, after) {
      if (before?.kind === "session" && after?.kind === "session" && before.contact === after.contact && before.visitor === after.visitor) return;
      if (before?.kind === "session") {
        remove(byContact, before.contact, before.id);
        remove(byVisitor, before.visitor, before.id);
      }
      if (after?.kind === "session") {
        add(byContact, after.contact, after.id);
        add(byVisitor, after.visitor, after.id);
      }
    },
    visitsOf({ session, contact, visitor }) {
      const others = [contact && byContact.get(contact), visitor && byVisitor.get(visitor)].flatMap((ids) => (ids ? [...ids] : []));
      return [...new Set(session === undefined ? others : [session, ...others])];
    },
  };
}
