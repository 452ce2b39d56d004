/** Says of a page's request what it tells of the visit: by its headers, and by where it came from. */
import type { VisitData } from "../../protocol/visit";
import { parseLanguage } from "./parseLanguage";
import { parseUserAgent, USER_AGENT_CHARS } from "./parseUserAgent";
import type { Place } from "./placeOf";

/** So many different ones are remembered: most visitors come with one of a few hundred. */
export const REMEMBERED = 1_000;

export interface Told {
  headers: { "user-agent"?: string | undefined; "accept-language"?: string | undefined };
  /** Looks up where the request came from, if the operator has a database; asked only where it is needed. */
  place?: (() => Place) | undefined;
}

/** Makes the function that describes; it remembers what it has read, as reading is the dear part. */
export function createDescribe(parse = parseUserAgent): (told: Told) => VisitData {
  const read = new Map<string, VisitData>();

  const readUserAgent = (header: string): VisitData => {
    const key = header.slice(0, USER_AGENT_CHARS);
    const found = read.get(key) ?? parse(key);
    // What was used last stands last: the first is the one to forget.
    read.delete(key);
    read.set(key, found);
    const [oldest] = read.size > REMEMBERED ? read.keys() : [];
    if (oldest !== undefined) read.delete(oldest);
    return found;
  };

  return ({ headers, place }) => {
    const language = parseLanguage(headers["accept-language"] ?? "");
    return { ...readUserAgent(headers["user-agent"] ?? ""), ...(language !== undefined && { language }), ...place?.() };
  };
}
