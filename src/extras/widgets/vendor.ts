/** What an adapter is: how to find one vendor's widget on a page, and how to hear of its conversations. */
import type { Channel, ConversationState, Party } from "../../protocol/event";
import type { Guard } from "./guard";

/** The page's window, with its constructors and whatever vendors have put there. */
export type Page = Window & typeof globalThis & { readonly [global: string]: unknown };

/** What may be told of a conversation: a short list, so that nothing that was said in it can be among it. */
export interface Told {
  /** The vendor's own id of the conversation. Ids and names are taken if they are texts or numbers. */
  id?: unknown;
  agent?: unknown;
  queue?: unknown;
  by?: Party | undefined;
  /** Where a vendor has more channels than one. */
  channel?: Channel;
}

/** A state alone, or with what is known of the conversation; or nothing worth telling. */
export type Sighting = ConversationState | [state: ConversationState, told: Told] | false | "" | null | undefined | void;

export type Say = (state: ConversationState, told?: Told) => void;

/** What an adapter hears with. */
export interface Ear {
  page: Page;
  say: Say;
  /** For whatever a vendor calls: an exception of ours would end its own loop over its handlers, and with it those of the site. */
  guard: Guard;
  /**
   * Subscribes to a vendor's events by name; one that cannot be subscribed to costs no other.
   *
   * @param on subscribes to one of them; where it returns a function, that takes the handler out again
   * @param events name to what it means, given what the vendor calls a handler with
   */
  hear<Args extends unknown[]>(
    on: (event: string, handler: (...args: Args) => void) => unknown,
    events: { [event: string]: ConversationState | ((...args: Args) => Sighting) },
  ): void;
  /** Aborted when the adapter stops: for listeners of window and document. */
  signal: AbortSignal;
}

export interface Vendor<Api = unknown> {
  readonly name: string;
  /** Default: a chat. */
  readonly channel?: Channel;
  /** It could cost the site a handler of its own, and so listens only where the site names it. */
  readonly isOptIn?: true;
  /**
   * Looks for the widget, or for the queue that its snippet left. Creates nothing; may throw. The page itself, or its
   * document, where there is nothing to wait for as all is told by their events.
   */
  find(page: Page): Api | false | null | undefined;
  /** Subscribes beside the site's own handlers, in place of none. Returns what takes out the hooks that neither `hear` nor `signal` does, if anything can. */
  tap(api: Api, ear: Ear): (() => void) | void;
  /** Of one whose `find` says nothing of the page: is there anything to show? */
  isThere?(page: Page): boolean;
  /** Shows the widget to the visitor, who asked for it. May throw. */
  open?(api: Api, page: Page): unknown;
}
