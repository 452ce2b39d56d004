/** What a lazily loaded extra gets from the core, and gives it: plain names, and nothing that a minifier may rename. */
import type { ConsentState, ConversationState, IdentityClaim } from "../../protocol/event";
import type { Moment } from "../pipeline";
import type { ConversationDetail, IdentityOptions } from "../types";

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

/** What the extra gets that finds e-mails and phones in forms. Frozen. */
export interface IdentityHost extends Pick<Host, "moment" | "emit" | "debug"> {
  /** The page's options, those of its script tag among them. */
  options: { identity?: IdentityOptions | false; [name: string]: unknown };
  /** May the visitor be known at this moment? */
  isAllowed(): boolean;
}

/** What happened in a form before the extra had come: the event's type and target, and whether the visitor did it. */
export type Seen = [type: string, element: EventTarget | undefined, isTrusted: boolean];

export interface IdentityRunning {
  /** Says what the page tells of its visitor, as hashes where the site wants no more. */
  claim(claim: IdentityClaim, moment: Moment): Promise<void>;
  /** Settles when all that was found has been said. */
  done(): Promise<unknown>;
  stop(): void;
}

export type IdentityExtra = (host: IdentityHost, seen: Seen[]) => IdentityRunning;
