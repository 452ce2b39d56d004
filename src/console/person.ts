/** Says what is known of a contact, field by field, as far as there is anything. */
import type { Contact } from "../protocol/contact";
import { humanised } from "./humanised";
import { words } from "./words/words";

/** As cards show it; without a name an e-mail, a phone or an id. */
export function nameOf({ displayName, givenName, familyName, emails, phones, externalIds, id }: Contact): string {
  return displayName || [givenName, familyName].filter(Boolean).join(" ") || emails?.[0] || phones?.[0] || externalIds?.[0] || id;
}

export function fieldsOf(contact: Contact): [name: string, values: string[]][] {
  const { externalIds = [], emails = [], phones = [], displayName, givenName, familyName, companyName, traits = {} } = contact;
  const { fields } = words.contact;
  const own = Object.entries(traits).map(([name, value]): [string, unknown[]] => [humanised(name), Array.isArray(value) ? value : [value]]);
  const all: [string, unknown[]][] = [
    [fields.externalId, externalIds], [fields.email, emails], [fields.phone, phones],
    [fields.name, [displayName]], [fields.givenName, [givenName]], [fields.familyName, [familyName]], [fields.company, [companyName]], ...own,
  ];
  return all.map(([name, values]): [string, string[]] => [name, [...new Set(values.map(shown).filter((text) => text))]]).filter(([, values]) => values.length);
}

const shown = (value: unknown) => (typeof value === "string" ? value : value === undefined || value === null ? "" : JSON.stringify(value));
