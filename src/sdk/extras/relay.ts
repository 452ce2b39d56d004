/** Hands what the page tells of conversations to the extra that makes one story of it, and emits it as it is where none comes. */
import { HELD_EVENTS } from "../../protocol/limits";
import { toData } from "../data";
import type { ConversationState } from "../../protocol/event";
import type { Moment } from "../pipeline";
import type { ConversationDetail } from "../types";
import type { Bring, Host, Running } from "./host";

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
  bring: Bring;
  /** Without the extra, what has no id is all one conversation: this one. */
  talk: string;
  /** May the page be gone before anything has loaded? */
  isLeaving: () => boolean;
}

export function createRelay({ host, bring, talk, isLeaving }: RelayOptions): Relay {
  const waiting: [ConversationState, ConversationDetail, Moment][] = [];
  const tellAsItIs: Running["observe"] = (state, { id, ...rest }, moment) =>
    host.emit(`conversation.${state}`, { ...rest, conversation: `${id || talk}`, channel: rest.channel ?? "chat" }, moment!);
  // Not known while the extra may still come.
  let tell: Running["observe"] | undefined;
  let isLoading = false;

  const settle = () => {
    for (const sighting of waiting.splice(0)) {
      try {
        (tell ?? tellAsItIs)(...sighting);
      } catch (error) {
        // An odd one, such as an object that is no text, costs no other.
        host.debug(error);
      }
    }
  };
  const load = () => {
    // What waits for a yes does not outlive a no.
    if (host.consent() === "denied") settle();
    if (isLoading || host.consent() !== "granted" || !(host.options.widgets !== false || waiting[0])) return;
    isLoading = true;
    (window.requestIdleCallback ?? setTimeout)(() => {
      // It may have been taken back meanwhile.
      if (host.consent() !== "granted") return (isLoading = false);
      return bring("widgets").then((extra) => (tell = extra.observe), (error) => {
        // The page works without it.
        host.debug(error);
        tell = tellAsItIs;
      }).then(settle);
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
