/** Reads what agents wrote down of a contact or of a conversation, and says under whose id a note on a contact is kept. */
import { noteSubject, type Note, type Notes } from "../../protocol/note";
import { createLinks } from "./links";
import type { EventRow } from "./eventRows";
import { createPersons } from "./persons";
import type { Registry } from "./registry";

export interface NoteQuery {
  site: string;
  of: "contact" | "conversation";
  id: string;
  limit: number;
}

export interface NoteReading {
  notes(query: NoteQuery): Notes;
  /** `undefined` when there is no such contact. */
  noteSubject(which: { site: string; id: string }): string | undefined;
}

interface Row extends EventRow {
  at: number;
}

/** In the words of the index. */
export const IS_NOTE = "type IN ('contact.noted', 'conversation.noted')";
const COLUMNS = "site, id, type, visitor, at, data";

export function createNotes({ database, vault, visitors, events, contacts }: Registry): NoteReading {
  const persons = createPersons(database, vault);
  const links = createLinks(database);
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
    notes({ site, of, id, limit }) {
      visitors.clear();
      const ids = of === "contact" ? persons.ids({ site, of, id }) : links.members(site, links.find(site, { id, source: "server" }));
      const rows = read[of].all(site, JSON.stringify(ids), limit + 1) as unknown as Row[];
      return { notes: rows.slice(0, limit).flatMap(toNote), more: rows.length > limit };
    },
    noteSubject({ site, id }) {
      const row = contacts.get(site, id);
      return row && (row.contact.expiresAt === undefined ? noteSubject(id) : row.visitor ?? noteSubject(id));
    },
  };
}
