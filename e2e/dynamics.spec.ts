/** Microsoft's own widget for Dynamics 365 beside the tracker, with the demonstration that is in it: what the visitor does is what the collector stores. */
import type { Page } from "playwright/test";
import { expect, test } from "./fixtures/test";
import { expectTold, openWidget } from "./fixtures/told";

const vendor = "dynamics";
const GREETING = "to learn more";
const launcher = (page: Page) => page.locator("#oc-lcw-chat-button");

/** It would fetch its icons from Microsoft. */
test.beforeEach(({ page }) => page.route(/^https:/, (route) => route.abort()));

async function say(page: Page, words: string) {
  const box = page.locator("[data-id=webchat-sendbox-input]");
  await box.fill(words);
  await box.press("Enter");
}

test("A chat from the first click to the last is one conversation", async ({ page, site, collector, dynamics: _served }) => {
  const wire = await openWidget({ page, site, collector, name: "dynamics", vendor });
  await launcher(page).click();
  await expect(page.locator("#chat p").getByText(GREETING)).toBeVisible();
  await say(page, "Where is my lantern?");
  await expect.poll(() => page.evaluate("heard")).toContain("NewMessageSent");
  await say(page, "/bot Your lantern is in the post.");
  await expect(page.locator("#chat p").getByText(/^Your lantern is in the post/)).toBeVisible();
  await page.locator("#lcw-header-close-button").click();
  await page.getByRole("button", { name: "Close" }).last().click();
  await expect.poll(() => page.evaluate("heard")).toEqual(
    ["MaximizeChat", "WidgetLoadComplete", "NewMessageReceived", "NewMessageReceived", "NewMessageSent", "NewMessageSent", "NewMessageReceived", "ConversationEndedByCustomer", "ChatEnded"],
  );
  await expectTold({ page, site, collector, wire, vendor, states: ["opened", "started", "message_received", "message_sent", "message_sent", "message_received", "ended"], words: ["lantern", GREETING] });
});

test("A chat that is opened by the page and ended by the agent is one conversation", async ({ page, site, collector, dynamics: _served }) => {
  const wire = await openWidget({ page, site, collector, name: "dynamics", vendor });
  await launcher(page).waitFor();
  await page.evaluate("pe.open('chat')");
  await expect(page.locator("#chat p").getByText(GREETING)).toBeVisible();
  await page.evaluate("agentEnds({ participantsRemoved: [] })");
  await expect.poll(() => page.evaluate("heard.at(-1)")).toBe("ParticipantsRemovedEvent");
  await expectTold({ page, site, collector, wire, vendor, states: ["opened", "started", "message_received", "ended"], words: [GREETING] });
});
