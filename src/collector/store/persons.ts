/** Under which ids one person is known: all visitors and customers who are a contact, those it was made of, and whom notes on it are told of. */
import type { DatabaseSyncInstance } from "@photostructure/sqlite";
import type { Vault } from "../vault/vault";
import { createContactRows } from "./contactRows";

/** A person: a contact with all that was merged into it, or one visitor alone. */
export interface PersonId {
  site: string;
  of: "contact" | "visitor";
  id: string;
}

export interface Persons {
  /** Visitors' ids, in no order; of a contact that is unknown or that nobody is, none. */
  ids(which: PersonId): string[];
}

export function createPersons(database: DatabaseSyncInstance, vault: Vault): Persons {
  const contacts = createContactRows(database, vault);
  const known = database.prepare("SELECT id FROM visitors WHERE site = ? AND contact = ?");
  return {
    ids({ site, of, id }) {
      if (of === "visitor") return [id];
      const head = contacts.get(site, contacts.speaker(site, id) ?? id);
      if (!head) return [];
      const rows = [head, ...contacts.merged(site, head.contact.id)];
      const visitors = rows.flatMap(({ contact }) => (known.all(site, contact.id) as { id: string }[]).map((row) => row.id));
      return [...new Set([...visitors, ...rows.flatMap(({ visitor }) => visitor ?? [])])];
    },
  };
}
