/** Typebot's own widget beside the tracker, with a stand-in for its API: what the visitor does in it is what the collector stores. */
import type { Page } from "playwright/test";
import { expect, test } from "./fixtures/test";
import { conversationRows, expectTold, noticing, openWidget } from "./fixtures/told";
import { ANSWER, GREETING } from "./fixtures/typebotStub";

const vendor = "typebot";
const launcher = (page: Page) => page.locator("typebot-bubble [part~=button]");
const heard = (page: Page) => page.evaluate<string[]>("heard");

async function say(page: Page, words: string) {
  const field = page.getByPlaceholder("Type your answer...");
  await field.fill(words);
  await field.press("Enter");
}

test("A talk with a bot is one conversation from its preview to its end, over page loads", async ({ page, site, collector, typebot }) => {
  const wire = await openWidget({ page, site, collector, name: "typebot" });
  await page.getByText("Have you seen our buoys?").click();
  await expect(page.getByText(GREETING)).toBeVisible();
  await say(page, "Where is my buoy?");
  await expect(page.getByText(ANSWER)).toBeVisible();
  expect(await heard(page)).toEqual(["preview", "open", "answer question"]);

  await page.reload();
  await noticing(page);
  await launcher(page).click();
  await expect(page.getByText(GREETING)).toBeVisible();
  // The site's handler may also come when ours is there.
  await page.evaluate(`document.querySelector("typebot-bubble").onEnd = () => void heard.push("later end")`);
  typebot.endsNext();
  await say(page, "Still there, buoy?");
  await expect(page.getByText(ANSWER)).toBeVisible();
  await expect.poll(() => heard(page)).toEqual(["open", "answer question", "later end"]);

  expect(typebot.received()).toEqual(["Where is my buoy?", "Still there, buoy?"]);
  await expectTold({ page, site, collector, wire, vendor, states: ["accepted", "opened", "started", "message_sent", "message_sent", "ended"], words: ["buoy", GREETING, ANSWER] });
});

test("A bot that greets everybody has no conversation with anybody", async ({ page, site, collector, typebot }) => {
  const wire = await openWidget({ page, site, collector, name: "typebot" });
  await launcher(page).click();
  await expect(page.getByText(GREETING)).toBeVisible();
  expect(typebot.received()).toEqual([]);
  await expectTold({ page, site, collector, wire, vendor, states: ["opened"], words: [GREETING] });
});

test("A page shows the bot to a visitor who asked for it", async ({ page, site, collector, typebot }) => {
  await openWidget({ page, site, collector, name: "typebot" });
  await expect.poll(() => page.evaluate("pe.open('chat')")).toBe(true);
  await expect(page.getByText(GREETING)).toBeVisible();
  await say(page, "That is all");
  await expect.poll(() => conversationRows(collector.database).map(({ type }) => type.replace("conversation.", ""))).toEqual(["started", "message_sent"]);
  expect(typebot.received()).toEqual(["That is all"]);
});
