/** Voiceflow's own widget beside the tracker, with a stub for a bot: what the visitor does in it is what the collector stores. */
import type { Page } from "playwright/test";
import { expectEvents } from "./fixtures/stored";
import { expect, test } from "./fixtures/test";
import { adapted, conversationRows, expectTold, openWidget } from "./fixtures/told";
import { ANSWER, GREETING } from "./fixtures/voiceflowStub";

const vendor = "voiceflow";
const header = (page: Page) => page.locator(".vfrc-header--button");

async function say(page: Page, words: string) {
  await page.getByPlaceholder("Message…").fill(words);
  await page.keyboard.press("Enter");
}

test("A talk with a bot is one conversation from its opening to its end, over page loads", async ({ page, site, collector, voiceflow }) => {
  const wire = await openWidget({ page, site, collector, name: "voiceflow", vendor });
  await page.locator(".vfrc-launcher").click();
  await expect(page.getByText(GREETING)).toBeVisible();
  await say(page, "Where is my lantern?");
  await expect(page.getByText(ANSWER)).toBeVisible();
  await expect.poll(() => page.evaluate("heard")).toEqual(
    ["open", "interact", "save_session", "interact", "save_session"].flatMap((type) => [`slot voiceflow:${type}`, `listener voiceflow:${type}`]),
  );

  await page.reload();
  await adapted(page, vendor);
  await page.locator(".vfrc-launcher").click();
  await expect(page.getByText("Where is my lantern?")).toBeVisible();
  await say(page, "Still there, lantern?");
  await expect(page.getByText(ANSWER)).toHaveCount(2);
  await header(page).last().click();
  await page.getByRole("button", { name: "End Chat" }).click();

  expect(voiceflow.received()).toEqual(["Where is my lantern?", "Still there, lantern?"]);
  await expectTold({ page, site, collector, wire, vendor, states: ["opened", "started", "message_sent", "message_sent", "ended"], words: ["lantern", GREETING, ANSWER] });
});

test("A bot that greets everybody has no conversation with anybody", async ({ page, site, collector, voiceflow }) => {
  const wire = await openWidget({ page, site, collector, name: "voiceflow", vendor });
  await page.locator(".vfrc-launcher").click();
  await expect(page.getByText(GREETING)).toBeVisible();
  expect(voiceflow.received()).toEqual([]);
  await expectTold({ page, site, collector, wire, vendor, states: ["opened"], words: [GREETING] });
});

test("An end that the bot makes is told when the window is closed, and what follows is another conversation", async ({ page, site, collector, voiceflow }) => {
  await openWidget({ page, site, collector, name: "voiceflow", vendor });
  // The widget may come later than the adapter, and opens nothing before it is drawn.
  await page.locator(".vfrc-launcher").waitFor();
  await expect.poll(() => page.evaluate("pe.open('chat')")).toBe(true);
  await expect(page.getByText(GREETING)).toBeVisible();
  voiceflow.endsNext();
  await say(page, "That is all");
  await page.getByText("The chat has ended").waitFor();
  await header(page).last().click();
  await expectEvents(collector.database, { expected: ["conversation.ended"] });

  await page.locator(".vfrc-launcher").click();
  await page.getByRole("button", { name: "Start New Chat" }).click();
  await expect(page.getByText("The chat has ended")).toBeHidden();
  await expect(page.getByText(GREETING)).toBeVisible();
  await say(page, "One more thing");
  await expectEvents(collector.database, { expected: ["conversation.ended", "conversation.message_sent"] });
  const rows = conversationRows(collector.database);
  expect(rows.map(({ type }) => type.replace("conversation.", ""))).toEqual(["opened", "started", "message_sent", "ended", "opened", "started", "message_sent"]);
  expect(new Set(rows.map(({ conversation }) => conversation)).size).toBe(2);
});
