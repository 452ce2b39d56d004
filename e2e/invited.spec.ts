/** The whole line of an offer: what a visitor's calls came to has their next visit offer a chat, in the vendor's own widget, and its wrap-up is the outcome. */
import { randomUUID } from "node:crypto";
import type { Page } from "playwright/test";
import type { Collector } from "./fixtures/collector";
import { storedEvents } from "./fixtures/stored";
import { logIn } from "./fixtures/logIn";
import { expect, test } from "./fixtures/test";
import { tracked } from "./fixtures/tracked";
import { rocketChatIn } from "./fixtures/visitor";

// A browser that says it is driven by a program is a robot, and robots are offered nothing.
test.use({ userAgent: "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36" });

const RULES = {
  segments: [{ id: "gave-up", name: "Gave up waiting", of: "contact", color: "#b3261e", expires: "7d",
    when: { event: "conversation.ended", where: { all: [{ field: "queue", is: "equal", value: "Sales" }, { field: "abandoned", is: "equal", value: true }] }, atLeast: 2, inLast: "7d" } }],
  outcomes: [{ id: "sale", name: "Sale", when: { event: "conversation.wrapped_up", where: { field: "code", is: "equal", value: "sale" } } }],
  actionMaps: [{ id: "prices", name: "Help with prices",
    when: { all: [{ segment: "gave-up" }, { field: "page.path", is: "startsWith", value: "/pricing" }] },
    agents: { queue: "Sales" }, action: { type: "chat", text: "Shall we talk about it now?" } }],
};

async function ask({ url, secret }: Collector, method: string, path: string, body: object): Promise<unknown> {
  const answer = await fetch(url + path, { method, body: JSON.stringify(body), headers: { authorization: `Bearer ${secret}`, "content-type": "application/json" } });
  expect(answer.status, path).toBeLessThan(300);
  return answer.json();
}
const tell = (collector: Collector, type: string, data: object, visitor?: string) =>
  ask(collector, "POST", "/v1/events", { v: 1, key: collector.key, batch: randomUUID(), sentAt: Date.now(), visitor, events: [{ id: randomUUID(), type, at: Date.now(), data }] });

/** Two calls of the visitor's that nobody took in time. */
async function giveUpTwice(collector: Collector, visitor: string): Promise<void> {
  for (const conversation of ["call-1", "call-2"]) {
    await tell(collector, "conversation.routed", { conversation, channel: "call", direction: "inbound", queue: "Sales" }, visitor);
    await tell(collector, "conversation.ended", { conversation, by: "customer" }, visitor);
  }
}
const dialog = (page: Page) => page.getByRole("dialog");
const rows = (collector: Collector, pattern: RegExp) =>
  storedEvents(collector.database).filter(({ type }) => pattern.test(type)).map(({ type, data }) => [type, data] as const);

