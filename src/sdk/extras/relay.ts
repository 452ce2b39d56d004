/** Hands what the page tells of conversations to the extra that makes one story of it, and emits it as it is where none comes. */
import { HELD_EVENTS } from "../../protocol/limits";
import { toData } from "../data";
import type { Channel, ConversationState } from "../../protocol/event";
import type { Moment } from "../pipeline";
import type { ConversationDetail } from "../types";
import type { Bring, Click, Host, Running } from "./host";

export interface Relay {
  /** Has the extra loaded, when the page has nothing better to do, once it is both needed and allowed. */
  load(): void;
  /** Takes a sighting of a conversation; it is told at once, or else when the extra has come. */
  observe(state: ConversationState, detail?: ConversationDetail): void;
  /** Takes what happened on the page, for the extra to find links to conversations among it. */
  see(type: string, target: EventTarget | undefined, isTrusted: boolean): void;
  /** Shows the page's widget of a channel to the visitor. */
  open(channel?: Channel): Promise<boolean>;
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
  let running: Promise<Running | void> | undefined;
  const clicks: Click[] = [];
  let rest: ((now: void) => void) | undefined;

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
    if (running || host.consent() !== "granted" || !(host.options.widgets !== false || waiting[0])) return;
    running = new Promise<unknown>((idle) => (window.requestIdleCallback ?? setTimeout)((rest = idle))).then(() => {
      // It may have been taken back meanwhile.
      if (host.consent() !== "granted") return (running = undefined);
      return bring("widgets", clicks).then((extra) => {
        // The page works without it.
        tell = extra?.observe ?? tellAsItIs;
        settle();
        return extra;
      });
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
    see(type, target, isTrusted) {
      if (type === "click" && host.consent() !== "denied" && clicks.push([target, isTrusted, host.moment()]) > HELD_EVENTS) clicks.shift();
    },
    async open(channel) {
      load();
      // The visitor waits for it.
      rest?.();
      return !!(await running)?.open(channel);
    },
    settle,
  };
}
