/** Takes the pictures of the README and of docs/CONSOLE.md from the running product: `npm --prefix e2e run pictures`. Not a test of anything. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync } from "node:fs";
import type { Page } from "playwright/test";
import type { Collector } from "./fixtures/collector";
import { expectEvents } from "./fixtures/stored";
import { logIn } from "./fixtures/logIn";
import { expect, test } from "./fixtures/test";

/** As people's browsers name themselves: without a screen Chromium says that it has none, and its visits are marked as a bot's. */
const USER_AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";
test.use({ viewport: { width: 1280, height: 860 }, deviceScaleFactor: 1, userAgent: USER_AGENT });

const DOCS = "../docs";
const MINUTE = 60_000;

test("the demo and the console", async ({ browser, page, collector }) => {
  const now = Date.now();
  let number = 0;
  const id = () => `picture-${++number}`;
  /** What the contact centre reports. */
  const report = async (events: { type: string; minutesAgo: number; data: object; visitor?: string }[]) => {
    for (const { minutesAgo, visitor, ...event } of events) {
      const batch = { v: 1, key: collector.key, batch: id(), sentAt: now, ...(visitor && { visitor }), events: [{ id: id(), at: now - minutesAgo * MINUTE, ...event }] };
      const answer = await fetch(`${collector.url}/v1/events`, { method: "POST", headers: { authorization: `Bearer ${collector.secret}` }, body: JSON.stringify(batch) });
      expect(await answer.json()).toMatchObject({ accepted: 1, rejected: [] });
    }
  };
  const call = { conversation: "call-1", channel: "call", direction: "inbound" };
  const outbound = { conversation: "call-2", channel: "call", direction: "outbound" };
  const message = { conversation: "message-1", channel: "messaging" };
  const chat = { conversation: "chat-1", channel: "chat" };
  await report([
    { type: "conversation.started", minutesAgo: 31, data: outbound },
    { type: "conversation.connected", minutesAgo: 30.5, data: { ...outbound, agent: "Priya Nair" } },
    { type: "conversation.ended", minutesAgo: 24, data: { ...outbound, by: "agent" } },
    { type: "conversation.wrapped_up", minutesAgo: 23, data: { ...outbound, code: "Follow-up needed" } },
    { type: "conversation.started", minutesAgo: 12, data: chat, visitor: "jonas" },
    { type: "conversation.routed", minutesAgo: 12, data: { ...chat, queue: "Support" } },
    { type: "conversation.ended", minutesAgo: 9, data: { ...chat, by: "customer" } },
    { type: "identity.claimed", minutesAgo: 12, data: { traits: { displayName: "Jonas Weber" } }, visitor: "jonas" },
    { type: "conversation.started", minutesAgo: 6, data: call },
    { type: "conversation.routed", minutesAgo: 6, data: { ...call, queue: "Sales" } },
    { type: "conversation.connected", minutesAgo: 5, data: { ...call, agent: "Tom Okafor" } },
    { type: "conversation.started", minutesAgo: 1.5, data: message },
    { type: "conversation.routed", minutesAgo: 1.4, data: { ...message, queue: "Support" } },
  ]);

  const desk = await browser.newPage({ viewport: { width: 1280, height: 1700 } });
  await logIn(desk, collector);

  const other = await browser.newPage();
  await other.goto(`${collector.url}/demo/chair.html?utm_source=newsletter&utm_medium=email`);
  await expectEvents(collector.database, { expected: ["page.viewed"] });

  await page.goto(`${collector.url}/demo/search.html?q=lamp`);
  await page.goto(`${collector.url}/demo/contact.html`);
  await page.getByLabel(/name/i).first().fill("Ada Byron");
  await page.getByLabel(/e-?mail/i).fill("ada@example.com");
  await page.getByLabel(/phone/i).fill("+44 20 7946 0958");
  await page.getByLabel(/message/i).fill("Is the lamp dimmable?");
  await page.getByRole("button", { name: /send/i }).click();
  await expectEvents(collector.database, { expected: ["identity.claimed"] });
  await page.goto(`${collector.url}/demo/lamp.html`);
  await page.getByRole("link", { name: "Moss" }).click();
  await page.getByRole("button", { name: "Add to basket" }).click();
  await page.getByRole("button", { name: "Chat" }).click();
  const field = page.locator("deep-chat #text-input");
  await field.click();
  await field.pressSequentially("Is the lamp dimmable?");
  await field.press("Enter");
  await expectEvents(collector.database, { expected: ["conversation.started", "conversation.message_received"] });
  await expect(page.locator("deep-chat")).toContainText(/dim|bulb|lamp/i);
  await page.screenshot({ path: `${DOCS}/demo.png` });

  const card = desk.locator('[data-card="conversation"]', { hasText: "Ada Byron" });
  await card.getByRole("button", { name: "Take" }).click();
  await expect(card).toHaveAttribute("data-status", "connected");
  await card.getByRole("button", { name: /Journey/ }).click();
  await expect(card.locator("[data-type='conversation.connected']")).toBeVisible();
  await desk.screenshot({ path: `${DOCS}/console.png` });
  await desk.emulateMedia({ colorScheme: "dark" });
  await desk.screenshot({ path: "test-results/console-dark.png" });
  await desk.setViewportSize({ width: 390, height: 844 });
  await desk.screenshot({ path: "test-results/console-narrow.png" });
});

