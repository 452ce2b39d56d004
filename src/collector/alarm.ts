/** Has rules look again when time alone may change what they say: a delay is over, a page was read for long, a visit has ended. */
import type { Store } from "./store/store";

export interface Alarm {
  start(): void;
  stop(): Promise<void>;
}

export interface AlarmDependencies {
  store: Pick<Store, "wakeRules">;
  now: () => number;
  failed: (problem: unknown) => void;
}

/** Somebody may be due sooner than whoever was next when we last looked. */
const LOOK_MS = 500;
/** After a failure: the disk may be full. */
const RETRY_MS = 10_000;

export function createAlarm({ store, now, failed }: AlarmDependencies): Alarm {
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> | undefined;
  let isStopped = false;

  const look = async () => {
    let waitMs = LOOK_MS;
    try {
      // Only some at a time: pages come first.
      for (let due = await store.wakeRules(now()); due !== undefined && due <= now() && !isStopped; due = await store.wakeRules(now()));
    } catch (problem) {
      failed(problem);
      waitMs = RETRY_MS;
    }
    if (!isStopped) timer = setTimeout(run, waitMs).unref();
  };
  const run = () => void (looking = look());

  return {
    start: run,
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await looking;
    },
  };
}
