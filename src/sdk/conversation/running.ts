/** Makes one story of what widgets and pages tell of conversations, in any order and as often as they like. */
import type { ConversationDetail } from "../types";
import type { Channel, ConversationData, ConversationState } from "../../protocol/event";

export interface Running {
  id: string;
  channel: Channel;
  vendor?: string | undefined;
  /** States that were told and are not told twice, unless of another agent. */
  told: ConversationState[];
  agent?: string;
  at: number;
}

export interface Told {
  state: ConversationState;
  data: { [Key in keyof ConversationData]: ConversationData[Key] | undefined };
}

const FORGET_MS = 86_400_000;
const ONCE: ConversationState[] = ["opened", "resumed", "accepted", "declined", "started", "connected", "ended"];
/** States that imply that the conversation has started. */
const WITHIN: ConversationState[] = ["routed", "connected", "transferred", "message_sent"];

/**
 * Takes one sighting.
 *
 * @param running the conversations under way, newest first; changed in place
 * @param detail what the source knows; without an id the source's running conversation is meant
 * @param now milliseconds since 1970
 * @returns the events that this sighting is worth: none for a repetition, two where a start was missed
 */
export function sight(
  running: Running[],
  state: ConversationState,
  { id, ...detail }: ConversationDetail,
  { now, newId }: { now: number; newId: () => string },
): Told[] {
  const { vendor, agent } = detail;
  running.push(...running.splice(0).filter(({ at }) => now - at < FORGET_MS));
  let talk = running.find((one) =>
    id ? one.id === id : !one.told.includes("ended") && (vendor ? one.vendor === vendor : !detail.channel || one.channel === detail.channel));
  const started = talk?.told.includes("started");

  // An end that nobody saw begin, and an answer to nothing: a widget being put away, or greeting everybody.
  if (!started && !id && (state === "ended" || state === "message_received")) return [];
  if (!talk) {
    talk = { id: id ?? newId(), channel: detail.channel ?? "chat", vendor, told: [], at: now };
    running.unshift(talk);
  }
  const { told } = talk;
  const own = { conversation: `${talk.id}`, channel: talk.channel, vendor: talk.vendor };
  // Another agent is news even so; nothing is, once it has ended.
  if (told.includes("ended") || (told.includes(state) && (!agent || agent === talk.agent))) return [];

  const events: Told[] = [];
  if (!started && WITHIN.includes(state)) {
    events.push({ state: "started", data: own });
    told.push("started");
  }
  if (ONCE.includes(state)) told.push(state);
  if (agent) talk.agent = agent;
  talk.at = now;
  events.push({ state, data: { ...detail, ...own } });
  return events;
}
