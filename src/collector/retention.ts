/** Takes away once a day what is too old, in slices, between which everybody else is served. */
import type { SiteSettings } from "../protocol/settings";
import type { Store } from "./store/store";

export interface RetentionDependencies {
  store: Pick<Store, "sites" | "tidy">;
  /** For how many days to keep a site's events, as it is set at the time. */
  keep: (site: string) => Pick<SiteSettings, "keepAnonymousDays" | "keepIdentifiedDays">;
  now: () => number;
  /** Hears why a run was cut short; the next one goes on from there. */
  failed: (problem: unknown) => void;
}

export interface Retention {
  /** Runs when a day has passed since the last run, there was none, or it was for other sites or numbers of days. */
  run(): Promise<void>;
  /** Looks every hour whether it is time. */
  start(): void;
  /** Settles when a run has ended that was under way. */
  stop(): Promise<void>;
}

const DAY_MS = 86_400_000;
const LOOK_MS = 3_600_000;

export function createRetention({ store, keep, now, failed }: RetentionDependencies): Retention {
  let lastRun = -Infinity;
  let lastDays = "";
  let running: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;

  const daysNow = async () =>
    (await store.sites()).map(({ id }) => {
      const { keepAnonymousDays, keepIdentifiedDays } = keep(id);
      return { site: id, keepAnonymousDays, keepIdentifiedDays };
    });
  const tidy = async () => {
    try {
      const at = now();
      const days = await daysNow();
      if (at - lastRun < DAY_MS && JSON.stringify(days) === lastDays) return;
      const sites = days.map(({ site, keepAnonymousDays, keepIdentifiedDays }) => ({ site, anonymousBefore: at - keepAnonymousDays * DAY_MS, identifiedBefore: at - keepIdentifiedDays * DAY_MS }));
      while (!isStopped && (await store.tidy({ now: at, sites }))) await new Promise((resolve) => setImmediate(resolve));
      [lastRun, lastDays] = [at, JSON.stringify(days)];
    } catch (problem) {
      failed(problem);
    }
  };
  const run = async () => {
    running ??= tidy().finally(() => (running = undefined));
    await running;
  };

  return {
    run,
    start() {
      void run();
      timer = setInterval(() => void run(), LOOK_MS).unref();
    },
    async stop() {
      isStopped = true;
      clearInterval(timer);
      await running;
    },
  };
}
