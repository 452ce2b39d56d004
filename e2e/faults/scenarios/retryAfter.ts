/** The collector says when to come again. */
import { setTimeout as pause } from "node:timers/promises";
import type { Page } from "playwright/test";
import type { Random } from "../random";
import type { Scenario } from "../scenario";
import type { World } from "../world";

/** Long enough for a page to load meanwhile on a machine that is busy. */
const WAIT_SECONDS = 4;
/** Timers and clocks of browsers are cut to whole milliseconds, and some of them are fuzzy on top of that. */
const TOLERANCE_MS = 20;
/** A browser that is too busy to hand a date over in time is not so for long. */
const TRIES = 4;

/** A whole second that is at least so far away: the header cannot say parts of one. */
const dateIn = (seconds: number) => Math.ceil(Date.now() / 1_000 + seconds) * 1_000;

interface Asking {
  retryAfter: string | (() => string);
  /** Whether the page has heard something that it can obey. */
  isSense?: boolean;
  /** Whether the wait is over, heard of or not. */
  isOver?: () => boolean;
}

/** Sends until a 429 has been heard, then tries all that could make the tracker forget it: another tab, a reload, a call. */
async function provoke(world: World, { retryAfter, isSense = true, isOver = () => false }: Asking): Promise<number> {
  const { random, proxy } = world;
  const arm = () => proxy.arm({ kind: "answer", status: 429, retryAfter, cors: true }, 1);
  // What it obeys it writes down.
  const isHeard = (page: Page) => page.evaluate<boolean>(`Object.keys(localStorage).some((key) => key.endsWith(":u"))`);
  arm();
  const page = await world.visit();
  let answeredAt = 0;
  for (let heard = false, left = TRIES; !heard; left--) {
    if (!left) throw new Error(`The tracker obeyed none of ${TRIES} answers`);
    const before = answeredAt;
    await world.track(page, random.whole(1, 20), before ? "void pe.flush()" : "");
    await world.until("the 429", () => (answeredAt = proxy.posts.findLast(({ fault, answeredAt }) => fault && answeredAt)?.answeredAt ?? 0) > before);
    // The tracker has it once the answer has crossed the browser; none of this is meant to race with that. But a date may have
    // passed when a busy browser hands it over: that is nothing to obey, and the collector says another.
    if (isSense) await world.until("the tracker to hear of it", async () => (heard = await isHeard(page)) || isOver());
    else heard = true;
    if (!heard) arm();
  }
  await pause(random.whole(60, 200));
  await world.track(page, random.whole(1, 10));
  const tries = random.shuffle(["flush", "reload", "tab"] as const);
  for (const one of tries) {
    if (one === "flush") await page.evaluate("void pe.flush()");
    if (one === "tab") await world.track(await world.visit(), random.whole(1, 10), "void pe.flush()");
    if (one === "reload") {
      await page.reload();
      await world.reloaded(page);
      await world.track(page, random.whole(1, 10));
    }
  }
  await page.close();
  await world.visit();
  return answeredAt;
}

/** None but the requests that were on their way already. */
async function expectSilence(world: World, from: number, until: number): Promise<void> {
  await world.until("the pause to end", () => Date.now() > until);
  const early = world.proxy.posts.filter(({ at }) => at > from && at < until - TOLERANCE_MS);
  if (early.length) world.object(`${early.length} requests too early, the first of them ${Math.round(until - early[0]!.at)} ms before Retry-After allows`);
}

export const status429Seconds: Scenario = {
  name: "status_429_seconds",
  proves: "After a Retry-After in seconds nobody asks earlier: not the page, nor another tab, nor the page after a reload.",
  async run(world) {
    const from = await provoke(world, { retryAfter: String(WAIT_SECONDS) });
    await expectSilence(world, from, from + WAIT_SECONDS * 1_000);
  },
};

export const status429Date: Scenario = {
  name: "status_429_date",
  proves: "A Retry-After that is a date is kept as one in seconds is.",
  async run(world) {
    let until = 0;
    // From the answer on: a page may take longer than that to load.
    const from = await provoke(world, { retryAfter: () => new Date((until = dateIn(WAIT_SECONDS))).toUTCString(), isOver: () => Date.now() > until });
    await expectSilence(world, from, until);
  },
};

const drawOdd = (random: Random) => random.pick(["-1", "1e9", "garbage", "0", ""]);

export const status429Odd: Scenario = {
  name: "status_429_odd",
  proves: "A Retry-After that makes no sense stops nothing for long.",
  async run(world) {
    await provoke(world, { retryAfter: drawOdd(world.random), isSense: false });
  },
};
