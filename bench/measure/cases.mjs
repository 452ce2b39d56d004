/** What goes wrong in D: each case by name, in the order of the table. */
import { setTimeout as pause } from "node:timers/promises";

export const EVENTS = 20;
const SLOW_MS = 250;
const FAULT_MS = 5_000;
/** Longer than any SDK waits for company: whoever has not sent anything has not met the fault. Mixpanel's 5 s are the longest. */
const UNSEEN_FAULT_MS = 8_000;
const FORGETFUL_MS = 3_000;
/** How long what is on its way when a page goes may take. */
const ARRIVE_MS = 5_000;

const burst = `bench.work(${EVENTS}, 0)`;

/**
 * What can go wrong. Some end with the page gone, the others watch it stay.
 *
 * @type {{ [name: string]: { title: string, act: (trial: Trial) => Promise<void> } }}
 */
export const CASES = {
  steady: {
    title: "nothing goes wrong",
    act: async ({ page, stay }) => {
      await page.evaluate(burst);
      await stay();
    },
  },
  close: { title: "tab closed", act: closing },
  closeSlow: { title: "tab closed, 250 ms", act: (trial) => (trial.sink.setDelay(SLOW_MS), closing(trial)) },
  leave: { title: "navigated away", act: leaving },
  leaveSlow: { title: "navigated away, 250 ms", act: (trial) => (trial.sink.setDelay(SLOW_MS), leaving(trial)) },
  failing: {
    title: "503 for 5 s, stays",
    act: async ({ page, sink, stay }) => {
      sink.setMode("failing");
      await meet(sink, () => page.evaluate(burst));
      await pause(FAULT_MS);
      sink.setMode("well");
      await stay();
    },
  },
  refused: {
    title: "collector down for 8 s, stays",
    act: async ({ page, sink, stay }) => {
      await sink.refuse();
      await page.evaluate(burst);
      await pause(UNSEEN_FAULT_MS);
      await sink.heal();
      await stay();
    },
  },
  offlineStay: {
    title: "offline for 8 s, stays",
    act: async ({ page, context, sink, stay }) => {
      await Promise.all([context.setOffline(true), sink.refuse()]);
      await page.evaluate(burst);
      await pause(UNSEEN_FAULT_MS);
      await Promise.all([context.setOffline(false), sink.heal()]);
      await stay();
    },
  },
  offlineClose: {
    title: "offline, tab closed",
    act: async ({ page, context, sink }) => {
      await Promise.all([context.setOffline(true), sink.refuse()]);
      await page.evaluate(burst);
      await pause(2_000);
      await page.close();
      await Promise.all([context.setOffline(false), sink.heal()]);
    },
  },
  forgetful: {
    title: "answers lost for 3 s",
    act: async ({ page, sink, stay }) => {
      sink.setMode("forgetful");
      await meet(sink, () => page.evaluate(burst));
      await pause(FORGETFUL_MS);
      sink.setMode("well");
      await stay();
    },
  },
  tabs: {
    title: "two tabs, 10 events each",
    act: async ({ page, visit, stay }) => {
      const other = await visit();
      await Promise.all([page.evaluate(`bench.work(${EVENTS / 2}, 0)`), other.evaluate(`bench.work(${EVENTS / 2}, 0, ${EVENTS / 2})`)]);
      await stay();
    },
  },
};

/**
 * @typedef {object} Trial
 * @property {import("playwright").Page} page
 * @property {import("playwright").BrowserContext} context
 * @property {import("../stage/sink.mjs").Sink} sink
 * @property {() => Promise<void>} stay until everything is stored, or patience ends
 * @property {() => Promise<import("playwright").Page>} visit opens the SDK's page in another tab
 * @property {string} away address of a page without an SDK
 */

/** Acts, and waits until a request has come of it: a fault counts from the first one that meets it. */
async function meet(sink, act) {
  const { requests } = sink.counted();
  await act();
  for (let waited = 0; waited < 2 * FAULT_MS && sink.counted().requests === requests; waited += 50) await pause(50);
}

async function closing({ page }) {
  await page.evaluate(burst);
  await page.close();
  await pause(ARRIVE_MS);
}

async function leaving({ page, away }) {
  // In the same task: the last thing that a page does before it goes.
  await page.evaluate(`${burst}; location.href = ${JSON.stringify(away)}`);
  await pause(ARRIVE_MS);
}
