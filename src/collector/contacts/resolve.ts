/** Who a visitor is: derived from what was said of them and from the directory, and stored nowhere as a truth of its own. */
import { KEY_KINDS, type KeyKind, type Level, type Why } from "../../protocol/contact";
import { mailboxOf } from "./mailbox";
import type { KeyClaim } from "./claim";
import { currentClaims, type IdentityState, type Verdict } from "./identity";
import { hashValue, type Lookup } from "./lookup";

/** What is asked of the contact directory. */
export interface Directory {
  /** The contact that speaks for one: itself, or the one that it was merged into; none when it is gone. */
  speaker(contact: string): string | undefined;
  /** Contacts that have a key, each by its speaker. Temporary ones are never among them. */
  holders(lookup: Lookup): string[];
}

export interface Candidate {
  contact: string;
  kind: KeyKind;
  value: string;
}

/** Whom a browser was proven to be before somebody else logged in on it, and until when. */
export interface Past {
  /** None when they are erased: then it was somebody, and not who it is now. */
  contact?: string;
  /** Milliseconds since 1970. */
  until: number;
}

export interface Resolved {
  /** None while nothing was claimed. */
  level?: Level;
  /** Id of the contact that the visitor is matched with or verified as. */
  contact?: string;
  why?: Why;
  /** The claim that says so. */
  claim?: KeyClaim;
  /** Oldest first. What began in somebody's time stays theirs: nobody is shown another's pages. */
  past: Past[];
  /** Others that it could be, or all where several have the key: shown, not guessed. */
  candidates: Candidate[];
}

/**
 * A verification that holds wins, the latest of them. Else the first kind of key that anybody has decides, in the order external
 * id, phone, e-mail: one contact with it is the visitor, of several none is. Whom an agent has rejected is out.
 */
export function resolve(state: IdentityState, directory: Directory): Resolved {
  const claims = currentClaims(state);
  const past = pastOf(state, directory);
  const verdicts = standing(state, directory);
  const verified = verdicts.find(({ says }) => says === "verified");
  const rejected = new Set(verdicts.filter(({ says }) => says === "rejected").map(({ contact }) => contact));

  const taken = new Set(state.undone.map(({ event }) => event));

  const hits = KEY_KINDS.flatMap((kind) => {
    const claim = claims.find((one) => one.kind === kind);
    if (!claim?.hash) return [];
    const contacts = directory.holders({ kind, value: claim.hash }).filter((contact) => !rejected.has(contact));
    return contacts.length ? [{ claim, contacts }] : [];
  });
  // A match that was taken back is one no more; whom it was with, the visitor could be all the same.
  const [first] = hits.filter(({ claim }) => !taken.has(claim.event));
  const matched = !verified && first?.contacts.length === 1 ? first.contacts[0] : undefined;
  const contact = verified?.contact ?? matched;

  const possible = hits.flatMap(({ claim, contacts }) => contacts.map((one) => ({ contact: one, kind: claim.kind, value: claim.value })));
  const candidates = [...possible, ...sameMailbox(claims, directory)]
    .filter((one, i, all) => one.contact !== contact && !rejected.has(one.contact) && all.findIndex((other) => other.contact === one.contact) === i);

  if (verified) {
    const { by, event, at, agent } = verified;
    return { level: "verified", contact: verified.contact, why: { by, event, at, ...(agent !== undefined && { agent }) }, past, candidates };
  }
  if (matched !== undefined && first) {
    const { kind, event, at, value, form } = first.claim;
    return { level: "matched", contact: matched, why: { by: kind, event, at, value, ...(form !== undefined && { form }) }, claim: first.claim, past, candidates };
  }
  return { ...((state.claims.length > 0 || Object.keys(state.traits).length > 0) && { level: "claimed" }), past, candidates };
}

/** Only tokens tell that it is somebody else now: an agent who names another contact corrects what was thought before. */
function pastOf({ verdicts, undone }: IdentityState, directory: Directory): Past[] {
  const taken = new Set(undone.map(({ event }) => event));
  const proven = verdicts.filter(({ says, by, event }) => says === "verified" && by === "token" && !taken.has(event)).reverse()
    .map(({ contact, at }) => ({ contact: directory.speaker(contact), told: contact, at }));
  return proven.flatMap(({ contact, told }, i) => {
    const next = proven[i + 1];
    if (!next || next.told === told || (contact !== undefined && next.contact === contact)) return [];
    return [{ ...(contact !== undefined && { contact }), until: next.at }];
  });
}

/** The latest word on each contact that was not taken back, newest first, by the contact that speaks for it now. */
function standing({ verdicts, undone }: IdentityState, directory: Directory): Verdict[] {
  const taken = new Set(undone.map(({ event }) => event));
  const told = verdicts.filter(({ event }) => !taken.has(event)).flatMap((verdict) => {
    const contact = directory.speaker(verdict.contact);
    return contact === undefined ? [] : [{ ...verdict, contact }];
  });
  return told.filter(({ contact }, i) => told.findIndex((other) => other.contact === contact) === i);
}

/** Another writing of the address may be somebody else's: that is never a match. */
function sameMailbox(claims: KeyClaim[], directory: Directory): Candidate[] {
  const claim = claims.find(({ kind, hashed }) => kind === "email" && !hashed);
  if (!claim) return [];
  return directory.holders({ kind: "mailbox", value: hashValue(mailboxOf(claim.value)) }).map((contact) => ({ contact, kind: "email", value: claim.value }));
}
