/** Reads a header: which column means what. Names are taken as people write them; an unknown one is an attribute of the site's own. */
import type { ContactFields } from "../../protocol/contact";
import { ownColumns, unguarded } from "./report";
import { KEY_CHARS, OBJECT_KEYS, TEXT_CHARS } from "../../protocol/limits";

type Field = Exclude<keyof ContactFields, "traits">;

/** Without case, blanks, hyphens, underscores and a number at the end: "E-mail 2", "first_name", "familyName". */
const NAMES: { [field in Field]: string[] } = {
  externalIds: ["externalid", "externalids", "id", "contactid", "customerid"],
  emails: ["email", "emails", "emailaddress", "mail"],
  phones: ["phone", "phones", "phonenumber", "mobile", "mobilephone", "mobilenumber", "telephone", "telephonenumber", "tel", "cell", "cellphone"],
  displayName: ["displayname", "name", "fullname"],
  givenName: ["givenname", "firstname", "first", "given", "forename"],
  familyName: ["familyname", "lastname", "last", "family", "surname"],
  companyName: ["companyname", "company", "organisation", "organization"],
};
const LISTS: Field[] = ["externalIds", "emails", "phones"];
const FIELDS = new Map(Object.entries(NAMES).flatMap(([field, names]) => names.map((name) => [name, field as Field] as const)));
const FORBIDDEN = /^(__proto__|constructor|prototype)$/;

/** What a row says of a contact: fields, or why it is not taken. */
export type Told = { fields: ContactFields } | { problem: string };

/**
 * @param names the header's cells
 * @returns how to read the rows below it, or a sentence on what is wrong with it
 */
export function readHeader(names: string[]): { read: (cells: string[]) => Told } | { refusal: string } {
  if (names.length > OBJECT_KEYS) return { refusal: `The file has ${names.length} columns; at most ${OBJECT_KEYS} are read.` };
  // No name is longer, and nobody should wait for the end of one to be found that is.
  const fields = names.map((name) => FIELDS.get(name.slice(0, KEY_CHARS).toLowerCase().replace(/[\s\-_.]|\d+$/g, "")));
  if (!fields.some((field) => field && LISTS.includes(field))) {
    return { refusal: "The first row must name the columns, and one of them must be external_id, email or phone. Add such a row and import the file again." };
  }
  // The rows of a report may have been mended in it.
  const own = ownColumns(names);

  const read = (cells: string[]): Told => {
    if (cells.slice(names.length).some((cell) => cell)) {
      return { problem: `The row has ${cells.length} cells, the header has ${names.length}` };
    }
    const told: ContactFields = {};
    const traits: [string, string][] = [];
    for (const [i, given] of cells.slice(0, names.length).entries()) {
      const name = names[i] ?? "";
      const cell = unguarded(given);
      if (!cell || i < own) continue;
      if (cell.length > TEXT_CHARS) return { problem: `The cell of column ${i + 1} is longer than ${TEXT_CHARS.toLocaleString("en")} characters` };
      const field = fields[i];
      if (!field) traits.push([name.slice(0, KEY_CHARS), cell]);
      else if (field === "externalIds") (told[field] ??= []).push(cell);
      else if (field === "emails" || field === "phones") (told[field] ??= []).push(...valuesOf(cell));
      else told[field] ??= cell;
    }
    if (!LISTS.some((field) => told[field]?.length)) return { problem: "The row has no external id, e-mail or phone" };
    const named = traits.filter(([name]) => name && !FORBIDDEN.test(name));
    return { fields: named.length ? { ...told, traits: Object.fromEntries(named) } : told };
  };
  return { read };
}

/** Several addresses or numbers of one cell are separated by semicolons. */
const valuesOf = (cell: string) => cell.split(";").map((value) => value.trim()).filter((value) => value);
