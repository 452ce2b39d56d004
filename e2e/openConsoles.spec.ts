/** Consoles that stay open: many tabs of one browser, and settings that change meanwhile. */
import type { Page } from "playwright/test";
import { shownCards, storedCards } from "./fixtures/cards";
import type { Collector } from "./fixtures/collector";
import { logIn } from "./fixtures/logIn";
import { expect, test } from "./fixtures/test";

const TABS = 8;
let made = 0;

async function send({ url, secret }: Collector, method: "POST" | "PATCH", path: string, body: object): Promise<void> {
  const answer = await fetch(`${url}${path}`, { method, headers: { authorization: `Bearer ${secret}`, "content-type": "application/json" }, body: JSON.stringify(body) });
  expect(answer.ok).toBe(true);
}
const tell = (collector: Collector, conversation: string, ...types: string[]) =>
  send(collector, "POST", "/v1/events", {
    v: 1, batch: `b${++made}`, sentAt: Date.now(),
    events: types.map((type, i) => ({ id: `told-${++made}`, type: `conversation.${type}`, at: Date.now() + i, data: { conversation, channel: "chat", queue: "Sales", agent: "Fox" } })),
  });

/** Driven browsers show all of their tabs at once: here the test says which is seen. */
async function show(tabs: Page[], seen: Page | undefined): Promise<void> {
  for (const tab of tabs) {
    await tab.evaluate((visibilityState) => {
      Object.defineProperty(document, "visibilityState", { value: visibilityState, configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    }, tab === seen ? "visible" : "hidden");
  }
}
const streams = async ({ url }: Collector) => Number(/^parley_stream_clients (\d+)$/m.exec(await (await fetch(`${url}/metrics`)).text())?.[1]);

test("Eight tabs of a browser have a stream for the one that is seen, and each shows what is in the database when it is", async ({ page: desk, context, collector }) => {
  await logIn(desk, collector);
  await tell(collector, "first", "routed");
  await expect(desk.locator(".live")).toHaveText("Live");
  await context.addInitScript(() => Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true }));
  const tabs = [desk];
  while (tabs.length < TABS) {
    const tab = await context.newPage();
    await tab.setViewportSize({ width: 1_200, height: 3_000 });
    // A browser has six connections to one collector: held by a stream each, they would let no seventh tab have its page.
    await tab.goto(`${collector.url}/console/`);
    await expect(tab.locator(".live")).toBeVisible();
    tabs.push(tab);
  }
  for (const tab of tabs) {
    await show(tabs, tab);
    await expect(tab.locator(".live")).toHaveText("Live");
  }
  await expect.poll(() => streams(collector), { timeout: 30_000 }).toBe(1);
  const [first, last] = [tabs[0]!, tabs[TABS - 1]!];
  await first.setViewportSize({ width: 1_200, height: 3_000 });
  await expect(first.locator(".live")).toHaveText(/^Stale since/);
  await expect(first).toHaveTitle("Parley");

  // Nobody sees any: the last goes on listening.
  await show(tabs, undefined);
  await tell(collector, "second", "routed");
  await expect(last).toHaveTitle("(2) Parley");
  await tell(collector, "first", "connected");
  await expect(last).toHaveTitle("(1) Parley");
  await expect.poll(() => streams(collector)).toBe(1);

  // Any of them is up to date once it is seen; how soon is printed, as a busy machine may need longer than the second or two that it is meant to.
  const seenAt = performance.now();
  await show(tabs, first);
  await expect.poll(() => shownCards(first)).toEqual(storedCards(collector.database));
  console.log(`From being seen to being up to date: ${Math.round(performance.now() - seenAt)} ms`);
  await expect(first.locator(".live")).toHaveText("Live");
  await expect.poll(() => streams(collector), { timeout: 30_000 }).toBe(1);

  // When the one that listens is closed, another does, though nobody sees it.
  await show(tabs, undefined);
  await first.close();
  await tell(collector, "third", "routed");
  await expect.poll(async () => (await Promise.all(tabs.slice(1).map((tab) => tab.title()))).sort().at(0), { timeout: 30_000 }).toBe("(2) Parley");
  // The collector may hear a little later that the other has gone.
  await expect.poll(() => streams(collector)).toBe(1);
});

test("Whoever logs out in one tab is logged out in all, and who logs in after sees nothing of theirs", async ({ page: desk, context, collector }) => {
  await logIn(desk, collector);
  const other = await context.newPage();
  await other.goto(`${collector.url}/console/`);
  await expect(other.locator(".agent bdi")).toHaveText("Dana Scott");
  // Somebody else, by a link of the first one's.
  const link = await desk.evaluate(async () => {
    const answer = await fetch("/v1/accounts", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ name: "Eve Ning", email: "eve@example.com", role: "viewer" }) });
    return (await answer.json() as { link: string }).link;
  });
  await desk.goto(link);
  await desk.getByLabel(/password/i).first().fill("another long enough password");
  await desk.keyboard.press("Enter");
  await expect(desk.locator(".agent bdi")).toHaveText("Eve Ning");
  // The other tab's line has ended with its login; it begins anew as whoever is there now, or asks for a login.
  await expect(other.locator(".agent bdi").filter({ hasText: "Dana Scott" })).toHaveCount(0);
  await other.close();
});

test("What an admin sets reaches consoles that are open, and takes nothing from who writes there", async ({ page: desk, collector }) => {
  await logIn(desk, collector);
  await tell(collector, "mine", "routed", "connected");
  const card = desk.locator('[data-id="mine"]');
  await card.getByLabel("Wrap-up code").selectOption("Sale");
  await card.getByLabel("Notes").fill("Half a sent");
  await desk.evaluate(() => Object.assign(globalThis, { isSamePage: true }));

  await send(collector, "PATCH", "/v1/settings", { name: "Lamp shop", codes: ["Sold", "Returned"], queues: ["Repairs"] });
  await expect(desk.locator(".site")).toHaveText("Lamp shop");
  const codes = card.getByLabel("Wrap-up code");
  await expect(codes.locator("option")).toHaveText(["Wrap-up code…", "Sold", "Returned", "Sale"]);
  await expect(codes).toHaveValue("Sale");
  await expect(card.getByLabel("Notes")).toHaveValue("Half a sent");
  await card.getByRole("button", { name: "Transfer" }).click();
  await expect(card.locator("datalist option[value=Repairs]")).toHaveCount(1);
  await card.getByLabel("Name of the queue").fill("Rep");

  await send(collector, "PATCH", "/v1/settings", { codes: ["Spam"] });
  await expect(codes.locator("option")).toHaveText(["Wrap-up code…", "Spam", "Sale"]);
  await expect(card.getByLabel("Name of the queue")).toHaveValue("Rep");
  await expect(card.getByLabel("Notes")).toHaveValue("Half a sent");
  expect(await desk.evaluate("isSamePage")).toBe(true);
});
