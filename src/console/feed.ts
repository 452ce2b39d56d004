/** Follows the collector's stream of cards: says whether it is live, notices when it falls silent, and comes back by itself to what was missed. */
import type { Frame } from "../protocol/card";
import { CONSOLE_SILENT_MS } from "../protocol/limits";
import type { StreamEvent } from "./store";

/** Pause before the first try and the longest: whoever works with what is shown waits for news, and consoles are few. */
const RETRY_MS = 250;
const RETRY_MAX_MS = 1_500;
/** The same where the collector, or a proxy before it, has answered with an error. */
const REFUSED_MAX_MS = 5_000;
/** How often the silence is measured, and how late that may be before the computer must have slept. */
const LOOK_MS = 1_000;
const ASLEEP_MS = 5_000;

/** Live, or since when what is shown is old: milliseconds by the console's clock, nothing as long as nothing was shown. */
export type FeedState = { isLive: true } | { isLive: false; since: number | undefined };

export interface FeedOptions {
  onFrame: (event: StreamEvent, frame: Frame) => void;
  onState: (state: FeedState) => void;
  /** What `GET /v1/me` answers may be another by now. */
  onSettings: () => void;
  /** The stream was refused; asks whether the login still holds. */
  onRefused: () => void;
  /** @param lastId number of the log up to where this console has heard, as the stream said it */
  open: (lastId: string) => EventSource;
  page?: Pick<EventTarget, "addEventListener" | "removeEventListener">;
}

const EVENTS: readonly StreamEvent[] = ["snapshot", "more", "cards"];
/** @param lastId as the stream said it; nothing to begin with what there is now */
export const streamAfter = (lastId: string) => `/v1/stream${lastId ? `?lastEventId=${encodeURIComponent(lastId)}` : ""}`;

export interface Feed {
  /** Listens no more, until woken: what is shown is old meanwhile. */
  rest(): void;
  wake(): void;
  stop(): void;
}

export function startFeed({ onFrame, onState, onSettings, onRefused, open, page = window }: FeedOptions): Feed {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let pause = RETRY_MS;
  let lastId = "";
  /** When anything was heard, and when anybody looked whether it was. */
  let heardAt: number | undefined;
  let lookedAt = Date.now();
  let openedAt = 0;
  let isLive: boolean | undefined;
  let isResting = false;

  const live = () => {
    heardAt = Date.now();
    pause = RETRY_MS;
    if (!isLive) onState({ isLive: true });
    isLive = true;
  };
  const stale = () => {
    if (isLive !== false) onState({ isLive: false, since: heardAt });
    isLive = false;
  };
  const close = () => {
    clearTimeout(timer);
    source?.close();
    source = undefined;
  };
  const again = (most: number) => {
    close();
    stale();
    // Not all consoles at the same moment.
    timer = setTimeout(connect, pause * (0.75 + Math.random() / 4));
    pause = Math.min(pause * 2, most);
  };
  const connect = () => {
    close();
    openedAt = Date.now();
    const mine = open(lastId);
    source = mine;
    for (const event of EVENTS) {
      mine.addEventListener(event, (message: MessageEvent<string>) => {
        if (source !== mine) return;
        if (message.lastEventId) lastId = message.lastEventId;
        live();
        // What the collector's own feed writes; the cast is the edge of JSON.
        onFrame(event, JSON.parse(message.data) as Frame);
      });
    }
    mine.addEventListener("settings", () => source === mine && onSettings());
    mine.addEventListener("beat", () => source === mine && live());
    mine.onerror = () => {
      if (source !== mine) return;
      // After an HTTP error a browser never tries again, and after a lost connection not soon enough.
      const isRefused = mine.readyState === mine.CLOSED;
      again(isRefused ? REFUSED_MAX_MS : RETRY_MAX_MS);
      if (isRefused) onRefused();
    };
  };
  const hurry = () => {
    pause = RETRY_MS;
    stale();
    connect();
  };
  const look = () => {
    if (isResting) return;
    const now = Date.now();
    const wasAsleep = now - lookedAt > LOOK_MS + ASLEEP_MS;
    lookedAt = now;
    // A line that was open before a sleep may be dead and not know it.
    if (wasAsleep && now - (heardAt ?? 0) > ASLEEP_MS) hurry();
    else if (source && now - Math.max(heardAt ?? 0, openedAt) > CONSOLE_SILENT_MS) again(RETRY_MAX_MS);
  };
  const online = () => void (isLive || isResting || hurry());

  connect();
  const looking = setInterval(look, LOOK_MS);
  page.addEventListener("online", online);
  return {
    rest() {
      isResting = true;
      close();
      stale();
    },
    wake() {
      if (!isResting) return;
      isResting = false;
      lookedAt = Date.now();
      hurry();
    },
    stop() {
      clearInterval(looking);
      page.removeEventListener("online", online);
      close();
    },
  };
}
