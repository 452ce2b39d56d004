/** Says each step of a journey as a sentence an agent can read at a glance, and lists the data of a site's own events. */
import { parseCampaign } from "../protocol/campaign";
import type { Step } from "../protocol/card";
import { PURPOSES, type Purpose } from "../protocol/event";
import { cameFrom, shortAddress } from "./link";
import { blockedBecause, degradedBecause, droppedBecause } from "./reason";

/** Longest value shown; visitors can paste novels into a search field. */
const SHOWN_CHARS = 300;

/** The fields of a step as text; what is absent or empty is `""`. */
type Read = (...path: string[]) => string;
type Sentence = (read: Read, step: Step) => string;

const CHANNELS: { [channel: string]: string } = { chat: "web chat", messaging: "web messaging", call: "call" };
const channel: Sentence = (read) => CHANNELS[read("channel")] ?? "conversation";
const to = (name: string, otherwise: string) => (name ? ` to ${name}` : otherwise);
const quoted = (text: string, before: string) => (text ? `${before} “${text}”` : before);

/** Apps that do not write their name as it is written here, and what is no app's. */
const APPS: { [vendor: string]: string } = {
  facetime: "FaceTime", imessage: "iMessage", kakaotalk: "KakaoTalk", line: "LINE", sms: "text messages", wechat: "WeChat", whatsapp: "WhatsApp",
  apple: "Apple Messages for Business",
};
const app = (vendor: string) => (Object.hasOwn(APPS, vendor) && APPS[vendor]) || humanised(vendor);

/** Who was on the way to a conversation; whether they have arrived nobody here knows. */
const wished: Sentence = (read, step) =>
  read("vendor") ? `Pressed a link to ${app(read("vendor"))}`
  : read("channel") === "call" ? "Pressed a phone number"
  : `Pressed a link to a ${channel(read, step)}`;

/** Who decides who a visitor is. */
const TELLERS: { [by: string]: string } = { agent: "by an agent", token: "by a token that the site signed", server: "by the site's server" };
const KEYS: { [by: string]: string } = { externalId: "external id", phone: "phone", email: "e-mail" };
/** Who said what a visitor allows; a page that calls `pe.consent` needs no mention. */
const CONSENT_BY: { [source: string]: string } = { tcf: "the consent banner (TCF)", gpp: "the consent banner (GPP)", google: "Google's consent mode" };

/** "Consent: analytics granted, identity and messaging denied". */
const consentChanged: Sentence = (read) => {
  const states = new Map<string, Purpose[]>();
  for (const purpose of PURPOSES) {
    const state = read(purpose);
    if (state) states.set(state, [...(states.get(state) ?? []), purpose]);
  }
  const parts = [...states].map(([state, purposes]) => (purposes.length === PURPOSES.length ? `all ${state}` : `${purposes.join(" and ")} ${state}`));
  if (read("sharing")) parts.push(`sharing with others ${read("sharing")}`);
  const by = CONSENT_BY[read("source")];
  return `Consent${parts.length ? `: ${parts.join(", ")}` : " changed"}${by ? `, by ${by}` : ""}`;
};

/** The name of an action map. */
const named = (read: Read) => read("name") || read("map") || read("action");

