/** Names patterns by what they are, so that equal ones of several rules share their marks and keep them when rules change. */
import { createHash } from "node:crypto";
import type { FieldCondition, Pattern } from "../../protocol/rules";

/** Every page view, and a visit's last signs of life: what says how long a page was looked at. */
export const VIEWS = "page.viewed#";
export const SIGNS = "#signs";
/** 72 bits: no two of all patterns that a site ever has are alike by chance. */
const HASH_CHARS = 12;

/**
 * How long a page was looked at is no part of it: that is known only later, and the moments that fit otherwise are the same.
 */
export function patternKey({ event, where }: Pick<Pattern, "event" | "where">): string {
  // With a sign in it no name of an event is one that every object has, as "constructor" would be.
  if (where === undefined) return `${event}#`;
  return `${event}#${createHash("sha256").update(plain(where)).digest("base64url").slice(0, HASH_CHARS)}`;
}

/** One text for all ways to write the same: the order of what is asked, and of its values, says nothing. */
function plain(condition: FieldCondition): string {
  if ("not" in condition) return `not(${plain(condition.not)})`;
  if ("all" in condition) return group("all", condition.all);
  if ("any" in condition) return group("any", condition.any);
  const { field, is, value, ignoreCase } = condition;
  const values = value === undefined ? [] : [...new Set((Array.isArray(value) ? value : [value]).map((one) => JSON.stringify(one)))].sort();
  return JSON.stringify([field, is, values, ignoreCase === true]);
}

function group(word: string, conditions: FieldCondition[]): string {
  const [first, ...others] = [...new Set(conditions.map(plain))].sort();
  return first !== undefined && !others.length ? first : `${word}(${[first, ...others].join()})`;
}
