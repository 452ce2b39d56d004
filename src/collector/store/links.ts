/** Which ids are one conversation: by an agent's or server's word, or because a page learnt the vendor's own id after it had given one. */
import type { DatabaseSyncInstance } from "@photostructure/sqlite";
import type { ConversationLink, StoredEvent } from "../../protocol/event";
import { linkOf } from "../../protocol/event";
import { conversationId } from "../../protocol/facts";

/** What decides to which conversation something belongs that was told of one. */
export interface Teller {
  /** The id that it was told under. */
  id: string;
  source: StoredEvent["source"];
  visitor?: string | undefined;
}

export interface Links {
  /** The conversation that what was told belongs to: the same, whatever was told first. */
  find(site: string, teller: Teller): string;
  /**
   * Takes what an event says of ids.
   *
   * @returns conversations whose facts may belong elsewhere now; none where it says nothing new
   */
  take(event: StoredEvent): string[];
  /** All ids that belong to a conversation, its own among them. */
  members(site: string, id: string): string[];
}

/** Most ids of one conversation: whoever links more makes them up. */
const MEMBERS = 20;

export function createLinks(database: DatabaseSyncInstance): Links {
  const neighbours = database.prepare(`
    SELECT b AS id FROM links WHERE site = ?1 AND a = ?2 AND taken = 0 UNION SELECT a AS id FROM links WHERE site = ?1 AND b = ?2 AND taken = 0`);
  const insert = database.prepare("INSERT INTO links (site, event, a, b) VALUES (?, ?, ?, ?) ON CONFLICT (site, event) DO UPDATE SET a = excluded.a, b = excluded.b WHERE a IS NULL");
  const takeBack = database.prepare("INSERT INTO links (site, event, taken) VALUES (?, ?, 1) ON CONFLICT (site, event) DO UPDATE SET taken = 1 RETURNING a, b");
  const learn = database.prepare("INSERT OR IGNORE INTO conversation_refs (site, visitor, id, ref) VALUES (?, ?, ?, ?)");
  const refOf = database.prepare("SELECT ref FROM conversation_refs WHERE site = ? AND visitor = ? AND id = ?");
  const referring = database.prepare("SELECT DISTINCT id FROM conversation_refs WHERE site = ? AND ref = ?");

  /** All ids that were linked with one, in an order that does not depend on what came first. */
  const linked = (site: string, id: string): string[] => {
    const found = [id];
    for (const one of found) {
      for (const { id: next } of neighbours.all(site, one) as { id: string }[]) if (!found.includes(next) && found.length < MEMBERS) found.push(next);
    }
    return found.sort();
  };
  const head = (site: string, id: string) => linked(site, id)[0] ?? id;

  const find: Links["find"] = (site, { id, source, visitor }) => {
    // A page may say what its own visitor's conversation is called, and nobody else's.
    const ref = source === "page" ? (refOf.get(site, visitor ?? "", id) as { ref: string } | undefined)?.ref : undefined;
    return head(site, ref ?? id);
  };

  return {
    find,
    take(event) {
      const { site, id: eventId, type, source, visitor, data } = event;
      const id = conversationId(event);
      if (id === undefined) return [];
      const { with: other, ref, event: taken } = data as Partial<ConversationLink>;
      if (source === "page") {
        if (ref === undefined || ref === id) return [];
        return learn.run(site, visitor ?? "", id, ref).changes ? [head(site, id), head(site, ref)] : [];
      }
      const link = linkOf(type);
      if (link === "linked" && other !== undefined && other !== id) {
        const apart = [head(site, id), head(site, other)];
        return insert.run(site, eventId, id, other).changes ? apart : [];
      }
      if (link === "unlinked" && taken !== undefined) {
        const were = takeBack.get(site, taken) as { a: string | null; b: string | null };
        // All that had been one by it lies with the first of them.
        return were.a === null || were.b === null ? [] : [...new Set([...linked(site, were.a), ...linked(site, were.b)])];
      }
      return [];
    },
    members(site, id) {
      const own = linked(site, id);
      return [...new Set([...own, ...own.flatMap((one) => (referring.all(site, one) as { id: string }[]).map((row) => row.id))])];
    },
  };
}
