/** Makes one story of what widgets and pages tell of conversations, in any order and as often as they like. */
import { readLocal, writeLocal } from "../../sdk/storage/local";
import { ID_CHARS } from "../../protocol/limits";
import type { Channel, ConversationData, ConversationState } from "../../protocol/event";
import type { Host, Running } from "../../sdk/extras/host";
import type { ConversationDetail } from "../../sdk/types";

/** A conversation under way. */
export interface Talk {
  id: string;
  /** The vendor's own id of it where `id` is ours; empty until the vendor has said it. */
  ref?: string;
  channel: Channel;
  vendor?: string | undefined;
  /** The offer that it began with, or that was made: the site's own name of it, or the id of the collector's. */
  offer?: string | undefined;
  /** States that were told and are not told twice, unless of another agent. */
  told: ConversationState[];
  agent?: string;
  at: number;
}

export interface Told {
  state: ConversationState;
  data: ConversationData;
}

const FORGET_MS = 86_400_000;
const ONCE: ConversationState[] = ["opened", "resumed", "accepted", "declined", "started", "connected", "ended"];
/** States that imply that the conversation has started. */
const WITHIN: ConversationState[] = ["routed", "connected", "transferred", "message_sent"];

/** Keeps the conversations under way: where all tabs can read them if that is allowed, and in this page's memory if not. */
export function createStory(host: Host): Pick<Running, "observe"> {
  const { name } = host;
  // What may not be stored, or cannot.
  let memory: Talk[] = [];
  let wasDenied = false;
  const forget = () => {
    memory = [];
    // What may not be touched now, the core removes once it may.
    if (host.consent() === "granted") writeLocal(name);
  };
  document.addEventListener("pe:identity.reset", forget, { signal: host.signal });

  return {
    observe(state, detail, moment = host.moment()) {
      const consent = host.consent();
      const isDenied = consent === "denied";
      const isOpen = consent === "granted";
      // What began while denied is nobody's business later.
      if (wasDenied && !isDenied) memory = [];
      wasDenied = isDenied;
      const talks = [...memory, ...(isOpen ? readTalks(name, memory) : [])];
      const news = sight(talks, state, detail, { now: moment.at, newId: () => host.newId(moment.at) });
      if (isOpen) writeLocal(name, talks);
      memory = isOpen && readLocal(name) ? [] : talks;
      for (const told of news) host.emit(`conversation.${told.state}`, told.data, moment);
    },
  };
}

/** What is stored, whoever may have written there; a conversation that this page knows better is left out. */
function readTalks(name: string, known: Talk[]): Talk[] {
  const stored = readLocal(name);
  return Array.isArray(stored) ? stored.filter((one: Partial<Talk> | null) => Array.isArray(one?.told) && !known.some(({ id }) => id === one.id)) : [];
}

/**
 * Takes one sighting.
 *
 * @param talks the conversations under way, newest first; changed in place
 * @param detail what the source knows; without an id the source's running conversation is meant
 * @param now milliseconds since 1970
 * @returns the events that this sighting is worth: none for a repetition, two where a start was missed
 */
export function sight(
  talks: Talk[],
  state: ConversationState,
  { id, ...detail }: ConversationDetail,
  { now, newId }: { now: number; newId: () => string },
): Told[] {
  const { vendor, agent, method, offer } = detail;
  talks.push(...talks.splice(0).filter(({ at }) => now - at < FORGET_MS));
  let talk = talks.find((one) => {
    if (id) return one.id === id || one.ref === id;
    if (one.told.includes("ended")) return false;
    // An offer that was declined is another one when it is made again.
    if (offer) return one.offer === offer && !(state === "offered" && one.told.includes("declined"));
    return vendor ? one.vendor === vendor : !detail.channel || one.channel === detail.channel;
  });
  if (!talk && id && vendor) {
    // Only now does the vendor say how it calls what it has told of before.
    talk = talks.find((one) => one.vendor === vendor && one.ref === "" && !one.told.includes("ended"));
    if (talk) talk.ref = id;
  }
  const started = talk?.told.includes("started");

  // An end that nobody saw begin, and an answer to nothing: a widget being put away, or greeting everybody.
  if (!started && ((state === "ended" && !id) || (state === "message_received" && !talk?.told.includes("resumed")))) return [];
  if (!talk) {
    talk = { id: id || newId(), channel: detail.channel ?? "chat", vendor, offer, told: [], at: now, ...(!id && { ref: "" }) };
    talks.unshift(talk);
  }
  const { told } = talk;
  const own = {
    conversation: `${talk.id}`,
    channel: talk.channel,
    ...(talk.ref && { ref: `${talk.ref}`.slice(0, ID_CHARS) }),
    ...(talk.vendor && { vendor: talk.vendor }),
    ...(method && { method }),
    // Of one that was only made nobody knows whether it has to do with the conversation.
    ...(talk.offer && told.includes("accepted") && { offer: talk.offer }),
  };
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
