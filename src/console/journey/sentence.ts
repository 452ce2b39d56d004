/** Says each step of a journey as a sentence an agent can read at a glance. */
import { parseCampaign } from "../../protocol/campaign";
import type { Step } from "../../protocol/card";
import { PURPOSES } from "../../protocol/event";
import { humanised } from "../humanised";
import { cameFrom, shortAddress } from "../link";
import { blockedBecause, degradedBecause, droppedBecause } from "../reason";
import type { ChannelWord } from "../words/en/steps";
import { words } from "../words/words";
import { reader, shown, type Read } from "./fields";

type Say = (read: Read, step: Step) => string;

const CHANNELS = ["chat", "messaging", "call"] as const;
const channel = (read: Read): ChannelWord => CHANNELS.find((known) => known === read("channel")) ?? "other";

/** Apps that do not write their name as it is written here. */
const APPS: { [vendor: string]: string } = {
  facetime: "FaceTime", imessage: "iMessage", kakaotalk: "KakaoTalk", line: "LINE", wechat: "WeChat", whatsapp: "WhatsApp", apple: "Apple Messages for Business",
};
const app = (vendor: string) => (vendor === "sms" ? words.steps.textMessages : (Object.hasOwn(APPS, vendor) && APPS[vendor]) || humanised(vendor));

/** Who was on the way to a conversation; whether they have arrived nobody here knows. */
const wished: Say = (read) => {
  const { steps } = words;
  return read("vendor") ? steps.pressedApp(app(read("vendor"))) : read("channel") === "call" ? steps.pressedPhone : steps.pressedChannel(channel(read));
};

const consentChanged: Say = (read) => {
  const states = new Map<string, string[]>();
  for (const purpose of PURPOSES) {
    const state = read(purpose);
    if (state) states.set(state, [...(states.get(state) ?? []), purpose]);
  }
  const said = [...states].map(([state, purposes]) => ({ state, purposes, isAll: purposes.length === PURPOSES.length }));
  return words.steps.consent(said, read("sharing"), read("source"));
};

const claimed: Say = (read) => {
  const { steps } = words;
  const name = read("traits", "displayName") || [read("traits", "givenName"), read("traits", "familyName")].filter(Boolean).join(" ");
  const email = read("email") || read("traits", "email") || (read("emailHash") && steps.emailHash);
  const phone = read("e164") || read("phone") || read("traits", "phone") || (read("phoneHash") && steps.phoneHash);
  return steps.gave([name, email, phone, read("externalId")].filter(Boolean).join(", "), read("form"), read("moment") !== "abandon");
};

const started: Say = (read, step) => {
  const { steps } = words;
  if (read("confidence") === "intent") return wished(read, step);
  if (read("channel") !== "call") return steps.started(channel(read));
  return read("direction") === "outbound" ? steps.wasCalled : steps.calledIn;
};

/** The name of an action map. */
const named = (read: Read) => read("name") || read("map") || read("action");
const by: Say = (read, { source }) => read("by") || source;
const noted: Say = (read) => words.steps.noted(read("agent"), read("text"));

const SENTENCES: { [type: string]: Say } = {
  "session.started": (read, { url = "" }) => {
    const campaign = parseCampaign(url);
    return words.steps.arrived(shown(cameFrom({ url, referrer: read("referrer"), campaign })), shown(campaign?.name));
  },
  "page.viewed": (read, { url }) => words.steps.viewed(read("title") || (url ? shortAddress(url) : "")),
  "search.performed": (read) => words.steps.searched(read("query")),
  "form.submitted": (read) => words.steps.formSubmitted(read("form")),
  "form.abandoned": (read) => words.steps.formAbandoned(read("form")),
  "element.clicked": (read) => words.steps.clicked(read("text") || read("name") || read("element")),
  "link.clicked": (read) => words.steps.followed(shortAddress(read("url") || read("href"))),
  "visitor.idled": () => words.steps.idled,

  "identity.claimed": claimed,
  "identity.matched": (read) => words.steps.matched(read("by")),
  "identity.verified": (read, step) => words.steps.verified(by(read, step)),
  "identity.rejected": (read, step) => words.steps.rejected(by(read, step)),
  "identity.undone": (_read, { source }) => words.steps.undone(source),
  "identity.reset": () => words.steps.loggedOut,
  "contact.noted": noted,
  "consent.changed": consentChanged,

  "widget.found": (read) => words.steps.sawWidget(app(read("vendor"))),

  "conversation.offered": (read) => words.steps.offered(channel(read), read("map")),
  "conversation.accepted": (read) => words.steps.accepted(channel(read)),
  "conversation.declined": (read) => words.steps.declined(channel(read)),
  "conversation.ignored": (read) => words.steps.ignored(channel(read)),
  "conversation.expired": (read) => words.steps.expired(channel(read)),
  "conversation.failed": (read) => words.steps.failed(channel(read)),
  "conversation.opened": (read) => (read("confidence") === "low" ? words.steps.turnedTo(channel(read)) : words.steps.opened(channel(read))),
  "conversation.resumed": (read) => words.steps.resumed(channel(read)),
  "conversation.started": started,
  "conversation.routed": (read) => words.steps.routed(read("queue")),
  "conversation.connected": (read) => words.steps.connected(read("agent")),
  "conversation.transferred": (read) => words.steps.transferred(read("agent") || read("queue")),
  "conversation.message_sent": () => words.steps.sent,
  "conversation.message_received": () => words.steps.received,
  "conversation.ended": (read) => words.steps.ended(read("by")),
  "conversation.linked": (read) => (read("session") ? words.steps.linkedToVisit : words.steps.linked),
  "conversation.unlinked": () => words.steps.unlinked,
  "conversation.wrapped_up": (read) => words.steps.wrappedUp(read("code")),
  "conversation.noted": noted,

  "segment.matched": (read) => words.steps.segment(read("name") || read("segment")),
  "outcome.achieved": (read) => words.steps.outcome(read("name") || read("outcome"), read("value")),
  "action.qualified": (read) => words.steps.qualified(named(read), read("tag"), read("webhook")),
  "action.blocked": (read) => words.steps.blocked(named(read), read("reason") && blockedBecause(read("reason"))),
  "content.offered": () => words.steps.contentOffered,
  "content.accepted": () => words.steps.contentAccepted,
  "content.declined": () => words.steps.contentDeclined,
  "content.ignored": () => words.steps.contentIgnored,
  "content.expired": () => words.steps.contentExpired,
  "content.failed": () => words.steps.contentFailed,
  "queue.changed": (read) => words.steps.agentsFree(read("agents"), read("queue")),

  "sdk.dropped": (read, { session }) => words.steps.dropped(read("count"), read("session") !== "" && read("session") !== session, droppedBecause(read("reason"))),
  "sdk.degraded": (read) => words.steps.degraded(degradedBecause(read("reason"))),
};

/** Has this event a sentence that says what its data say? */
export const isKnown = (type: string): boolean => Object.hasOwn(SENTENCES, type);

/** What happened, in one line of plain text. */
export function sentence(step: Step): string {
  return isKnown(step.type) ? SENTENCES[step.type]!(reader(step.data), step).trim() : humanised(step.type);
}
