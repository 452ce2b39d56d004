/** The record of what visitors allow: a line whenever it changes, with its time and who said so. */
import type { DatabaseSyncInstance } from "@photostructure/sqlite";
import type { Consent } from "../../protocol/event";

/** What a batch said of its visitor's consent. */
export interface ConsentRecord {
  site: string;
  visitor: string;
  consent: Consent;
  /** The collector's clock. */
  at: number;
}

export interface Consents {
  add(record: ConsentRecord): void;
  /** Oldest first. */
  of(site: string, visitor: string): Omit<ConsentRecord, "site" | "visitor">[];
  remove(site: string, visitor: string): void;
}

export function createConsents(database: DatabaseSyncInstance): Consents {
  const last = database.prepare("SELECT consent FROM consents WHERE site = ? AND visitor = ? ORDER BY n DESC LIMIT 1");
  const insert = database.prepare("INSERT INTO consents (site, visitor, at, consent) VALUES (?, ?, ?, ?)");
  const all = database.prepare("SELECT at, consent FROM consents WHERE site = ? AND visitor = ? ORDER BY n");
  const remove = database.prepare("DELETE FROM consents WHERE site = ? AND visitor = ?");

  return {
    add({ site, visitor, consent, at }) {
      const text = JSON.stringify(consent);
      const known = last.get(site, visitor) as { consent: string } | undefined;
      if (known?.consent !== text) insert.run(site, visitor, at, text);
    },
    of: (site, visitor) =>
      (all.all(site, visitor) as { at: number; consent: string }[]).map(({ at, consent }) => ({ at, consent: JSON.parse(consent) as Consent })),
    remove: (site, visitor) => void remove.run(site, visitor),
  };
}
