/** Turns whatever a page hands in into data that may travel. */
import { OBJECT_KEYS, TEXT_CHARS } from "../protocol/limits";
import type { Data } from "../protocol/event";

const DEPTH = 8;
const VALUES = 1_000;

/**
 * Copies a value into plain data. It never throws, whatever the value: cyclic, with getters that throw, a proxy, a
 * detached node. What is no data is left out, texts are cut. The collector judges; this only makes the value safe to send.
 *
 * @returns an object; any other value becomes `{ value }`, and no value at all becomes `{}`
 */
export function toData(value: unknown): Data {
  let values = 0;
  const copy = (read: () => unknown, depth: number): unknown => {
    try {
      const from = read();
      if (typeof from === "bigint" || typeof from === "string") return String(from).slice(0, TEXT_CHARS);
      if (typeof from === "boolean" || typeof from === "number" || from === null) return from;
      // An element or a window would bring the whole page with it.
      if (typeof from !== "object" || depth > DEPTH || ++values > VALUES || from instanceof Node || from === window) return undefined;
      if (Array.isArray(from)) return from.slice(0, OBJECT_KEYS).map((item) => copy(() => item, depth + 1) ?? null);
      if (from instanceof Date) return from.toJSON();
      const to: Data = {};
      for (const key of Object.keys(from).slice(0, OBJECT_KEYS)) {
        const item = copy(() => (from as Data)[key], depth + 1);
        if (item !== undefined && key !== "__proto__") to[key] = item;
      }
      return to;
    } catch {
      return undefined;
    }
  };
  const data = copy(() => value, 0) ?? {};
  return typeof data === "object" && !Array.isArray(data) ? (data as Data) : { value: data };
}
