/** What the contact centre says of a conversation reaches every tab of its visitor, once, and nobody else; and no line is open without one. */
import { randomUUID } from "node:crypto";
import type { BrowserContext, Page } from "playwright/test";
import { startCollector } from "./fixtures/collector";
import type { Collector } from "./fixtures/collector";
import type { Site } from "./fixtures/site";
import { storedEvents } from "./fixtures/stored";
import { expect, test } from "./fixtures/test";
import { noticing } from "./fixtures/told";
import { tracked } from "./fixtures/tracked";
import { until } from "./fixtures/until";
import { rocketChatIn } from "./fixtures/visitor";

/** Writes down what the page's listeners hear, as a site listens that has the stub. */
function listen(): void {
  const heard: string[] = [];
  const details: unknown[] = [];
  const names = ["started", "routed", "connected", "transferred", "ended"].map((state) => `chat.${state}`);
  const calls = names.map((name) => ["on", name, (event: unknown) => (heard.push(name), details.push(event))]);
  Object.assign(window, { hears: heard, details, pe: { q: calls } });
}

interface Tab {
  page: Page;
  /** Streams and questions that this tab has asked for. */
  asked: string[];
  heard(): Promise<string[]>;
  details(): Promise<{ type: string; data: { [key: string]: unknown } }[]>;
}

async function openTab(context: BrowserContext, address: string): Promise<Tab> {
  const page = await context.newPage();
  const asked: string[] = [];
  page.on("request", (request) => request.url().includes("/v1/pushes") && asked.push(request.url()));
  await page.addInitScript(listen);
  await page.goto(address);
  await tracked(page);
  await noticing(page);
  return { page, asked, heard: () => page.evaluate("hears.slice()"), details: () => page.evaluate("details.slice()") };
}

/** What a server of the site says. */
async function say({ url, secret, key }: Collector, state: string, data: object = {}): Promise<void> {
  const event = { id: randomUUID(), type: `conversation.${state}`, at: Date.now(), data: { conversation: "c1", ...data } };
  const body = JSON.stringify({ v: 1, key, batch: randomUUID(), sentAt: Date.now(), events: [event] });
  const answer = await fetch(`${url}/v1/events`, { method: "POST", body, headers: { authorization: `Bearer ${secret}`, "content-type": "application/json" } });
  expect(await answer.json()).toMatchObject({ accepted: 1 });
}
const begin = ({ page }: Tab, id = "c1") => page.evaluate(`pe.conversation("started", { channel: "chat", id: "${id}" })`);
/** How many pages hear at this moment, as the collector counts them. */
const lines = async ({ url }: Collector) => Number(/^parley_push_streams (\d+)/m.exec(await (await fetch(`${url}/metrics`)).text())?.[1]);
const connected = (collector: Collector, count = 1) => expect.poll(() => lines(collector)).toBe(count);
const streams = (...tabs: Tab[]) => tabs.flatMap(({ asked }) => asked).length;
const names = { queue: "Sales", agent: "Dana Scott" };

test("Both tabs of a visitor hear what their conversation has come to, without names, another visitor nothing, and no line is open before or after", async ({ context, browser, site, collector }) => {
  const [one, two] = [await openTab(context, `${site.origin}/one`), await openTab(context, `${site.origin}/two`)];
  const stranger = await openTab(await browser.newContext(), `${site.origin}/one`);
  await begin(stranger, "c2");
  await connected(collector, 1);
  expect(streams(one, two)).toBe(0);

  await begin(one);
  await connected(collector, 2);
  await say(collector, "routed", names);
  await say(collector, "connected", names);
  const told = ["chat.routed", "chat.connected"];
  await expect.poll(one.heard).toEqual(["chat.started", ...told]);
  await expect.poll(two.heard).toEqual(told);
  for (const tab of [one, two]) {
    const details = (await tab.details()).slice(-2);
    expect(details).toMatchObject([{ type: "conversation.routed", url: "", data: { conversation: "c1", channel: "chat" } }, { type: "conversation.connected" }]);
    expect(JSON.stringify(details)).not.toMatch(/Sales|Dana/);
  }
  // One of the two holds the line.
  expect(streams(one, two)).toBe(1);
  // A listener that comes late may ask for what was.
  expect(await two.page.evaluate("new Promise((done) => pe.on('chat-connected', ({ type }) => done(type), { replay: true }))")).toBe("conversation.connected");

  await say(collector, "ended", { by: "agent" });
  for (const tab of [one, two]) await expect.poll(async () => (await tab.heard()).at(-1)).toBe("chat.ended");
  await connected(collector, 1);
  // Nothing that was told comes again, and nothing is asked any more.
  await two.page.reload();
  await tracked(two.page);
  await one.page.evaluate("pe.track('after'); pe.flush()");
  await expect.poll(() => storedEvents(collector.database).map(({ type }) => type)).toContain("after");
  expect([await two.heard(), streams(one, two), await stranger.heard()]).toEqual([[], 1, ["chat.started"]]);
  await stranger.page.context().close();
});

