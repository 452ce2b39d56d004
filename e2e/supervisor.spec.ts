/** The supervisors' page: a contact centre tells of a few conversations, the figures follow before one's eyes, and what is taken along says the same. */
import { readFile } from "node:fs/promises";
import { violations } from "./fixtures/axe";
import type { Collector } from "./fixtures/collector";
import { logIn } from "./fixtures/logIn";
import { expect, test } from "./fixtures/test";

/** A folder for pictures to look at. */
const SHOTS = process.env.PARLEY_SHOTS;
const MINUTE = 60_000;

const reporter = (collector: Collector) => async (conversation: string, verb: string, minutesAgo: number, body: object = {}) => {
  const answer = await fetch(`${collector.url}/v1/conversations/${conversation}/${verb}`, {
    method: "POST", headers: { authorization: `Bearer ${collector.secret}`, "content-type": "application/json" }, body: JSON.stringify({ at: Math.round(Date.now() - minutesAgo * MINUTE), ...body }),
  });
  expect(answer.status).toBe(202);
};

/** Rows of a file, without the quotes that each cell has. */
const rowsOf = (text: string) => text.replace(/^\uFEFF/, "").trim().split("\r\n").map((line) => line.split(",").map((cell) => cell.replace(/^"|"$/g, "")));

test.use({ acceptDownloads: true });

test("Who waits, was answered and gave up is seen by queue, live, and taken along", async ({ page, collector }) => {
  const report = reporter(collector);
  await report("a", "start", 0.5, { channel: "chat", queue: "Sales" });
  await report("a", "connect", 0.4, { agent: "Priya" });
  await report("b", "start", 0.5, { channel: "call", direction: "inbound", queue: "Sales" });
  await report("b", "end", 0.3, { by: "customer" });
  await report("c", "start", 0.2, { channel: "messaging", queue: "=cmd" });
  await logIn(page, collector);
  await page.getByRole("link", { name: "Queues" }).click();
  await expect(page).toHaveTitle("Queues – Parley");

  const cell = (row: string, column: string) => page.locator(`.queues [${row}] [data-column="${column}"]`);
  const figures = async (row: string, expected: { [column: string]: string | RegExp }) => {
    for (const [column, text] of Object.entries(expected)) await expect(cell(row, column), `${row} ${column}`).toHaveText(text);
  };
  await figures("data-all", { waiting: "1", connected: "1", agents: "–", started: "3", answered: "1", abandoned: "50 % (1 of 2)", hour: "50 % (1 of 2)", longest: /^\d:\d\d$/, median: /^0:\d\d$/ });
  await figures('data-queue="Sales"', { waiting: "0", longest: "–", connected: "1", started: "2" });
  await figures('data-queue="=cmd"', { waiting: "1", median: "–" });
  await expect(page.getByRole("img", { name: /^3 conversations began, 1 was answered, 1 was abandoned; most in a quarter of an hour: [23], at / })).toBeVisible();

  // What is told while one looks is there without a reload.
  await page.evaluate("window.sameDocument = true");
  await report("c", "connect", 0, { agent: "Tom" });
  const tellAgents = { v: 1, key: collector.key, batch: "q", sentAt: Date.now(), events: [{ id: "q1", type: "queue.changed", at: Date.now(), data: { queue: "Sales", agents: 4 } }] };
  await fetch(`${collector.url}/v1/events`, { method: "POST", headers: { authorization: `Bearer ${collector.secret}` }, body: JSON.stringify(tellAgents) });
  await figures("data-all", { waiting: "0", longest: "–", connected: "2", agents: "4", answered: "2", abandoned: "33 % (1 of 3)" });
  await figures('data-queue="Sales"', { agents: "4" });
  expect(await page.evaluate("window.sameDocument")).toBe(true);

  // The same in a table, for who does not see the picture.
  await page.getByText("As a table").click();
  // Of those who gave up the share is told, and how many of how many: "50 % (1 of 2)".
  const sums = () => page.locator(".day-quarters tbody tr").evaluateAll((rows) => rows
    .map((row) => [...row.querySelectorAll("td")].map((one) => Number(/\((\d+)/.exec(one.textContent)?.[1] ?? (one.textContent.replace("–", "0") || NaN))))
    .reduce((sum, row) => sum.map((count, i) => count + row[i]!), [0, 0, 0]));
  expect(await sums()).toEqual([3, 2, 1]);
  const chosen = page.getByLabel("Queue in the chart");
  await chosen.focus();
  await chosen.selectOption("Sales");
  await expect(page.getByRole("img", { name: /^2 conversations began, 1 was answered, 1 was abandoned/ })).toBeVisible();
  await expect(chosen).toBeFocused();
  expect(await sums()).toEqual([2, 1, 1]);
  await expect(page.locator('.day-quarters tbody td:last-child time').first()).toHaveText(/^0:\d\d$/);
  await chosen.selectOption("All queues");
  await expect(page.getByRole("img", { name: /^3 conversations began/ })).toBeVisible();

  const save = async (name: string) => {
    const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name }).click()]);
    return rowsOf(await readFile(await file.path(), "utf8"));
  };
  const [header, ...lines] = await save("Figures (CSV)");
  const column = (name: string) => lines.map((line) => line[header!.indexOf(name)]);
  expect([column("queue"), column("started"), column("answered"), column("abandoned"), column("connected"), column("agents")]).toEqual([["'=cmd", "Sales", "(all)"], ["1", "2", "3"], ["1", "1", "2"], ["0", "1", "1"], ["1", "1", "2"], ["", "4", "4"]]);
  const [names, ...conversations] = await save("Conversations (CSV)");
  expect(conversations.map((line) => [line[names!.indexOf("conversation")], line[names!.indexOf("status")], line[names!.indexOf("agents")]]).sort()).toEqual([["a", "connected", "Priya"], ["b", "ended_by_customer", ""], ["c", "connected", "Tom"]]);

  // Another day has nothing, and nothing that is live.
  await page.getByLabel("Day", { exact: true }).fill("2020-02-29");
  await expect(page.getByText("Nobody waited in a queue on this day.")).toBeVisible();
  await expect(page.getByRole("columnheader", { name: "Waiting" })).toHaveCount(0);
  await page.getByRole("button", { name: "Today" }).click();
  await figures("data-all", { started: "3" });

  await expect(page.locator(".supervisor-health")).toContainText(/gaps|arrived/i);
  for (const width of [1280, 320]) {
    await page.setViewportSize({ width, height: 900 });
    expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), `${width} px wide`).toBe(true);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      if (SHOTS) await page.screenshot({ path: `${SHOTS}/supervisor-${width}-${colorScheme}.png` });
      expect(await violations(page, "body")).toEqual([]);
    }
  }
});
