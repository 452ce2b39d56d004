/** Takes what pages and servers have said into a person's memory: neither order nor repetition of arrival changes what comes of it. */
import { RULES } from "../../protocol/rules";
import { lastOf, noVisit } from "./draft";
import type { Memory, Word } from "./memory";
import { hearOffer } from "./offers";
import { edit, ownOf } from "./records";

/**
 * @param word of this person; of a conversation that ended with the channel that its card shows, wherever that is known
 * @returns `memory` itself where the word says nothing new
 */
export function hear(memory: Memory, word: Word): Memory {
  if (word.type === "segment.matched") return hearSegment(memory, word);
  const offers = hearOffer(memory.offers, word);
  const conversations = word.type === "conversation.ended" ? hearEnd(memory.conversations, word) : memory.conversations;
  return offers === memory.offers && conversations === memory.conversations ? memory : { ...memory, offers, conversations };
}

/** Where nobody says what kind of conversation it was, people are left alone by both. */
function hearEnd(before: Memory["conversations"], { at, data: { channel } }: Word): Memory["conversations"] {
  const channels = (["chat", "messaging"] as const).filter((one) => channel === undefined || channel === one).filter((one) => !(before[one]! >= at));
  return channels.length ? { ...before, ...Object.fromEntries(channels.map((one) => [one, at])) } : before;
}

/** Pages say nothing of segments, whatever they say. */
function hearSegment(memory: Memory, { at, session, source, data }: Word): Memory {
  const { segment: id, of, expiresAt } = data;
  if (source === "page" || typeof id !== "string") return memory;
  const until = typeof expiresAt === "number" ? expiresAt : undefined;
  if (of !== "session") {
    const before = ownOf(memory.segments, id);
    if (before && !isLater({ at, until }, before)) return memory;
    return { ...memory, segments: lastSegments({ ...memory.segments, [id]: { at, ...(until !== undefined && { until }) } }) };
  }
  return session === undefined ? memory : hearVisit(memory, { id, at, until, session });
}

/** Of several stays in a visit's segment the longest counts; and the visit has begun no later than with the first word of it. */
function hearVisit(memory: Memory, { id, at, until = null, session }: { id: string; at: number; until: number | null | undefined; session: string }): Memory {
  const known = memory.visits.find((visit) => visit.session === session);
  const { segments, startedAt, ...rest } = known ?? noVisit({ session, startedAt: at });
  const before = ownOf(segments, id);
  const stays = edit(segments);
  const isLonger = before === undefined || (before !== null && (until === null || until > before));
  if (isLonger && (before !== undefined || Object.keys(segments).length < RULES.segments)) stays.set(id, until);
  const after = stays.result();
  if (after === segments && startedAt <= at) return memory;
  return { ...memory, visits: lastOf([...memory.visits.filter((one) => one !== known), { ...rest, startedAt: Math.min(startedAt, at), segments: after }]) };
}

interface Stay {
  at: number;
  until?: number | undefined;
}
const isLater = (a: Stay, b: Stay) => a.at > b.at || (a.at === b.at && (a.until ?? Infinity) > (b.until ?? Infinity));

/** Those that were matched last, as many as a rule set may have. */
export function lastSegments(segments: Memory["segments"]): Memory["segments"] {
  const all = Object.entries(segments);
  if (all.length <= RULES.segments) return segments;
  return Object.fromEntries(all.sort(([a, { at }], [b, { at: other }]) => other - at || (a < b ? -1 : 1)).slice(0, RULES.segments));
}
