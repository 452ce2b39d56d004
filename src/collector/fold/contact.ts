/** The temporary contact of a visitor: every claim of who they are, merged key by key, whatever the order. */
import type { StoredEvent } from "../../protocol/event";
import { CARD_CHARS, cut, text } from "./text";

interface Claim {
  value: unknown;
  at: number;
  id: string;
}

export interface Contact {
  visitor: string;
  /** Trait to its latest claim. */
  traits: { [name: string]: Claim };
}

/** Most traits of a contact: every claim reads and writes them all. */
const TRAITS = 40;
const KNOWN = ["email", "phone", "givenName", "familyName", "displayName", "companyName", "externalId"];

/** Takes one more event into the contact of its visitor; only a claim of identity changes anything. */
export function foldContact(before: Contact | undefined, { type, visitor, at, id, data }: StoredEvent): Contact | undefined {
  if (type !== "identity.claimed" || visitor === undefined) return before;

  const given = typeof data.traits === "object" && data.traits !== null ? Object.entries(data.traits) : [];
  const claims = data.externalId === undefined ? given : [...given, ["externalId", data.externalId] as const];
  const merged = new Map(Object.entries(before?.traits ?? {}));
  for (const [name, value] of claims) {
    const known = merged.get(name);
    if (!known || known.at < at || (known.at === at && known.id < id)) merged.set(name, { value: short(value), at, id });
  }
  // A page may claim new traits without end. Keeping the first by name keeps the same ones in any order.
  const kept = [...merged].sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1)).slice(0, TRAITS);
  return { visitor, traits: Object.fromEntries(kept) };
}

/** The name to show for a visitor, or `undefined` while nobody has told it. */
export function contactName(contact: Contact | undefined): string | undefined {
  const trait = (name: string) => text(contact?.traits[name]?.value)?.trim();
  const parts = [trait("givenName"), trait("familyName")].filter((part) => part);
  return cut(trait("displayName") || parts.join(" "), CARD_CHARS) || undefined;
}

/** What is too large to keep beside a name is known to be claimed, and the log has it. */
function short(value: unknown): unknown {
  if (typeof value === "string") return cut(value, CARD_CHARS);
  return (JSON.stringify(value) ?? "").length > CARD_CHARS ? null : value;
}

function rank(name: string): number {
  return KNOWN.includes(name) ? 0 : 1;
}
