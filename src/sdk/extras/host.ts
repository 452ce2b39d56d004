/** What a lazily loaded extra gets from the core: plain names, frozen, and nothing that a minifier may rename. */
import type { ConversationState } from "../../protocol/event";
import type { ConversationDetail } from "../types";

export interface Host {
  /**
   * Takes a sighting of a conversation. Repetitions and any order are welcome: each conversation is started and ended
   * once, and one that is told of before it was seen to start is started first.
   */
  conversation(state: ConversationState, detail: ConversationDetail & { vendor: string }): void;
  /** Tells a developer who turned debug on. */
  debug(message: string, detail?: unknown): void;
}

/** Default export of every extra: starts it, and returns how to stop it. */
export type Extra = (host: Host) => (() => void) | void;
