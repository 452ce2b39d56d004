/** Says which conversation an event is about, and what of a conversation a console shows: the fold itself is the protocol's. */
import type { ConversationCard } from "../../protocol/card";
import type { Conversation } from "../../protocol/conversation";
import { conversationState, type StoredEvent } from "../../protocol/event";
import { text } from "./text";

/** Most queues and agents on a card, the last: a console shows one of each, and how it came there. */
const STATIONS = 20;

/** The conversation that an event is about, if any. */
export function conversationOf({ type, data }: StoredEvent): string | undefined {
  return conversationState(type) && text(data.conversation);
}

/** The card that an agent sees, without the name and the log number, which the store knows. */
export function conversationCard({ facts, site, queues, agents, ...told }: Conversation): Omit<ConversationCard, "n" | "name"> {
  return { kind: "conversation", ...told, queues: queues.slice(-STATIONS), agents: agents.slice(-STATIONS) };
}
