/** One console's stream: a snapshot or what it missed, then every change; a line that is too slow is cut, and resumes. */
import type { Card, Frame } from "../../protocol/card";
import { BEAT_MS } from "../../protocol/limits";
import type { Cards, Store } from "../store/store";
import type { Feed } from "./feed";
import { createLine, type Ends } from "./line";

/** Most cards of each kind that a snapshot holds. */
export const SNAPSHOT_CARDS = 500;
const RETRY_MS = 2_000;

export interface StreamDependencies {
  store: Pick<Store, "cards">;
  feed: Feed;
  now: () => number;
  /** Hears how many seconds after an event's arrival the frame that shows it was written. */
  fed?: (seconds: number) => void;
}

export interface StreamOptions extends Ends {
  site: string;
  /** `Last-Event-ID`, as the console sent it. */
  lastId: string | undefined;
  /** Makes of cards what may be seen of them. */
  shown: (cards: Card[]) => Card[];
  /** Asked at every heartbeat: does the login still hold? */
  isWelcome: () => Promise<boolean>;
  /** Calls back when the login ends by the agent's own wish. Returns the way to stop. */
  onLogout?: (listener: () => void) => () => void;
}

/** Makes the function that runs a stream until either side ends it. */
export function createStream({ store, feed, now, fed = () => {} }: StreamDependencies): (options: StreamOptions) => Promise<void> {
  return async ({ site, lastId, shown, isWelcome, onLogout = () => () => {}, to, line }) => {
    // What changes while the first frame is read must come after it, or a card would fall back.
    let early: Cards[] | undefined = [];
    const unwatch = feed.watch(site, {
      changed: (cards) => void (early ? early.push(cards) : send("cards", cards)),
      closed: () => end(),
    });
    const forgetLogin = onLogout(() => end());
    const { write, end, cut, isOver } = createLine({
      to, line, beatMs: BEAT_MS,
      beat() {
        write(":\n\n");
        isWelcome().then((welcome) => welcome || isOver() || end(), () => isOver() || end());
      },
      stopped() {
        unwatch();
        forgetLogin();
      },
    });
    const send = (event: "snapshot" | "cards", { n, cards, received = [] }: Cards) => {
      const frame: Frame = { now: now(), cards: shown(cards) };
      write(`event: ${event}\nid: ${n}\ndata: ${JSON.stringify(frame)}\n\n`, () => {
        for (const at of received) fed((now() - at) / 1_000);
      });
    };
    if (to.destroyed || line?.destroyed) return cut();

    write(`retry: ${RETRY_MS}\n\n`);
    try {
      const { event, cards } = await readFirst(store, site, lastId);
      send(event, cards);
      for (const missed of early) send("cards", missed);
      early = undefined;
    } catch {
      cut(); // The console tries again, and by then the store may be back.
    }
  };
}

/** What changed since, when that is known and not too much; or else everything. */
async function readFirst(store: Pick<Store, "cards">, site: string, lastId: string | undefined): Promise<{ event: "snapshot" | "cards"; cards: Cards }> {
  if (lastId !== undefined && /^\d{1,15}$/.test(lastId)) {
    const cards = await store.cards({ site, since: Number(lastId), limit: SNAPSHOT_CARDS });
    // A number beyond the log is from a database that was replaced.
    if (Number(lastId) <= cards.n && cards.cards.length < SNAPSHOT_CARDS) return { event: "cards", cards };
  }
  return { event: "snapshot", cards: await store.cards({ site, limit: SNAPSHOT_CARDS }) };
}
