/** Passes changed cards on to whoever watches a site, gathered so that no card of a busy site is told more than twelve times a second. */
import type { Card } from "../../protocol/card";
import type { Cards, Store } from "../store/store";

/** A card that the last frame told of waits for the one after the next: what changes ten times a second is told as often. */
const GATHER_MS = 40;

export interface Watcher {
  changed(cards: Cards): void;
  /** The collector is about to stop. */
  closed(): void;
}

export interface Feed {
  /** Returns the way to stop. */
  watch(site: string, watcher: Watcher): () => void;
  /** How many watch. */
  size(): number;
  close(): void;
}

/** A card as it looks now, the number of the log at which it first was otherwise than told, and when the events arrived that it comes of. */
interface Look {
  card: Card;
  since: number;
  received: number[];
}

/** What waits to be told of a site up to a number of its log, and what the last frame told of, up to which number. */
interface Gathered {
  n: number;
  looks: Map<string, Look>;
  told: Set<string>;
  toldUpTo: number;
}

export function createFeed(store: Pick<Store, "onChange">): Feed {
  const watchers = new Map<Watcher, string>();
  const sites = new Map<string, Gathered>();
  let timer: NodeJS.Timeout | undefined;

  const publish = () => {
    timer = undefined;
    for (const [site, { n, looks, told, toldUpTo }] of sites) {
      const later = new Map([...looks].filter(([key]) => told.has(key)));
      const now = new Map([...looks].filter(([key]) => !told.has(key)));
      // Whoever comes back asks for what came after this number: nothing that still waits may lie before it.
      const upTo = Math.min(n, ...[...later.values()].map(({ since }) => since - 1));
      const isNews = now.size > 0 || upTo > toldUpTo;
      if (!isNews && !later.size) sites.delete(site);
      else sites.set(site, { n, looks: later, told: new Set(now.keys()), toldUpTo: upTo });
      if (!isNews) continue;
      const cards: Cards = { n: upTo, cards: [...now.values()].map(({ card }) => card), received: [...now.values()].flatMap(({ received }) => received) };
      for (const [watcher, watched] of watchers) if (watched === site) watcher.changed(cards);
    }
    // Once more where something waits, or to learn that nothing was told lately.
    if (sites.size) timer = setTimeout(publish, GATHER_MS);
  };
  const stop = store.onChange((site, { n, cards, received = [] }) => {
    if (!watchers.size) return;
    const gathered = sites.get(site) ?? { n, looks: new Map<string, Look>(), told: new Set<string>(), toldUpTo: 0 };
    for (const [i, card] of cards.entries()) {
      const key = `${card.kind} ${card.id}`;
      const before = gathered.looks.get(key);
      // What arrived together is counted once.
      gathered.looks.set(key, { card, since: before?.since ?? card.n, received: [...(before?.received ?? []), ...(i ? [] : received)] });
    }
    sites.set(site, { ...gathered, n });
    timer ??= setTimeout(publish, GATHER_MS);
  });

  return {
    watch(site, watcher) {
      watchers.set(watcher, site);
      return () => watchers.delete(watcher);
    },
    size: () => watchers.size,
    close() {
      stop();
      clearTimeout(timer);
      for (const watcher of [...watchers.keys()]) watcher.closed();
      watchers.clear();
    },
  };
}
