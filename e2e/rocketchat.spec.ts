/** Rocket.Chat's own widget beside the tracker: what a visitor and an agent do in it is what the collector stores. */
import type { FrameLocator, Page } from "playwright/test";
import { expectEvents, storedEvents } from "./fixtures/stored";
import { expect, test } from "./fixtures/test";
import { adapted } from "./fixtures/told";

const chat = (page: Page): FrameLocator => page.frameLocator("#rocketchat-iframe");
const launcher = (page: Page) => chat(page).getByRole("button").first();

async function say(page: Page, words: string) {
  const composer = chat(page).locator("[contenteditable]");
  await composer.click();
  await composer.pressSequentially(words);
  await composer.press("Enter");
}

async function finish(page: Page) {
  await chat(page).getByRole("button", { name: "Options" }).click();
  await chat(page).getByText("Finish this chat").click();
  await chat(page).getByRole("button", { name: "Yes" }).click();
}

test("A chat from the first word to the last is one conversation, told once", async ({ page, site, collector, rocketchat }) => {
  await page.goto(`${site.origin}/rocketchat`);
  await adapted(page, "rocketchat");
  await launcher(page).click();
  await say(page, "Where is my order?");
  await expect.poll(() => rocketchat.received()).toEqual(["Where is my order?"]);
  await expectEvents(collector.database, { expected: ["conversation.opened", "conversation.started"] });

  await expect.poll(() => rocketchat.heard()).toBe(true);
  rocketchat.agentJoins("Anna Berg");
  rocketchat.agentSays("On its way.");
  await expect(chat(page).getByText("On its way.")).toBeVisible();
  await finish(page);

  const told = { vendor: "rocketchat", channel: "chat" };
  const events = await expectEvents(collector.database, {
    expected: [
      { type: "conversation.opened", data: told },
      { type: "conversation.started", data: told },
      { type: "conversation.connected", data: { ...told, agent: "Anna Berg" } },
      { type: "conversation.ended", data: told },
    ],
  });
  expect(new Set(events.map(({ conversation }) => conversation)).size).toBe(1);
  expect(events[0]?.conversation).toBeTruthy();
  await expect.poll(() => page.evaluate("heard")).toEqual(["started", "ended", "ended"]);

  // Whatever was told after the end has been sent with the next page.
  await page.goto(`${site.origin}/one`);
  await expectEvents(collector.database, { expected: [{ type: "page.viewed", url: `${site.origin}/one` }] });
  const conversations = storedEvents(collector.database).filter(({ type }) => type.startsWith("conversation."));
  expect(conversations.map(({ type }) => type)).toEqual(events.map(({ type }) => type));
  expect(JSON.stringify(storedEvents(collector.database))).not.toMatch(/my order|On its way/);
});

test("A chat that outlives a page load goes on as the same conversation", async ({ page, site, collector, rocketchat }) => {
  await page.goto(`${site.origin}/rocketchat`);
  await adapted(page, "rocketchat");
  await launcher(page).click();
  await say(page, "Hello?");
  await expectEvents(collector.database, { expected: ["conversation.started"] });
  await expect.poll(() => rocketchat.heard()).toBe(true);
  rocketchat.agentJoins("Anna Berg");
  const [started] = await expectEvents(collector.database, { expected: ["conversation.started", "conversation.connected"] });

  await page.reload();
  await adapted(page, "rocketchat");
  await launcher(page).click();
  await expect.poll(() => rocketchat.heard()).toBe(true);
  rocketchat.agentSays("Still there?");
  await expect(chat(page).getByText("Still there?")).toBeVisible();
  rocketchat.agentCloses();

  await expectEvents(collector.database, { expected: [{ type: "conversation.ended", conversation: started?.conversation }] });
  const types = storedEvents(collector.database).map(({ type }) => type);
  expect(types.filter((type) => type === "conversation.started")).toHaveLength(1);
  expect(types.filter((type) => type === "conversation.connected")).toHaveLength(1);
});

test("A window that is only opened is not a conversation", async ({ page, site, collector, rocketchat }) => {
  await page.goto(`${site.origin}/rocketchat`);
  await adapted(page, "rocketchat");
  await launcher(page).click();
  await expectEvents(collector.database, { expected: ["conversation.opened"] });
  await page.goto(`${site.origin}/one`);
  await expectEvents(collector.database, {
    expected: [{ type: "page.viewed", url: `${site.origin}/one` }],
    refuted: ["conversation.started", "conversation.ended"],
  });
  expect(rocketchat.received()).toEqual([]);
});

test("An agent who is there at once is connected after the start, though the widget tells it before", async ({ page, site, collector, rocketchat }) => {
  rocketchat.agentJoins("Anna Berg");
  await page.goto(`${site.origin}/rocketchat`);
  await adapted(page, "rocketchat");
  await launcher(page).click();
  await say(page, "Hello?");
  await expectEvents(collector.database, {
    expected: ["conversation.opened", "conversation.started", { type: "conversation.connected", data: { agent: "Anna Berg" } }],
  });
});

test("The page shows the widget by itself, and a late listener hears what it missed", async ({ page, site, rocketchat }) => {
  await page.goto(`${site.origin}/rocketchat`);
  await expect.poll(() => page.evaluate(() => (window as unknown as { pe: { open(channel: string): Promise<boolean> } }).pe.open("call"))).toBe(false);
  await expect.poll(() => page.evaluate(() => (window as unknown as { pe: { open(channel: string): Promise<boolean> } }).pe.open("chat"))).toBe(true);
  await say(page, "Hello?");
  await expect.poll(() => rocketchat.received()).toEqual(["Hello?"]);
  await expect.poll(() => page.evaluate("heard")).toEqual(["started"]);
  const late = await page.evaluate(() => {
    const told: string[] = [];
    const { pe } = window as unknown as { pe: { on(type: string, listener: (event: { type: string }) => void, options: object): void } };
    pe.on("chat-started", ({ type }) => told.push(type), { replay: true });
    pe.on("chat-ended", ({ type }) => told.push(type), { replay: true });
    return told;
  });
  expect(late).toEqual(["conversation.started"]);
});
