/** Puts what is told of a contact together with what is known. */
import type { Contact, ContactFields } from "../../protocol/contact";

const NAMES = ["displayName", "givenName", "familyName", "companyName"] as const;
const LISTS = ["externalIds", "emails", "phones"] as const;

/** Adds what a file or a server tells by the way: nothing that is known is taken away. */
export function addFields(known: ContactFields, told: ContactFields): ContactFields {
  const fields = { ...known };
  for (const name of NAMES) if (told[name]) fields[name] = told[name];
  for (const kind of LISTS) {
    const keys = [...new Set([...(known[kind] ?? []), ...(told[kind] ?? [])])];
    if (keys.length) fields[kind] = keys;
  }
  if (told.traits && Object.keys(told.traits).length) fields.traits = { ...known.traits, ...told.traits };
  return fields;
}

/** Puts what an agent or a server tells on purpose in the place of what is known: `""` and empty lists take away. */
export function replaceFields(known: ContactFields, told: ContactFields): ContactFields {
  const fields = { ...known, ...told };
  for (const name of NAMES) if (fields[name] === "") delete fields[name];
  for (const kind of LISTS) if (!fields[kind]?.length) delete fields[kind];
  if (told.traits) fields.traits = { ...known.traits, ...told.traits };
  return fields;
}

/** The fields alone, without what the directory adds. */
export function fieldsOf({ id: _id, createdAt: _createdAt, updatedAt: _updatedAt, expiresAt: _expiresAt, mergedInto: _mergedInto, ...fields }: Contact): ContactFields {
  return fields;
}

/** Do both say the same, in whatever order? */
export function sameFields(a: ContactFields, b: ContactFields): boolean {
  return canonical(a) === canonical(b);
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) =>
    typeof item === "object" && item !== null && !Array.isArray(item) ? Object.fromEntries(Object.entries(item).sort(([x], [y]) => (x < y ? -1 : 1))) : item);
}
