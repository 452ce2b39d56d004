/** The words both sides speak: every event by name, with the shape of its data, and what carries them. */

import type { NoteData } from "./note";
import type { RulePush } from "./push";
import type { ActionBlocked, ActionQualified, OutcomeAchieved, SegmentMatched } from "./rules";
import type { VisitData } from "./visit";

/** The four channels of conversation sessions are two kinds of text and two directions of calls. */
export type Channel = "chat" | "messaging" | "call";
export type Direction = "inbound" | "outbound";
/** Who ended a conversation. */
export type Party = "customer" | "agent" | "system";

/** How a page came to be seen. */
export type Arrival = "load" | "route" | "restore" | "call";

/** What any event about a conversation may say; each fact as far as its source knows it. */
export interface ConversationData {
  /** The conversation's id: the vendor's or contact centre's own where there is one. */
  conversation: string;
  /** The vendor's own id of it, where the page had to give one before the vendor told it. */
  ref?: string;
  channel?: Channel;
  direction?: Direction;
  vendor?: string;
  queue?: string;
  agent?: string;
  by?: Party;
  /** The wrap-up code an agent gave. */
  code?: string;
  /** Of servers only. It is kept sealed as what is said of a person, and not with the event. */
  customer?: Customer;
  notes?: string;
  /** The offer it is about, as the site calls it; of an action map's the id of its `action.qualified`. */
  offer?: string;
  /** How a browser noticed it; without it the page told itself. */
  method?: "adapter" | "attribute" | "data_layer" | "focus" | "link";
  /** `intent`: the visitor was only on the way to it, as a click on a phone number is no call yet. `low`: seen from outside. */
  confidence?: "intent" | "low";
}

/** The conversation's verbs. The same words name the page's callbacks: `conversation.started`, `chat.started`. */
export const CONVERSATION_STATES = [
  "offered", "accepted", "declined", "ignored", "expired", "failed",
  "opened", "resumed", "started", "routed", "connected", "transferred",
  "message_sent", "message_received", "ended", "wrapped_up",
] as const;
export type ConversationState = (typeof CONVERSATION_STATES)[number];

/**
 * Two tellers know one conversation under two ids, or it belongs to a visit that only the agent could learn of. Data of
 * `conversation.linked`; `conversation.unlinked` takes one back, and names its event.
 */
export interface ConversationLink extends ConversationData {
  /** Another id of the same conversation. */
  with?: string;
  /** Whose conversation it is, and in which of their web sessions. */
  visitor?: string;
  session?: string;
  /** The digits that the visitor read out, in place of the two: the collector finds them, and keeps these not. */
  sessionCode?: string;
  /** Id of the `conversation.linked` that is taken back. */
  event?: string;
}

/** Who a conversation is with, as the contact centre knows: the number that calls or is called, an address, an id of the site's own. */
export interface Customer extends Traits {
  externalId?: string;
  /** Region whose numbering plan a national number follows: ISO 3166, two letters. */
  region?: string;
}

/** What a browser says of who it is. A claim, never a proof. */
export interface Traits {
  email?: string;
  phone?: string;
  givenName?: string;
  familyName?: string;
  displayName?: string;
  companyName?: string;
  [trait: string]: unknown;
}

/** What a browser says of its visitor: by a call of the page, or by a form. */
export interface IdentityClaim {
  externalId?: string;
  /** A proof signed by the site's server; the collector reads it and does not keep it. */
  token?: string | undefined;
  traits?: Traits;
  /** As typed into a form. */
  email?: string;
  phone?: string;
  /** The phone in E.164, where the browser could tell. */
  e164?: string;
  /** Region whose numbering plan a national number follows: ISO 3166, two letters. */
  region?: string | undefined;
  /** SHA-256 of the normalised value in hex, where the site asked for hashes: then the value itself is never there. */
  emailHash?: string;
  phoneHash?: string;
  /** The form, and what the visitor did. */
  form?: string;
  moment?: "submit" | "blur" | "abandon";
}

/** Why numbered events were given up in the browser: the outbox was full, the collector refused the batch, or one was too large. */
export const DROP_REASONS = ["full", "refused", "too_large"] as const;
/** How storage failed, in the tracker's words or by the browser's names of errors: https://webidl.spec.whatwg.org/#idl-DOMException-error-names */
export const DEGRADED_REASONS = [
  "blocked", "full", "timeout", "failed",
  "AbortError", "InvalidStateError", "NotFoundError", "QuotaExceededError", "SecurityError", "TimeoutError", "UnknownError", "VersionError",
] as const;

