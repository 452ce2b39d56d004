/** One console's stream: a snapshot or what it missed, then every change, as fast as it reads and no faster. */
import type { Card, Frame } from "../../protocol/card";
import type { Handles } from "../../protocol/mayHandle";
import { CONSOLE_BEAT_MS, SNAPSHOT_CARDS } from "../../protocol/limits";
import type { Cards, Store } from "../store/store";
import { createBacklog } from "./backlog";
import type { Feed } from "./feed";
import { createLine, type Ends } from "./line";
import { createOwnCards } from "./ownCards";

/** Most cards of each kind in one frame of a snapshot: between two of them the collector does other work. */
const PAGE_CARDS = 500;
const RETRY_MS = 2_000;
/** What a console is resumed with that is not told of all: nobody resumes with it, as nobody knows what such a console has. */
const OWN_ID = "own";
const KINDS = ["session", "conversation"] as const;

export interface StreamDependencies {
  store: Pick<Store, "cards">;
  feed: Feed;
  now: () => number;
  /** Calls back with the site whose settings have changed. Returns the way to stop. */
  onSettings?: (listener: (site: string) => void) => () => void;
  /** Hears how many seconds after an event's arrival the frame that shows it was written. */
  fed?: (seconds: number) => void;
}

export interface StreamOptions extends Ends {
  site: string;
  /** `Last-Event-ID`, as the console sent it. */
  lastId: string | undefined;
  /** Makes of cards what may be seen of them. */
  shown: (cards: Card[]) => Card[];
  /** Which conversations the agent handles; others are not told of. */
  handles?: Handles | undefined;
  /** Asked at every heartbeat: does the login still hold? */
  isWelcome: () => Promise<boolean>;
  /** Calls back when the login ends by the agent's own wish. Returns the way to stop. */
  onLogout?: (listener: () => void) => () => void;
}

/** Makes the function that runs a stream until either side ends it. */
export function createStream({ store, feed, now, onSettings = () => () => {}, fed = () => {} }: StreamDependencies): (options: StreamOptions) => Promise<void> {
  return async ({ site, lastId, shown, handles, isWelcome, onLogout = () => () => {}, to, line }) => {
    const backlog = createBacklog();
    const own = handles && createOwnCards(handles);
    let leave = () => {};
    const over = new Promise<void>((resolve) => (leave = resolve));
    /** Number of the log up to where the console was told. */
    let at: number | undefined;
    let isTelling = true;

    const unwatch = feed.watch(site, {
      changed(cards) {
        backlog.add(cards);
        // What changes while a frame is on its way comes after it, or a card would fall back.
        if (!isTelling) void tell();
      },
      closed: () => end(),
    });
    const forgetLogin = onLogout(() => end());
    /** Who asks, and what they may choose from, is to be asked for anew. */
    const tellSettings = () => write("event: settings\ndata: {}\n\n");
    const forgetSettings = onSettings((changed) => changed === site && tellSettings());
    const { write, end, cut, isOver } = createLine({
      to, line, beatMs: CONSOLE_BEAT_MS,
      beat() {
        write(`event: beat\ndata: ${now()}\n\n`);
        isWelcome().then((welcome) => welcome || isOver() || end(), () => isOver() || end());
      },
      stopped() {
        unwatch();
        forgetLogin();
        forgetSettings();
        backlog.take();
        leave();
      },
    });

    /** Resolves when the frame has left, or the line is over. */
    const send = (event: "snapshot" | "more" | "cards", { n, cards, received = [] }: Cards, more?: true) => {
      const { cards: theirs, ...gone } = own?.(cards) ?? { cards };
      // That others have news is none.
      if (own && event === "cards" && !theirs.length && !("gone" in gone)) {
        at = n;
        return Promise.resolve();
      }
      const frame: Frame = { now: now(), cards: shown(theirs), ...gone, ...(more && { more }) };
      const id = more ? "" : `id: ${own ? OWN_ID : n}\n`;
      const written = new Promise<void>((resolve) =>
        write(`event: ${event}\n${id}data: ${JSON.stringify(frame)}\n\n`, () => {
          for (const arrived of received) fed((now() - arrived) / 1_000);
          resolve();
        }));
      // The last frame of several moves the console on: a line that breaks before it begins again.
      if (!more) at = n;
      return Promise.race([written, over]);
    };
    /** Everything, the newest first. What changes meanwhile is told after it, so that it is told as it was at the first. */
    const tellAll = async () => {
      let event: "snapshot" | "more" = "snapshot";
      let before: { session?: number; conversation?: number } = {};
      let n: number | undefined;
      for (let left = SNAPSHOT_CARDS; !isOver(); left -= PAGE_CARDS) {
        const page = await store.cards({ site, limit: PAGE_CARDS, before });
        n ??= page.n;
        before = Object.fromEntries(KINDS.map((kind) => [kind, before[kind] === 0 ? 0 : lowest(page.cards, kind)]));
        const isLast = left <= PAGE_CARDS || KINDS.every((kind) => before[kind] === 0);
        await send(event, { n, cards: page.cards }, isLast ? undefined : true);
        if (isLast) return;
        event = "more";
      }
    };
    const tellSince = async (since: number): Promise<boolean> => {
      const cards = await store.cards({ site, since, limit: PAGE_CARDS });
      // A number beyond the log is from a database that was replaced.
      if (since > cards.n || KINDS.some((kind) => lowest(cards.cards, kind) > 0)) return false;
      await send("cards", cards);
      return true;
    };
    /** Tells what has gathered until there is nothing; one at a time. */
    const tell = async () => {
      isTelling = true;
      try {
        while (!isOver() && !backlog.isEmpty()) {
          const cards = backlog.take();
          if (cards) await send("cards", cards);
          else if (at === undefined || !(await tellSince(at))) await tellAll();
        }
      } catch {
        cut(); // The console tries again, and by then the store may be back.
      }
      isTelling = false;
    };
    if (to.destroyed || line?.destroyed) return cut();

    write(`retry: ${RETRY_MS}\n\n`);
    // They may have changed while there was no line, and somebody else may be logged in by now.
    tellSettings();
    try {
      const known = !own && lastId !== undefined && /^\d{1,15}$/.test(lastId) && (await tellSince(Number(lastId)));
      if (!known) await tellAll();
    } catch {
      return cut();
    }
    await tell();
  };
}

/** Number of the page's last card of a kind, or 0 where there are no more: a full page has as many as were asked for. */
function lowest(cards: Card[], kind: Card["kind"]): number {
  const numbers = cards.filter((card) => card.kind === kind).map(({ n }) => n).sort((a, b) => b - a);
  return numbers[PAGE_CARDS - 1] ?? 0;
}
