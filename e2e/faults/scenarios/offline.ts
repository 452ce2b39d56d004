/** Nobody can reach the collector for a while. */
import { setTimeout as pause } from "node:timers/promises";
import type { Refusal } from "../proxy";
import { FLUSH } from "../scenario";
import type { Scenario } from "../scenario";

const REFUSALS: readonly Refusal[] = ["close", "reset"];

export const offlineStay: Scenario = {
  name: "offline_stay",
  proves: "What was tracked while connections are refused is stored once they are taken again, by the page that stayed.",
  async run({ random, proxy, ...world }) {
    const page = await world.visit();
    proxy.refuse(random.pick(REFUSALS));
    const bursts = random.whole(1, 4);
    for (let burst = 0; burst < bursts; burst++) {
      await world.track(page, random.whole(1, 30));
      await pause(random.whole(0, 500));
    }
    await page.evaluate(FLUSH);
    // Something has been refused by now, and maybe tried again.
    await pause(random.whole(1_000, 2_000));
    await proxy.heal();
    if (random.pick([true, false])) await page.evaluate(FLUSH);
    await world.track(page, 1);
  },
};

export const offlineClose: Scenario = {
  name: "offline_close",
  proves: "What was tracked while connections are refused is stored after the next visit, though the tab was closed.",
  async run({ random, proxy, ...world }) {
    const how = random.pick(REFUSALS);
    const early = random.pick([true, false]);
    if (early) proxy.refuse(how);
    const page = await world.visit();
    if (!early) proxy.refuse(how);
    await world.track(page, random.whole(1, 60), random.pick(["", FLUSH]));
    await pause(random.whole(0, 1_500));
    await page.close();
    await proxy.heal();
    await world.visit();
  },
};

export const offlineFlaps: Scenario = {
  name: "offline_flaps",
  proves: "A connection that comes and goes many times a minute loses and doubles nothing, whatever the browser says of it.",
  async run({ random, proxy, context, ...world }) {
    const flaps = random.whole(5, 10);
    // The browser may know that it is offline, or believe that it is not.
    const told = random.pick([true, false]);
    const page = await world.visit();
    for (let flap = 0; flap < flaps; flap++) {
      proxy.refuse(random.pick(REFUSALS));
      if (told) await context.setOffline(true);
      await world.track(page, random.whole(0, 10), FLUSH);
      await pause(random.whole(100, 1_000));
      await proxy.heal();
      if (told) await context.setOffline(false);
      await world.track(page, random.whole(0, 10));
      await pause(random.whole(100, 1_000));
    }
    await page.close();
    await world.visit();
  },
};

export const bigClose: Scenario = {
  name: "big_close",
  proves: "A thousand events that waited when the tab was closed are stored after the next visit.",
  async run({ random, proxy, ...world }) {
    proxy.refuse(random.pick(REFUSALS));
    const page = await world.visit();
    await world.track(page, 1_000, random.pick(["", FLUSH]));
    await page.close();
    await proxy.heal();
    await world.visit();
  },
};
