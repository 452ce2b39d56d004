/** Passes changed cards on to whoever watches a site, gathered so that a busy site redraws ten times a second at most. */
import type { Card } from "../../protocol/card";
import type { Cards, Store } from "../store/store";

const GATHER_MS = 100;

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

export function createFeed(store: Pick<Store, "onChange">): Feed {
  const watchers = new Map<Watcher, string>();
  const gathered = new Map<string, { n: number; cards: Map<string, Card>; received: number[] }>();
  let timer: NodeJS.Timeout | undefined;

  const publish = () => {
    timer = undefined;
    const now = [...gathered].map(([site, { n, cards, received }]) => ({ site, n, cards: [...cards.values()], received }));
    gathered.clear();
    for (const { site, ...cards } of now) {
      for (const [watcher, watched] of watchers) if (watched === site) watcher.changed(cards);
    }
  };
  const stop = store.onChange((site, { n, cards, received = [] }) => {
    if (!watchers.size) return;
    const before = gathered.get(site);
    const latest = before?.cards ?? new Map<string, Card>();
    for (const card of cards) latest.set(`${card.kind} ${card.id}`, card);
    gathered.set(site, { n, cards: latest, received: [...(before?.received ?? []), ...received] });
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
