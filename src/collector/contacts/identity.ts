/** Everything that was said of who a visitor is, folded from their events: the same whatever the order and however often. */
import type { ContactFields, Decision } from "../../protocol/contact";
import type { StoredEvent } from "../../protocol/event";
import { noteSubject } from "../../protocol/note";
import { shortText, text } from "../fold/text";
import { toClaims, type KeyClaim } from "./claim";
import { foldTraits, traitFields, type TraitClaims } from "./traits";

/** A decision as it was told: its contact may have been merged or be gone by now. */
export interface Verdict extends Omit<Decision, "contact" | "undone"> {
  contact: string;
}

/** Claims and decisions are history and are kept apart; who the visitor is follows from them, and from the directory. */
export interface IdentityState {
  visitor: string;
  /** Newest first. */
  claims: KeyClaim[];
  traits: TraitClaims;
  /** Newest first. */
  verdicts: Verdict[];
  /** Which verdicts were taken back. The word may come before the verdict. */
  undone: { event: string; at: number }[];
}

/** Most claims of one kind, most verdicts and most words that take one back: the newest. */
const CLAIMS = 20;
const VERDICTS = 50;
const UNDONE = 200;

/** The ones that tell of a visitor's identity. */
export const DECISIONS = ["identity.verified", "identity.rejected", "identity.undone"];

/**
 * Takes one more event into its visitor's identity.
 *
 * @returns `before` itself when the event told nothing new
 */
export function foldIdentity(before: IdentityState | undefined, event: StoredEvent): IdentityState | undefined {
  const { visitor, type } = event;
  if (visitor === undefined || (before && before.visitor !== visitor)) return before;
  const state = before ?? { visitor, claims: [], traits: {}, verdicts: [], undone: [] };
  if (type === "identity.claimed") {
    const claims = newest(state.claims, toClaims(event), { most: CLAIMS, key: ({ event: id, kind }) => `${kind} ${id}`, group: ({ kind }) => kind });
    const traits = foldTraits(state.traits, event);
    return claims === state.claims && traits === state.traits ? before : { ...state, claims, traits };
  }
  if (event.source === "page") return before;
  const verdict = toVerdict(event);
  if (verdict) {
    const verdicts = newest(state.verdicts, [verdict], { most: VERDICTS, key: (one) => one.event, group: () => "" });
    return verdicts === state.verdicts ? before : { ...state, verdicts };
  }
  const taken = type === "identity.undone" ? text(event.data.event) : undefined;
  if (taken === undefined) return before;
  const undone = newest(state.undone, [{ event: taken, at: event.at }], { most: UNDONE, key: (one) => one.event, group: () => "" });
  return undone === state.undone ? before : { ...state, undone };
}

/** The latest sound claim of each kind: what counts of the history. */
export function currentClaims({ claims }: IdentityState): KeyClaim[] {
  return claims.filter((claim, i) => claim.hash !== undefined && !claims.slice(0, i).some((newer) => newer.kind === claim.kind && newer.hash !== undefined));
}

/** What the visitor's claims would make of a contact. */
export function claimedFields(state: IdentityState): ContactFields {
  const known = (kind: KeyClaim["kind"]) => currentClaims(state).filter((claim) => claim.kind === kind && !claim.hashed).map(({ value }) => value);
  const [externalIds, emails, phones] = [known("externalId"), known("email"), known("phone")];
  return {
    ...(externalIds.length && { externalIds }),
    ...(emails.length && { emails }),
    ...(phones.length && { phones }),
    ...traitFields(state.traits),
  };
}

/** When the visitor last claimed anything; -Infinity when they never did. */
export function lastClaimAt({ claims, traits }: IdentityState): number {
  return Math.max(...claims.map(({ at }) => at), ...Object.values(traits).map(({ at }) => at));
}

/** Whom notes on a contact are told of is that contact from the first one on. */
const isOfContact = ({ type, visitor, contact }: { type: string; visitor: string | undefined; contact: unknown }) =>
  type === "contact.noted" && typeof contact === "string" && visitor === noteSubject(contact);

function toVerdict({ id, type, at, source, visitor, data }: StoredEvent): Verdict | undefined {
  const says = isOfContact({ type, visitor, contact: data.contact }) || type === "identity.verified" ? "verified" : type === "identity.rejected" ? "rejected" : undefined;
  const contact = text(data.contact);
  if (!says || contact === undefined) return undefined;
  const by = source === "agent" ? "agent" : data.by === "token" || data.by === "agent" ? data.by : "server";
  const agent = shortText(data.agent);
  return { event: id, says, contact, by, ...(agent !== undefined && { agent }), at };
}

interface Bound<T> {
  most: number;
  /** One of several with the same key counts: the latest. It begins with the id of the event. */
  key: (one: T) => string;
  /** The bound is for each group apart. */
  group: (one: T) => string;
}

/** Adds to a list that is sorted by time and bounded, in a way that does not depend on the order in which its items come. */
function newest<T extends { event: string; at: number }>(known: T[], added: T[], { most, key, group }: Bound<T>): T[] {
  const news = added.filter((one) => !known.some((other) => key(other) === key(one) && other.at >= one.at));
  if (!news.length) return known;
  const all = [...known.filter((other) => !news.some((one) => key(one) === key(other))), ...news].sort((a, b) => b.at - a.at || (key(a) < key(b) ? 1 : -1));
  const counts = new Map<string, number>();
  return all.filter((one) => {
    const count = (counts.get(group(one)) ?? 0) + 1;
    counts.set(group(one), count);
    return count <= most;
  });
}
