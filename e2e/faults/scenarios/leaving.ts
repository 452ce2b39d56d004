/** The page goes right after the calls. */
import { setTimeout as pause } from "node:timers/promises";
import type { Scenario } from "../scenario";
import type { World } from "../world";

const ROUND_TRIP_MS = [0, 250];

function drawDelay({ random, proxy }: World): void {
  const roundTrip = random.pick(ROUND_TRIP_MS);
  proxy.delay(roundTrip / 2, roundTrip / 2);
}

export const close: Scenario = {
  name: "close",
  proves: "What was tracked before a tab is closed, in the same task or up to 300 ms later, is stored, however early in the page's life that is.",
  async run(world) {
    const { random } = world;
    drawDelay(world);
    const count = random.whole(1, 60);
    const delay = random.pick([0, 0, random.whole(1, 300)]);
    const byScript = random.pick([true, false]);
    const awaited = random.pick(["running", "ready", "ready"] as const);
    if (byScript) {
      const page = await world.popUp(awaited);
      const closed = page.waitForEvent("close");
      await world.trackAndGo(page, count, delay ? `void setTimeout(() => window.close(), ${delay})` : "window.close()");
      await closed;
    } else {
      const page = await world.visit(awaited);
      await world.track(page, count);
      await pause(delay);
      await page.close();
    }
    await world.visit();
  },
};

export const navigate: Scenario = {
  name: "navigate",
  proves: "What was tracked in the task that leaves for a page without the tag is stored.",
  async run(world) {
    const { random } = world;
    drawDelay(world);
    const rounds = random.whole(1, 3);
    for (let round = 0; round < rounds; round++) {
      const page = await world.visit(random.pick(["running", "ready", "ready"] as const));
      await world.trackAndGo(page, random.whole(1, 60), `location.href = "${world.bare}"`);
      await page.waitForURL(world.bare);
      if (random.pick([true, false])) await page.close();
    }
    await world.visit();
  },
};

export const navigateBfcache: Scenario = {
  name: "navigate_bfcache",
  proves: "A page that the back-forward cache keeps loses nothing when it is left, and goes on when it comes back.",
  engines: ["chromium"],
  bfcache: true,
  async run(world) {
    const { random } = world;
    drawDelay(world);
    await world.context.addInitScript("addEventListener('pageshow', ({ persisted }) => (window.kept = (window.kept || 0) + persisted))");
    const page = await world.visit();
    const address = page.url();
    const rounds = random.whole(1, 3);
    let kept = 0;
    for (let round = 0; round < rounds; round++) {
      const before = await page.evaluate<number>("window.kept");
      await world.trackAndGo(page, random.whole(1, 40), `location.href = "${world.bare}"`);
      await page.waitForURL(world.bare);
      await pause(random.whole(0, 300));
      // A page that comes back alive is never "loaded" again, so the driver's own way back would wait for ever.
      await page.evaluate("void history.back()").catch(() => {});
      await page.waitForURL(address, { waitUntil: "commit" });
      await page.waitForFunction("window.kept !== undefined");
      if ((await page.evaluate<number>("window.kept")) > before) kept++;
      // The browser may always decide against it; the page is a new one then.
      else await world.reloaded(page);
    }
    world.note("times kept by the cache", kept);
    await world.track(page, random.whole(1, 20));
    if (random.pick([true, false])) await page.close();
    await world.visit();
  },
};