const SENTENCES: { [type: string]: Sentence } = {
  "session.started": (read, { url = "" }) => {
    const campaign = parseCampaign(url);
    const from = shown(cameFrom({ url, referrer: read("referrer"), campaign }));
    const name = shown(campaign?.name);
    return `Arrived${from && ` from ${from}`}${name && ` (${name})`}`;
  },
  "page.viewed": (read, { url }) => `Viewed ${read("title") || (url ? shortAddress(url) : "a page")}`,
  "search.performed": (read) => quoted(read("query"), "Searched for"),
  "form.submitted": (read) => `Submitted form ${read("form")}`,
  "form.abandoned": (read) => `Left form ${read("form")} unfinished`,
  "element.clicked": (read) => `Clicked ${read("text") || read("name") || read("element") || "an element"}`,
  "link.clicked": (read) => `Followed a link${to(shortAddress(read("url") || read("href")), "")}`,
  "visitor.idled": () => "Went idle",

  "identity.claimed": (read) => {
    const form = read("form") && ` in form ${read("form")}${read("moment") === "abandon" ? ", which was not submitted" : ""}`;
    return `Gave ${list([read("traits", "displayName") || [read("traits", "givenName"), read("traits", "familyName")].filter(Boolean).join(" "),
      read("email") || read("traits", "email") || (read("emailHash") && "the hash of an e-mail"),
      read("e164") || read("phone") || read("traits", "phone") || (read("phoneHash") && "the hash of a phone"), read("externalId")]) || "details"}${form}`;
  },
  "identity.matched": (read) => `Matched a contact${KEYS[read("by")] ? ` by ${KEYS[read("by")]}` : ""}`,
  "identity.verified": (read, { source }) => `Verified ${TELLERS[read("by") || source] ?? ""}`,
  "identity.rejected": (read, { source }) => `Found not to be a contact, ${TELLERS[read("by") || source] ?? ""}`.replace(/, $/, ""),
  "identity.undone": (_read, { source }) => `Match or verification taken back ${TELLERS[source] ?? ""}`,
  "identity.reset": () => "Logged out",
  "consent.changed": consentChanged,

  "widget.found": (read) => `Saw a page with a chat: ${app(read("vendor"))}`,

  "conversation.offered": (read, step) => quoted(read("map"), `Was offered a ${channel(read, step)}${read("map") && " by"}`),
  "conversation.accepted": (read, step) => `Accepted the ${channel(read, step)}`,
  "conversation.declined": (read, step) => `Declined the ${channel(read, step)}`,
  "conversation.ignored": (read, step) => `Ignored the offer of a ${channel(read, step)}`,
  "conversation.expired": (read, step) => `The offer of a ${channel(read, step)} ran out`,
  "conversation.failed": (read, step) => `The ${channel(read, step)} could not be opened`,
  "conversation.opened": (read, step) => `${read("confidence") === "low" ? "Turned to" : "Opened"} the ${channel(read, step)}`,
  "conversation.resumed": (read, step) => `Came back to the ${channel(read, step)}`,
  "conversation.started": (read, step) =>
    read("confidence") === "intent" ? wished(read, step)
    : read("channel") !== "call" ? `Started a ${channel(read, step)}`
    : read("direction") === "outbound" ? "Was called by an agent" : "Called the support center",
  "conversation.routed": (read) => `Waiting in queue${read("queue") && ` ${read("queue")}`}`,
  "conversation.connected": (read) => `Connected${to(read("agent"), " to an agent")}`,
  "conversation.transferred": (read) => `Transferred${to(read("agent") || read("queue"), "")}`,
  "conversation.message_sent": () => "Sent a message",
  "conversation.message_received": () => "Received a message",
  "conversation.ended": (read) => `Ended${read("by") && ` by ${read("by")}`}`,
  "conversation.linked": (read) => (read("session") ? "Found to be this visitor’s" : "Found to be one with what was told apart"),
  "conversation.unlinked": () => "Found to be apart after all",
  "conversation.wrapped_up": (read) => `Wrapped up${read("code") ? `: ${read("code")}` : " without a code"}`,

  "segment.matched": (read) => quoted(read("name") || read("segment"), "Matched segment"),
  "outcome.achieved": (read) => quoted(read("name") || read("outcome"), "Achieved outcome") + (read("value") && `, worth ${read("value")}`),
  "action.qualified": (read) => quoted(named(read), "Qualified for") + (read("tag") ? `: tagged “${read("tag")}”` : read("webhook") ? `: told “${read("webhook")}”` : ""),
  "action.blocked": (read) => quoted(named(read), "Held back") + (read("reason") && `: ${blockedBecause(read("reason"))}`),
  "content.offered": () => "Was shown something to read",
  "content.accepted": () => "Followed what was shown",
  "content.declined": () => "Closed what was shown",
  "content.ignored": () => "Went on without an answer to what was shown",
  "content.expired": () => "What was to be shown came too late",
  "content.failed": () => "Something to read could not be shown",
  "queue.changed": (read) => `${read("agents") === "0" ? "No" : read("agents")} agent${read("agents") === "1" ? "" : "s"} free${read("queue") && ` for ${read("queue")}`}`,

  "sdk.dropped": (read, { session }) => {
    const count = read("count");
    const whose = read("session") && read("session") !== session ? " of another visit" : "";
    return `${count || "Some"} ${count === "1" ? "event" : "events"}${whose} ${count === "1" ? "was" : "were"} dropped in the browser: ${droppedBecause(read("reason"))}`;
  },
  "sdk.degraded": (read) => `Events are kept in this page's memory only: ${degradedBecause(read("reason"))}`,
};

/** What happened, in one line of plain text. */
export function sentence(step: Step): string {
  const say = Object.hasOwn(SENTENCES, step.type) ? SENTENCES[step.type] : undefined;
  const read: Read = (...path) => shown(path.reduce<unknown>(field, step.data));
  return say ? say(read, step).trim() : humanised(step.type);
}

/** A name made for programs, as words: `order_completed` reads "Order completed". */
export function humanised(name: string): string {
  const text = words(name);
  return text ? text[0]!.toUpperCase() + text.slice(1) : "Event";
}

/** The attributes of an event that has no sentence of its own, and the notes of one that has. */
export function attributes(step: Step): [name: string, value: string][] {
  const entries = Object.entries(step.data).filter(([name]) => name === "notes" || !Object.hasOwn(SENTENCES, step.type));
  return entries.map(([name, value]) => [humanised(name), shown(value)] as [string, string]).filter(([, value]) => value);
}

export const words = (name: string) => name.replace(/([a-z\d])([A-Z])/g, "$1 $2").replace(/[._\-\s]+/g, " ").trim().toLowerCase();
const list = (parts: (string | undefined)[]) => parts.filter(Boolean).join(", ");

function field(from: unknown, key: string): unknown {
  return typeof from === "object" && from !== null && Object.hasOwn(from, key) ? (from as { [key: string]: unknown })[key] : undefined;
}

function shown(value: unknown): string {
  const text = typeof value === "string" ? value : value === undefined || value === null ? "" : JSON.stringify(value);
  return text.length > SHOWN_CHARS ? `${text.slice(0, SHOWN_CHARS)}…` : text;
}