test("What the widget has told is not told again, nor by the widget what the contact centre has told", async ({ context, site, collector }) => {
  const [one, two] = [await openTab(context, `${site.origin}/one`), await openTab(context, `${site.origin}/two`)];
  await begin(one);
  await connected(collector);
  await one.page.evaluate('pe.conversation("connected", { id: "c1" })');
  await say(collector, "connected");
  await say(collector, "transferred");
  await say(collector, "connected");
  await expect.poll(one.heard).toEqual(["chat.started", "chat.connected", "chat.transferred", "chat.connected"]);
  await expect.poll(two.heard).toEqual(["chat.connected", "chat.transferred", "chat.connected"]);
  await say(collector, "ended");
  await expect.poll(async () => (await one.heard()).at(-1)).toBe("chat.ended");
  await one.page.evaluate('pe.conversation("ended", { id: "c1" }); pe.conversation("started", { channel: "chat", id: "c3" })');
  await expect.poll(async () => (await one.heard()).slice(-2)).toEqual(["chat.ended", "chat.started"]);
});

test("Names come where the operator allows them, and the log has no visitor in it", async ({ context, emptySite }) => {
  const collector = await startCollector(emptySite.origin, { PE_TELL_PAGES: "agent", PE_LOG: "info" });
  emptySite.fill({ collector: collector.url, key: collector.key });
  const one = await openTab(context, `${emptySite.origin}/one`);
  await begin(one);
  await connected(collector);
  await say(collector, "connected", names);
  await expect.poll(one.details).toMatchObject([{}, { data: { agent: "Dana Scott" } }]);
  expect((await one.details())[1]!.data).not.toHaveProperty("queue");
  const visitor = (await one.page.evaluate("pe.session().visitor")) as string;
  expect(one.asked[0]).toContain(visitor);
  await expect.poll(collector.output).toContain("/v1/pushes");
  expect(collector.output()).not.toContain(visitor);
  await collector.stop();
});

test("After a restart of the collector, a reload and a closed tab all goes on where it was", async ({ context, site, collector }) => {
  const [one, two] = [await openTab(context, `${site.origin}/one`), await openTab(context, `${site.origin}/two`)];
  await begin(one);
  await connected(collector);
  await say(collector, "routed");
  for (const tab of [one, two]) await expect.poll(async () => (await tab.heard()).at(-1)).toBe("chat.routed");
  await collector.restart();
  await say(collector, "connected");
  // The longer that takes, the longer are the pauses between tries.
  for (const tab of [one, two]) await expect.poll(async () => (await tab.heard()).at(-1), { timeout: 100_000 }).toBe("chat.connected");

  const [leader, other] = one.asked.length ? [one, two] : [two, one];
  expect(other.asked).toEqual([]);
  await leader.page.close();
  await expect.poll(() => other.asked.length).toBe(1);
  await connected(collector);
  await say(collector, "transferred");
  await expect.poll(async () => (await other.heard()).at(-1)).toBe("chat.transferred");
  // What is said while no page is there waits for the next.
  await other.page.goto(`${site.origin}/bare`);
  await connected(collector, 0);
  await say(collector, "connected");
  await other.page.goto(`${site.origin}/three`);
  await expect.poll(other.heard).toEqual(["chat.connected"]);
  await other.page.reload();
  await connected(collector);
  await say(collector, "ended");
  await expect.poll(other.heard).toEqual(["chat.ended"]);
});

test("A page that was put away and is shown again hears what it missed", async ({ page, context, site, collector }) => {
  await page.close();
  const one = await openTab(context, `${site.origin}/one`);
  await begin(one);
  await connected(collector);
  await one.page.goto(`${site.origin}/bare`);
  await connected(collector, 0);
  await say(collector, "connected");
  await one.page.goBack();
  await expect.poll(async () => (await one.heard()).at(-1)).toBe("chat.connected");
});

