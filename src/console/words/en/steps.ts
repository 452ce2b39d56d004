/** Each step of a journey as a sentence, by what is known of it; what is not known is `""`. */

/** The channels of conversations; of another nothing is known but that it is one. */
export type ChannelWord = "chat" | "messaging" | "call" | "other";

const CHANNELS: { [channel in ChannelWord]: string } = { chat: "web chat", messaging: "web messaging", call: "call", other: "conversation" };
/** Of messaging there is no one. */
const one = (channel: ChannelWord) => (channel === "messaging" ? CHANNELS.messaging : `a ${CHANNELS[channel]}`);
const known = (channel: ChannelWord) => (channel === "messaging" ? CHANNELS.messaging : `the ${CHANNELS[channel]}`);
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
const quoted = (before: string, text: string) => (text ? `${before} “${text}”` : before);
const to = (name: string, otherwise = "") => (name ? ` to ${name}` : otherwise);
const TELLERS: { [by: string]: string } = { agent: " by an agent", token: " by a token that the site signed", server: " by the site's server" };
const teller = (by: string) => TELLERS[by] ?? "";
const KEYS: { [by: string]: string } = { externalId: " by external id", phone: " by phone", email: " by e-mail" };
const BY: { [source: string]: string } = { tcf: ", by the consent banner (TCF)", gpp: ", by the consent banner (GPP)", google: ", by Google's consent mode" };

export const steps = {
  unnamed: "Event",
  textMessages: "text messages",
  arrived: (from: string, campaign: string) => `Arrived${from && ` from ${from}`}${campaign && ` (${campaign})`}`,
  viewed: (page: string) => `Viewed ${page || "a page"}`,
  searched: (query: string) => quoted("Searched for", query),
  formSubmitted: (form: string) => `Submitted form ${form}`,
  formAbandoned: (form: string) => `Left form ${form} unfinished`,
  clicked: (element: string) => `Clicked ${element || "an element"}`,
  followed: (address: string) => `Followed a link${to(address)}`,
  idled: "Went idle",

  gave: (what: string, form: string, isSent: boolean) => `Gave ${what || "details"}${form && ` in form ${form}`}${form && !isSent ? ", which was not submitted" : ""}`,
  emailHash: "the hash of an e-mail",
  phoneHash: "the hash of a phone",
  matched: (by: string) => `Matched a contact${KEYS[by] ?? ""}`,
  verified: (by: string) => `Verified${teller(by)}`,
  rejected: (by: string) => `Found not to be a contact${teller(by) && `,${teller(by)}`}`,
  undone: (by: string) => `Match or verification taken back${teller(by)}`,
  loggedOut: "Logged out",
  noted: (agent: string, text: string) => quoted(agent ? `${agent} noted` : "A note was written:", text),
  /** @param states what is allowed or not, with the purposes of which it is said */
  consent: (states: { state: string; purposes: string[]; isAll: boolean }[], sharing: string, source: string) => {
    const parts = states.map(({ state, purposes, isAll }) => (isAll ? `all ${state}` : `${purposes.join(" and ")} ${state}`));
    if (sharing) parts.push(`sharing with others ${sharing}`);
    return `Consent${parts.length ? `: ${parts.join(", ")}` : " changed"}${BY[source] ?? ""}`;
  },

  sawWidget: (vendor: string) => `Saw a page with a chat: ${vendor}`,
  pressedApp: (app: string) => `Pressed a link to ${app}`,
  pressedPhone: "Pressed a phone number",
  pressedChannel: (channel: ChannelWord) => `Pressed a link to ${one(channel)}`,
  offered: (channel: ChannelWord, map: string) => `Was offered ${one(channel)}${map && ` by “${map}”`}`,
  accepted: (channel: ChannelWord) => `Accepted ${known(channel)}`,
  declined: (channel: ChannelWord) => `Declined ${known(channel)}`,
  ignored: (channel: ChannelWord) => `Ignored the offer of ${one(channel)}`,
  expired: (channel: ChannelWord) => `The offer of ${one(channel)} ran out`,
  failed: (channel: ChannelWord) => `${capital(known(channel))} could not be opened`,
  opened: (channel: ChannelWord) => `Opened ${known(channel)}`,
  turnedTo: (channel: ChannelWord) => `Turned to ${known(channel)}`,
  resumed: (channel: ChannelWord) => `Came back to ${known(channel)}`,
  started: (channel: ChannelWord) => `Started ${one(channel)}`,
  calledIn: "Called the support center",
  wasCalled: "Was called by an agent",
  routed: (queue: string) => `Waiting in queue${queue && ` ${queue}`}`,
  connected: (agent: string) => `Connected${to(agent, " to an agent")}`,
  transferred: (whom: string) => `Transferred${to(whom)}`,
  sent: "Sent a message",
  received: "Received a message",
  ended: (by: string) => `Ended${by && ` by ${by}`}`,
  linkedToVisit: "Found to be this visitor’s",
  linked: "Found to be one with what was told apart",
  unlinked: "Found to be apart after all",
  wrappedUp: (code: string) => `Wrapped up${code ? `: ${code}` : " without a code"}`,

  segment: (name: string) => quoted("Matched segment", name),
  outcome: (name: string, value: string) => quoted("Achieved outcome", name) + (value && `, worth ${value}`),
  qualified: (name: string, tag: string, webhook: string) => quoted("Qualified for", name) + (tag ? `: tagged “${tag}”` : webhook ? `: told “${webhook}”` : ""),
  blocked: (name: string, because: string) => quoted("Held back", name) + (because && `: ${because}`),
  contentOffered: "Was shown something to read",
  contentAccepted: "Followed what was shown",
  contentDeclined: "Closed what was shown",
  contentIgnored: "Went on without an answer to what was shown",
  contentExpired: "What was to be shown came too late",
  contentFailed: "Something to read could not be shown",
  agentsFree: (agents: string, queue: string) => `${agents === "0" ? "No" : agents} agent${agents === "1" ? "" : "s"} free${queue && ` for ${queue}`}`,

  dropped: (count: string, isOfAnother: boolean, because: string) =>
    `${count || "Some"} ${count === "1" ? "event" : "events"}${isOfAnother ? " of another visit" : ""} ${count === "1" ? "was" : "were"} dropped in the browser: ${because}`,
  degraded: (because: string) => `Events are kept in this page's memory only: ${because}`,
};
