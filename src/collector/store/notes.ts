/** Reads what agents wrote down of a contact or of a conversation, and says under whose id a note on a contact is kept. */
import type { Handles } from "../../protocol/mayHandle";
import { noteSubject, type Note, type Notes } from "../../protocol/note";
import { createHandled } from "./handled";
import { createLinks } from "./links";
import type { EventRow } from "./eventRows";
import { createPersons } from "./persons";
import type { Registry } from "./registry";

export interface NoteQuery {
  site: string;
  of: "contact" | "conversation";
  id: string;
  limit: number;
  /** Notes on other conversations are left out. */
  handles?: Handles | undefined;
}

export interface NoteReading {
  notes(query: NoteQuery): Notes;
  /** `undefined` when there is no such contact. */
  noteSubject(which: { site: string; id: string }): string | undefined;
}

interface Row extends EventRow {
  at: number;
  conversation: string | null;
}

/** In the words of the index. */
export const IS_NOTE = "type IN ('contact.noted', 'conversation.noted')";
const COLUMNS = "site, id, type, visitor, at, conversation, data";

export function createNotes({ database, vault, visitors, events, contacts }: Registry): NoteReading {
  const persons = createPersons(database, vault);
  const links = createLinks(database);
  const isHandled = createHandled(database);
  const read = {
    contact: database.prepare(`SELECT ${COLUMNS} FROM events WHERE site = ? AND visitor IN (SELECT value FROM json_each(?)) AND ${IS_NOTE} ORDER BY at DESC, n DESC LIMIT ?`),
    conversation: database.prepare(`SELECT ${COLUMNS} FROM events WHERE site = ? AND conversation IN (SELECT value FROM json_each(?)) AND type = 'conversation.noted' ORDER BY at DESC, n DESC LIMIT ?`),
  };
  const toNote = (row: Row): Note[] => {
    const { text, agent, conversation } = events.data(row);
    // Of somebody who was erased nothing is left to read.
    if (typeof text !== "string") return [];
    const about = row.type === "contact.noted" ? "contact" : "conversation";
    return [{ event: row.id, about, text, at: row.at, ...(typeof conversation === "string" && { conversation }), ...(typeof agent === "string" && { agent }) }];
  };
  return {
    notes({ site, of, id, limit, handles }) {
      visitors.clear();
      const isOwn = (conversation: string) => !handles || isHandled(site, { id: conversation, source: "server" }, handles);
      if (of === "conversation" && !isOwn(id)) return { notes: [], more: false };
      const ids = of === "contact" ? persons.ids({ site, of, id }) : links.members(site, links.find(site, { id, source: "server" }));
      const rows: Row[] = [];
      // SQLite takes no limit for a negative one.
      for (const row of read[of].iterate(site, JSON.stringify(ids), handles ? -1 : limit + 1) as Iterable<unknown> as Iterable<Row>) {
        if (row.conversation === null || isOwn(row.conversation)) rows.push(row);
        if (rows.length > limit) break;
      }
      return { notes: rows.slice(0, limit).flatMap(toNote), more: rows.length > limit };
    },
    noteSubject({ site, id }) {
      const row = contacts.get(site, id);
      return row && (row.contact.expiresAt === undefined ? noteSubject(id) : row.visitor ?? noteSubject(id));
    },
  };
}
