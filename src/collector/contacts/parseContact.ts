/** Turns what a server, an agent or a row of a file says of a contact into fields that the directory takes, or says what is wrong. */
import type { ContactFields } from "../../protocol/contact";
import { parseData } from "../../protocol/parse";
import { ID_CHARS, KEYS_PER_KIND, TEXT_CHARS } from "../../protocol/limits";
import { clean } from "../ingest/clean";
import { normalizeEmail } from "../../protocol/email";
import { parsePhone } from "./phone";

const NAMES = ["displayName", "givenName", "familyName", "companyName"] as const;
const LISTS = ["externalIds", "emails", "phones"] as const;

export interface ParseOptions {
  /** The region that national numbers are of: ISO 3166, two letters. */
  region?: string | undefined;
}

/**
 * @param given of any shape; e-mails and phones in any writing
 * @returns the fields with canonical keys, an empty name as `""`; or a sentence that says what to mend
 */
export function parseContact(given: unknown, { region }: ParseOptions = {}): { fields: ContactFields } | { problem: string } {
  if (typeof given !== "object" || given === null || Array.isArray(given)) return { problem: "A contact is a JSON object." };
  const unknown = Object.keys(given).find((name) => ![...NAMES, ...LISTS, "traits"].includes(name));
  if (unknown !== undefined) return { problem: `There is no field ${unknown.slice(0, 50)}. Put the site's own attributes into traits.` };
  const from = given as { [name: string]: unknown };

  const fields: ContactFields = {};
  for (const name of NAMES) {
    const value = from[name];
    if (value === undefined || value === null) continue;
    if (typeof value !== "string" || value.length > TEXT_CHARS) return { problem: `${name} must be a text of at most ${TEXT_CHARS} characters.` };
    fields[name] = clean(value).trim();
  }
  for (const kind of LISTS) {
    const values = from[kind];
    if (values === undefined || values === null) continue;
    if (!Array.isArray(values) || values.length > KEYS_PER_KIND || !values.every((value) => typeof value === "string")) return { problem: `${kind} must be a list of at most ${KEYS_PER_KIND} texts.` };
    const canonical = (values as string[]).map((value) => canonicalKey(kind, value, region));
    const bad = canonical.indexOf(undefined);
    if (bad >= 0) return { problem: `"${values[bad]}" ${ADVICE[kind]}` };
    fields[kind] = [...new Set(canonical as string[])];
  }
  if (from.traits !== undefined && from.traits !== null) {
    if (typeof from.traits !== "object" || Array.isArray(from.traits)) return { problem: "traits must be an object." };
    fields.traits = parseData(from.traits, { text: clean });
  }
  return { fields };
}

const ADVICE = {
  externalIds: `is no external id: it has from 1 to ${ID_CHARS} characters.`,
  emails: "is no e-mail address.",
  phones: "is no phone number that can be called. Write it with + and the country code, or say which region it is of.",
} as const;

function canonicalKey(kind: keyof typeof ADVICE, value: string, region: string | undefined): string | undefined {
  if (kind === "emails") return normalizeEmail(value);
  if (kind === "phones") {
    const phone = parsePhone(value, { region });
    return phone.valid ? phone.e164 : undefined;
  }
  const id = clean(value).trim();
  return id !== "" && id.length <= ID_CHARS ? id : undefined;
}
