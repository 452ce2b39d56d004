/** B. What goes over the wire for a page view, an identify and 100 events. */
import { setTimeout as pause } from "node:timers/promises";
import { startSink } from "../stage/sink.mjs";
import { distinct, newRun } from "./tally.mjs";

const EVENTS = 100;
const IDLE_MS = 10_000;

/** The two ways in which the events come. */
export const PACES = { steady: 50, burst: 0 };

/** @typedef {import("../stage/sink.mjs").Counted & { stored: number, copies: number, puzzles: string[] }} Traffic */

/**
 * @param {import("../bench.mjs").Stage} stage
 * @returns {Promise<{ [peer: string]: { [pace: string]: Traffic } }>}
 */
export async function measureWire({ peers, site, collector, chromium, progress }) {
  /** @type {{ [peer: string]: { [pace: string]: Traffic } }} */
  const results = {};
  for (const peer of peers) {
    for (const [pace, gap] of Object.entries(PACES)) {
      const sink = await startSink(peer, peer.collector ? collector.url : undefined);
      const run = newRun();
      const page = await chromium.newPage();
      await page.goto(site.pageOf({ peer: peer.id, sink: sink.origin, run, key: collector.key }));
      await pause(1_000);
      await page.evaluate("bench.start()");
      await page.evaluate(`bench.identify(), bench.work(${EVENTS}, ${gap})`);
      await pause(EVENTS * gap + IDLE_MS);
      const { stored, copies } = distinct({ peer, sink, collector, run });
      const counted = sink.counted();
      results[peer.id] = { ...results[peer.id], [pace]: { ...counted, stored, copies, puzzles: sink.puzzles.slice(0, 3) } };
      progress(`${peer.title}, ${pace}: ${counted.requests} requests, ${counted.preflights} preflights, ${counted.up} B up, ${counted.down} B down, ${stored} of ${EVENTS} stored${sink.puzzles.length ? `, ${sink.puzzles.length} requests not understood` : ""}`);
      await page.close();
      await sink.stop();
    }
  }
  return results;
}
