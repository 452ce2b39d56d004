/** Tries rule sets on past days, one at a time for each site, between other work. */
import type { DryRun } from "../../protocol/ruleAnswers";
import type { RuleSet } from "../../protocol/rules";
import { createId } from "../../protocol/id";
import { compileRules } from "../rules/compileRules";
import type { RuleHistory, RuleSpan } from "../store/historyStore";
import { createCount } from "./count";
import { replay } from "./replay";

export interface DryRunsDependencies {
  store: Pick<RuleHistory, "doneByRules" | "pastPeople" | "past" | "queueTurns">;
  now: () => number;
  /** Hears why one failed. */
  failed: (problem: unknown) => void;
}

export interface DryRuns {
  /** @returns at once; or the one that is under way, of which there is one for each site */
  begin(asked: { site: string; set: RuleSet; days: number }): { id: string } | { busy: string };
  find(site: string, id: string): DryRun | undefined;
  /** Ends one that is under way. `false` where there is none of that id. */
  cancel(site: string, id: string): boolean;
  /** Ends all; settles when nothing is read any more. */
  close(): Promise<void>;
}

const DAY_MS = 86_400_000;
/** Longest turn: whoever sends an event meanwhile waits for so long. */
const TURN_MS = 8;
/** Of each site the last few are remembered, until the process ends. */
const KEPT = 5;

interface Run {
  site: string;
  told: DryRun;
  ended: Promise<void>;
}

export function createDryRuns({ store, now, failed }: DryRunsDependencies): DryRuns {
  const runs = new Map<string, Run[]>();
  const isOver = ({ state }: DryRun) => state !== "running";

  const play = async ({ site, told, set }: Omit<Run, "ended"> & { set: RuleSet }): Promise<void> => {
    const span: RuleSpan = { site, from: told.from, until: told.until };
    const takeTurns = createTurns();
    const rules = compileRules(set);
    const count = createCount(set, span);
    const turns = await store.queueTurns(span);
    const agents = (queue: string, at: number) => turns.get(queue)?.findLast((turn) => turn.at <= at)?.agents;

    for await (const { people, progress } of store.pastPeople(span)) {
      const share = (progress - told.progress) / people.length;
      for (const person of people) {
        const past = await store.past({ site, person, until: told.until });
        for (const decided of replay(past, { rules, from: told.from, until: told.until, agents })) {
          count.add(person, decided);
          await takeTurns();
          if (isOver(told)) return;
        }
        count.settle();
        told.persons++;
        told.events += past.events.length;
        told.progress += share;
      }
      told.progress = progress;
    }
    const rulesDone = count.result(await store.doneByRules(span));
    if (isOver(told)) return;
    Object.assign(told, { state: "done", progress: 1, rules: rulesDone } satisfies Partial<DryRun>);
  };

  const cancel = (run: Run | undefined): boolean => {
    if (!run || isOver(run.told)) return false;
    run.told.state = "cancelled";
    return true;
  };

  return {
    begin({ site, set, days }) {
      const known = runs.get(site) ?? [];
      const busy = known.find(({ told }) => !isOver(told));
      if (busy) return { busy: busy.told.id };
      const until = now();
      const told: DryRun = { id: createId(until), state: "running", progress: 0, days, from: until - days * DAY_MS, until, persons: 0, events: 0 };
      const ended = play({ site, set, told }).catch((problem: unknown) => {
        failed(problem);
        Object.assign(told, { state: "failed", reason: "The collector failed at it: its log says why." } satisfies Partial<DryRun>);
      });
      runs.set(site, [{ site, told, ended }, ...known].slice(0, KEPT));
      return { id: told.id };
    },
    find: (site, id) => runs.get(site)?.find(({ told }) => told.id === id)?.told,
    cancel: (site, id) => cancel(runs.get(site)?.find(({ told }) => told.id === id)),
    async close() {
      const all = [...runs.values()].flat();
      for (const run of all) cancel(run);
      await Promise.all(all.map(({ ended }) => ended));
    },
  };
}

/** Makes a function that lets others be served when a turn has lasted for long enough. */
function createTurns(): () => Promise<void> {
  let begun = performance.now();
  return async () => {
    if (performance.now() - begun < TURN_MS) return;
    await new Promise((resolve) => setImmediate(resolve));
    begun = performance.now();
  };
}
