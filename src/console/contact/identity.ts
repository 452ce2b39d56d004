/** Says in words how it is known who a visitor is, and what an agent may decide about it. */
import { KEY_KINDS, type Claim, type ContactSummary, type Decision, type Identity, type KeyKind, type Why } from "../../protocol/contact";
import type { WireEvent } from "../../protocol/event";
import { createId } from "../../protocol/id";
import { shortAddress } from "../link";
import { clock } from "../moment";
import { words } from "../words/words";
import { day } from "../words/written";

const isKey = (by: Why["by"]): by is KeyKind => (KEY_KINDS as readonly string[]).includes(by);

/** "Matched by phone +44 7911 123456 from form “contact” at 10:42, on the page “Contact us”". */
export function howKnown({ by, value = "", form = "", agent = "", url, title, at }: Why, now: number): string {
  const when = clock(at, now);
  if (!isKey(by)) return words.contact.verifiedBy(by, by === "agent" ? agent : "", when);
  return words.contact.matchedBy({ key: by, value, form, page: title || (url ? shortAddress(url) : ""), at: when });
}

/** Where a claim came from, and when: "form “contact”, 10:42". */
export function claimSource({ form, source, at }: Pick<Claim, "form" | "source" | "at">, now: number): string {
  return words.contact.source(source, form ?? "", clock(at, now));
}

/** "Verified as Ada Byron by Dana at 10:44". */
export function decided({ says, contact, by, agent, at }: Decision, now: number): string {
  return words.contact.decided({ says, name: contact.name, by, agent: (by === "agent" && agent) || "", at: clock(at, now) });
}

/** What agents may decide as things are. */
export interface Choices {
  /** The contact to verify or to reject. */
  contact?: ContactSummary;
  canVerify: boolean;
  /** What was made of the visitor's own claims is nobody else. */
  canReject: boolean;
  /** The claim or decision whose effect can be taken back. */
  undo?: string;
  /** Others to choose from, each once, with all that speaks for it. */
  others: { contact: ContactSummary; because: string }[];
}

export function choices({ level, contact, why, candidates }: Identity): Choices {
  const others = new Map<string, { contact: ContactSummary; because: string[] }>();
  for (const { contact: other, kind, value } of candidates) {
    if (other.id === contact?.id) continue;
    const known = others.get(other.id) ?? { contact: other, because: [] };
    others.set(other.id, { contact: other, because: [...known.because, `${words.contact.keys[kind]} ${value}`] });
  }
  return {
    ...(contact && { contact }),
    canVerify: contact !== undefined && level !== "verified",
    canReject: contact !== undefined && contact.expiresAt === undefined,
    ...(why && contact && level !== "claimed" && { undo: why.event }),
    others: [...others.values()].map(({ contact: other, because }) => ({ contact: other, because: because.join(", ") })),
  };
}

/** What tells two contacts of one name apart. */
export function details({ companyName, emails = [], phones = [] }: ContactSummary): string {
  return [companyName, ...emails, ...phones].filter(Boolean).join(", ");
}

/** What is made of a visitor's claims alone does not stay. */
export function temporary(expiresAt: number): string {
  return words.contact.temporary(day(expiresAt, { day: "numeric", month: "short", year: "numeric" }));
}

/** The events by which agents decide; the collector takes them from nobody's browser but theirs. */
export function identityEvent(visitor: string, what: { verified: string } | { rejected: string } | { undone: string }, at = Date.now()): WireEvent {
  const id = createId(at);
  if ("undone" in what) return { id, type: "identity.undone", at, data: { visitor, event: what.undone } };
  return "verified" in what
    ? { id, type: "identity.verified", at, data: { visitor, contact: what.verified } }
    : { id, type: "identity.rejected", at, data: { visitor, contact: what.rejected } };
}
