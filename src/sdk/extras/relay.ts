/** Hands what the page tells of conversations to the extra that makes one story of it, and emits it as it is where none comes. */
import { HELD_EVENTS } from "../../protocol/limits";
import { toData } from "../data";
import type { ConversationState } from "../../protocol/event";
import type { Moment } from "../pipeline";
import type { ConversationDetail } from "../types";
import type { Extra, Host, Running } from "./host";

export interface Relay {
  /** Has the extra loaded, when the page has nothing better to do, once it is both needed and allowed. */
  load(): void;
  /** Takes a sighting of a conversation; it is told at once, or else when the extra has come. */
  observe(state: ConversationState, detail?: ConversationDetail): void;
  /** Waits for the extra no longer. */
  settle(): void;
}

export interface RelayOptions {
  host: Host;
  /** Address of the extra's module; without one there is none. */
  url: string | undefined;
  /** May the page be gone before anything has loaded? */
  isLeaving: () => boolean;
  /** Stops the extra, or keeps it from being started. */
  signal: AbortSignal;
}

export function createRelay({ host, url, isLeaving, signal }: RelayOptions): Relay {
  let waiting: (readonly [ConversationState, ConversationDetail, Moment])[] = [];
  let extra: Running | undefined;
  let loading = !url;
  // The extra is here, or will never be.
  let isKnown = loading;
  // Without it, what has no id is all one conversation.
  const talk = host.newId(host.moment().at);

  const settle = () => {
    const sightings = waiting;
    waiting = [];
    for (const [state, detail, moment] of sightings) {
      try {
        const { id, ...rest } = detail;
        if (extra) extra.observe(state, detail, moment);
        else host.emit(`conversation.${state}`, { ...rest, conversation: `${id || talk}`, channel: rest.channel ?? "chat" }, moment);
      } catch (error) {
        // An odd one, such as an object that is no text, costs no other.
        host.debug(state, error);
      }
    }
  };
  const load = () => {
    // What waits for a yes does not outlive a no.
    if (host.consent() === "denied") settle();
    if (loading || host.consent() !== "granted" || !(host.widgets || waiting[0])) return;
    loading = true;
    (window.requestIdleCallback ?? setTimeout)(async () => {
      try {
        const module: { default: Extra } = await import(url!);
        if (signal.aborted) return;
        extra = module.default(host);
        signal.addEventListener("abort", extra.stop);
      } catch (error) {
        // The page works without it.
        host.debug(url!, error);
      }
      isKnown = true;
      settle();
    });
  };
  return {
    load,
    observe(state, detail) {
      // A text from here on, and a copy: neither storage nor a later moment is a place for what the page may still change.
      waiting = [...waiting, [`${state}` as ConversationState, toData(detail), host.moment()] as const].slice(-HELD_EVENTS);
      load();
      if (isKnown || isLeaving()) settle();
    },
    settle,
  };
}
