/** A stand-in for the directory, in memory, until the store has one: found by external id, or else phone, or else e-mail. */
import type { ContactFields } from "../../../src/protocol/contact";
import type { Imported, ImportGroup, Store } from "../../../src/collector/store/store";

export interface StandInDirectory {
  contacts: ContactFields[];
  wrap(store: Store): Store;
}

export function createStandInDirectory(): StandInDirectory {
  const contacts: ContactFields[] = [];
  const byKey = new Map<string, ContactFields>();
  const keysOf = ({ externalIds = [], phones = [], emails = [] }: ContactFields) =>
    [...externalIds.map((key) => `i ${key}`), ...phones.map((key) => `p ${key}`), ...emails.map((key) => `e ${key}`)];

  const take = (row: ContactFields): Imported => {
    const found = new Set(keysOf(row).flatMap((key) => byKey.get(key) ?? []));
    if (found.size > 1) return { problem: "Its keys are of several contacts." };
    const [known] = found;
    const contact = known ?? {};
    const before = JSON.stringify(contact);
    for (const kind of ["externalIds", "phones", "emails"] as const) {
      const values = [...new Set([...(contact[kind] ?? []), ...(row[kind] ?? [])])];
      if (values.length) contact[kind] = values;
    }
    const { externalIds: _ids, phones: _phones, emails: _emails, ...rest } = row;
    Object.assign(contact, rest);
    for (const key of keysOf(contact)) byKey.set(key, contact);
    if (!known) contacts.push(contact);
    return !known ? "created" : JSON.stringify(contact) === before ? "unchanged" : "updated";
  };
  return { contacts, wrap: (store) => ({ ...store, importContacts: async ({ rows }: ImportGroup) => rows.map(take) }) };
}
