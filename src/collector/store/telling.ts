/** Reads an event of the log as a webhook is told of it: with the card of its conversation, or who its visitor is, as they stand now. */
import type { DatabaseSyncInstance } from "@photostructure/sqlite";
import type { Level } from "../../protocol/contact";
import type { Source, StoredEvent } from "../../protocol/event";
import { conversationId } from "../../protocol/facts";
import type { Vault } from "../vault/vault";
import { createEventRows, type EventRow } from "./eventRows";
import { createLinks } from "./links";
import type { Reading } from "./reading";
import { createVisitorRows } from "./visitorRows";
import type { ToldEvent } from "./webhookStore";

/** An event as the log has it. */
export interface LogRow extends EventRow {
  at: number;
  received: number;
  source: Source;
  session: string | null;
  url: string | null;
}

export interface Telling {
  event(row: LogRow): ToldEvent;
  /** Forgets what was read before: people may have been erased since. */
  clear(): void;
}

export interface TellingDependencies {
  database: DatabaseSyncInstance;
  vault: Vault;
  reading: Pick<Reading, "conversation">;
  now: () => number;
}

export function createTelling({ database, vault, reading, now }: TellingDependencies): Telling {
  const visitors = createVisitorRows(database, vault);
  const events = createEventRows(database, visitors);
  const links = createLinks(database);
  const who = database.prepare("SELECT level, contact FROM visitors WHERE site = ? AND id = ?");

  const cardOf = (event: StoredEvent) => {
    const told = conversationId(event);
    if (told === undefined) return undefined;
    const { site, source, visitor } = event;
    return reading.conversation({ site, id: links.find(site, { id: told, source, visitor }), now: now() });
  };
  const identityOf = ({ site, type, visitor, data }: StoredEvent): ToldEvent["identity"] => {
    if (!type.startsWith("identity.")) return undefined;
    // A decision says in its data whom it is about.
    const subject = typeof data.visitor === "string" ? data.visitor : visitor;
    const { level, contact } = (who.get(site, subject ?? "") ?? {}) as { level?: Level | null; contact?: string | null };
    return { ...(level && { level }), ...(contact && { contact }) };
  };

  return {
    event(row) {
      const { site, id, type, at, received, source, visitor, session, url } = row;
      const event: StoredEvent = {
        site, id, type, at, received, source, data: events.data(row),
        ...(visitor !== null && { visitor }), ...(session !== null && { session }), ...(url !== null && { url }),
      };
      const card = cardOf(event);
      const identity = identityOf(event);
      return { ...event, ...(card && { card }), ...(identity && { identity }) };
    },
    clear: () => visitors.clear(),
  };
}
