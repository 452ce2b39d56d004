/** Makes guessing slow: whoever was wrong too often waits, each time twice as long. An hour without a try forgets it, and a restart does not. */
import type { Tries, TriesStore } from "../store/loginTries";

export interface Limit {
  /** Tries that cost no waiting. */
  free: number;
  longestMs: number;
}

/** What is tried, and by whom: each key with its limit. */
export interface Limits {
  [key: string]: Limit;
}

export interface Throttle {
  /**
   * Counts a try before it is made, so that many at once count, too. One try may be for several branches at once: a password is, of
   * the accounts of one e-mail on several sites. A branch has counts of its own once somebody has passed there, so that whoever is
   * right on one has no new tries for the others.
   *
   * @param of `common` is counted for all branches together
   * @returns for which branches the try may be made, and how many milliseconds to wait where it must not be made at all; it was not counted then
   */
  enter(of: { limits: Limits; common: Limits; branches: string[] }): Promise<{ waitMs: number; open: string[] }>;
  /** The try that entered was right on these branches: there those before it are forgotten, too. */
  passed(given: { keys: string[]; branches: string[] }): Promise<void>;
  /** The try does not count. */
  takeBack(keys: string[]): Promise<void>;
}

const FIRST_MS = 1_000;
const FORGET_MS = 3_600_000;
const branchKey = (key: string, branch: string) => `${key} at ${branch}`;

export interface ThrottleDependencies {
  store: TriesStore;
  now: () => number;
}

export function createThrottle({ store, now }: ThrottleDependencies): Throttle {
  const change = <Result>(keys: string[], decide: (known: Map<string, Tries>, at: number) => Result) => {
    const at = now();
    return store.changeTries({ keys, forgottenAt: at - FORGET_MS }, (known) => decide(known, at));
  };

  return {
    enter({ limits, common, branches }) {
      const all = [...Object.keys(common), ...Object.keys(limits).flatMap((key) => [key, ...branches.map((branch) => branchKey(key, branch))])];
      return change(all, (known, at) => {
        // A clock that was ahead when it was written keeps nobody out for longer than the longest.
        const waitOf = (of: Limits) => Math.max(...Object.entries(of).map(([key, { longestMs }]) => Math.min((known.get(key)?.until ?? 0) - at, longestMs)));
        const limitsAt = (branch: string): Limits => Object.fromEntries(Object.entries(limits).map(([key, limit]) => {
          const own = branchKey(key, branch);
          return [known.has(own) ? own : key, limit];
        }));
        // Also where there is no branch at all the try counts: it tells nobody which there are.
        const tries = [{ branch: undefined, of: { ...limits, ...common } }, ...branches.map((branch) => ({ branch, of: { ...limitsAt(branch), ...common } }))].map((one) => ({ ...one, waitMs: waitOf(one.of) }));
        const open = tries.filter(({ waitMs }) => waitMs <= 0);
        for (const [key, { free, longestMs }] of Object.entries(Object.assign({}, ...open.map(({ of }) => of)) as Limits)) {
          const count = (known.get(key)?.count ?? 0) + 1;
          known.set(key, { count, lastAt: at, until: count < free ? 0 : at + Math.min(longestMs, FIRST_MS * 2 ** (count - free)) });
        }
        return { waitMs: open.length ? 0 : Math.min(...tries.map(({ waitMs }) => waitMs)), open: open.flatMap(({ branch }) => branch ?? []) };
      });
    },
    passed({ keys, branches }) {
      const passed = branches.flatMap((branch) => keys.map((key) => branchKey(key, branch)));
      return change(passed, (known, at) => passed.forEach((key) => known.set(key, { count: 0, lastAt: at, until: 0 })));
    },
    takeBack: (keys) =>
      change(keys, (known) => {
        for (const key of keys) {
          const tries = known.get(key);
          if (!tries) continue;
          if (tries.count <= 1) known.delete(key);
          else known.set(key, { ...tries, count: tries.count - 1, until: 0 });
        }
      }),
  };
}