test.describe("No line stays open", () => {
  const speaking = async (context: BrowserContext, site: Site, collector: Collector): Promise<Tab> => {
    const one = await openTab(context, `${site.origin}/one`);
    await begin(one);
    await connected(collector);
    return one;
  };

  test("when consent is taken back, for everything or for messaging alone", async ({ context, site, collector }) => {
    const one = await speaking(context, site, collector);
    await one.page.evaluate('pe.consent({ messaging: "denied" })');
    await connected(collector, 0);
    await say(collector, "routed");
    await one.page.evaluate('pe.consent({ messaging: "granted" })');
    await connected(collector);
    await one.page.evaluate('pe.consent("denied")');
    await connected(collector, 0);
    expect(await one.page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('parley:pk'))")).toEqual([]);
  });

  test("when the visitor is reset: who comes after hears of their own only", async ({ context, site, collector }) => {
    const one = await speaking(context, site, collector);
    await one.page.evaluate('pe.reset(); pe.conversation("started", { channel: "chat", id: "c9" })');
    await expect.poll(() => one.asked.length).toBe(2);
    const visitors = one.asked.map((address) => new URL(address).searchParams.get("visitor"));
    expect(visitors[1]).toMatch(/r$/);
    expect(visitors[0]).not.toBe(visitors[1]);
    await connected(collector);
    await say(collector, "routed");
    await say(collector, "routed", { conversation: "c9" });
    await expect.poll(async () => (await one.details()).map(({ type, data }) => `${type} ${data.conversation as string}`).slice(2)).toEqual(["conversation.routed c9"]);
  });

  test("when the page stops tracking", async ({ context, site, collector }) => {
    const one = await speaking(context, site, collector);
    await one.page.evaluate("pe.destroy()");
    await connected(collector, 0);
  });
});

test("A chat in Rocket.Chat's own widget, routed and connected by the site's server, is told of in both tabs", async ({ context, site, collector, rocketchat }) => {
  const two = await openTab(context, `${site.origin}/two`);
  const one = await openTab(context, `${site.origin}/rocketchat`);
  const widget = rocketChatIn(one.page);
  await widget.launcher().click();
  await widget.say("Where is my order?");
  await expect.poll(() => rocketchat.received()).toEqual(["Where is my order?"]);
  await connected(collector);
  const conversation = await until("the chat to be stored", () => storedEvents(collector.database).find(({ type }) => type === "conversation.started")?.conversation ?? undefined);
  await say(collector, "routed", { ...names, conversation });
  await say(collector, "connected", { ...names, conversation });
  for (const tab of [one, two]) await expect.poll(async () => (await tab.heard()).slice(-2)).toEqual(["chat.routed", "chat.connected"]);
  expect((await two.details()).map(({ data }) => data)).toMatchObject(Array(2).fill({ conversation, channel: "chat", vendor: "rocketchat" }));
});

test("Tabs that cannot agree on one hear each for itself, once", async ({ context, site, collector }) => {
  // As on pages without https.
  await context.addInitScript(() => Object.defineProperty(navigator, "locks", { value: undefined }));
  const [one, two] = [await openTab(context, `${site.origin}/one`), await openTab(context, `${site.origin}/two`)];
  await begin(one);
  await connected(collector, 2);
  await say(collector, "routed");
  await say(collector, "connected");
  await expect.poll(one.heard).toEqual(["chat.started", "chat.routed", "chat.connected"]);
  await expect.poll(two.heard).toEqual(["chat.routed", "chat.connected"]);
  await say(collector, "ended");
  await connected(collector, 0);
  expect([await one.heard(), await two.heard()]).toEqual([["chat.started", "chat.routed", "chat.connected", "chat.ended"], ["chat.routed", "chat.connected", "chat.ended"]]);
});

test("Where no stream is to be had the page asks", async ({ context, site, collector }) => {
  await context.route(/v1\/pushes/, (route) => (route.request().url().includes("poll=1") ? route.continue() : route.abort()));
  const one = await openTab(context, `${site.origin}/one`);
  await begin(one);
  await say(collector, "connected");
  await expect.poll(one.heard, { timeout: 100_000 }).toEqual(["chat.started", "chat.connected"]);
});

test("A page that notices no widgets hears of the conversations that it tells of", async ({ context, site, collector }) => {
  site.fill({ attributes: 'data-widgets="off"' });
  const page = await context.newPage();
  await page.addInitScript(listen);
  await page.goto(`${site.origin}/one`);
  await tracked(page);
  await page.evaluate('pe.conversation("started", { channel: "chat", id: "c1" })');
  await connected(collector);
  await say(collector, "routed");
  await until("the page to hear", async () => ((await page.evaluate("hears.slice()")) as string[]).includes("chat.routed") || undefined);
});
