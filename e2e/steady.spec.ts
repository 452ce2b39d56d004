/** Whoever reads further down in a list sees nothing move, whatever comes, goes, grows and changes places around it. */
import type { Page } from "playwright/test";
import type { Collector } from "./fixtures/collector";
import { logIn } from "./fixtures/logIn";
import { expect, test } from "./fixtures/test";

const MINUTE_MS = 60_000;
const TALKS = 60;
/** A browser rounds where a card is drawn. */
const MOST_PX = 1;
const LONG = "A queue with a name that takes more than one line of a card, as it tells of a department, a country and a language";

interface Told {
  conversation: string;
  type: string;
  at: number;
  [name: string]: unknown;
}
let made = 0;

async function tell({ url, secret }: Collector, ...told: Told[]): Promise<void> {
  const events = told.map(({ type, at, ...data }) => ({ id: `told-${++made}`, type: `conversation.${type}`, at, data: { channel: "chat", ...data } }));
  const answer = await fetch(`${url}/v1/events`, {
    method: "POST",
    headers: { authorization: `Bearer ${secret}`, "content-type": "application/json" },
    body: JSON.stringify({ v: 1, batch: `b${++made}`, sentAt: Date.now(), events }),
  });
  expect(await answer.json()).toMatchObject({ rejected: [] });
}

/** One a minute: `t0` is the newest, and the longest in the list. */
function talks(began: number): Told[] {
  return Array.from({ length: TALKS }, (_, i) => ({ conversation: `t${i}`, type: "routed", at: began - i * MINUTE_MS, queue: "Sales" }));
}

const list = (desk: Page) => desk.locator('[aria-labelledby="conversations"] .scroller');
const count = (desk: Page) => desk.locator("#conversations .count");

/** Scrolls until a card is in the middle of the list, as with a wheel. */
async function readAt(desk: Page, id: string): Promise<void> {
  await list(desk).hover();
  await expect(async () => {
    const off = await desk.evaluate((wanted) => {
      const scroller = document.querySelector('[aria-labelledby="conversations"] .scroller')!.getBoundingClientRect();
      const card = document.querySelector(`[data-id="${wanted}"]`)?.getBoundingClientRect();
      return card ? card.top + card.height / 2 - (scroller.top + scroller.height / 2) : undefined;
    }, id);
    if (off === undefined || Math.abs(off) > 60) await desk.mouse.wheel(0, Math.round(off ?? 900));
    expect(Math.abs(off ?? Infinity)).toBeLessThanOrEqual(60);
  }).toPass({ timeout: 30_000 });
  // The wheel has come to rest.
  await expect.poll(() => list(desk).evaluate(async (scroller) => {
    const before = scroller.scrollTop;
    for (let i = 0; i < 20; i++) await new Promise((then) => requestAnimationFrame(then));
    return scroller.scrollTop - before;
  })).toBe(0);
}

/** Looks at each picture of the screen where a card is. */
async function watch(desk: Page, id: string): Promise<void> {
  await desk.evaluate((wanted) => {
    const seen = { from: Infinity, to: -Infinity, missing: 0, pictures: 0, wanted };
    Object.assign(globalThis, { seen });
    const look = () => {
      if ((globalThis as unknown as { seen: unknown }).seen !== seen) return;
      const top = document.querySelector(`[data-id="${wanted}"]`)?.getBoundingClientRect().top;
      seen.pictures++;
      if (top === undefined) seen.missing++;
      else Object.assign(seen, { from: Math.min(seen.from, top), to: Math.max(seen.to, top) });
      // After the picture, as only then it is what is seen.
      requestAnimationFrame(() => setTimeout(look));
    };
    look();
  }, id);
}

/** By how many pixels it has moved at most since it was looked at, once what was told has been drawn. */
async function moved(desk: Page): Promise<number> {
  return desk.evaluate(async () => {
    const { seen } = globalThis as unknown as { seen: { from: number; to: number; missing: number; pictures: number } };
    // A slow machine draws more often than it has the time to look.
    for (let i = 0; i < 20 || seen.pictures < 10; i++) await new Promise((then) => requestAnimationFrame(then));
    const { from, to, missing, pictures } = seen;
    if (missing) throw new Error(`It was not drawn in ${missing} of ${pictures} pictures.`);
    return to - from;
  });
}

