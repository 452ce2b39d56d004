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

export const crash: Scenario = {
  name: "crash",
  proves: `What was tracked more than ${SAFE_MS} ms before the page's process is killed is stored after the next visit.`,
  engines: ["chromium"],
  quiet: true,
  async run(world) {
    const { random, ledger, proxy } = world;
    // An answer that is on its way must not hide what the disk has lost.
    if (random.pick([true, true, false])) proxy.refuse(random.pick(["close", "reset"]));
    const bursts = random.whole(1, 5);
    const delay = random.whole(0, 500);
    const page = await world.visit();
    for (let burst = 0; burst < bursts; burst++) {
      await world.track(page, random.whole(1, 10));
      await pause(random.whole(0, 30));
    }
    // One call every few milliseconds up to the end: the window of loss is between two of them.
    const nonces = ledger.draw(400);
    await page.evaluate(`void setInterval((nonces) => nonces.length && tick(nonces.splice(0, 1)), 4, ${JSON.stringify(nonces)})`);
    await pause(delay);
    const at = await kill(world, page);
    world.crashed(at, SAFE_MS);
    await page.close();
    await proxy.heal();
    await world.visit();
  },
};
