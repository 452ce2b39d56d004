/** The rows of the contact directory: sealed, and found by keyed hashes only. */
import type { DatabaseSyncInstance } from "@photostructure/sqlite";
import type { Contact, ContactFields } from "../../protocol/contact";
import { lookupsOf, type Lookup } from "../contacts/lookup";
import type { Safe, Vault, Wrapped } from "../vault/vault";

/** A contact as it is stored, opened. */
export interface ContactRow {
  n: number;
  site: string;
  contact: Contact;
  /** Whose claims a temporary contact was made of. */
  visitor?: string;
  safe: Safe;
}

export interface ContactRows {
  get(site: string, id: string): ContactRow | undefined;
  add(site: string, contact: Contact, visitor?: string): void;
  /** Writes another state of a contact that was read, and what it is found by. */
  save(row: ContactRow, contact: Contact): void;
  /** Takes the row away, and with it its key: every copy of what it sealed is noise from then on. */
  remove(row: ContactRow): void;
  /** The contact that speaks for one; a temporary one speaks for itself. */
  speaker(site: string, id: string): string | undefined;
  /** Contacts that are found by something, each by its speaker. */
  holders(site: string, lookup: Lookup): string[];
  /** Contacts that were merged into one, and those merged into them. */
  merged(site: string, id: string): ContactRow[];
}

interface Row extends Wrapped {
  n: number;
  id: string;
  created_at: number;
  updated_at: number;
  expires_at: number | null;
  merged_into: string | null;
  visitor: string | null;
  fields: Uint8Array;
}

const FIELDS = "fields";
/** Most contacts that one key stands for; an agent chooses among fewer. */
const HOLDERS = 20;
/** Longest chain of merges that is followed. */
const MERGES = 100;

/** Whose key it is. */
export const contactSubject = (site: string, id: string) => JSON.stringify(["contact", site, id]);

/** What is found of a contact: of a temporary one nothing. */
const found = (contact: Contact) => (contact.expiresAt === undefined ? lookupsOf(contact) : []);

export function createContactRows(database: DatabaseSyncInstance, vault: Vault): ContactRows {
  const read = database.prepare("SELECT * FROM contacts WHERE site = ? AND id = ?");
  const children = database.prepare("SELECT * FROM contacts WHERE site = ? AND merged_into = ?");
  const insert = database.prepare(`
    INSERT INTO contacts (site, id, created_at, updated_at, expires_at, merged_into, visitor, kek, key, fields) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const update = database.prepare("UPDATE contacts SET updated_at = ?, expires_at = ?, merged_into = ?, visitor = ?, fields = ? WHERE n = ?");
  const remove = database.prepare("DELETE FROM contacts WHERE n = ?");
  const addKey = database.prepare("INSERT OR IGNORE INTO contact_keys (hash, contact) VALUES (?, ?)");
  const dropKey = database.prepare("DELETE FROM contact_keys WHERE hash = ? AND contact = ?");
  const link = database.prepare("SELECT merged_into FROM contacts WHERE site = ? AND id = ?");
  const holding = database.prepare(`SELECT c.id, c.site FROM contact_keys AS k JOIN contacts AS c ON c.n = k.contact WHERE k.hash = ? ORDER BY c.n LIMIT ${HOLDERS}`);

  const hashes = (site: string, lookups: Lookup[]) => new Map(lookups.map(({ kind, value }) => {
    const hash = vault.blind(site, kind, value);
    return [hash.toString("base64"), hash];
  }));

  const toRow = (site: string, row: Row): ContactRow => {
    const { n, id, created_at: createdAt, updated_at: updatedAt, expires_at: expiresAt, merged_into: mergedInto, visitor, fields, kek, key } = row;
    const safe = vault.open(contactSubject(site, id), { kek, key });
    const known = JSON.parse(safe.unseal(FIELDS, fields)) as ContactFields;
    const contact: Contact = { ...known, id, createdAt, updatedAt, ...(expiresAt !== null && { expiresAt }), ...(mergedInto !== null && { mergedInto }) };
    return { n, site, contact, safe, ...(visitor !== null && { visitor }) };
  };

  const speaker = (site: string, id: string): string | undefined => {
    let current = id;
    for (let step = 0; step < MERGES; step++) {
      const row = link.get(site, current) as { merged_into: string | null } | undefined;
      if (!row) return undefined;
      if (row.merged_into === null) return current;
      current = row.merged_into;
    }
    return undefined;
  };

  const merged = (site: string, id: string): ContactRow[] =>
    (children.all(site, id) as unknown as Row[]).flatMap((row) => [toRow(site, row), ...merged(site, row.id)]);

  return {
    get(site, id) {
      const row = read.get(site, id) as Row | undefined;
      return row && toRow(site, row);
    },
    add(site, contact, visitor) {
      const { id, createdAt, updatedAt, expiresAt, mergedInto, ...fields } = contact;
      const safe = vault.create(contactSubject(site, id));
      const { kek, key } = safe.wrapped;
      const sealed = safe.seal(FIELDS, JSON.stringify(fields));
      const { lastInsertRowid } = insert.run(site, id, createdAt, updatedAt, expiresAt ?? null, mergedInto ?? null, visitor ?? null, kek, key, sealed);
      for (const hash of hashes(site, found(contact)).values()) addKey.run(hash, lastInsertRowid);
    },
    save({ n, site, safe, contact: before, visitor }, contact) {
      const { id: _id, createdAt: _createdAt, updatedAt, expiresAt, mergedInto, ...fields } = contact;
      update.run(updatedAt, expiresAt ?? null, mergedInto ?? null, expiresAt === undefined ? null : visitor ?? null, safe.seal(FIELDS, JSON.stringify(fields)), n);
      const [was, is] = [hashes(site, found(before)), hashes(site, found(contact))];
      for (const [name, hash] of was) if (!is.has(name)) dropKey.run(hash, n);
      for (const [name, hash] of is) if (!was.has(name)) addKey.run(hash, n);
    },
    remove({ n, site, contact }) {
      for (const hash of hashes(site, found(contact)).values()) dropKey.run(hash, n);
      remove.run(n);
    },
    speaker,
    holders(site, { kind, value }) {
      const rows = holding.all(vault.blind(site, kind, value)) as { id: string }[];
      return [...new Set(rows.flatMap(({ id }) => speaker(site, id) ?? []))];
    },
    merged,
  };
}
