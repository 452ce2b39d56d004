/** What a contact can be found by: its keys, what a mailbox has in common, the end of a phone, the beginnings of its names' words. */
import { createHash } from "node:crypto";
import type { ContactFields, KeyKind } from "../../protocol/contact";
import { mailboxOf } from "./mailbox";

/**
 * What is looked up. `mailbox`: several addresses may be one. `tail`: the end of a phone, which every writing of it has. `word`:
 * the beginning of a word of a name. `contact`: visitors of whom an agent or server has said something about that contact.
 */
export interface Lookup {
  kind: KeyKind | "mailbox" | "tail" | "word" | "contact" | "visitor";
  value: string;
}

const TAIL_DIGITS = 7;
const WORD_CHARS = 3;
/** Most words of a contact's names that it is found by. */
const WORDS = 30;

/** The hash of a canonical value, as pages in hash mode send it: so both are looked up alike. */
export function hashValue(canonical: string): string {
  return createHash("sha256").update(canonical).digest("hex");
}

/** @param kind of a value that is canonical */
export function keyLookup(kind: KeyKind, canonical: string): Lookup {
  return { kind, value: hashValue(canonical) };
}

export function mailboxLookup(canonical: string): Lookup {
  return { kind: "mailbox", value: hashValue(mailboxOf(canonical)) };
}

/** @returns `undefined` when these are too few digits to look for */
export function tailLookup(digits: string): Lookup | undefined {
  return digits.length < TAIL_DIGITS ? undefined : { kind: "tail", value: digits.slice(-TAIL_DIGITS) };
}

export function wordLookup(word: string): Lookup {
  return { kind: "word", value: [...word].slice(0, WORD_CHARS).join("") };
}

/** The words of names, as they are compared: without case and accents. */
export function wordsOf(...names: (string | undefined)[]): string[] {
  const words = names.join(" ").normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return [...new Set(words)].slice(0, WORDS);
}

/** The keys by which visitors are matched with a contact. */
export function keysOf({ externalIds = [], phones = [], emails = [] }: ContactFields): Lookup[] {
  return [
    ...externalIds.map((value) => keyLookup("externalId", value)),
    ...phones.map((value) => keyLookup("phone", value)),
    ...emails.flatMap((value) => [keyLookup("email", value), mailboxLookup(value)]),
  ];
}

/** Everything that a contact is found by. */
export function lookupsOf(fields: ContactFields): Lookup[] {
  const { displayName, givenName, familyName, companyName, phones = [] } = fields;
  const tails = phones.flatMap((phone) => tailLookup(phone.replace(/\D/g, "")) ?? []);
  return [...keysOf(fields), ...tails, ...wordsOf(displayName, givenName, familyName, companyName).map(wordLookup)];
}