test("Whoever gave up twice in a queue within a week and looks at the prices is offered a chat, which their conversation carries to its wrap-up", async ({ page, context, site, collector, rocketchat }) => {
  await ask(collector, "PUT", "/v1/rules", RULES);
  await tell(collector, "queue.changed", { queue: "Sales", agents: 1 });
  await page.goto(`${site.origin}/one`);
  await tracked(page);
  // What is sent while a page is left, this browser does not send under that name.
  await page.evaluate("pe.flush()");
  await giveUpTwice(collector, await page.evaluate("pe.session().visitor"));

  await page.addInitScript(() => {
    const heard: unknown[] = [];
    const names = ["chat.offered", "chat.accepted", "chat.started"];
    Object.assign(window, { hears: heard, pe: { q: names.map((name) => ["on", name, ({ type, data }: { type: string; data: object }) => heard.push([type, data])]) } });
  });
  await page.goto(`${site.origin}/pricing`);
  await expect(dialog(page)).toContainText("Shall we talk about it now?");
  const chat = rocketChatIn(page);
  // What is loaded later than the offer cannot be opened yet.
  await expect(chat.launcher()).toBeVisible();
  await dialog(page).getByRole("button", { name: "Yes" }).click();
  await chat.say("Can I have a discount?");
  await expect.poll(() => rocketchat.received()).toEqual(["Can I have a discount?"]);
  await expect.poll(async () => (await page.evaluate<[string, object][]>("hears")).map(([type]) => type)).toEqual(["conversation.offered", "conversation.accepted", "conversation.started"]);

  const [[, { offer, conversation }]] = (await expect.poll(() => rows(collector, /^conversation\.started/).length).toBe(1), rows(collector, /^conversation\.started/)) as [[string, { offer: string; conversation: string }]];
  const [[, qualified]] = rows(collector, /^action\.qualified/) as [[string, { map: string }]];
  expect(qualified.map).toBe("prices");
  const told = rows(collector, /^conversation\.(offered|accepted|started)/);
  expect(told.map(([, data]) => [(data as { offer: string }).offer, (data as { conversation: string }).conversation])).toEqual([[offer, conversation], [offer, conversation], [offer, conversation]]);

  const desk = await context.newPage();
  await logIn(desk, collector);
  await tell(collector, "conversation.connected", { conversation, agent: "Dana Scott" });
  await tell(collector, "conversation.ended", { conversation, by: "agent" });
  await tell(collector, "conversation.wrapped_up", { conversation, code: "sale" });
  await expect.poll(() => rows(collector, /^outcome/)).toMatchObject([["outcome.achieved", { outcome: "sale" }]]);
  const card = desk.locator(`[data-card="conversation"][data-id="${conversation}"]`);
  await expect(card).toContainText("sale");
  await expect(card).toContainText("Help with prices");
  await expect(desk.locator('[data-card="session"]').first()).toContainText("Gave up waiting");
});

test("Nobody is offered anything while nobody is free, and the journey says so", async ({ page, site, collector, rocketchat: _rocketchat }) => {
  await ask(collector, "PUT", "/v1/rules", RULES);
  await page.goto(`${site.origin}/one`);
  await tracked(page);
  // What is sent while a page is left, this browser does not send under that name.
  await page.evaluate("pe.flush()");
  await giveUpTwice(collector, await page.evaluate("pe.session().visitor"));
  await page.goto(`${site.origin}/pricing`);
  await expect.poll(() => rows(collector, /^action/)).toMatchObject([["action.blocked", { map: "prices", reason: "no_agents" }]]);
  await expect(dialog(page)).toHaveCount(0);
});

test("Nobody is offered anything outside of a map's schedule, nor soon after they have declined, and the journey says why", async ({ page, site, collector, rocketchat: _rocketchat }) => {
  const map = (id: string, path: string) => ({ id, name: id, repeats: "always", when: { field: "page.path", is: "startsWith", value: path }, action: { type: "chat", text: "Shall we talk about it now?" } });
  const actionMaps = [{ ...map("last-year", "/one"), schedule: { timeZone: "Europe/Berlin", from: "2020-01-01", until: "2020-12-31" } }, map("prices", "/pricing"), map("offers", "/two")];
  await ask(collector, "PUT", "/v1/rules", { segments: [], outcomes: [], actionMaps, caps: { afterRejection: "1d" } });
  const decided = () => rows(collector, /^action\.(blocked|qualified)|^conversation/).map(([type, data]) => [type, (data as { map: string }).map, (data as { reason?: string }).reason].filter(Boolean).join(" "));
  await page.goto(`${site.origin}/one`);
  await expect.poll(decided).toEqual(["action.blocked last-year outside_schedule"]);
  await expect(dialog(page)).toHaveCount(0);

  await page.goto(`${site.origin}/pricing`);
  await dialog(page).getByRole("button", { name: "No, thanks" }).first().click();
  await expect.poll(() => decided().slice(1)).toEqual(["action.qualified prices", "conversation.offered prices", "conversation.declined prices"]);

  await page.goto(`${site.origin}/two`);
  await expect.poll(() => decided().slice(4)).toEqual(["action.blocked offers frequency_cap"]);
  await expect(dialog(page)).toHaveCount(0);
});
