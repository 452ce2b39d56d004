/** Follows the collector's stream of cards, and says whether it is live. */
import type { Frame } from "../protocol/card";

/** The collector's heartbeats are invisible here; an `EventSource` that gave up is opened again after this pause. */
const REOPEN_MS = 2_000;
const REOPEN_MAX_MS = 30_000;

export type FeedState = "live" | "reconnecting";

export interface FeedOptions {
  onFrame: (event: "snapshot" | "cards", frame: Frame) => void;
  onState: (state: FeedState) => void;
  /** The stream was refused for good; asks whether the login still holds. */
  onRefused: () => void;
  open?: () => EventSource;
}

/** @returns stops the feed */
export function startFeed({ onFrame, onState, onRefused, open = () => new EventSource("/v1/stream") }: FeedOptions): () => void {
  let source: EventSource;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let pause = REOPEN_MS;

  const connect = () => {
    source = open();
    const take = (event: "snapshot" | "cards") => (message: MessageEvent<string>) => {
      // What the collector's own feed writes; the cast is the edge of JSON.
      onFrame(event, JSON.parse(message.data) as Frame);
    };
    source.addEventListener("snapshot", take("snapshot"));
    source.addEventListener("cards", take("cards"));
    source.onopen = () => {
      pause = REOPEN_MS;
      onState("live");
    };
    source.onerror = () => {
      onState("reconnecting");
      // After a lost connection the browser resumes by itself, with Last-Event-ID; after an HTTP error it never tries again.
      if (source.readyState !== source.CLOSED) return;
      onRefused();
      timer = setTimeout(connect, pause);
      pause = Math.min(pause * 2, REOPEN_MAX_MS);
    };
  };

  connect();
  return () => {
    clearTimeout(timer);
    source.close();
  };
}
