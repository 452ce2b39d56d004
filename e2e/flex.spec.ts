/** Twilio's own Flex WebChat beside the tracker, with a stub for Twilio: what the visitor does in it is what the collector stores. */
import type { Page } from "playwright/test";
import { CHANNEL, TWILIO } from "./fixtures/flexStub";
import { expect, test } from "./fixtures/test";
import { expectTold, openWidget } from "./fixtures/told";

const vendor = "flex";
const launcher = (page: Page) => page.locator(".Twilio-EntryPoint");
const question = (page: Page) => page.locator("[name=question]");

test.beforeEach(async ({ page }) => {
  await page.route(TWILIO, (route) => route.abort());
  await page.routeWebSocket(TWILIO, () => {});
});

/** The vendor's own action, on a channel of the test's: the stub cannot give the widget a real one. */
const say = (page: Page, words: string) =>
  page.evaluate(`window.said = []; Twilio.FlexWebChat.Actions.invokeAction("SendMessage", { channelSid: "${CHANNEL}", body: "${words}", channel: { source: { sid: "${CHANNEL}", sendMessage: async (body) => said.push(body) } } })`);

test("A talk is one conversation from the form before it to its end", async ({ page, site, collector, flex }) => {
  const wire = await openWidget({ page, site, collector, name: "flex", vendor });
  await launcher(page).click();
  await question(page).fill("Where is my lantern?");
  await page.locator(".Twilio-PreEngagementCanvas button").click();
  await expect.poll(() => flex.begun()).toBe(1);
  await expect.poll(() => page.evaluate("heard")).toEqual(["afterToggleChatVisibility", "beforeStartEngagement", "afterStartEngagement"]);
  await say(page, "It is a brass lantern.");
  expect(await page.evaluate("said")).toEqual(["It is a brass lantern."]);
  await page.evaluate("Twilio.FlexWebChat.Actions.invokeAction('RestartEngagement')");
  await expect.poll(() => page.evaluate("heard.slice(-2)")).toEqual(["afterSendMessage", "afterRestartEngagement"]);
  // The same action as for opening it.
  await launcher(page).click();
  await expect.poll(() => page.evaluate("heard.at(-1)")).toBe("afterToggleChatVisibility");
  await expectTold({ page, site, collector, wire, vendor, states: ["opened", "started", "message_sent", "ended"], words: ["lantern"] });
});

test("A window that is opened by the page, and a form that is not sent, are not a conversation", async ({ page, site, collector, flex }) => {
  const wire = await openWidget({ page, site, collector, name: "flex", vendor });
  await page.waitForFunction("window.webchat");
  await page.evaluate("pe.open('chat'), pe.open('chat')");
  await question(page).fill("Where is my lantern?");
  await launcher(page).click();
  expect(flex.begun()).toBe(0);
  await expectTold({ page, site, collector, wire, vendor, states: ["opened"], words: ["lantern"] });
});
