/** Counts the conversations of a play by how they stand, from what the contact centre told of them. */
import type { ConversationData, WireEvent } from "../protocol/event";
import { CONVERSATION_STATES, conversationState } from "../protocol/event";

export interface Counts {
  waiting: number;
  connected: number;
  ended: number;
}

export interface Tally {
  hear(event: WireEvent): void;
  counts(): Counts;
}

/** Where a conversation stands after what was told of it; other words change nothing. */
const STANDING: { [state in (typeof CONVERSATION_STATES)[number]]?: keyof Counts } = {
  started: "waiting", routed: "waiting", transferred: "waiting", connected: "connected", ended: "ended",
};

export function createTally(): Tally {
  const open = new Map<string, keyof Counts>();
  const counts: Counts = { waiting: 0, connected: 0, ended: 0 };
  return {
    hear({ type, data = {} }) {
      const standing = STANDING[conversationState(type) ?? "opened"];
      const { conversation, agent } = data as Partial<ConversationData>;
      if (!standing || conversation === undefined) return;
      const was = open.get(conversation);
      if (was) counts[was]--;
      // Who is handed to an agent by name does not wait.
      const now = type === "conversation.transferred" && agent !== undefined ? "connected" : standing;
      counts[now]++;
      if (now === "ended") open.delete(conversation);
      else open.set(conversation, now);
    },
    counts: () => ({ ...counts }),
  };
}
