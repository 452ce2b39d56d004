/** D. Which of 20 events are stored after something went wrong, and how often. */
import { setTimeout as pause } from "node:timers/promises";
import { agent } from "../stage/flags.mjs";
import { startSink } from "../stage/sink.mjs";
import { CASES, EVENTS } from "./cases.mjs";
import { distinct, newRun } from "./tally.mjs";

/** A page that stays is given this long after the fault; it may be over sooner. */
const STAY_MS = 30_000;
/** Copies may come late. */
const AFTER_ALL_MS = 4_000;
const NEXT_VISIT_MS = 20_000;

/** @typedef {{ before: number, after: number, copies: number, twice: number, puzzles: string[], broke?: boolean }} Outcome what a trial came to */

/**
 * One trial of one case: a new visitor, a page view that has arrived, then the case; and a next visit, in which what
 * was kept may come, and what was sent may come once more.
 *
 * @param {import("../bench.mjs").Stage & { browser: import("playwright").Browser }} stage
 * @param {import("../peers/peer.mjs").Peer} peer
 * @param {string} name of the case
 * @returns {Promise<Outcome>}
 */
export async function tryCase({ site, collector, browser }, peer, name) {
  const sink = await startSink(peer, peer.collector ? collector.url : undefined);
  const isFirefox = browser.browserType().name() === "firefox";
  const context = await browser.newContext(isFirefox ? {} : { userAgent: agent(browser.version()) });
  // What drives Firefox says so to the page, and some SDKs count no robots.
  if (isFirefox) await context.addInitScript('Object.defineProperty(navigator, "webdriver", { get: () => false })');
  const run = newRun();
  const told = { peer: peer.id, sink: sink.origin, run, key: collector.key };
  const tally = () => distinct({ peer, sink, collector, run });
  const visit = async () => {
    const page = await context.newPage();
    await page.goto(site.pageOf(told));
    await page.evaluate("bench.start()");
    return page;
  };
  const wait = async (longest, enough) => {
    for (const end = Date.now() + longest; Date.now() < end && !enough(); ) await pause(200);
  };
  const stay = async () => {
    await wait(STAY_MS, () => tally().stored === EVENTS);
    await pause(AFTER_ALL_MS);
  };
  try {
    const page = await visit();
    await wait(8_000, () => sink.records.length > 0);
    await pause(1_000);
    await CASES[name].act({ page, context, sink, stay, visit, away: site.away });
    const before = tally();
    for (const open of context.pages()) await open.close();
    sink.setDelay(0);
    await visit();
    await pause(before.stored < EVENTS ? NEXT_VISIT_MS : NEXT_VISIT_MS / 2);
    const after = tally();
    return { before: before.stored, after: after.stored, copies: after.copies, twice: after.rows - after.stored, puzzles: sink.puzzles };
  } catch (problem) {
    // A trial that broke says nothing about what is stored.
    return { before: 0, after: 0, copies: 0, twice: 0, puzzles: [`the trial broke: ${problem instanceof Error ? problem.message.split("\n")[0] : problem}`], broke: true };
  } finally {
    await context.close();
    await sink.stop();
  }
}

/**
 * Several trials at a time: each has a sink and a visitor of its own, and nothing here is a matter of speed.
 *
 * @param {import("../bench.mjs").Stage & { browser: import("playwright").Browser, cases: string[], times: number }} stage
 * @returns {Promise<{ [peer: string]: { [name: string]: Outcome[] } }>}
 */
export async function measureDurability(stage) {
  const { peers, cases, times, jobs, progress } = stage;
  const waiting = Array.from({ length: times }).flatMap(() => cases.flatMap((name) => peers.map((peer) => ({ peer, name }))));
  const all = waiting.length;
  /** @type {{ [peer: string]: { [name: string]: Outcome[] } }} */
  const results = Object.fromEntries(peers.map(({ id }) => [id, {}]));
  let done = 0;
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { peer, name } = next;
      const outcome = await tryCase(stage, peer, name);
      (results[peer.id][name] ??= []).push(outcome);
      const { before, after, copies } = outcome;
      progress(`${++done} of ${all}: ${peer.title}, ${CASES[name].title}: ${before === after ? after : `${before} → ${after}`} of ${EVENTS}${copies ? ` and ${copies} copies` : ""}${outcome.puzzles.length ? ` (${outcome.puzzles[0]})` : ""}`);
    }
  };
  await Promise.all(Array.from({ length: jobs }, work));
  return results;
}
