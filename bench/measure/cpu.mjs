/** C. What an SDK costs the page's main thread, at a fourth of the machine's speed and at all of it, over an empty page. */
import { setTimeout as pause } from "node:timers/promises";
import { startSink } from "../stage/sink.mjs";
import { distinct, newRun } from "./tally.mjs";

export const RATE = 4;
export const EVENTS = 100;
const GAP_MS = 50;
const START_MS = 2_000;
/** Longer than any SDK waits for company before it sends: Mixpanel's 5 s are the longest. */
const SETTLE_MS = 6_500;

const EMPTY = { id: "empty", title: "empty page", page: {}, decode: () => [], script: {} };

/**
 * @typedef {import("../stage/chromium.mjs").Cpu & { task: number, script: number }} Cost milliseconds
 * @typedef {{ start: Cost, work: Cost, stored: number }} Round
 */

/**
 * Everybody takes a turn before anybody takes the next one, and the order turns round each time, so that a machine that
 * gets slower or busier treats all alike.
 *
 * @param {import("../bench.mjs").Stage} stage
 * @returns {Promise<{ version: string, rounds: { [peer: string]: { slow: Round[], full: Round[] } } }>}
 */
export async function measureCpu(stage) {
  const { peers, chromium, progress, repeats } = stage;
  /** @type {{ [peer: string]: { slow: Round[], full: Round[] } }} */
  const results = {};
  const all = [EMPTY, ...peers];
  await measureRound(stage, EMPTY, 1);
  for (let repeat = 0; repeat < repeats.cpu; repeat++) {
    for (const rate of [RATE, 1]) {
      for (const peer of repeat % 2 ? [...all].reverse() : all) {
        const round = await measureRound(stage, peer, rate);
        const kept = (results[peer.id] ??= { slow: [], full: [] });
        kept[rate === RATE ? "slow" : "full"].push(round);
        const { start, work } = round;
        const told = rate === RATE ? `start ${start.task.toFixed(1)} ms, ${EVENTS} events ${work.task.toFixed(0)} ms of tasks` : `start ${start.main.toFixed(1)} ms, ${EVENTS} events ${work.main.toFixed(0)} ms of CPU`;
        progress(`repeat ${repeat + 1} of ${repeats.cpu}, ${rate === RATE ? "1/4 speed" : "full speed"}, ${peer.title}: ${told}${peer === EMPTY ? "" : `, ${round.stored} stored`}`);
      }
    }
  }
  return { version: chromium.version, rounds: results };
}

async function measureRound({ site, collector, chromium }, peer, rate) {
  const sink = await startSink(peer, peer.collector ? collector.url : undefined);
  const run = newRun();
  const page = await chromium.newPage();
  // The thread's own time, so that what else the machine does is not in it, nor waiting for another process.
  await page.call("Performance.enable", { timeDomain: "threadTicks" });
  await page.goto(site.pageOf({ peer: peer.id, sink: sink.origin, run, key: collector.key }));
  await pause(1_200);
  if (rate > 1) await page.call("Emulation.setCPUThrottlingRate", { rate });
  await pause(300);
  const read = async () => {
    const { metrics } = await page.call("Performance.getMetrics");
    const of = (name) => metrics.find((metric) => metric.name === name).value * 1_000;
    return { task: of("TaskDuration"), script: of("ScriptDuration"), ...(await chromium.cpu()) };
  };
  const before = await read();
  await page.evaluate("void bench.start()");
  await pause(START_MS);
  const started = await read();
  await page.evaluate(`bench.work(${EVENTS}, ${GAP_MS})`);
  await pause(EVENTS * GAP_MS + SETTLE_MS);
  const worked = await read();
  const { stored } = peer === EMPTY ? { stored: 0 } : distinct({ peer, sink, collector, run });
  await page.close();
  await sink.stop();
  return { start: minus(started, before), work: minus(worked, started), stored };
}

const minus = (after, before) => Object.fromEntries(Object.entries(after).map(([name, value]) => [name, value - before[name]]));
