/** Turns whatever a page hands in into data that may travel. */
import { OBJECT_KEYS } from "../protocol/limits";
import type { Data } from "../protocol/event";

const DEPTH = 8;
/** Room for all texts of an event together, of which no letter takes more than three bytes; it must fit into `EVENT_BYTES`. */
const DATA_CHARS = 9_000;
/** What a value takes of it besides. */
const VALUE_CHARS = 9;

/**
 * Copies a value into plain data. It never throws, whatever the value: cyclic, with getters that throw, a proxy, a
 * detached node. What is no data, or too much, is left out. The collector judges; this only makes the value safe to send.
 *
 * @param clean makes texts fit to travel
 * @returns an object; any other value becomes `{ value }`, and no value at all becomes `{}`
 */
export function toData(value: unknown, clean = (text: string) => text): Data {
  let room = DATA_CHARS;
  const copy = (read: () => unknown, depth: number): unknown => {
    try {
      const from = read();
      if ((room -= VALUE_CHARS) < 0) return undefined;
      if (/bigint|string/.test(typeof from)) {
        const text = clean(String(from).slice(0, room));
        room -= text.length;
        return text;
      }
      if (/boolean|number/.test(typeof from) || from === null) return from;
      // An element or a window would bring the whole page with it.
      if (typeof from !== "object" || depth > DEPTH || from instanceof Node || from === window) return undefined;
      if (from instanceof Date) return from.toJSON();
      // A list may keep its holes: as JSON they are null. But a hole may be a billion long.
      const list = Array.isArray(from) && from.slice(0, OBJECT_KEYS);
      const to: Data = list ? ([] as unknown as Data) : {};
      for (const key of Object.keys(list || from).slice(0, OBJECT_KEYS)) {
        room -= key.length;
        const item = copy(() => (from as Data)[key], depth + 1);
        if (item !== undefined) to[key] = item;
      }
      return to;
    } catch {
      return undefined;
    }
  };
  const data = copy(() => value, 0) ?? {};
  return typeof data === "object" && !Array.isArray(data) ? (data as Data) : { value: data };
}
