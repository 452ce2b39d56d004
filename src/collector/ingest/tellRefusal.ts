/** Tells operators of refusals that only they can mend, a website or a key that is not known, and nothing of the visitor whom it met. */
import type { Refusal } from "./refusal";

export interface TellRefusalDependencies {
  now: () => number;
  /** Takes one line of JSON, in the form of the log. */
  warn: (line: string) => void;
}

const OURS_TO_MEND = ["origin_not_allowed", "unknown_key", "unknown_secret"];
const MINUTE_MS = 60_000;
/** Most lines a minute: whoever makes up origins must not fill the disk. */
const LINES = 100;
const ORIGIN_CHARS = 200;
/** Enough to tell one key from another. It may be a secret one that was put into the wrong place. */
const KEY_CHARS = 8;
/** The log's number of this level. */
const WARN = 40;

/** Makes the function that says it once a minute for every origin and every key. */
export function createTellRefusal({ now, warn }: TellRefusalDependencies): (refusal: Refusal, of: { origin: string | undefined; key: string | undefined }) => void {
  const told = new Set<string>();
  let since = now();

  return ({ error, message }, { origin, key }) => {
    if (!OURS_TO_MEND.includes(error)) return;
    const time = now();
    if (time - since >= MINUTE_MS) {
      told.clear();
      since = time;
    }
    const subject = `${error} ${error === "origin_not_allowed" ? origin : key}`;
    if (told.has(subject) || told.size >= LINES) return;
    told.add(subject);
    const shortKey = key !== undefined && error !== "origin_not_allowed" ? `${key.slice(0, KEY_CHARS)}…` : undefined;
    warn(JSON.stringify({ level: WARN, time, error, origin: origin?.slice(0, ORIGIN_CHARS), key: shortKey, msg: message }));
  };
}
