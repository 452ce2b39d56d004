/**
 * Runs every scenario with every seed, many at a time in one browser, as nearly all of their time is waiting.
 *
 * It runs before playwright's own tests do: those only say, by name, which scenario has failed. A test for each run would
 * mean a browser and a collector a worker, and a new worker after each failure.
 */
import { startCollector } from "../fixtures/collector";
import { createBrowsers } from "./browsers";
import { forgetReport, formatTable, problemsOf, summarise, writeReport } from "./report";
import type { Report, Result } from "./report";
import type { Scenario } from "./scenario";
import { readSettings } from "./settings";
import { startFaultSite } from "./site";
import { openStored } from "./stored";
import { startWorld } from "./world";

/** Longer than any scenario takes that does not say so, so that one that hangs is one that fails. */
const RUN_MS = 300_000;

const QUIET_AT_ONCE = 2;

/** Lines of progress where nobody watches; who does gets one a run. */
const LINES_OF_A_LOG = 20;

interface Job {
  scenario: Scenario;
  seed: number;
}

/** Fails when the task takes too long; what it was waiting for is left to end by itself. */
function within<Answer>(ms: number, task: Promise<Answer>, doing: () => string): Promise<Answer> {
  return new Promise((done, fail) => {
    const timer = setTimeout(() => fail(new Error(`No end after ${ms / 1_000} s: still at ${doing()}`)), ms);
    task.then(done, fail).finally(() => clearTimeout(timer));
  });
}

export default async function run(): Promise<void> {
  const settings = readSettings();
  const { engine, scenarios, seeds, atOnce } = settings;
  const begun = Date.now();
  forgetReport(settings);
  const site = await startFaultSite();
  const collector = await startCollector("");
  const stored = openStored(collector.database);
  const browsers = createBrowsers(engine);
  const results: Result[] = [];

  const perform = async ({ scenario, seed }: Job): Promise<Result> => {
    const context = await browsers.newContext(scenario.bfcache ?? false);
    const world = await startWorld({ scenario: scenario.name, seed, context, site, stored, collector });
    try {
      return await within(scenario.longMs ?? RUN_MS, scenario.run(world).then(() => world.settle()), world.doing);
    } finally {
      await world.stop();
    }
  };

  // Seed by seed, so that what runs side by side is different every time.
  const jobs: Job[] = seeds.flatMap((seed) => scenarios.map((scenario) => ({ scenario, seed })));
  const total = jobs.length;
  const work = async (jobs: Job[]) => {
    for (let job = jobs.shift(); job; job = jobs.shift()) {
      const { name } = job.scenario;
      const result = await perform(job).catch((error: unknown): Result => ({ scenario: name, seed: job!.seed, failed: `${error}` }));
      results.push(result);
      tell(result);
    }
  };
  const tell = (result: Result) => {
    const own = results.filter(({ scenario }) => scenario === result.scenario);
    const verdicts = own.flatMap((one) => ("failed" in one ? [] : [one]));
    const lost = verdicts.reduce((sum, one) => sum + one.lost.length, 0);
    const twice = verdicts.reduce((sum, one) => sum + one.twice.length, 0);
    const problems = problemsOf(result);
    const isDue = process.stdout.isTTY || results.length % Math.ceil(total / LINES_OF_A_LOG) === 0 || results.length === total;
    if (isDue || problems.length) console.log(`${String(results.length).padStart(String(total).length)}/${total}  ${result.scenario}: ${own.length} of ${seeds.length} seeds, ${lost} lost, ${twice} twice${problems.length ? `  ✗ seed ${result.seed}: ${problems.join("; ")}` : ""}`);
  };

  try {
    for (const quiet of [false, true]) {
      const phase = jobs.filter(({ scenario }) => (scenario.quiet ?? false) === quiet);
      await Promise.all(Array.from({ length: quiet ? Math.min(QUIET_AT_ONCE, atOnce) : atOnce }, () => work(phase)));
    }
  } finally {
    stored.close();
    await browsers.stop();
    await collector.stop();
    await site.stop();
  }
  const report: Report = {
    engine,
    seconds: Math.round((Date.now() - begun) / 1_000),
    summaries: scenarios.map((scenario) => summarise(scenario, results, engine)),
  };
  writeReport(settings, report);
  console.log(`\n${formatTable(report)}\n\n${total} runs in ${report.seconds} s\n`);
}
