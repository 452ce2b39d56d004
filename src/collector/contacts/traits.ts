/** What a visitor is said to be called and more, merged trait by trait, whatever the order. */
import type { ContactFields } from "../../protocol/contact";
import type { StoredEvent } from "../../protocol/event";
import { CARD_CHARS, cut, text } from "../fold/text";

/** Trait to its latest claim. */
export interface TraitClaims {
  [name: string]: { value: unknown; at: number; id: string };
}

/** Most traits of a visitor: every claim reads and writes them all. */
const TRAITS = 40;
const NAMES = ["displayName", "givenName", "familyName", "companyName"] as const;
/** These are claims of a key, which has a history of its own. */
const KEYS = ["email", "phone", "externalId"];

/** @returns `before` itself when the event claims nothing newer */
export function foldTraits(before: TraitClaims, { type, at, id, data }: StoredEvent): TraitClaims {
  const given = data.traits;
  if (type !== "identity.claimed" || typeof given !== "object" || given === null) return before;
  const merged = new Map(Object.entries(before));
  let isNew = false;
  for (const [name, value] of Object.entries(given)) {
    const known = merged.get(name);
    if (KEYS.includes(name) || (known && (known.at > at || (known.at === at && known.id >= id)))) continue;
    merged.set(name, { value: short(value), at, id });
    isNew = true;
  }
  if (!isNew) return before;
  // A page may claim new traits without end. Keeping the first by name keeps the same ones in any order.
  const kept = [...merged].sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1)).slice(0, TRAITS);
  return Object.fromEntries(kept);
}

/** The traits as a contact has them. */
export function traitFields(claims: TraitClaims): ContactFields {
  const names = NAMES.flatMap((name) => {
    const value = text(claims[name]?.value)?.trim();
    return value ? [[name, cut(value, CARD_CHARS)]] : [];
  });
  const others = Object.entries(claims).filter(([name, { value }]) => rank(name) === 1 && value !== null).map(([name, { value }]) => [name, value]);
  return { ...Object.fromEntries(names), ...(others.length && { traits: Object.fromEntries(others) }) };
}

/** What is too large to keep beside a name is known to be claimed, and the log has it. */
function short(value: unknown): unknown {
  if (typeof value === "string") return cut(value, CARD_CHARS);
  return (JSON.stringify(value) ?? "").length > CARD_CHARS ? null : value;
}

function rank(name: string): number {
  return (NAMES as readonly string[]).includes(name) ? 0 : 1;
}