/** Changes of everything but one card, and how one sees that they have come. */
async function change(desk: Page, collector: Collector, { began, keeps }: { began: number; keeps: string }): Promise<{ [what: string]: number }> {
  const steps: { [what: string]: [told: Told[], isThere: () => Promise<void>] } = {
    "come in above": [
      Array.from({ length: 7 }, (_, i) => ({ conversation: `new${i}`, type: "routed", at: began + (i + 1) * 1_000, queue: LONG })),
      () => expect(count(desk)).toHaveText(`${TALKS + 7}`),
    ],
    "change height above": [
      [1, 2, 24, 25, 27].map((i) => ({ conversation: `t${i}`, type: "routed", at: began + 20_000, queue: LONG })),
      () => expect(desk.locator('[data-id="t27"] .card-queue')).toHaveText(LONG),
    ],
    "change height below": [
      [31, 32, 33].map((i) => ({ conversation: `t${i}`, type: "routed", at: began + 21_000, queue: LONG })),
      () => expect(desk.locator('[data-id="t31"] .card-queue')).toHaveText(LONG),
    ],
    // They began earlier than was told at first.
    "go from above to below": [
      [3, 5, 26].map((i) => ({ conversation: `t${i}`, type: "started", at: began - (50 + i / 100) * MINUTE_MS })),
      () => expect.poll(() => desk.locator('[data-id="t27"]').getAttribute("aria-posinset")).toBe(String(27 + 1 + 7 - 3)),
    ],
    "are let go above": [
      [7, 9, 28].map((i) => ({ conversation: "t40", type: "linked", at: began + 22_000, with: `t${i}` })),
      () => expect(count(desk)).toHaveText(`${TALKS + 7 - 3}`),
    ],
    "are let go at the very top": [
      [0, 1, 2, 3, 4, 5].map((i) => ({ conversation: "t40", type: "linked", at: began + 23_000, with: `new${i}` })),
      () => expect(count(desk)).toHaveText(`${TALKS + 1 - 3}`),
    ],
    "are let go below": [
      [35, 36].map((i) => ({ conversation: "t40", type: "linked", at: began + 24_000, with: `t${i}` })),
      () => expect(count(desk)).toHaveText(`${TALKS + 1 - 5}`),
    ],
  };
  const by: { [what: string]: number } = {};
  for (const [what, [told, isThere]] of Object.entries(steps)) {
    await watch(desk, keeps);
    await tell(collector, ...told);
    await isThere();
    by[what] = await moved(desk);
  }
  return by;
}

const still = (by: { [what: string]: number }) => Object.fromEntries(Object.entries(by).map(([what, px]) => [what, px <= MOST_PX ? 0 : px]));
const nothing = { "come in above": 0, "change height above": 0, "change height below": 0, "go from above to below": 0, "are let go above": 0, "are let go at the very top": 0, "are let go below": 0 };

test.beforeEach(async ({ page: desk }) => {
  await desk.setViewportSize({ width: 1_280, height: 900 });
});

test("Nothing moves under whoever reads further down", async ({ page: desk, collector }) => {
  const began = Date.now() - MINUTE_MS;
  await tell(collector, ...talks(began));
  await logIn(desk, collector);
  await expect(count(desk)).toHaveText(`${TALKS}`);
  await readAt(desk, "t30");
  expect(still(await change(desk, collector, { began, keeps: "t30" }))).toEqual(nothing);
});

test("Nothing moves under whoever reads an opened card, with the focus in it and without", async ({ page: desk, collector }) => {
  const began = Date.now() - MINUTE_MS;
  await tell(collector, ...talks(began));
  await logIn(desk, collector);
  await expect(count(desk)).toHaveText(`${TALKS}`);
  await readAt(desk, "t30");
  const card = desk.locator('[data-id="t30"]');
  await watch(desk, "t30");
  // As a hand does: to click on an element, what drives Firefox first scrolls it to the middle.
  const toggle = (await card.locator(".toggle").boundingBox())!;
  await desk.mouse.click(toggle.x + toggle.width / 2, toggle.y + toggle.height / 2);
  await expect(card.locator(".journey .step").first()).toBeVisible();
  expect(await moved(desk)).toBeLessThanOrEqual(MOST_PX);
  expect(still(await change(desk, collector, { began, keeps: "t30" }))).toEqual(nothing);

  // And the agent has gone on to something else.
  await desk.getByLabel("Find a session").focus();
  await watch(desk, "t30");
  await tell(collector, ...[0, 4, 29].map((i) => ({ conversation: `t${i}`, type: "routed", at: began + 30_000, queue: LONG })), ...[1, 2].map((i) => ({ conversation: `late${i}`, type: "routed", at: began + 31_000 })));
  await expect(desk.locator('[data-id="t29"] .card-queue')).toHaveText(LONG);
  expect(await moved(desk)).toBeLessThanOrEqual(MOST_PX);
});

