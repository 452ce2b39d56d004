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
  /** Without the extra, what has no id is all one conversation: this one. */
  talk: string;
  /** May the page be gone before anything has loaded? */
  isLeaving: () => boolean;
  /** Stops the extra, or keeps it from being started. */
  signal: AbortSignal;
}

export function createRelay({ host, url, talk, isLeaving, signal }: RelayOptions): Relay {
  const waiting: [ConversationState, ConversationDetail, Moment][] = [];
  const tellAsItIs: Running["observe"] = (state, { id, ...rest }, moment) =>
    host.emit(`conversation.${state}`, { ...rest, conversation: `${id || talk}`, channel: rest.channel ?? "chat" }, moment!);
  // Not known while the extra may still come.
  let tell: Running["observe"] | false = !url && tellAsItIs;

  const settle = () => {
    for (const sighting of waiting.splice(0)) {
      try {
        (tell || tellAsItIs)(...sighting);
      } catch (error) {
        // An odd one, such as an object that is no text, costs no other.
        host.debug(sighting[0], error);
      }
    }
  };
  const load = () => {
    // What waits for a yes does not outlive a no.
    if (host.consent() === "denied") settle();
    if (!url || host.consent() !== "granted" || !(host.widgets || waiting[0])) return;
    const address = url;
    url = undefined;
    (window.requestIdleCallback ?? setTimeout)(async () => {
      try {
        const module: { default: Extra } = await import(address);
        if (signal.aborted) return;
        const extra = module.default(host);
        tell = extra.observe;
        signal.addEventListener("abort", extra.stop);
      } catch (error) {
        // The page works without it.
        host.debug(address, error);
        tell = tellAsItIs;
      }
      settle();
    });
  };
  return {
    load,
    observe(state, detail) {
      // A text from here on, and a copy: neither storage nor a later moment is a place for what the page may still change.
      if (waiting.push([`${state}` as ConversationState, toData(detail), host.moment()]) > HELD_EVENTS) waiting.shift();
      load();
      if (tell || isLeaving()) settle();
    },
    settle,
  };
}
