/** Reads single fields of payloads that may hold anything. Whatever is not asked for by name is not kept. */
import type { Customer } from "../../protocol/event";

const DEPTH = 6;
/** Some vendors write a time that is not known as the first moments of 1970. */
const NO_TIME_MS = 86_400_000;
/** Seconds until the year 5138, milliseconds since 1973. */
const SECONDS_BELOW = 100_000_000_000;

/** What stands at a path of keys: `at(payload, "meta", "sender", "name")`. */
export function at(value: unknown, ...path: string[]): unknown {
  let found = value;
  for (const key of path) {
    if (typeof found !== "object" || found === null || !Object.hasOwn(found, key)) return undefined;
    found = (found as { [key: string]: unknown })[key];
  }
  return found;
}

/** What a table of ours has for a word of theirs. */
export function look<Value>(table: { readonly [key: string]: Value }, key: string | undefined): Value | undefined {
  return key !== undefined && Object.hasOwn(table, key) ? table[key] : undefined;
}

/** What somebody or something is called, if its site has told; else its id. */
export function nameOf(names: { [id: string]: string }, id: string | undefined): string | undefined {
  return look(names, id) ?? id;
}

/** A text or the digits of a number; nothing for everything else, and for what is empty. */
export function text(value: unknown): string | undefined {
  if (typeof value === "number") return Number.isSafeInteger(value) ? String(value) : undefined;
  return typeof value === "string" && value.trim() !== "" ? value : undefined;
}

/** Milliseconds since 1970, of a date in any usual writing, or a number of seconds or milliseconds. */
export function time(value: unknown): number | undefined {
  const number = typeof value === "string" && /^\d+(\.\d+)?$/.test(value) ? Number(value) : value;
  const ms = typeof number === "number" ? (number < SECONDS_BELOW ? number * 1_000 : number) : typeof number === "string" ? Date.parse(number) : NaN;
  return Number.isFinite(ms) && ms > NO_TIME_MS ? Math.round(ms) : undefined;
}

/** A phone number, without what says that it is one; nothing for names of clients, SIP addresses and hidden numbers. */
export function phone(value: unknown): string | undefined {
  const number = text(value)?.replace(/^(tel|sms|whatsapp):/i, "").trim();
  return number !== undefined && /^\+?[\d ().-]{5,25}$/.test(number) ? number : undefined;
}

/** Who a conversation is with, as far as anything is told; nobody where nothing is. */
export function customerOf(told: { [fact in "phone" | "email" | "displayName" | "externalId"]?: unknown }): Customer | undefined {
  const known = Object.entries(told).flatMap(([fact, value]) => (text(value) === undefined ? [] : [[fact, text(value)]]));
  return known.length ? (Object.fromEntries(known) as Customer) : undefined;
}

/** The last of a list. */
export function last(value: unknown): unknown {
  return Array.isArray(value) ? value[value.length - 1] : undefined;
}

/** The same with keys in another writing, as deep as payloads are. */
export function rekey(value: unknown, write: (key: string) => string, depth = DEPTH): unknown {
  if (typeof value !== "object" || value === null || depth === 0) return value;
  if (Array.isArray(value)) return value.map((item) => rekey(item, write, depth - 1));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [write(key), rekey(item, write, depth - 1)]));
}

/** @throws when the bytes are no UTF-8 or no JSON */
export function parseJson(body: Uint8Array): unknown {
  return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
}

/** @returns nothing when the text is no JSON */
export function parseEmbedded(json: unknown): unknown {
  try {
    return typeof json === "string" ? JSON.parse(json) : json;
  } catch {
    return undefined;
  }
}
