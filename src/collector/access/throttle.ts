/** Makes guessing slow: whoever was wrong too often waits, each time twice as long. In memory: a restart forgets it, and so does an hour without a try. */

export interface Limit {
  /** Tries that cost no waiting. */
  free: number;
  longestMs: number;
}

export interface Throttle {
  /**
   * Counts a try before it is made, so that many at once count, too.
   *
   * @param limits by what is tried, and by whom
   * @returns how many milliseconds to wait; then it was not counted, and must not be made
   */
  enter(limits: { [key: string]: Limit }): number;
  /** The try that entered under this key was right. @param forgets are those before it forgotten, too? */
  passed(key: string, options: { forgets: boolean }): void;
}

const FIRST_MS = 1_000;
const FORGET_MS = 3_600_000;
/** Most keys that are kept in mind. */
const KEYS = 10_000;

interface Tries {
  count: number;
  lastAt: number;
  /** Nobody enters before. */
  until: number;
}

export function createThrottle(now: () => number): Throttle {
  // In the order of their last try: the oldest is forgotten first.
  const known = new Map<string, Tries>();
  const recent = (key: string, at: number) => {
    const tries = known.get(key);
    return tries && at - tries.lastAt < FORGET_MS ? tries : undefined;
  };

  return {
    enter(limits) {
      const at = now();
      const waits = Object.keys(limits).map((key) => (recent(key, at)?.until ?? 0) - at);
      const wait = Math.max(...waits);
      if (wait > 0) return wait;
      for (const [key, { free, longestMs }] of Object.entries(limits)) {
        const count = (recent(key, at)?.count ?? 0) + 1;
        const until = count < free ? 0 : at + Math.min(longestMs, FIRST_MS * 2 ** (count - free));
        known.delete(key);
        known.set(key, { count, lastAt: at, until });
        if (known.size > KEYS) for (const oldest of known.keys()) { known.delete(oldest); break; }
      }
      return 0;
    },
    passed(key, { forgets }) {
      const tries = known.get(key);
      if (!tries) return;
      if (forgets || tries.count <= 1) known.delete(key);
      else known.set(key, { ...tries, count: tries.count - 1, until: 0 });
    },
  };
}
