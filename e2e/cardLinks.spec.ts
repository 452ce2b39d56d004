/** A link to a card leads to it, wherever in the lists it is, and back. */
import type { Page } from "playwright/test";
import type { Collector } from "./fixtures/collector";
import { logIn } from "./fixtures/logIn";
import { expect, test } from "./fixtures/test";
import { tracked } from "./fixtures/tracked";

const MINUTE_MS = 60_000;
const OTHERS = 80;
const PHONE = "+447911123456";
let made = 0;

interface Told {
  conversation: string;
  type: string;
  at: number;
  [name: string]: unknown;
}

async function post({ url, secret }: Collector, path: string, body: object): Promise<void> {
  const answer = await fetch(`${url}${path}`, { method: "POST", headers: { authorization: `Bearer ${secret}`, "content-type": "application/json" }, body: JSON.stringify(body) });
  expect(answer.ok).toBe(true);
}
const tell = (collector: Collector, ...told: Told[]) =>
  post(collector, "/v1/events", { v: 1, batch: `b${++made}`, sentAt: Date.now(), events: told.map(({ type, at, ...data }) => ({ id: `told-${++made}`, type: `conversation.${type}`, at, data: { channel: "call", ...data } })) });

const card = (desk: Page, id: string, kind = "conversation") => desk.locator(`[data-card="${kind}"][data-id="${id}"]`);
/** It is seen, opened, and has the focus. */
async function expectShown(desk: Page, id: string, kind?: string): Promise<void> {
  await expect(card(desk, id, kind)).toBeFocused();
  await expect(card(desk, id, kind).locator(".toggle")).toHaveAttribute("aria-expanded", "true");
  await expect(card(desk, id, kind).locator("header")).toBeInViewport();
}
/** Scrolls a list until a card is out of sight: one that was just gone to is held until its place is measured. */
async function scrollAway(desk: Page, to: number, from: string): Promise<void> {
  await expect(async () => {
    await desk.evaluate((top) => document.querySelector('[aria-labelledby="conversations"] .scroller')!.scrollTo(0, top), to);
    await expect(card(desk, from).locator("header")).not.toBeInViewport({ timeout: 1_000 });
  }).toPass();
}
const link = (desk: Page, from: string, to: string) => card(desk, from).locator(`.past a[href="#${encodeURIComponent(`conversation:${to}`)}"]`);

/** Two calls of one customer, the newest and the oldest of many, and an older one that has become part of that. */
async function tellAll(collector: Collector): Promise<void> {
  const began = Date.now() - MINUTE_MS;
  await post(collector, "/v1/contacts", { displayName: "Ada Byron", phones: [PHONE] });
  await tell(collector,
    { conversation: "first", type: "routed", at: began - 200 * MINUTE_MS, queue: "Support", customer: { phone: PHONE } },
    { conversation: "first", type: "started", at: began - 200 * MINUTE_MS, direction: "inbound", customer: { phone: PHONE } },
    ...Array.from({ length: OTHERS }, (_, i) => ({ conversation: `t${i}`, type: "routed", at: began - i * MINUTE_MS, queue: "Sales" })),
    { conversation: "last", type: "started", at: began + 1_000, direction: "inbound", customer: { phone: PHONE } },
    { conversation: "last", type: "routed", at: began + 1_000, queue: "Sales" },
  );
  await tell(collector, { conversation: "first", type: "linked", at: began, with: "part" });
}

test.beforeEach(async ({ page: desk, collector }) => {
  await desk.setViewportSize({ width: 1_280, height: 900 });
  await tellAll(collector);
  await logIn(desk, collector);
  await expect(card(desk, "last")).toBeVisible();
});

test("From card to card, over lists that do not show it, and back and forward", async ({ page: desk }) => {
  // Neither is the other in the chosen list, nor does it answer to what was typed.
  await desk.getByLabel("Queue", { exact: true }).selectOption("Sales");
  await desk.getByLabel("Find a session").fill("Sales");
  await expect(desk.locator("#conversations .count")).toHaveText(`${OTHERS + 1}`);
  await expect(card(desk, "first")).toHaveCount(0);
  await card(desk, "last").locator(".toggle").click();
  await link(desk, "last", "first").click();
  await expectShown(desk, "first");
  await expect(desk.getByLabel("Queue", { exact: true })).toHaveValue("");
  await expect(desk.getByLabel("Find a session")).toHaveValue("");

  await desk.goBack();
  await expectShown(desk, "last");
  await desk.goForward();
  await expectShown(desk, "first");
  await link(desk, "first", "last").click();
  await expectShown(desk, "last");

  // The same link once more, after something else was looked at.
  await scrollAway(desk, 3_000, "last");
  await link(desk, "last", "first").evaluate((pressed: HTMLElement) => pressed.click());
  await expectShown(desk, "first");
  await scrollAway(desk, 0, "first");
  await link(desk, "last", "first").evaluate((pressed: HTMLElement) => pressed.click());
  await expectShown(desk, "first");
});

test("An address with a card in it, as it comes from another page, leads to it; what is nowhere is said", async ({ page: desk, collector }) => {
  await desk.goto("about:blank");
  await desk.goto(`${collector.url}/console/#conversation:first`);
  await expectShown(desk, "first");

  // Part of another by now: that one has the card.
  await desk.goto("about:blank");
  await desk.goto(`${collector.url}/console/#conversation%3Apart`);
  await expectShown(desk, "first");

  const missing = desk.getByRole("alert").filter({ hasText: "is not here" });
  await expect(missing).toHaveCount(0);
  for (const nowhere of ["conversation:nobody", "session:w0"]) {
    await desk.evaluate((to) => void (location.hash = to), nowhere);
    await expect(missing).toBeVisible();
    await missing.getByRole("button", { name: "Close" }).click();
    await expect(missing).toHaveCount(0);
  }
  await desk.evaluate(() => void (location.hash = "conversation:nobody"));
  await expect(missing).toBeVisible();
  await desk.evaluate(() => void (location.hash = "conversation:t40"));
  await expectShown(desk, "t40");
  await expect(missing).toHaveCount(0);
  // What somebody has typed is no reason to break.
  await desk.goto("about:blank");
  await desk.goto(`${collector.url}/console/#%`);
  await expect(desk.locator(".live")).toHaveText("Live");
});

test("A visit, too, and on a narrow screen, where the other list is further down the page", async ({ page: desk, browser, site, collector }) => {
  const visitor = await browser.newPage();
  await visitor.goto(`${site.origin}/two`);
  await tracked(visitor);
  const { id } = await visitor.evaluate<{ id: string }>("pe.session()");
  await expect(card(desk, id, "session")).toBeVisible();
  await desk.setViewportSize({ width: 360, height: 740 });
  await desk.getByLabel("Find a session").fill("Sales");
  await expect(card(desk, id, "session")).toHaveCount(0);
  await desk.evaluate((to) => void (location.hash = to), `session:${id}`);
  await expectShown(desk, id, "session");
  await desk.goto("about:blank");
  await desk.goto(`${collector.url}/console/#session:${id}`);
  await expectShown(desk, id, "session");
  await desk.goto(`${collector.url}/console/#conversation:t70`);
  await expectShown(desk, "t70");
  await visitor.close();
});
