/** Whatever becomes of the line and of the collector, the console says when it shows old news, and ends with what is in the database. */
import type { Page } from "playwright/test";
import { shownCards, storedCards } from "./fixtures/cards";
import { startCollector, type Collector } from "./fixtures/collector";
import { logIn } from "./fixtures/logIn";
import { storedEvents } from "./fixtures/stored";
import { expect, test as base } from "./fixtures/test";
import { until } from "./fixtures/until";
import { startWire, type Wire } from "./fixtures/wire";

const SITE = "http://localhost:3000";
const TALKS = 24;
const VISITS = 16;

interface Fixtures {
  wire: Wire;
  /** The collector behind it, which believes to be where the line is. */
  behind: Collector;
}
const test = base.extend<Fixtures>({
  wire: async ({}, use) => {
    const wire = await startWire();
    await use(wire);
    await wire.stop();
  },
  behind: async ({ wire }, use) => {
    const collector = await startCollector(SITE, { PE_URL: wire.url });
    wire.lead(Number(new URL(collector.url).port));
    await use(collector);
    await collector.stop();
  },
});

/** Lives of conversations, and visits to pages, told to the collector without a pause and past the line, until it is stopped. */
function startTraffic({ url, key, secret }: Collector): () => Promise<void> {
  let isOver = false;
  let made = 0;
  const whose = Date.now();
  const send = async (headers: { [name: string]: string }, body: object) => {
    // While the collector is down, the same is told again.
    await until("the collector to take events", async () => {
      const answer = await fetch(`${url}/v1/events`, { method: "POST", headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(body) }).catch(() => undefined);
      return answer?.ok || undefined;
    });
  };
  const verbs = [
    { type: "routed", told: { queue: "Sales" } }, { type: "connected", told: { agent: "Fox" } }, { type: "transferred", told: { queue: "Support" } },
    { type: "connected", told: { agent: "Ann" } }, { type: "ended", told: { by: "agent" } }, { type: "wrapped_up", told: { code: "Sale" } },
  ];
  const run = async () => {
    for (; !isOver; made++) {
      const at = Date.now();
      const { type, told } = verbs[Math.floor(made / TALKS) % verbs.length]!;
      const talk = { id: `talk-${whose}-${made}`, type: `conversation.${type}`, at, data: { conversation: `t${made % TALKS}`, channel: "chat", ...told } };
      await send({ authorization: `Bearer ${secret}` }, { v: 1, batch: `t${whose}-${made}`, sentAt: at, events: [talk] });
      const visit = { id: `visit-${whose}-${made}`, type: "page.viewed", at, session: `w${made % VISITS}`, url: `${SITE}/p`, data: { title: `Page ${made}` } };
      await send({ origin: SITE }, { v: 1, key, batch: `v${whose}-${made}`, sentAt: at, visitor: `v${made % VISITS}`, events: [visit] });
    }
  };
  const running = run();
  return () => {
    isOver = true;
    return running;
  };
}

const more = (collector: Collector, count: number) => {
  const before = storedEvents(collector.database).length;
  return until(`${count} more events`, () => storedEvents(collector.database).length >= before + count || undefined);
};

async function open(desk: Page, collector: Collector): Promise<void> {
  // High enough for all cards to be drawn.
  await desk.setViewportSize({ width: 1_200, height: 9_000 });
  await logIn(desk, collector);
  await expect(desk.locator(".live")).toHaveText("Live");
}
const sees = (desk: Page, collector: Collector) => expect.poll(() => shownCards(desk)).toEqual(storedCards(collector.database));

test("After the line was cut under load, and after the collector was killed, the view equals the database", async ({ page: desk, wire, behind }) => {
  await open(desk, behind);
  const stop = startTraffic(behind);
  await expect(desk.locator('[data-card="conversation"]')).toHaveCount(TALKS);

  wire.cut();
  await expect(desk.locator(".live")).toHaveText(/^Stale since .*\d:\d\d.*, reconnecting…$/);
  await expect(desk.locator("main")).toHaveClass("stale");
  await more(behind, 120);
  // What was shown can still be read.
  await expect(desk.locator('[data-card="conversation"] .card-title').first()).toHaveText("Web Chat");
  wire.heal();
  await more(behind, 40);
  await stop();
  expect(storedCards(behind.database)).toHaveLength(TALKS + VISITS);
  await sees(desk, behind);
  await expect(desk.locator(".live")).toHaveText("Live");
  await expect(desk.locator("main")).toHaveClass("");

  const stopAgain = startTraffic(behind);
  await behind.restart();
  await more(behind, 40);
  await stopAgain();
  await sees(desk, behind);
  await expect(desk.locator(".live")).toHaveText("Live");
});

test("A line that falls silent is noticed, and said", async ({ page: desk, wire, behind }) => {
  await open(desk, behind);
  const stop = startTraffic(behind);
  await expect(desk.locator('[data-card="conversation"]')).toHaveCount(TALKS);
  wire.silence();
  await expect(desk.locator(".live")).toHaveText(/^Stale since/, { timeout: 60_000 });
  await more(behind, 60);
  wire.heal();
  await stop();
  await sees(desk, behind);
  await expect(desk.locator(".live")).toHaveText("Live");
});