/** Event name to the shape of its data. Any other name is the site's own, with data of any shape. */
export interface EventData {
  /** `handover`: the token of a link by which the visitor came from another of the site's hosts; the collector reads it and does not keep it. What the visit came with it adds itself. */
  "session.started": { referrer?: string; handover?: string } & VisitData;
  "page.viewed": { title?: string; referrer?: string; arrival?: Arrival; [own: string]: unknown };
  "search.performed": { query: string };
  "form.submitted": { form: string };
  /** The page was left with a form begun and not submitted. */
  "form.abandoned": { form: string };
  "identity.claimed": IdentityClaim;
  /** An agent or the site's server says who a visitor is, or who not, or takes that back. A browser's word is not heard. */
  "identity.verified": { visitor: string; contact: string; by?: "agent" | "token" | "server" };
  "identity.rejected": { visitor: string; contact: string };
  "identity.undone": { visitor: string; event: string };
  /** The visitor logged out: a new visitor and a new web session begin with the next event. */
  "identity.reset": Data;
  "consent.changed": Consent;
  /** The page has a vendor's chat widget, whether anybody uses it or not: once for each vendor and page. */
  "widget.found": { vendor: string };
  /** So many numbered events of a web session, the event's own unless it names one, will never arrive. */
  "sdk.dropped": { session?: string; reason: string; count: number };
  /** Storage failed in this page, which goes on in memory. */
  "sdk.degraded": { reason: string };
  "conversation.linked": ConversationLink;
  "conversation.unlinked": ConversationLink;
  /** The collector's rules decide these; a server may say a segment of its own. */
  "segment.matched": SegmentMatched;
  "outcome.achieved": OutcomeAchieved;
  "action.qualified": ActionQualified;
  /** A page may say so, too, of an offer that it could not show. */
  "action.blocked": ActionBlocked & { offer?: string };
  /** Of servers: how many agents are free for a queue at this moment. */
  "queue.changed": { queue: string; agents: number };
  /** What an agent or a server writes down; kept sealed. */
  "contact.noted": NoteData;
  "conversation.noted": NoteData & ConversationData;
  /** Of content; invitations to conversations are told as `conversation.offered`, and so on. `offer` is the id of the `action.qualified`. */
  [content: `content.${string}`]: { offer: string };
  [conversation: `conversation.${string}`]: ConversationData;
}

/** What a visitor allows, or has not answered yet. */
export type ConsentState = "granted" | "denied" | "pending";

/** What it is allowed for: to record visits, to learn who visits, to be offered conversations. */
export const PURPOSES = ["analytics", "identity", "messaging"] as const;
export type Purpose = (typeof PURPOSES)[number];

/** What the visitor allows, by purpose, and who said so. */
export type Consent = { [purpose in Purpose]: ConsentState } & {
  /** `denied`: nothing of this visitor may go to third parties (Global Privacy Control, or an opt-out by GPP). */
  sharing?: "denied";
  source?: "default" | "page" | "tcf" | "gpp" | "google";
};

/** Data of an event, whatever its name. */
export type Data = { [key: string]: unknown };

/** One thing that happened, as it travels. */
export interface WireEvent {
  /** UUIDv7, made once: every retry carries the same. */
  id: string;
  /** `noun.past_tense`, or the site's own name. */
  type: string;
  /** When it happened, milliseconds since 1970 by the sender's clock. */
  at: number;
  /**
   * The web session it belongs to, and its number there, counted from 0 without gaps. A page that is being left may not know
   * the number; then a copy of the event follows that has it.
   */
  session?: string;
  seq?: number;
  /** The page it happened on. */
  url?: string;
  data?: Data;
}

/** What a sender posts to `/v1/events`. */
export interface Batch {
  v: 1;
  key: string;
  /** Names this set of events; a retry of the same set carries the same. */
  batch: string;
  /** The sender's clock at the moment of sending: the collector corrects `at` by it. */
  sentAt: number;
  sdk?: string;
  visitor?: string;
  /** What the visitor allows at the moment of sending. */
  consent?: Consent | undefined;
  events: WireEvent[];
}

/** What the collector answers, after the events are on disk. */
export interface Answer {
  accepted: number;
  duplicates: number;
  rejected: { id: string; reason: string }[];
  /** To pages: what rules have decided for the visitor, as long as it is news. */
  push?: RulePush[];
  /** To pages of sites that make offers: ordinary events should wait no longer than this for company. Milliseconds. */
  next?: number;
}

/** Who told the collector: a browser (a hint), a server with the secret key, or an agent's login (facts). */
export type Source = "page" | "server" | "agent";

/** An event as the log keeps it. */
export interface StoredEvent extends WireEvent {
  site: string;
  data: Data;
  source: Source;
  visitor?: string;
  /** The collector's clock on arrival. `at` is by now corrected to the same clock. */
  received: number;
}

/** What agents and servers say of the ids of conversations; pages have `ref`. */
export const LINKS = ["linked", "unlinked"] as const;
export type Link = (typeof LINKS)[number];

/** Is this one of the conversation events, and which? */
export function conversationState(type: string): ConversationState | undefined {
  return wordOf(type, CONVERSATION_STATES);
}

/** Does this event say that two ids are one conversation, or take that back? */
export function linkOf(type: string): Link | undefined {
  return wordOf(type, LINKS);
}

function wordOf<Word extends string>(type: string, words: readonly Word[]): Word | undefined {
  const [noun, word] = type.split(".");
  return noun === "conversation" ? words.find((known) => known === word) : undefined;
}

/** Does an event say who the visitor is, so that a no to that takes it back? */
export const isClaim = ({ type }: Pick<WireEvent, "type">): boolean => /^identity\.c/.test(type);
