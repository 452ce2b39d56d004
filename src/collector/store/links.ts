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
    SELECT b AS id, 1 AS below FROM links WHERE site = ?1 AND a = ?2 AND taken = 0 UNION SELECT a AS id, 0 AS below FROM links WHERE site = ?1 AND b = ?2 AND taken = 0`);
  const insert = database.prepare("INSERT INTO links (site, event, a, b) VALUES (?, ?, ?, ?) ON CONFLICT (site, event) DO UPDATE SET a = excluded.a, b = excluded.b WHERE a IS NULL");
  const takeBack = database.prepare("INSERT INTO links (site, event, taken) VALUES (?, ?, 1) ON CONFLICT (site, event) DO UPDATE SET taken = 1 RETURNING a, b");
  const learn = database.prepare("INSERT OR IGNORE INTO conversation_refs (site, visitor, id, ref) VALUES (?, ?, ?, ?)");
  const refOf = database.prepare("SELECT ref FROM conversation_refs WHERE site = ? AND visitor = ? AND id = ?");
  const referring = database.prepare("SELECT DISTINCT id FROM conversation_refs WHERE site = ? AND ref = ?");

  /** All ids that were linked with one. First comes the one that others were linked with, as an agent has its card open; then there is no choice that matters. */
  const linked = (site: string, id: string): string[] => {
    const found = [id];
    const below = new Set<string>();
    for (const one of found) {
      for (const next of neighbours.all(site, one) as { id: string; below: number }[]) {
        below.add(next.below ? next.id : one);
        if (!found.includes(next.id) && found.length < MEMBERS) found.push(next.id);
      }
    }
    return found.sort((a, b) => Number(below.has(a)) - Number(below.has(b)) || (a < b ? -1 : 1));
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
