/** What a lazily loaded extra gets from the core, and gives it: plain names, and nothing that a minifier may rename. */
import type { ConsentState, ConversationState } from "../../protocol/event";
import type { Moment } from "../pipeline";
import type { ConversationDetail } from "../types";

/** Frozen. */
export interface Host {
  /** Find vendors' widgets, too. */
  widgets: boolean;
  /** The key in localStorage under which all tabs keep the conversations under way. */
  name: string;
  /** What the visitor allows at this moment. */
  consent(): ConsentState;
  /** Now and here. */
  moment(): Moment;
  /** @param at milliseconds since 1970 */
  newId(at: number): string;
  emit(type: string, data: object, moment: Moment): void;
  /** Tells a developer who turned debug on. */
  debug(message: string, detail?: unknown): void;
}

/** What an extra is once it runs. */
export interface Running {
  /**
   * Takes a sighting of a conversation. Repetitions and any order are welcome: each conversation is started and ended
   * once, and one that is told of before it was seen to start is started first.
   *
   * @param moment when and where, if not here and now
   */
  observe(state: ConversationState, detail: ConversationDetail, moment?: Moment): void;
  stop(): void;
}

/** Default export of every extra: starts it. */
export type Extra = (host: Host) => Running;
