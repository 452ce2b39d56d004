/** Learns once a day, and at once what is new, how likely each scored outcome is, and says it of visits that go on. */
import type { Reason } from "../../protocol/scores";
import type { StoredScore } from "../store/scoreStore";
import type { Store } from "../store/store";
import { createPace } from "./pace";
import { createScorer, type Scorer } from "./score";
import { train, type Outcome } from "./train";

/** An active outcome that is to be scored. */
export interface ScoredOutcome extends Outcome {
  site: string;
  /** Its condition as text: where that is another one than it was, what was learned counts no more. */
  rule: string;
}

export interface ScoringDependencies {
  store: Pick<Store, "histories" | "allScores" | "saveScore" | "removeScore">;
  /** Those of all sites, as of now. */
  outcomes: () => Promise<ScoredOutcome[]>;
  now: () => number;
  /** Hears why an outcome was not learned; others are. */
  failed: (problem: unknown) => void;
}

export interface Scoring {
  /** Learns what is new, or was learned a day ago. */
  run(): Promise<void>;
  /** Takes up what was learned before; then looks every hour. Settles when scores can be asked for. */
  start(): Promise<void>;
  /** Settles when nothing is learned any more. */
  stop(): Promise<void>;
  /** How likely the site's outcomes are for a visit with these features (`featuresOf`), 0 to 1, of those whose score is on. */
  scoresOf(site: string, features: readonly string[]): { [outcome: string]: number };
  /** Why, the heaviest reason first; nothing where the score is off. */
  reasonsOf(which: { site: string; outcome: string; features: readonly string[] }): Reason[];
}

const DAY_MS = 86_400_000;
const LOOK_MS = 3_600_000;
/** What people did longer ago they may do differently now. */
const DAYS = 90;
/** Most visits that are learned from, the last. */
const VISITS = 50_000;
/** A visit is over, and an agent has most likely said what came of it. */
const SETTLED_MS = 2 * 3_600_000;
const REASONS = 5;

export function createScoring({ store, outcomes, now, failed }: ScoringDependencies): Scoring {
  const scorers = new Map<string, Map<string, Scorer>>();
  let running: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;

  const breathe = createPace();
  const pace = () => {
    if (isStopped) throw new Error("The collector stops.");
    return breathe();
  };

  const forget = (site: string, outcome: string) => scorers.get(site)?.delete(outcome);
  const use = ({ site, score: { outcome, on, model } }: StoredScore) => {
    forget(site, outcome);
    if (on && model) scorers.set(site, (scorers.get(site) ?? new Map<string, Scorer>()).set(outcome, createScorer(model)));
  };

  const learn = async (outcome: ScoredOutcome) => {
    const at = now();
    const { site, rule } = outcome;
    try {
      const visits = store.histories({ site, since: at - DAYS * DAY_MS, until: at - SETTLED_MS, limit: VISITS });
      const stored = { site, rule, score: await train({ visits, outcome, now: at, pace }) };
      await store.saveScore(stored);
      use(stored);
    } catch (problem) {
      if (!isStopped) failed(problem);
    }
  };

  const lookAtAll = async () => {
    try {
      const [wanted, known] = await Promise.all([outcomes(), store.allScores()]);
      const isOf = ({ site, score }: StoredScore) => (one: ScoredOutcome) => one.site === site && one.id === score.outcome;
      for (const stored of known) {
        const outcome = wanted.find(isOf(stored));
        if (outcome?.rule === stored.rule) continue;
        // Nobody asks for it any more, or for something else by its name.
        forget(stored.site, stored.score.outcome);
        await store.removeScore({ site: stored.site, outcome: stored.score.outcome });
      }
      for (const outcome of wanted) {
        const stored = known.find((one) => isOf(one)(outcome));
        const isFresh = stored?.rule === outcome.rule && now() - stored.score.at < DAY_MS;
        if (!isFresh && !isStopped) await learn(outcome);
      }
    } catch (problem) {
      failed(problem);
    }
  };

  const run = async () => {
    // What has become new while something was learned is looked at then.
    while (running) await running;
    if (isStopped) return;
    running = lookAtAll().finally(() => (running = undefined));
    await running;
  };

  return {
    run,
    async start() {
      await store.allScores().then((known) => known.forEach(use)).catch(failed);
      void run();
      timer = setInterval(() => void run(), LOOK_MS).unref();
    },
    async stop() {
      isStopped = true;
      clearInterval(timer);
      await running;
    },
    scoresOf(site, features) {
      const known = scorers.get(site);
      return known ? Object.fromEntries([...known].map(([outcome, scorer]) => [outcome, scorer.probability(features)])) : {};
    },
    reasonsOf: ({ site, outcome, features }) => scorers.get(site)?.get(outcome)?.reasons(features, REASONS) ?? [],
  };
}
