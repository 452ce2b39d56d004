/** Makes moments: of single events as they came, and of a conversation as it stands now. */
import { heardOf, type Conversation } from "../../protocol/conversation";
import { conversationState, linkOf, type ConversationState, type StoredEvent } from "../../protocol/event";
import { isLink, type Fact } from "../../protocol/facts";
import { isNote } from "../../protocol/note";
import type { Scalar } from "../../protocol/rules";
import { flatten, urlParts } from "./fieldValues";
import type { Fields, Moment } from "./moment";

/** @returns `undefined` for what is told of conversations: of those the conversation itself speaks, by `momentsOf` */
export function momentOf(event: StoredEvent): Moment | undefined {
  const { id, type, at, session, url, data } = event;
  // What agents write down is for people.
  if (conversationState(type) || linkOf(type) || isNote(type)) return undefined;
  const fields: { [name: string]: Scalar | undefined } = url === undefined ? {} : { ...urlParts(url) };
  if (typeof data.title === "string" && data.title !== "") fields.title = data.title;
  flatten(data, "data.", fields);
  return { id, type, at, ...(session !== undefined && { session }), fields };
}

/** In which order things happen that are told to be of the same millisecond. */
const RANKS: readonly ConversationState[] = [
  "offered", "opened", "resumed", "accepted", "declined", "ignored", "expired", "failed",
  "started", "routed", "transferred", "connected", "message_received", "message_sent", "ended", "wrapped_up",
];
/** Of these a conversation knows itself when they happened; once each. */
const OWN: readonly ConversationState[] = ["started", "ended", "wrapped_up"];

interface Told {
  /** What tells it from others of the same kind. */
  key: string;
  seenIn?: string | undefined;
  more?: Fields;
}

/** Everything that happened in a conversation, each with all that is known of the conversation now. It has no clock: waiting and talking are counted up to the last change. */
export function momentsOf(conversation: Conversation & { offer?: string }): Moment[] {
  const { id, status, session, startedAt, endedAt, wrappedAt, facts, visitor } = conversation;
  if (status === "linked") return [];
  const fields = fieldsOf(conversation);
  const moment = (state: ConversationState, at: number, { key, seenIn = session, more }: Told = { key: state }): Moment =>
    ({ id: `${id}#${RANKS.indexOf(state).toString(36)}${key}`, type: `conversation.${state}`, at, ...(seenIn !== undefined && { session: seenIn }), conversation: id, fields: { ...fields, ...more } });
  const { hints, moves } = heardOf(facts, visitor);
  const trusted = facts.filter((fact) => fact.source !== "page" && !isLink(fact));
  const told = RANKS.filter((state) => !OWN.includes(state)).flatMap((state) => {
    if (state === "routed" || state === "transferred" || state === "connected") return moves.filter((fact) => fact.state === state);
    // Both sides may count the same messages: the contact centre's word is the better one.
    const of = (all: Fact[]) => all.filter((fact) => fact.state === state);
    const known = of(trusted);
    return known.length ? known : of(hints);
  });
  return [
    ...(status === "pending" ? [] : [moment("started", startedAt)]),
    // A page tells of its own visit; one conversation may go on over several.
    ...told.map((fact) => moment(fact.state as ConversationState, fact.at, { key: fact.id, seenIn: fact.source === "page" ? fact.session : session, more: ownFields(fact) })),
    ...(endedAt === undefined ? [] : [moment("ended", endedAt)]),
    ...(wrappedAt === undefined ? [] : [moment("wrapped_up", wrappedAt)]),
  ];
}

function fieldsOf({ queues, agents, channel, direction, vendor, endedBy, code, offer, waitedMs, talkedMs, connectedAt }: Conversation & { offer?: string }): Fields {
  return {
    queue: queues[queues.length - 1],
    agent: agents[agents.length - 1],
    channel, direction, vendor, by: endedBy, code, offer,
    waitedSeconds: waitedMs / 1_000,
    talkedSeconds: talkedMs / 1_000,
    abandoned: endedBy === "customer" && connectedAt === undefined,
  };
}

/** Where it was routed to and with whom it was connected are that step's, and not the last one's. */
function ownFields({ queue, agent, offer }: Fact): Fields {
  return { ...(queue !== undefined && { queue }), ...(agent !== undefined && { agent }), ...(offer !== undefined && { offer }) };
}
