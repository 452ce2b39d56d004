/** Makes guessing slow: whoever was wrong too often waits, each time twice as long. An hour without a try forgets it, and a restart does not. */
import type { TriesStore } from "../store/loginTries";

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
  enter(limits: { [key: string]: Limit }): Promise<number>;
  /** The try that entered was right. @param keys and whether those before it are forgotten, too */
  passed(keys: { [key: string]: { forgets: boolean } }): Promise<void>;
}

const FIRST_MS = 1_000;
const FORGET_MS = 3_600_000;

export interface ThrottleDependencies {
  store: TriesStore;
  now: () => number;
}

export function createThrottle({ store, now }: ThrottleDependencies): Throttle {
  const which = (of: object, at: number) => ({ keys: Object.keys(of), forgottenAt: at - FORGET_MS });

  return {
    async enter(limits) {
      const at = now();
      return store.changeTries(which(limits, at), (known) => {
        // A clock that was ahead when it was written keeps nobody out for longer than the longest.
        const waits = Object.entries(limits).map(([key, { longestMs }]) => Math.min((known.get(key)?.until ?? 0) - at, longestMs));
        const wait = Math.max(...waits);
        if (wait > 0) return wait;
        for (const [key, { free, longestMs }] of Object.entries(limits)) {
          const count = (known.get(key)?.count ?? 0) + 1;
          known.set(key, { count, lastAt: at, until: count < free ? 0 : at + Math.min(longestMs, FIRST_MS * 2 ** (count - free)) });
        }
        return 0;
      });
    },
    async passed(keys) {
      await store.changeTries(which(keys, now()), (known) => {
        for (const [key, { forgets }] of Object.entries(keys)) {
          const tries = known.get(key);
          if (!tries) continue;
          if (forgets || tries.count <= 1) known.delete(key);
          else known.set(key, { ...tries, count: tries.count - 1, until: 0 });
        }
      });
    },
  };
}
