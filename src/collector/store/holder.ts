/** Finds the one contact that fields are of: by external id, else phone, else e-mail; of several it is none. */
import type { ContactFields } from "../../protocol/contact";
import { keyLookup } from "../contacts/lookup";
import type { ContactRow, ContactRows } from "./contactRows";

/** @returns the contact, `undefined` when nobody has any of the keys, or the sentence that says why it cannot be told */
export function findHolder(contacts: ContactRows, site: string, fields: ContactFields): ContactRow | { problem: string } | undefined {
  const { externalIds = [], phones = [], emails = [] } = fields;
  const kinds = [["externalId", externalIds], ["phone", phones], ["email", emails]] as const;
  for (const [kind, values] of kinds) {
    const ids = [...new Set(values.flatMap((value) => contacts.holders(site, keyLookup(kind, value))))];
    if (ids.length > 1) return { problem: `Several contacts have this ${WORDS[kind]}. Merge them, or name one by its external id.` };
    const row = ids[0] === undefined ? undefined : contacts.get(site, ids[0]);
    // Who is known by other external ids is somebody else, who shares a phone or an address.
    if (row && (kind === "externalId" || !externalIds.length || !row.contact.externalIds?.length)) return row;
  }
  return undefined;
}

/** @returns the sentence on why the contact that was found may not take all of the fields: one of their keys is another's, who is not told apart by ids */
export function findConflict(contacts: ContactRows, { site, contact }: ContactRow, fields: ContactFields): string | undefined {
  const { externalIds = [], phones = [], emails = [] } = fields;
  for (const [kind, values] of [["phone", phones], ["email", emails]] as const) {
    const others = values.flatMap((value) => contacts.holders(site, keyLookup(kind, value))).filter((id) => id !== contact.id);
    const isSame = (id: string) => !externalIds.length || !contacts.get(site, id)?.contact.externalIds?.length;
    if (others.some(isSame)) return `Another contact has this ${WORDS[kind]}. Merge the two, or leave it out.`;
  }
  return undefined;
}

const WORDS = { externalId: "external id", phone: "phone", email: "e-mail" } as const;
