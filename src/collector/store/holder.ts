/** Finds the one contact that fields are of, by external id, phone and e-mail; where these are of several it is none. */
import type { ContactFields } from "../../protocol/contact";
import { keyLookup } from "../contacts/lookup";
import type { ContactRow, ContactRows } from "./contactRows";

/** @returns the contact, `undefined` when nobody has any of the keys, or the sentence that says why it cannot be told */
export function findHolder(contacts: ContactRows, site: string, fields: ContactFields): ContactRow | { problem: string } | undefined {
  const { externalIds = [], phones = [], emails = [] } = fields;
  const kinds = [["externalId", externalIds], ["phone", phones], ["email", emails]] as const;
  let found: ContactRow | undefined;
  for (const [kind, values] of kinds) {
    const ids = [...new Set(values.flatMap((value) => contacts.holders(site, keyLookup(kind, value))))];
    if (ids.length > 1) return { problem: `Several contacts have this ${WORDS[kind]}. Merge them, or name one by its external id.` };
    const row = ids[0] === undefined ? undefined : contacts.get(site, ids[0]);
    // Who is known by other external ids is somebody else, who shares a phone or an address.
    const fits = row && (kind === "externalId" || !externalIds.length || !row.contact.externalIds?.length);
    if (!fits) continue;
    if (found && found.contact.id !== row.contact.id) return { problem: `This ${WORDS[kind]} is another contact's than the keys before it. Merge the two, or leave it out.` };
    found = row;
  }
  return found;
}

const WORDS = { externalId: "external id", phone: "phone", email: "e-mail" } as const;
