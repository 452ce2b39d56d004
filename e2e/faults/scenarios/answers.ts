/** The collector's answer is broken, late, missing, or not the collector's. */
import { setTimeout as pause } from "node:timers/promises";
import type { Page } from "playwright/test";
import type { Fault } from "../proxy";
import type { Random } from "../random";
import { FLUSH } from "../scenario";
import type { Scenario } from "../scenario";
import type { World } from "../world";

/** Tracks in several bursts, so that more than one request meets the fault. */
async function trackBursts({ random, track }: World, page: Page): Promise<void> {
  const bursts = random.whole(1, 3);
  for (let burst = 0; burst < bursts; burst++) {
    await track(page, random.whole(1, 30), random.pick(["", FLUSH]));
    await pause(random.whole(0, 600));
  }
}

/** The fault meets the first requests of a page, which then stays or goes. */
function meeting({ name, proves, drawFault }: Pick<Scenario, "name" | "proves"> & { drawFault: (random: Random) => Fault }): Scenario {
  return {
    name,
    proves,
    async run(world) {
      const { random, proxy } = world;
      const fault = drawFault(random);
      const times = random.whole(1, 3);
      const stays = random.pick([true, false]);
      proxy.arm(fault, times);
      const page = await world.visit();
      await trackBursts(world, page);
      await world.until(`a request to meet ${name}`, () => proxy.posts.some((post) => post.fault));
      if (stays) return;
      await page.close();
      await world.visit();
    },
  };
}

export const resetBeforeCommit = meeting({
  name: "reset_before_commit",
  proves: "A request whose connection broke before the collector had it is sent again.",
  drawFault: () => ({ kind: "reset_before" }),
});

export const resetAfterCommit = meeting({
  name: "reset_after_commit",
  proves: "A request that was committed, but whose answer was lost, is sent again and stored once.",
  drawFault: () => ({ kind: "reset_after" }),
});

export const truncated = meeting({
  name: "truncated",
  proves: "An answer that ends too early is no answer: the same events are sent again and stored once.",
  drawFault: (random) => ({ kind: "truncated", how: random.pick(["cut", "overstated"]) }),
});

export const duplicate = meeting({
  name: "duplicate",
  proves: "A request that the network delivers twice is stored once.",
  drawFault: () => ({ kind: "duplicate" }),
});

export const slowBytes = meeting({
  name: "slow_bytes",
  proves: "An answer that comes a byte at a time is waited for.",
  drawFault: (random) => ({ kind: "slow", msPerByte: random.whole(1, 6) }),
});

export const noAnswer: Scenario = {
  name: "no_answer",
  proves: "A request that is never answered is given up, and its events are sent again.",
  async run(world) {
    const { random, proxy } = world;
    const commits = random.pick([true, false]);
    const stays = random.pick([true, false]);
    proxy.arm({ kind: "silence", commits }, 1);
    const page = await world.visit();
    await trackBursts(world, page);
    await world.until("a request that is not answered", () => proxy.posts.length > 0);
    if (stays) return;
    await pause(random.whole(0, 2_000));
    await page.close();
    await world.visit();
  },
};

export const status503: Scenario = {
  name: "status_503",
  proves: "While a load balancer answers 503, with a Retry-After, without one or without CORS, nothing is taken for stored.",
  async run(world) {
    const { random, proxy } = world;
    const [retryAfter, cors] = random.pick<[string | undefined, boolean]>([[undefined, true], ["1", true], [undefined, false]]);
    const window = random.whole(1_000, 3_000);
    const stays = random.pick([true, false]);
    proxy.arm({ kind: "answer", status: 503, cors, ...(retryAfter !== undefined && { retryAfter }) });
    const page = await world.visit();
    const over = pause(window);
    await trackBursts(world, page);
    await world.until("a request to meet the 503", () => proxy.posts.some((post) => post.fault));
    await over;
    await proxy.heal();
    if (stays) return;
    await page.close();
    await world.visit();
  },
};
