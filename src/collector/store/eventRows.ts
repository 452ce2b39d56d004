/** Writes and reads single events of the log: what they say of a person is sealed with the visitor's key. */
import type { DatabaseSyncInstance } from "@photostructure/sqlite";
import type { Data, StoredEvent } from "../../protocol/event";
import { conversationId } from "../../protocol/facts";
import { isPersonal } from "../../protocol/note";
import type { VisitorRow, VisitorRows } from "./visitorRows";

export interface EventRows {
  /** @returns its number in the log, or `undefined` when an event of that id is there */
  insert(event: StoredEvent): number | undefined;
  /** Its data as the log keeps it; the visitor's key goes to disk with their next `save`. */
  sealed(event: StoredEvent): string;
  /** What was sealed with a key that is gone says nothing. */
  data(row: EventRow): Data;
}

/** What reading the data of an event needs. */
export interface EventRow {
  site: string;
  id: string;
  type: string;
  visitor: string | null;
  data: string;
}

const whatOf = (id: string) => `event ${id}`;

export function createEventRows(database: DatabaseSyncInstance, visitors: VisitorRows): EventRows {
  const insert = database.prepare(`
    INSERT INTO events (site, id, type, at, received, source, visitor, session, seq, conversation, url, data)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (site, id) DO NOTHING`);

  const ownerOf = ({ site, type, visitor, data }: StoredEvent) => (isPersonal(type) && Object.keys(data).length ? visitors.get(site, visitor ?? "") : undefined);
  /** Sealed, it is a JSON text where it would be an object else: no reader takes one for the other. */
  const toText = ({ id, data }: StoredEvent, owner: VisitorRow | undefined) =>
    JSON.stringify(owner ? owner.safe.seal(whatOf(id), JSON.stringify(data)).toString("base64") : data);

  return {
    insert(event) {
      const { site, id, type, at, received, source, visitor, session, seq, url } = event;
      const owner = ownerOf(event);
      const rest = [visitor ?? null, session ?? null, seq ?? null, conversationId(event) ?? null, url ?? null, toText(event, owner)];
      const { changes, lastInsertRowid } = insert.run(site, id, type, at, received, source, ...rest);
      if (changes === 0) return undefined;
      // The key goes to disk with what it sealed.
      if (owner) owner.isDirty = true;
      return Number(lastInsertRowid);
    },
    sealed(event) {
      const owner = ownerOf(event);
      if (owner) owner.isDirty = true;
      return toText(event, owner);
    },
    data({ site, id, type, visitor, data }) {
      const told = JSON.parse(data) as Data | string;
      if (typeof told !== "string") return told;
      const owner = visitors.get(site, visitor ?? "");
      if (!isPersonal(type) || owner.row === undefined) return {};
      return JSON.parse(owner.safe.unseal(whatOf(id), Buffer.from(told, "base64"))) as Data;
    },
  };
}
