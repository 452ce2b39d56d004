/** What a simulated contact centre is like. */
import type { Channel } from "../protocol/event";

export interface QueueSettings {
  name: string;
  /** How much of all traffic is for it; weights, which need not sum to one. */
  weight: number;
  /** Wrap-up codes, each with how often it is given. */
  codes: readonly (readonly [string, number])[];
  /** How long half of all conversations take with an agent, and half of what agents do after them. */
  handlingMs: { [channel in Channel]: number };
  afterCallMs: number;
}

export interface AgentSettings {
  name: string;
  /** Names of queues, the first of which is theirs. */
  queues: readonly string[];
  /** Minutes of the day between which they take what is new. */
  shift: { fromMinute: number; toMinute: number };
}

/** Shares are of one: 0 is never, 1 is always. */
export interface DaySettings {
  /** When the play begins: milliseconds since 1970, and the minute of the contact centre's day that this is. */
  startsAt: number;
  fromMinute: number;
  /** Length of the play. What happens later is not told, so some conversations stay open. */
  minutes: number;
  /** Nobody comes before and after; who still waits at the end is disconnected. */
  opensAtMinute: number;
  closesAtMinute: number;
  /** Conversations that begin in an hour in which the curve is 1, and the curve: a weight for each hour of the day. */
  conversationsPerHour: number;
  curve: readonly number[];
  /** How conversations begin, by weight; an offer is a web chat that began with the visitor's yes. */
  beginnings: { inbound: number; outbound: number; chat: number; offer: number; messaging: number };
  queues: readonly QueueSettings[];
  agents: readonly AgentSettings[];
  /** How many of a channel an agent has at once; never of two channels. */
  capacity: { [channel in Channel]: number };
  /** How long customers wait for an agent before they leave: the mean, by channel. */
  patienceMs: { [channel in Channel]: number };
  ringMs: number;
  /** Conversations that an agent hands on. */
  transferShare: number;
  /** Of transfers, those to an agent by name, if one is free. */
  toAgentShare: number;
  /** Who ends a conversation, by weight. */
  endings: { customer: number; agent: number; system: number };
  /** Agents who give no wrap-up code, and of these those who give it after the wrap-up time has run out. */
  forgetShare: number;
  lateShare: number;
  /** Outbound calls that somebody answers. */
  answeredShare: number;
  /** Visits to the website for each that leads to a conversation. */
  visitsPerConversation: number;
  /** How a chat in the page and the contact centre's word of it come together, by weight. */
  ids: { same: number; ref: number; linked: number };
  /** People who are contacts already. */
  people: number;
  /** Visitors and callers who are one of them. */
  knownShare: number;
  /** Of visitors who are somebody, those who say so in a form. */
  formShare: number;
  /** Inbound calls by a press on a number in the page; the contact centre learns of the visit in half of them. */
  fromPageShare: number;
  /** Of these halves, those where the caller reads out the visit's code; only visits that go on now have one. */
  codeShare: number;
  /** The website that the visits are to, without a slash at its end. */
  origin: string;
}
