/** Changes the contact directory, and with it who visitors are: each change is one transaction, and tells which cards look different. */
import type { Contact, ContactFields } from "../../protocol/contact";
import { createId } from "../../protocol/id";
import { KEYS_PER_KIND } from "../../protocol/limits";
import { keyLookup, keysOf } from "../contacts/lookup";
import { addFields, fieldsOf, replaceFields, sameFields } from "../contacts/merge";
import type { ContactRow } from "./contactRows";
import { findConflict, findHolder } from "./holder";
import type { Registry } from "./registry";
import { about } from "./transaction";
import type { ContactChange, ContactId, Imported, ImportGroup, Taken } from "./contacts";

export interface Directory {
  create(change: ContactChange): Contact | Taken;
  change(change: ContactChange & { id: string }): Contact | Taken | undefined;
  merge(which: ContactId & { into: string; now: number }): Contact | undefined;
  unmerge(which: ContactId & { now: number }): Contact | undefined;
  importGroup(group: ImportGroup): Imported[];
  byExternalId(site: string, externalId: string): Contact | undefined;
}

export interface DirectoryDependencies {
  registry: Registry;
  /** Runs a change as one transaction, and tells afterwards which cards it makes look different. */
  commit: <Result>(now: number, change: () => Result) => Result;
}

const TOO_MANY_KEYS = `The contact would have more than ${KEYS_PER_KIND} of a kind of key. Take some away from it first.`;
const mostKeys = ({ externalIds = [], phones = [], emails = [] }: ContactFields) => Math.max(externalIds.length, phones.length, emails.length);

export function createDirectory({ registry, commit }: DirectoryDependencies): Directory {
  const { contacts, people, tombstones } = registry;

  /** Visitors who ever claimed a key of it or of one that it speaks for, and those of whom something was said with them. */
  const touch = (site: string, contact: Contact): void => {
    const all = [contact, ...contacts.merged(site, contact.id).map((row) => row.contact)];
    people.touch(site, all.flatMap((one) => [...keysOf(one), { kind: "contact", value: one.id }]));
  };

  const taken = (site: string, { externalIds = [] }: ContactFields, own?: string): Taken | undefined => {
    const speaker = own && contacts.speaker(site, own);
    for (const externalId of externalIds) {
      const contact = contacts.holders(site, keyLookup("externalId", externalId)).find((holder) => holder !== own && holder !== speaker);
      if (contact !== undefined) return { externalId, contact };
    }
    return undefined;
  };

  const add = (site: string, fields: ContactFields, now: number): Contact => {
    const contact: Contact = { ...fields, id: createId(now), createdAt: now, updatedAt: now };
    about(contact.id);
    contacts.add(site, contact);
    // Nobody can have said anything of it before.
    people.touch(site, keysOf(fields));
    return contact;
  };

  const save = (row: ContactRow, contact: Contact): Contact => {
    touch(row.site, row.contact);
    contacts.save(row, contact);
    touch(row.site, contact);
    return contact;
  };

  const importRow = ({ site, now, toldAt = now }: Omit<ImportGroup, "rows">, given: ContactFields): Imported => {
    // In a file an empty cell says nothing: it takes nothing away.
    const row = addFields({}, given);
    if (!Object.keys(row).length) return { problem: "There is nothing in this row." };
    if (toldAt < now && tombstones.has(site, keysOf(row), toldAt)) return { problem: "Somebody with a key of this row was erased while the file was read." };
    const holder = findHolder(contacts, site, row);
    if (!holder) {
      add(site, row, now);
      return "created";
    }
    if ("problem" in holder) return holder;
    const { contact } = holder;
    const other = taken(site, row, contact.id);
    if (other) return { problem: `Another contact has the external id ${other.externalId}.` };
    const conflict = findConflict(contacts, holder, row);
    if (conflict) return { problem: conflict };
    const known = fieldsOf(contact);
    const fields = addFields(known, row);
    if (sameFields(known, fields)) return "unchanged";
    if (mostKeys(fields) > Math.max(mostKeys(known), KEYS_PER_KIND)) return { problem: TOO_MANY_KEYS };
    save(holder, { ...contact, ...fields, updatedAt: now });
    return "updated";
  };

  return {
    create: ({ site, fields, now }) => commit(now, () => taken(site, fields) ?? add(site, replaceFields({}, fields), now)),

    change: ({ site, id, fields, now }) =>
      commit(now, () => {
        const row = contacts.get(site, id);
        if (!row) return undefined;
        about(id);
        const { createdAt, mergedInto } = row.contact;
        return taken(site, fields, id)
          ?? save(row, { ...replaceFields(fieldsOf(row.contact), fields), id, createdAt, updatedAt: now, ...(mergedInto !== undefined && { mergedInto }) });
      }),

    merge: ({ site, id, into, now }) =>
      commit(now, () => {
        const row = contacts.get(site, id);
        const speaker = contacts.speaker(site, into);
        // Merging into itself, or into one that it speaks for, would leave nobody to speak.
        if (!row || speaker === undefined || speaker === id || row.contact.mergedInto !== undefined) return undefined;
        const { expiresAt: _expiresAt, ...contact } = row.contact;
        save(row, { ...contact, mergedInto: speaker, updatedAt: now });
        const target = contacts.get(site, speaker);
        if (target?.contact.expiresAt === undefined) return target?.contact;
        const { expiresAt: _gone, ...kept } = target.contact;
        return save(target, { ...kept, updatedAt: now });
      }),

    unmerge: ({ site, id, now }) =>
      commit(now, () => {
        const row = contacts.get(site, id);
        if (row?.contact.mergedInto === undefined) return undefined;
        const { mergedInto: _mergedInto, ...contact } = row.contact;
        return save(row, { ...contact, updatedAt: now });
      }),

    byExternalId(site, externalId) {
      const [id] = contacts.holders(site, keyLookup("externalId", externalId));
      return id === undefined ? undefined : contacts.get(site, id)?.contact;
    },

    importGroup: ({ rows, ...group }) => commit(group.now, () => rows.map((row) => importRow(group, row))),
  };
}
