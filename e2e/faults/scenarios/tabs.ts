/** Tabs of one visitor get in each other's way. */
import { setTimeout as pause } from "node:timers/promises";
import type { Page } from "playwright/test";
import type { Scenario } from "../scenario";
import { kill, SAFE_MS } from "./crash";

const TABS = 10;

export const tenTabs: Scenario = {
  name: "ten_tabs",
  proves: "When the one of ten tabs that is sending is closed or killed, the others go on, as one session.",
  async run(world) {
    const { random, proxy, context } = world;
    const kills = random.pick([true, false]) && context.browser()?.browserType().name() === "chromium";
    const each = random.whole(1, 10);
    const delay = random.whole(0, 200);
    const tabs = await Promise.all(Array.from({ length: TABS }, () => world.visit()));
    await world.until("the tabs to have sent their views", () => proxy.posts.some(({ answeredAt }) => answeredAt));
    const sending = new Promise<Page>((found) => {
      for (const tab of tabs) tab.on("request", (request) => request.method() === "POST" && found(tab));
    });
    // Long enough to hit the tab while it waits for the answer.
    proxy.delay(200, 200);
    await Promise.all(tabs.map((tab) => world.track(tab, each)));
    const victim = await sending;
    // By the tab's own clock: ten of them may leave it no time for anything.
    if (kills) await victim.evaluate(`new Promise((lived) => setTimeout(lived, ${SAFE_MS}))`);
    await pause(delay);
    if (kills) {
      const at = await kill(world, victim);
      world.crashed(at, SAFE_MS);
    }
    await victim.close();
    proxy.delay(0, 0);
    const others = tabs.filter((tab) => tab !== victim && !tab.isClosed());
    await Promise.all(others.map((tab) => world.track(tab, random.whole(1, 5))));
  },
};

export const twoStarts: Scenario = {
  name: "two_starts",
  proves: "Two tabs that a new visitor opens at the same moment are one visitor and one session.",
  async run(world) {
    const { random } = world;
    const counts = [random.whole(1, 20), random.whole(1, 20)];
    const tabs = await Promise.all(counts.map(() => world.visit("running")));
    await Promise.all(tabs.map((tab, i) => world.track(tab, counts[i]!)));
    if (random.pick([true, false])) await tabs[0]!.close();
    await world.visit();
  },
};
