/** Finds out who those visitors are whose turn was put off, a few at a time, so that nobody waits for thousands who share a key. */
import type { Registry } from "./registry";
import { transact } from "./transaction";
import type { Changed } from "./workingStates";

export interface Settling {
  /** Takes the next few when everybody else was served, until none wait. */
  goOn(): void;
  stop(): void;
}

export interface SettlingDependencies {
  registry: Pick<Registry, "database" | "visitors" | "people">;
  now: () => number;
  /** Hears of what could not be done. */
  failed: (problem: unknown) => void;
  tell: (changed: Changed[]) => void;
}

/** Where the disk refuses, a later commit tries again; this is for those after which none comes. */
const RETRY_MS = 10_000;

export function createSettling({ registry, now, failed, tell }: SettlingDependencies): Settling {
  const { database, visitors, people } = registry;
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;

  const settleSome = () => {
    timer = undefined;
    try {
      visitors.clear();
      const { changed, isMore } = transact(database, () => people.settleWaiting(now(), failed));
      if (isMore) tell(changed);
    } catch (problem) {
      failed(problem);
      timer = setTimeout(settleSome, RETRY_MS).unref();
    }
  };
  return {
    goOn() {
      if (!isStopped && timer === undefined && visitors.isAnyWaiting()) timer = setTimeout(settleSome, 0);
    },
    stop() {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}
