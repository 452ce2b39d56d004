/** The page's process is killed. */
import { setTimeout as pause } from "node:timers/promises";
import type { Page } from "playwright/test";
import type { Scenario } from "../scenario";
import type { World } from "../world";

/** What the tracker has had for longer than this must be on disk. */
export const SAFE_MS = 50;

/**
 * Kills the page's process.
 *
 * @returns when that was asked for, by the machine's clock; it lives a few milliseconds longer
 */
export async function kill({ context }: World, page: Page): Promise<number> {
  const driver = await context.newCDPSession(page);
  const crashed = page.waitForEvent("crash");
  const at = Date.now();
  // Nobody is left to answer.
  void driver.send("Page.crash").catch(() => {});
  await crashed;
  return at;
}

/** As another tab does that is busy in the middle of its own step: nobody else's begins, until `release` is set. */
const HOLD_DISK = `(async () => {
  const [{ name }] = await indexedDB.databases();
  const done = (request) => new Promise((resolve) => (request.onsuccess = () => resolve(request.result)));
  const database = await done(indexedDB.open(name));
  const store = database.transaction("outbox", "readwrite").objectStore("outbox");
  store.transaction.oncomplete = () => (window.isLetGo = !window.release);
  const holdOn = () => (store.count().onsuccess = () => window.release || holdOn());
  await done(store.count());
  holdOn();
})()`;

/** One call every few milliseconds up to the end: the window of loss is between two of them. */
const trackOn = ({ ledger }: World, page: Page, outlivedMs = 0) =>
  page.evaluate(`void setInterval((nonces) => nonces.length && tick(nonces.splice(0, 1), ${outlivedMs}), 4, ${JSON.stringify(ledger.draw(400))})`);

export const crash: Scenario = {
  name: "crash",
  proves: `What was tracked more than ${SAFE_MS} ms before the page's process is killed is stored after the next visit.`,
  engines: ["chromium"],
  quiet: true,
  async run(world) {
    const { random, proxy } = world;
    // An answer that is on its way must not hide what the disk has lost.
    if (random.pick([true, true, false])) proxy.refuse(random.pick(["close", "reset"]));
    const bursts = random.whole(1, 5);
    const delay = random.whole(0, 500);
    const page = await world.visit();
    for (let burst = 0; burst < bursts; burst++) {
      await world.track(page, random.whole(1, 10));
      await pause(random.whole(0, 30));
    }
    await trackOn(world, page);
    await pause(delay);
    const at = await kill(world, page);
    world.crashed(at, SAFE_MS);
    await page.close();
    await proxy.heal();
    await world.visit();
  },
};

export const crashCrowded: Scenario = {
  name: "crash_crowded",
  proves: `What a page said and outlived by ${SAFE_MS} ms is stored as well where another tab kept the disk busy all that time.`,
  engines: ["chromium"],
  quiet: true,
  async run(world) {
    const { random, proxy, context, ledger } = world;
    if (random.pick([true, true, false])) proxy.refuse(random.pick(["close", "reset"]));
    const page = await world.visit();
    const holder = await context.newPage();
    await holder.goto(world.bare);
    await holder.evaluate(HOLD_DISK);
    await world.track(page, random.whole(1, 10));
    await trackOn(world, page, SAFE_MS);
    await world.until("something that has to be there", () => ledger.entries().some(({ outlived }) => outlived));
    await pause(random.whole(0, 350));
    // The disk takes what a page says whether or not the page gets on; what is kept beside it waits for a timer, and timers for
    // a page that gets on.
    world.crashed(await kill(world, page), SAFE_MS, ({ outlived }) => outlived);
    await page.close();
    if (await holder.evaluate("!!window.isLetGo")) world.object("the other tab let go of the disk");
    await holder.evaluate("window.release = true");
    await proxy.heal();
    await world.visit();
  },
};
