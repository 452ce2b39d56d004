/** What happened in a visit so far, in few words: a fold of moments whose result depends neither on their order nor on where it was interrupted. */
import { cut } from "../fold/text";
import type { Moment } from "../rules/moment";

/** JSON, so that it may be kept with the visit. Lists of pairs: names are the site's own, and may be any. */
export interface Sketch {
  /** How often things happened, by type. */
  counts: readonly (readonly [type: string, times: number])[];
  /** Groups of pages, each once, in alphabetical order. */
  pages: readonly string[];
  /** The page that was seen last. */
  last?: { at: number; id: string; page: string };
  /** What happened in each conversation, as "chat started". */
  conversations: readonly (readonly [id: string, words: readonly string[]])[];
}

export const NOTHING: Sketch = { counts: [], pages: [], conversations: [] };

/** Most types, groups of pages, and conversations of one visit: what comes first in the alphabet, so that order of arrival decides nothing. */
const MOST = 100;
const NAME_CHARS = 100;
/** What rules have decided says what they were made to say: learned from, a score would feed on itself. Who it is, is asked for apart. */
const NOT_COUNTED = /^(segment|outcome|action|identity|sdk)\./;
/** Parts of an address that name one thing of many. */
const ID = /^(?=.*\d)[\da-f-]{6,}$|^\d+$|^.{40,}$/i;
const PATH_PARTS = 2;

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]) => (a < b ? -1 : 1);

/**
 * Takes more moments of the visit, none of them twice.
 *
 * @param replaced the conversation that all of these are about: what was known of it before is forgotten
 */
export function take(before: Sketch, moments: readonly Moment[], replaced?: string): Sketch {
  const counts = new Map(before.counts);
  const pages = new Set(before.pages);
  const conversations = new Map(before.conversations);
  let { last } = before;
  if (replaced !== undefined) conversations.delete(replaced);
  for (const { id, type, at, conversation, fields } of moments) {
    const name = nameOf(type);
    if (conversation !== undefined) {
      // Only that it happened: how a conversation ended is in all of its moments, from the first on.
      const word = nameOf(`${typeof fields.channel === "string" ? fields.channel : "conversation"} ${type.replace(/^conversation\./, "")}`);
      const words = conversations.get(conversation) ?? [];
      if (!words.includes(word)) conversations.set(conversation, [...words, word].sort().slice(0, MOST));
    } else if (!NOT_COUNTED.test(type)) {
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    if (type !== "page.viewed" || typeof fields.path !== "string") continue;
    const page = pageGroup(fields.path);
    pages.add(page);
    if (!last || at > last.at || (at === last.at && id > last.id)) last = { at, id, page };
  }
  return {
    counts: [...counts].sort(byName).slice(0, MOST),
    pages: [...pages].sort().slice(0, MOST),
    ...(last && { last }),
    conversations: [...conversations].sort(byName).slice(0, MOST),
  };
}

/** Pages that are alike: the first parts of the path, with `*` where an id stands. `/orders/48213/items` is `/orders/*`. */
export function pageGroup(path: string): string {
  const parts = path.split("/").filter((part) => part !== "").slice(0, PATH_PARTS);
  return nameOf(`/${parts.map((part) => (ID.test(part) ? "*" : part)).join("/")}`);
}

/** What is shown to people and kept for long: short, and without signs that are none. */
export function nameOf(text: string): string {
  return cut(text.replace(/[\p{C}\s]+/gu, " ").trim(), NAME_CHARS);
}