test("Who looks at the top of a list sees what comes; and when what is read goes itself, what is below or what is above it stays", async ({ page: desk, collector }) => {
  const began = Date.now() - MINUTE_MS;
  await tell(collector, ...talks(began));
  await logIn(desk, collector);
  await expect(count(desk)).toHaveText(`${TALKS}`);
  const off = (id: string) => desk.locator(`[data-id="${id}"]`).evaluate((card) => card.getBoundingClientRect().top);
  const heightOf = (id: string) => desk.locator(`[data-id="${id}"]`).evaluate((card) => card.getBoundingClientRect().height);
  await tell(collector, { conversation: "first", type: "routed", at: began + 1_000, queue: "Sales" });
  await expect(desk.locator('[data-id="first"]')).toBeInViewport();
  expect(await list(desk).evaluate((scroller) => scroller.scrollTop)).toBe(0);
  await readAt(desk, "t30");
  const [above, below, height] = [await off("t29"), await off("t31"), await heightOf("t30")];
  // As many go and come further up: who follows the numbers alone is a card off.
  await tell(collector, { conversation: "t50", type: "linked", at: began, with: "t30" }, { conversation: "t50", type: "linked", at: began, with: "t3" }, { conversation: "new", type: "routed", at: began + 2_000 });
  await expect(count(desk)).toHaveText(`${TALKS}`);
  await expect(desk.locator('[data-id="t30"]')).toHaveCount(0);
  const moved = [Math.abs(await off("t29") - above), Math.abs(await off("t31") - below)].sort((a, b) => a - b);
  expect(moved[0]).toBeLessThanOrEqual(MOST_PX);
  expect(moved[1]).toBeLessThanOrEqual(height + 12 + MOST_PX);
});

test("In the list of those who wait, where places change most, nothing moves under a reader either", async ({ page: desk, collector }) => {
  const began = Date.now() - MINUTE_MS;
  await tell(collector, ...talks(began));
  await logIn(desk, collector);
  await desk.getByRole("button", { name: /^Waiting/ }).click();
  await expect(desk.locator('[data-id="t59"]')).toHaveAttribute("aria-posinset", "1");
  // Who has waited longest stands first: what is taken and handed on goes from anywhere to the end, and what is taken goes.
  const handOn = (i: number): Told[] => [
    { conversation: `t${i}`, type: "connected", at: began + 1_000, agent: "Fox" },
    { conversation: `t${i}`, type: "transferred", at: began + 2_000 + i, queue: "Support" },
  ];
  await readAt(desk, "t30");
  await watch(desk, "t30");
  await tell(collector, ...[59, 58, 45, 32, 31, 29].flatMap(handOn));
  await expect(desk.locator('[data-id="t30"]')).toHaveAttribute("aria-posinset", String(59 - 30 + 1 - 5));
  expect(await moved(desk)).toBeLessThanOrEqual(MOST_PX);
  await watch(desk, "t30");
  await tell(collector, ...[57, 56, 44, 28].map((i) => ({ conversation: `t${i}`, type: "connected", at: began + 3_000, agent: "Fox" })), { conversation: "long ago", type: "routed", at: began - 90 * MINUTE_MS });
  await expect(desk.locator('[data-id="t30"]')).toHaveAttribute("aria-posinset", String(59 - 30 + 1 - 5 - 3 + 1));
  expect(await moved(desk)).toBeLessThanOrEqual(MOST_PX);
  // And the one in the middle itself: nobody is dragged along to the end.
  await watch(desk, "t27");
  await tell(collector, ...handOn(30));
  await expect.poll(() => desk.locator('[data-id="t30"]').count()).toBe(0);
  await expect(desk.locator('[data-id="t27"]')).toBeInViewport();
});
