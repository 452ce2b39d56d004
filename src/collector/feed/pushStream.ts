/** One page's stream: what it missed of its visitor's conversations, then whatever is told of them, each once. */
import { BEAT_MS } from "../../protocol/limits";
import type { Tellable } from "../../protocol/push";
import type { Store } from "../store/store";
import { createLine, type Ends } from "./line";
import type { PushFeed } from "./pushFeed";
import { toPush } from "./toPush";

const RETRY_MS = 2_000;

export interface PushStreamDependencies {
  store: Pick<Store, "reports" | "rulePushes" | "standing">;
  feed: Pick<PushFeed, "watch">;
  tellPages: Tellable[];
  now: () => number;
  /** Hears how many events were told. */
  told: (count: number) => void;
}

export interface PushStreamOptions extends Ends {
  site: string;
  visitor: string;
  /** Number of the log up to where the page has heard. */
  since: number | undefined;
  /** Called once when it is over. */
  stopped: () => void;
}

/** Makes the function that runs a stream until either side ends it. */
export function createPushStream({ store, feed, tellPages, now, told }: PushStreamDependencies): (options: PushStreamOptions) => Promise<void> {
  return async ({ site, visitor, since, to, line, stopped }) => {
    /** As on the page, which may have heard a part of what is told once more. */
    const known = new Set<string>();
    let at = since;
    let standing: string | undefined;
    let unwatch = () => {};
    let reading: Promise<void> | undefined;
    let isStale = false;

    const { write, end, cut, isOver } = createLine({
      to, line, beatMs: BEAT_MS,
      beat: () => void stand().then(beat, () => cut()),
      stopped() {
        unwatch();
        stopped();
      },
    });
    if (to.destroyed || line?.destroyed) return cut();

    // A page cannot see a comment: by this it knows that the line is alive, and up to where it has heard.
    const beat = () => write(`event: beat\nid: ${at ?? 0}\ndata: {}\n\n`);
    const readOnce = async () => {
      isStale = false;
      const { n, reports } = await store.reports({ site, visitor, since: at, now: now() });
      const fresh = reports.map((report) => toPush(report, tellPages)).filter(({ id }) => !known.has(id));
      for (const { id } of fresh) known.add(id);
      at = n;
      // The last alone moves the page on: a line that breaks between them begins again before the first.
      write(fresh.map((push, i) => `event: push\n${i === fresh.length - 1 ? `id: ${n}\n` : ""}data: ${JSON.stringify(push)}\n\n`).join(""));
      // What rules say stands as long as it is open, whatever the page has heard: it moves nobody on.
      const { pushes } = await store.rulePushes({ site, visitor, now: now() });
      const decided = pushes.filter(({ id }) => !known.has(id));
      for (const { id } of decided) known.add(id);
      write(decided.map((push) => `event: rule\ndata: ${JSON.stringify(push)}\n\n`).join(""));
      if ((fresh.length || decided.length) && !isOver()) told(fresh.length + decided.length);
    };
    /** One reading at a time; what comes meanwhile is read after it. */
    const read = () => {
      isStale = true;
      reading ??= (async () => {
        while (isStale && !isOver()) await readOnce();
      })().finally(() => (reading = undefined));
      return reading;
    };
    const woken = () => void read().catch(() => cut()); // The page comes again, and by then the store may be back.

    /** Looks for whom the visitor stands: it may have turned out meanwhile, and then what is new to them is new here. */
    const stand = async () => {
      const { visitor: now } = await store.standing(site, visitor);
      if (now === standing || isOver()) return;
      unwatch();
      unwatch = feed.watch({ site, visitor: now }, { woken, closed: end });
      if (standing !== undefined) at = undefined;
      standing = now;
      await read();
    };

    write(`retry: ${RETRY_MS}\n\n`);
    await stand().then(beat, () => cut());
  };
}
