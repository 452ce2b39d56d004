/** Reads the keys that an event claims for its visitor: normalised where they are sound, kept as they were given where not. */
import type { Claim, KeyKind } from "../../protocol/contact";
import type { IdentityClaim, StoredEvent, Traits } from "../../protocol/event";
import { ID_CHARS } from "../../protocol/limits";
import { CARD_CHARS, cut, shortText, text } from "../fold/text";
import { normalizeEmail } from "../../protocol/email";
import { hashValue } from "./lookup";
import { parsePhone, type Phone } from "./phone";

/** A claim, with what it is looked up by when it is sound. */
export interface KeyClaim extends Claim {
  /** SHA-256 of the canonical value. */
  hash?: string;
  /** Only the hash is known. */
  hashed?: boolean;
  /** What is known of a phone besides its number. */
  phone?: Omit<Phone, "e164" | "valid">;
}

type Told = Pick<KeyClaim, "value" | "valid" | "hash" | "hashed" | "phone">;

/** How much of a hash is shown: it names no one, and tells two apart. */
const SHOWN_HASH = 12;

/** @returns at most one claim of each kind */
export function toClaims({ id: event, type, at, session, source, data }: StoredEvent): KeyClaim[] {
  if (type !== "identity.claimed") return [];
  const claim = data as IdentityClaim;
  const traits: Traits = typeof claim.traits === "object" && claim.traits !== null ? claim.traits : {};
  const form = shortText(claim.form);
  const told: [KeyKind, Told | undefined][] = [
    ["externalId", toExternalId(claim.externalId ?? traits.externalId)],
    ["phone", toPhone(text(claim.phone) ?? text(traits.phone), claim) ?? toHash(claim.phoneHash)],
    ["email", toEmail(text(claim.email) ?? text(traits.email)) ?? toHash(claim.emailHash)],
  ];
  return told.flatMap(([kind, one]) =>
    one ? [{ event, kind, ...one, at, ...(session !== undefined && { session }), ...(form !== undefined && { form }), source }] : []);
}

function toExternalId(given: unknown): Told | undefined {
  const id = typeof given === "number" ? String(given) : text(given)?.trim();
  if (!id) return undefined;
  return id.length <= ID_CHARS ? sound(id) : { value: cut(id, CARD_CHARS), valid: false };
}

function toEmail(given: string | undefined): Told | undefined {
  if (given === undefined) return undefined;
  const canonical = normalizeEmail(given);
  return canonical === undefined ? { value: cut(given, CARD_CHARS), valid: false } : sound(canonical);
}

function toPhone(given: string | undefined, { e164, region }: IdentityClaim): Told | undefined {
  if (given === undefined) return undefined;
  const { e164: number, valid, ...rest } = parsePhone(given, { region: text(region), e164: text(e164) });
  const phone = { ...rest };
  return valid && number !== undefined ? { ...sound(number), phone } : { value: cut(given, CARD_CHARS), valid: false, phone };
}

function toHash(given: unknown): Told | undefined {
  const hash = text(given)?.toLowerCase();
  return hash !== undefined && /^[\da-f]{64}$/.test(hash) ? { value: `${hash.slice(0, SHOWN_HASH)}…`, valid: true, hash, hashed: true } : undefined;
}

const sound = (canonical: string): Told => ({ value: canonical, valid: true, hash: hashValue(canonical) });