/** Rules of a shop, so that segments, outcomes and offers are seen. */
const RULES = {
  segments: [
    { id: "gave-up", name: "Gave up waiting", of: "contact", color: "#b3261e", expires: "7d", when: { event: "conversation.ended", where: { field: "abandoned", is: "equal", value: true }, inLast: "7d" } },
    { id: "browses", name: "Looks around", of: "session", color: "#0b57d0", when: { event: "page.viewed", atLeast: 3 } },
  ],
  outcomes: [{ id: "sale", name: "Sale", value: 40, when: { event: "conversation.wrapped_up", where: { field: "code", is: "equal", value: "Sale" } } }],
  actionMaps: [
    { id: "prices", name: "Help with prices", when: { all: [{ segment: "browses" }, { field: "page.path", is: "containsAny", value: ["pricing", "basket", "lamp"] }] }, control: 0.1, action: { type: "chat", text: "Shall we help you choose?" } },
    { id: "call-back", name: "Write to whoever gave up", when: { segment: "gave-up" }, action: { type: "messaging", text: "We are sorry that you had to wait. Shall we write?" } },
  ],
};

/** A morning of a contact centre, with people whom its directory knows, that ends now. */
async function playMorning(collector: Collector): Promise<void> {
  const answer = await fetch(`${collector.url}/v1/rules`, { method: "PUT", headers: { authorization: `Bearer ${collector.secret}`, "content-type": "application/json" }, body: JSON.stringify(RULES) });
  expect([answer.status, answer.status < 300 ? "" : await answer.text()]).toEqual([200, ""]);
  const played = spawn(process.execPath, [
    "../setup/simulate.mjs", "--url", collector.url, "--origin", collector.url, "--speed", "max", "--minutes", "240", "--rate", "40", "--contacts", "200", "--seed", "a-morning-at-the-lamp-shop",
  ], { env: { ...process.env, PE_SECRET: collector.secret }, stdio: ["ignore", "ignore", "inherit"] });
  const [code] = (await once(played, "exit")) as [number];
  expect(code).toBe(0);
}

/** A picture's name, where it is taken, and what is done there first. */
const PICTURES: { name: string; at: string; first?: (desk: Page) => Promise<void> }[] = [
  { name: "sessions", at: "" },
  {
    name: "journey",
    at: "",
    async first(desk) {
      // Of the visits on screen the one that has seen most.
      const visits = desk.locator('[data-card="session"]', { has: desk.locator(".card-pages") });
      const pages = (await visits.locator(".card-pages").allTextContents()).map(Number);
      const visit = desk.locator(`[data-id="${await visits.nth(pages.indexOf(Math.max(...pages))).getAttribute("data-id")}"]`);
      await visit.getByRole("button", { name: /Journey/ }).click();
      await expect(visit.locator(".step").first()).toBeVisible();
      await visit.locator(".journey").evaluate((one) => {
        one.scrollIntoView({ block: "start" });
        // Where both lists are side by side, the page itself has nowhere to go.
        if (innerWidth > 900) scrollTo(0, 0);
      });
    },
  },
  { name: "contacts", at: "contacts" },
  { name: "queues", at: "supervisor" },
  { name: "rules", at: "rules" },
  { name: "health", at: "health" },
  { name: "install", at: "admin#install" },
  { name: "audit", at: "admin#audit" },
  { name: "account", at: "account" },
];

/** Another site, which changes the head of every page. */
async function addSite(desk: Page): Promise<void> {
  expect(await desk.evaluate(async () => (await fetch("/v1/sites", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ name: "Lamps for offices" }) })).status)).toBe(201);
}

const SIZES = { wide: { width: 1360, height: 900 }, narrow: { width: 390, height: 844 } };

test("each page of the console after a simulated morning", async ({ browser, collector }) => {
  test.setTimeout(900_000);
  await playMorning(collector);
  mkdirSync(`${DOCS}/console`, { recursive: true });
  const inBoth = async (act: (page: Page, take: (name: string) => Promise<void>) => Promise<void>) => {
    for (const [width, viewport] of Object.entries(SIZES)) {
      const page = await browser.newPage({ viewport, userAgent: USER_AGENT });
      await act(page, async (name) => {
        for (const colorScheme of ["light", "dark"] as const) {
          await page.emulateMedia({ colorScheme });
          await page.screenshot({ path: `${DOCS}/console/${name}-${colorScheme}-${width}.png` });
        }
      });
      await page.close();
    }
  };
  const show = async (desk: Page, at: string) => {
    await desk.goto("about:blank");
    await desk.goto(`${collector.url}/console/${at}`);
    await expect(desk.locator("main")).toBeVisible();
    await expect(desk.locator("main")).not.toContainText(/Loading|Waiting for the collector/);
  };
  await inBoth(async (desk, take) => {
    await logIn(desk, collector);
    for (const { name, at, first } of PICTURES) {
      await show(desk, at);
      await first?.(desk);
      await take(name);
    }
  });
  await inBoth(async (stranger, take) => {
    await stranger.goto(`${collector.url}/console/login`);
    await expect(stranger.getByLabel(/Password/)).toBeVisible();
    await take("login");
  });
  let isAdded = false;
  await inBoth(async (desk, take) => {
    await logIn(desk, collector);
    if (!isAdded) await addSite(desk);
    isAdded = true;
    await show(desk, "admin#sites");
    await expect(desk.locator(".bar select.site")).toBeVisible();
    await take("sites");
  });
});
