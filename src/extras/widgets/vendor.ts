/** What an adapter is: how to find one vendor's widget on a page, and how to hear of its conversations. */
import type { Channel, ConversationState } from "../../protocol/event";
import type { ConversationDetail } from "../../sdk/types";

/** The page's window, with its constructors. */
export type Page = Window & typeof globalThis;

/** Tells of a sighting. What may be told is a short list, so that no text of a conversation can be among it. */
export type Say = (state: ConversationState, detail?: Pick<ConversationDetail, "id" | "agent" | "queue" | "by">) => void;

/**
 * Wraps whatever a vendor calls: an exception of ours would otherwise end the vendor's own loop over its handlers,
 * and with it those of the site. Once the adapter is stopped, a wrapped function does nothing.
 */
export type Guard = <This, Args extends unknown[], Result>(
  call: (this: This, ...args: Args) => Result,
) => (this: This, ...args: Args) => Result | undefined;

export interface Vendor<Api = unknown> {
  readonly name: string;
  readonly channel: Channel;
  /** Looks for the widget, or for the queue that its snippet left. Creates nothing; may throw. */
  find(page: Page): Api | undefined;
  /** Subscribes beside the site's own handlers, in place of none. Returns what takes the hooks out again, if anything can. */
  tap(api: Api, say: Say, guard: Guard): (() => void) | void;
}
