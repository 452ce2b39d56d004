/** Turns anything into data that may travel, and says what had to be left behind. */
import { KEY_CHARS, OBJECT_KEYS, TEXT_CHARS } from "./limits";

/** Why a part of a value cannot travel. */
export type Refusal = "forbidden_key" | "number_out_of_range" | "too_deep" | "too_many_keys" | "too_many_values" | "not_data";

const DATA_DEPTH = 8;
const DATA_VALUES = 4_000;
const FORBIDDEN = /^(__proto__|constructor|prototype)$/;

export interface ParseOptions {
  /** Cleans a text that was already cut to its longest allowed length. */
  text?: (text: string) => string;
  /** Hears of every part that was left out. */
  refuse?: (reason: Refusal) => void;
}

/**
 * Copies a value into plain JSON data within the limits. It never throws, whatever the value: cyclic, with getters that
 * throw, a proxy, a detached node. Parts that are no data are left out; texts are cut.
 *
 * @returns an object; a value that is none becomes `{ value }`, and no value at all becomes `{}`
 */
export function parseData(value: unknown, { text = (same) => same, refuse = () => {} }: ParseOptions = {}): { [key: string]: unknown } {
  let values = 0;

  const copy = (from: unknown, depth: number): unknown => {
    if (++values > DATA_VALUES) return refuse("too_many_values");
    switch (typeof from) {
      case "string":
        return text(from.slice(0, TEXT_CHARS));
      case "boolean":
        return from;
      case "number":
        // Minus zero has no text of its own.
        if (Number.isFinite(from)) return from + 0;
        return refuse("number_out_of_range");
      case "bigint":
        return String(from).slice(0, TEXT_CHARS);
      case "object":
        break;
      default:
        return from === undefined ? from : refuse("not_data");
    }
    if (from === null) return from;
    if (depth > DATA_DEPTH) return refuse("too_deep");
    try {
      if (from instanceof Date) return from.toISOString();
      if (isPage(from)) return refuse("not_data");
      if (Array.isArray(from)) {
        if (from.length > OBJECT_KEYS) refuse("too_many_values");
        return Array.from(from.slice(0, OBJECT_KEYS), (item) => copy(item, depth + 1) ?? null);
      }
      const keys = Object.keys(from);
      if (keys.length > OBJECT_KEYS) refuse("too_many_keys");
      const to: { [key: string]: unknown } = {};
      for (const given of keys.slice(0, OBJECT_KEYS)) {
        const key = text(given.slice(0, KEY_CHARS));
        const item = FORBIDDEN.test(key) ? refuse("forbidden_key") : copy(read(from, given), depth + 1);
        if (item !== undefined) to[key] = item;
      }
      return to;
    } catch {
      return refuse("not_data");
    }
  };

  const data = copy(value, 0);
  if (data === undefined || data === null) return {};
  return typeof data === "object" && !Array.isArray(data) ? (data as { [key: string]: unknown }) : { value: data };
}

/** An element or a window would bring the whole page with it. Data that merely has such keys owns them. */
function isPage(from: object): boolean {
  return ("nodeType" in from && !Object.hasOwn(from, "nodeType")) || read(from, "window") === from;
}

function read(from: object, key: string): unknown {
  try {
    return (from as { [key: string]: unknown })[key];
  } catch {
    return undefined;
  }
}
