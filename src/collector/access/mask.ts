/** What those see of an answer who may not know who people are: of every text that is not known to be harmless, only how it begins. */
import { maskAddress, maskWithin, maskWord } from "./maskText";

/** Ids, words of a list, and what rules, queues and agents are called. E-mails and phones within are masked all the same. */
const PLAIN = new Set([
  "id", "visitor", "session", "conversation", "contact", "customer", "who", "event", "into", "with", "ref", "mergedInto", "cursor", "before",
  "kind", "type", "status", "channel", "direction", "vendor", "source", "by", "endedBy", "says", "why", "level", "reason", "method", "confidence", "arrival", "moment", "state",
  "color", "segments", "outcomes", "tags", "segment", "outcome", "map", "offer", "campaign", "purposes",
  "queue", "queues", "agent", "agents", "code", "title", "form",
  "device", "os", "osVersion", "browser", "browserVersion", "language", "country", "region", "city", "timeZone",
]);
const ADDRESSES = new Set(["url", "referrer"]);
/** Whose names are not people's. */
const NAMED = new Set(["segments", "outcomes", "offer", "campaign", "actions"]);
/** Events whose data has a shape of ours; in the site's own any word may mean anything. */
const OURS = /^(page|session|conversation|segment|outcome|action|widget|consent|sdk|form|offer|queue)\./;
/** Whose `name` is that of a rule. */
const OF_RULES = /^(segment|outcome|action)\./;
/** What an identity event says besides of whom it is. */
const OF_IDENTITY = new Set(["visitor", "contact", "event", "by", "moment"]);
const NOTHING = new Set<string>();
/** Shorter ones are counts and prices. */
const LONG_NUMBER = 1_000_000;

/** @returns a copy of what is told, of the same shape */
export function mask<Told>(told: Told): Told {
  // Texts become texts, and everything else stays what it is.
  return maskIn(told, { key: "", within: "" }) as Told;
}

/** The name under which a value stands, and the one around it. */
interface Place {
  key: string;
  within: string;
}

function maskIn(value: unknown, place: Place): unknown {
  if (typeof value === "string") return maskString(value, place);
  if (Array.isArray(value)) return value.map((one) => maskIn(one, place));
  if (typeof value !== "object" || value === null) return value;
  const { type } = value as { type?: unknown };
  return Object.fromEntries(Object.entries(value).map(([key, one]) => {
    if (key === "data" && typeof type === "string") return [key, maskData(type, one)];
    if (key === "traits") return [key, maskAll(one, NOTHING)];
    return [maskWithin(key), maskIn(one, { key, within: place.key })];
  }));
}

function maskString(text: string, { key, within }: Place): string {
  if (ADDRESSES.has(key)) return maskAddress(text);
  return PLAIN.has(key) || NAMED.has(within) ? maskWithin(text) : maskWord(text);
}

function maskData(type: string, data: unknown): unknown {
  if (OURS.test(type)) return maskIn(data, { key: OF_RULES.test(type) ? "actions" : "data", within: "" });
  return maskAll(data, type.startsWith("identity.") ? OF_IDENTITY : NOTHING);
}

/** Masks all that is said, besides what stands under these names. */
function maskAll(value: unknown, plain: Set<string>): unknown {
  if (typeof value === "string") return maskWord(value);
  if (typeof value === "number") return Math.abs(value) >= LONG_NUMBER ? maskWord(String(value)) : value;
  if (Array.isArray(value)) return value.map((one) => maskAll(one, NOTHING));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [maskWithin(key), plain.has(key) && typeof one === "string" ? maskWithin(one) : maskAll(one, NOTHING)]));
}
