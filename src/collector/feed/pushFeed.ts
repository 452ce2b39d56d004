/** Wakes the pages of a visitor when something is said of their conversations, and keeps the number of those pages within bounds. */
import { conversationId } from "../../protocol/facts";
import type { Store } from "../store/store";

/** Most pages of one visitor that hear at once: one a browser, or one a window where tabs cannot agree on one. */
export const STREAMS_PER_VISITOR = 8;
/** Most pages of all visitors; the others ask. */
export const STREAMS = 5_000;

export interface PushWatcher {
  /** There may be something new. */
  woken(): void;
  /** The collector is about to stop. */
  closed(): void;
}

export interface Listener {
  site: string;
  /** For whom the page's visitor stands. */
  visitor: string;
}

export interface PushFeed {
  /**
   * Makes room for one page of a visitor, as it calls them: whether two of them are one is told to nobody.
   *
   * @returns how to leave, or whose pages are too many
   */
  enter(site: string, visitor: string): (() => void) | "visitor" | "all";
  /** Returns the way to stop. */
  watch(listener: Listener, watcher: PushWatcher): () => void;
  /** How many pages there is room made for. */
  size(): number;
  close(): void;
}

export interface PushFeedOptions {
  store: Pick<Store, "onEvents" | "conversationOwner">;
  failed: (problem: unknown) => void;
  /** Most pages of all visitors. */
  most?: number;
}

/** What rules decide of a visitor, under the id that they stand for. */
const DECIDED = /^(segment|outcome|action)\./;

const keyOf = (...parts: string[]) => JSON.stringify(parts);

export function createPushFeed({ store, failed, most = STREAMS }: PushFeedOptions): PushFeed {
  const watchers = new Map<string, Set<PushWatcher>>();
  const pages = new Map<string, number>();
  let size = 0;
  let isClosed = false;

  const wake = async (site: string, conversation: string) => {
    const owner = await store.conversationOwner(site, conversation);
    if (owner !== undefined) for (const watcher of [...(watchers.get(keyOf(site, owner)) ?? [])]) watcher.woken();
  };
  const stop = store.onEvents((events) => {
    if (!watchers.size) return;
    for (const { site, type, source, visitor } of events) {
      if (source !== "server" || visitor === undefined || !DECIDED.test(type)) continue;
      for (const watcher of [...(watchers.get(keyOf(site, visitor)) ?? [])]) watcher.woken();
    }
    // A page's word counts, too: it may be what tells whose conversation it is.
    const touched = new Map<string, [site: string, conversation: string]>();
    for (const event of events) {
      const conversation = conversationId(event);
      if (conversation !== undefined) touched.set(keyOf(event.site, conversation), [event.site, conversation]);
    }
    for (const one of touched.values()) wake(...one).catch(failed);
  });

  return {
    enter(site, visitor) {
      const key = keyOf(site, visitor);
      const count = pages.get(key) ?? 0;
      if (count >= STREAMS_PER_VISITOR) return "visitor";
      if (isClosed || size >= most) return "all";
      pages.set(key, count + 1);
      size++;
      return () => {
        size--;
        const left = pages.get(key)! - 1;
        if (left) pages.set(key, left);
        else pages.delete(key);
      };
    },
    watch({ site, visitor }, watcher) {
      // It was let in just before.
      if (isClosed) watcher.closed();
      const key = keyOf(site, visitor);
      const all = watchers.get(key) ?? new Set();
      watchers.set(key, all.add(watcher));
      return () => {
        all.delete(watcher);
        if (!all.size && watchers.get(key) === all) watchers.delete(key);
      };
    },
    size: () => size,
    close() {
      isClosed = true;
      stop();
      for (const all of [...watchers.values()]) for (const watcher of [...all]) watcher.closed();
    },
  };
}
