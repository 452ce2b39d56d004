/** The health page: a hole in a session's numbers is seen with its exact numbers, is explained, and closes before one's eyes. */
import type { Request } from "playwright/test";
import { logIn } from "./fixtures/logIn";
import { expect, test } from "./fixtures/test";
import type { Collector } from "./fixtures/collector";

/** A folder for pictures to look at. */
const SHOTS = process.env.PARLEY_SHOTS;

/** Sends events as a visitor's page does, without a browser in between. */
function pageOf(visitor: string, collector: Collector, origin: string) {
  let batches = 0;
  const send = async (events: object[]) => {
    const body = { v: 1, key: collector.key, batch: `${visitor}-${++batches}`, sentAt: Date.now(), visitor, events };
    const answer = await fetch(`${collector.url}/v1/events`, { method: "POST", headers: { origin, "content-type": "text/plain" }, body: JSON.stringify(body) });
    expect(answer.status).toBe(202);
    return answer.json();
  };
  const event = (session: string, seq: number, more: object = {}) =>
    ({ id: `${session}-${seq}`, type: "page.viewed", at: Date.now(), session, seq, url: `${origin}/lamp`, data: { title: "Lamp No. 7" }, ...more });
  return { send, event };
}

test("A gap is seen with its exact numbers, and closes without a reload when the late events come", async ({ page, collector, emptySite }) => {
  const { send, event } = pageOf("visitor-1", collector, emptySite.origin);
  await logIn(page, collector);
  await page.getByRole("link", { name: "Tracking health" }).click();
  await expect(page).toHaveURL(/\/console\/health$/);
  const verdict = page.getByRole("status");
  await expect(verdict).toContainText("Nothing has arrived yet");

  const numbers = [0, 1, 2, 3, 8, 9, 10, 11, 13];
  expect(await send(numbers.map((seq) => event("session-000007", seq)))).toMatchObject({ accepted: 9 });
  await expect(verdict).toContainText("1 gap may still close");
  const row = page.locator('[data-session="session-000007"]');
  const cell = (label: string) => row.locator(`[data-label="${label}"]`);
  await expect(row).toHaveAttribute("data-gap", "settling");
  await expect(cell("Missing")).toHaveText("4–7, 12");
  await expect(cell("Stored")).toHaveText("9 of 14");
  await expect(cell("Last page")).toHaveText("Lamp No. 7");
  await expect(cell("Explained")).toHaveText("Nothing");
  await expect(page.getByRole("img", { name: /^9 events in the last hour/ })).toBeVisible();

  // A reload shows the same page, and what came twice is answered but not stored.
  await send([event("session-000007", 0)]);
  await page.reload();
  await expect(cell("Missing")).toHaveText("4–7, 12");
  await expect(page.locator('[data-count="duplicates"] dd')).toHaveText("1");

  // The collector refuses one of the missing, and the visitor's next visit reports that another one was given up.
  expect(await send([event("session-000007", 12, { type: "segment.matched" })])).toMatchObject({ rejected: [{ reason: "not_for_pages" }] });
  await expect(cell("Missing")).toHaveText("4–7");
  await expect(cell("Explained")).toContainText("1 refused here: not for pages");
  await send([event("session-000008", 0, { type: "sdk.dropped", data: { session: "session-000007", reason: "full", count: 1 } })]);
  await expect(cell("Missing")).toHaveText("3 numbers of 4–7");
  await expect(cell("Explained")).toContainText("1 dropped in the browser: the outbox was full");
  await expect(page.locator('[data-reasons="dropped"]')).toContainText("the outbox was full");

  // The rest arrives late: the gap closes before one's eyes.
  await page.evaluate("window.sameDocument = true");
  await send([4, 5, 6].map((seq) => event("session-000007", seq)));
  await expect(verdict).toContainText("No open gaps");
  await expect(row).toHaveAttribute("data-gap", "explained");
  await send([event("session-000007", 7), event("session-000007", 12)]);
  await expect(verdict).toContainText("No gaps");
  await expect(row).toHaveCount(0);
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/health-none.png` });
  expect(await page.evaluate("window.sameDocument")).toBe(true);
});

test("The page says when it is stale, asks nothing while hidden, and is usable on a narrow screen", async ({ page, collector, emptySite }) => {
  const { send, event } = pageOf("visitor-1", collector, emptySite.origin);
  await send([
    event("0198f0a2-3b4c-7d5e-8f60-718293a4b5c6", 0), event("0198f0a2-3b4c-7d5e-8f60-718293a4b5c6", 5), event("0198f0a2-3b4c-7d5e-8f60-718293a4b5c6", 3, { type: "" }),
    event("0198f0a2-3b4c-7d5e-8f60-718293a4b5c7", 0), event("0198f0a2-3b4c-7d5e-8f60-718293a4b5c7", 2, { type: "sdk.dropped", data: { reason: "full", count: 1 } }),
    event("0198f0a2-3b4c-7d5e-8f60-718293a4b5c7", 3, { type: "sdk.degraded", data: { reason: "QuotaExceededError" } }),
    event("0198f0a2-3b4c-7d5e-8f60-718293a4b5c7", 4, { type: "identity.claimed", data: { traits: { displayName: "Ada Byron, Countess of Lovelace" } } }),
  ]);
  await page.clock.install();
  await logIn(page, collector);
  await page.goto(`${collector.url}/console/health`);
  await expect(page.locator("[data-gap]")).toHaveCount(2);

  for (const [width, height] of [[1280, 900], [700, 900], [320, 800]] as const) {
    await page.setViewportSize({ width, height });
    expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), `${width} px wide`).toBe(true);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      if (SHOTS) await page.screenshot({ path: `${SHOTS}/health-${width}-${colorScheme}.png`, fullPage: true });
    }
  }
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize({ width: 1280, height: 900 });
  // A table is one for those who hear it, however it is laid out.
  await expect(page.getByRole("row", { name: /Ada Byron/ }).first()).toBeVisible();

  let asked = 0;
  const open = new Set<Request>();
  page.on("request", (request) => void (request.url().endsWith("/v1/health") && (asked++, open.add(request))));
  page.on("requestfinished", (request) => void open.delete(request));
  page.on("requestfailed", (request) => void open.delete(request));
  const set = (state: string) => page.evaluate(`Object.defineProperty(document, "visibilityState", { value: "${state}", configurable: true }); document.dispatchEvent(new Event("visibilitychange"))`);
  await expect.poll(() => asked).toBeGreaterThan(0);
  await set("hidden");
  // An answer that was still on its way starts no other question.
  await expect.poll(() => open.size).toBe(0);
  asked = 0;
  for (let i = 0; i < 5; i++) await page.clock.runFor(5_000);
  expect(asked).toBe(0);
  // Time stands still: nothing but being shown has the page ask.
  await page.clock.pauseAt(Date.now() + 60_000);
  expect(asked).toBe(0);
  await set("visible");
  await expect.poll(() => asked).toBe(1);
  await page.clock.resume();

  await page.route("**/v1/health", (route) => route.abort());
  await expect(page.getByRole("alert")).toContainText("What is shown is not up to date. The collector cannot be reached. Trying again…");
  await expect(page.locator(".live")).toHaveText("Stale");
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/health-stale.png` });
  await page.unroute("**/v1/health");
  await expect(page.getByRole("alert")).toHaveCount(0);
  await expect(page.locator(".live")).toHaveText("Up to date");

  // By keyboard to the page and away from it.
  await page.goto(`${collector.url}/console/`);
  await expect(page.getByRole("link", { name: "Tracking health" })).toBeVisible();
  // After sessions, contacts, queues and rules.
  for (let i = 0; i < 5; i++) await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Tracking health" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Tracking health" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Tracking health" })).toHaveAttribute("aria-current", "page");

  await page.context().clearCookies();
  await expect(page.getByRole("heading", { name: "Your login has ended" })).toBeVisible();
});

test("The last event of each page is seen, and all pages when asked for", async ({ page, collector, emptySite }) => {
  const { send, event } = pageOf("visitor-1", collector, emptySite.origin);
  await send(Array.from({ length: 25 }, (_, i) => event("session-000001", i, { url: `${emptySite.origin}/page-${i}?secret=${i}` })));
  await logIn(page, collector);
  await page.goto(`${collector.url}/console/health`);
  const rows = page.locator("[data-page]");
  await expect(rows).toHaveCount(20);
  await expect(rows.first()).toContainText(`${emptySite.origin}/page-24`);
  await expect(rows.first()).toContainText("page.viewed");
  await expect(rows.first()).not.toContainText("secret");
  await page.getByRole("button", { name: "Show all 25" }).click();
  await expect(rows).toHaveCount(25);
  await expect(rows.last()).toContainText(`${emptySite.origin}/page-0`);
  // What comes moves its page to the top.
  await send([event("session-000001", 25, { type: "form.submitted", url: `${emptySite.origin}/page-0`, data: { form: "contact" } })]);
  await expect(rows.first()).toContainText("form.submitted");
});
