/** Finds contacts by what an agent types: a keyed hash leads to few, and what they say decides. */
import type { DatabaseSyncInstance } from "@photostructure/sqlite";
import type { Contact, Found } from "../../protocol/contact";
import { normalizeEmail } from "../../protocol/email";
import { keyLookup, tailLookup, wordLookup, wordsOf, type Lookup } from "../contacts/lookup";
import { summarize } from "../contacts/name";
import type { Vault } from "../vault/vault";
import type { ContactRows } from "./contactRows";
import type { ContactQuery } from "./contacts";

/** Most contacts that are opened for one search: the more letters, the fewer there are. */
const OPENED = 2_000;
const PAGE = 200;

/** What is looked up, all of it at once, and what makes sure. */
interface Plan {
  lookups: Lookup[];
  fits: (contact: Contact) => boolean;
}

export function createSearch(database: DatabaseSyncInstance, contacts: ContactRows, vault: Vault): (query: ContactQuery) => Found {
  const shown = "c.site = ? AND c.id > ? AND c.expires_at IS NULL AND c.merged_into IS NULL";
  const all = database.prepare(`SELECT c.id FROM contacts AS c WHERE ${shown} ORDER BY c.id LIMIT ?`);
  const among = (lookups: number) => database.prepare(`
    SELECT c.id FROM contacts AS c WHERE ${shown} AND c.n IN
      (${Array.from({ length: lookups }, () => "SELECT contact FROM contact_keys WHERE hash = ?").join(" INTERSECT ")}) ORDER BY c.id LIMIT ?`);

  const page = (site: string, after: string, { lookups }: Plan): string[] => {
    const hashes = lookups.map(({ kind, value }) => vault.blind(site, kind, value));
    const rows = hashes.length ? among(hashes.length).all(site, after, ...hashes, PAGE) : all.all(site, after, PAGE);
    return (rows as { id: string }[]).map(({ id }) => id);
  };

  return ({ site, q, after = "", limit }) => {
    const found = new Map<string, Contact>();
    let isCut = false;
    for (const plan of plans(q.trim())) {
      let opened = 0;
      let last = after;
      for (let ids = page(site, last, plan); ids.length && opened < OPENED; ids = page(site, last, plan)) {
        for (const id of ids) {
          const contact = contacts.get(site, id)?.contact;
          if (contact && plan.fits(contact)) found.set(id, contact);
          last = id;
          if (found.size > limit) break;
        }
        opened += ids.length;
        if (found.size > limit || ids.length < PAGE) break;
        isCut = opened >= OPENED;
      }
    }
    const sorted = [...found.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
    return { contacts: sorted.slice(0, limit).map(summarize), more: isCut || sorted.length > limit };
  };
}

/** Every way in which the text may be meant. */
function plans(q: string): Plan[] {
  if (q === "") return [{ lookups: [], fits: () => true }];
  const email = normalizeEmail(q);
  // Without country code or trunk zero: what is left is the end of the number in every writing.
  const digits = q.normalize("NFKC").replace(/\(0\)/g, "").replace(/\D/g, "").replace(/^0+/, "");
  const tail = /\p{L}|@/u.test(q) ? undefined : tailLookup(digits);
  const words = wordsOf(q);
  return [
    { lookups: [keyLookup("externalId", q)], fits: ({ externalIds = [] }) => externalIds.includes(q) },
    ...(email === undefined ? [] : [{ lookups: [keyLookup("email", email)], fits: ({ emails = [] }: Contact) => emails.includes(email) }]),
    ...(tail === undefined ? [] : [{ lookups: [tail], fits: ({ phones = [] }: Contact) => phones.some((phone) => phone.replace(/\D/g, "").endsWith(digits)) }]),
    ...(words.length === 0 || email !== undefined ? [] : [{
      lookups: [...new Map(words.map(wordLookup).map((lookup) => [lookup.value, lookup])).values()],
      fits: ({ displayName, givenName, familyName, companyName }: Contact) => {
        const own = wordsOf(displayName, givenName, familyName, companyName);
        return words.every((word) => own.some((one) => one.startsWith(word)));
      },
    }]),
  ];
}
