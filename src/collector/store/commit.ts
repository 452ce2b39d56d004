/** Group commit: whatever arrives within a moment goes to disk together, as one transaction and one flush. */

export interface Commit<Item, Result> {
  /** Settles with the results of these items, in order, when they are on disk; rejects when their transaction failed. */
  add(items: Item[]): Promise<Result[]>;
  /** Writes what waits. */
  flush(): void;
}

interface Waiting<Item, Result> {
  items: Item[];
  resolve(results: Result[]): void;
  reject(problem: unknown): void;
}

/** Long enough for the batches that arrive together, too short for anybody to notice. */
const LINGER_MS = 2;
/** Most items of one transaction: nobody's request should wait for a very long one. */
const GROUP_ITEMS = 2_000;

/**
 * @param write puts all items on disk or none, and throws when it was none
 * @param lingerMs how long the first waits for others
 */
export function createCommit<Item, Result>(write: (items: Item[]) => Result[], lingerMs = LINGER_MS): Commit<Item, Result> {
  let waiting: Waiting<Item, Result>[] = [];
  let timer: NodeJS.Timeout | undefined;

  const writeGroup = () => {
    timer = undefined;
    let items = 0;
    const size = waiting.findIndex((one, i) => (items += one.items.length) > GROUP_ITEMS && i > 0);
    const group = size < 0 ? waiting : waiting.slice(0, size);
    waiting = size < 0 ? [] : waiting.slice(size);
    if (waiting.length) schedule();
    try {
      const results = write(group.flatMap((one) => one.items));
      let from = 0;
      for (const one of group) one.resolve(results.slice(from, (from += one.items.length)));
    } catch (problem) {
      for (const one of group) one.reject(problem);
    }
  };
  const schedule = () => {
    timer ??= setTimeout(writeGroup, lingerMs);
  };

  return {
    add: (items) =>
      new Promise((resolve, reject) => {
        waiting.push({ items, resolve, reject });
        schedule();
      }),
    flush() {
      while (waiting.length) {
        clearTimeout(timer);
        writeGroup();
      }
    },
  };
}
