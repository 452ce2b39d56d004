/** What rules may ask for, with its names in words: kinds of events, fields, operators. */
import type { Action, Operator } from "../../protocol/rules";
import { humanised, spaced } from "../humanised";

/** Events by what whoever did them has done. */
export const EVENTS: { [type: string]: string } = {
  "page.viewed": "viewed a page",
  "search.performed": "searched",
  "form.submitted": "submitted a form",
  "form.abandoned": "left a form unfinished",
  "session.started": "arrived",
  "identity.claimed": "said who they are",
  "consent.changed": "answered the consent banner",
  "widget.found": "saw a page with a chat",
  "conversation.opened": "opened a chat window",
  "conversation.started": "started a conversation",
  "conversation.routed": "waited in a queue",
  "conversation.connected": "talked to an agent",
  "conversation.transferred": "was transferred",
  "conversation.ended": "ended a conversation",
  "conversation.wrapped_up": "had a conversation wrapped up",
  "conversation.offered": "was offered a conversation",
  "conversation.accepted": "accepted an offer",
  "conversation.declined": "declined an offer",
  "conversation.ignored": "ignored an offer",
  "segment.matched": "matched a segment",
  "outcome.achieved": "achieved an outcome",
};

/** "ordered"; of a name that is not known here, the name as words. */
export function eventWords(type: string): string {
  if (Object.hasOwn(EVENTS, type)) return EVENTS[type]!;
  return type.endsWith(".*") ? `did anything with a ${spaced(type.slice(0, -2))}` : `“${humanised(type)}”`;
}

/** Fields of the page that is looked at, of the visit, and of the contact. Those that end with a dot lack a name of the site's own. */
export const PAGE_FIELDS = named("page", "path url host query fragment title");
export const KNOWN_FIELDS = [
  ...PAGE_FIELDS,
  ...named("session", "pages durationSeconds landing referrer referrerHost campaign.source campaign.medium campaign.name device os browser browserVersion language country region city bot"),
  ...named("contact", "traits. companyName displayName givenName familyName externalIds emails phones"),
];
/** Fields of single things that happened, by the kind of event. */
const OF_PAGE = "path url host query fragment title".split(" ");
const OF_CONVERSATION = "queue agent channel direction code abandoned waitedSeconds talkedSeconds by vendor offer".split(" ");
const OWN: { [type: string]: string } = { "search.performed": "data.query", "form.submitted": "data.form", "form.abandoned": "data.form" };

function named(noun: string, names: string): string[] {
  return names.split(" ").map((name) => `${noun}.${name}`);
}

export function fieldsOfEvent(type: string): string[] {
  if (type.startsWith("conversation.")) return OF_CONVERSATION;
  return type === "page.viewed" ? [...OF_PAGE, "data."] : [OWN[type] ?? "data.", ...OF_PAGE];
}

export const FLAGS = /(^|\.)(abandoned|bot)$/;
export const NUMBERS = /(^|\.)((waited|talked|duration)Seconds|pages)$/;

const WHOSE: { [noun: string]: string } = { page: "the page’s", session: "the visit’s", contact: "the contact’s" };
const NAMES: { [field: string]: string } = {
  url: "address", os: "system", waitedSeconds: "waiting time in seconds", talkedSeconds: "talking time in seconds", code: "wrap-up code", by: "side that ended it",
  pages: "number of pages", durationSeconds: "length in seconds", referrerHost: "referrer’s host", landing: "first page",
};

/** `page.path` reads "the page’s path", and `data.form` "the form". */
export function fieldWords(field: string): string {
  const [noun = "", ...rest] = field.split(".").filter((part, i) => i === 0 || part !== "traits");
  const [whose, parts] = rest.length && Object.hasOwn(WHOSE, noun) ? [WHOSE[noun], rest] : ["the", noun === "data" && rest.length ? rest : [noun, ...rest]];
  return `${whose} ${parts.map((part) => (Object.hasOwn(NAMES, part) ? NAMES[part] : spaced(part))).join(" ")}`;
}

export const OPERATOR_WORDS: { [operator in Operator]: string } = {
  equal: "is",
  notEqual: "is not",
  containsAny: "contains",
  containsAll: "contains all of",
  notContainsAny: "does not contain",
  notContainsAll: "does not contain all of",
  startsWith: "starts with",
  endsWith: "ends with",
  greaterThan: "is more than",
  greaterThanOrEqual: "is at least",
  lessThan: "is less than",
  lessThanOrEqual: "is at most",
  matches: "matches the pattern",
  exists: "is known",
};

export const ACTION_WORDS: { [type in Action["type"]]: string } = {
  chat: "Offer a web chat", messaging: "Offer web messaging", content: "Show something to read", webhook: "Tell a webhook", tag: "Put a tag on the card",
};
export const AFTER_WORDS = { next_page: "for the next page", next_session: "for the next visit" } as const;
export const DAY_WORDS = { mon: "Mon", tue: "Tue", wed: "Wed", thu: "Thu", fri: "Fri", sat: "Sat", sun: "Sun" } as const;
