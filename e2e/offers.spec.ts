/** What rules have decided reaches the page in the answers to its batches: it is told, shown, answered, and what comes of it is one conversation. */
import type { Page } from "playwright/test";
import { offerOf } from "./fixtures/answering";
import { expectEvents, storedEvents } from "./fixtures/stored";
import { expect, test } from "./fixtures/test";
import { rocketChatIn } from "./fixtures/visitor";

const chat = { type: "chat", text: "May we help you?", accept: "Chat with us", decline: "Not now" } as const;
const dialog = (page: Page) => page.getByRole("dialog");

/** Writes down what the page's listeners hear, as a site listens that has the stub. */
function hear(): void {
  const heard: string[] = [];
  const states = ["offered", "accepted", "declined", "ignored", "expired", "failed"];
  const names = ["action.qualified", "action.blocked", "segment.matched", ...states.flatMap((state) => [`chat.${state}`, `content.${state}`])];
  Object.assign(window, { hears: heard, pe: { q: names.map((name) => ["on", name, () => heard.push(name)]) } });
}
const told = (page: Page) => page.evaluate<string[]>("hears.slice()");

test("An offer that is accepted opens the real widget, and the conversation that begins there carries the offer, on the next page too", async ({ page, emptySite: site, collector, answering, rocketchat }) => {
  const offer = offerOf(chat);
  answering.decide("/rocketchat", offer);
  await page.addInitScript(hear);
  await page.goto(`${site.origin}/rocketchat`);
  await expect(dialog(page)).toContainText("May we help you?");
  await dialog(page).getByText("Chat with us").click();
  await expect(dialog(page)).toHaveCount(0);
  await expect.poll(() => told(page)).toEqual(["action.qualified", "chat.offered", "chat.accepted"]);
  const widget = rocketChatIn(page);
  await widget.say("Where is my order?");
  await expect.poll(() => rocketchat.received()).toEqual(["Where is my order?"]);

  const about = { offer: offer.id };
  const rows = await expectEvents(collector.database, { expected: ["offered", "accepted", "started"].map((state) => ({ type: `conversation.${state}`, data: about })) });
  expect(new Set(rows.map(({ conversation }) => conversation)).size).toBe(1);
  expect(rows[0]!.data).toMatchObject({ map: "help", channel: "chat" });

  // It goes on there, and the vendor tells nothing again but the end.
  await page.goto(`${site.origin}/rocketchat`);
  await expect.poll(() => rocketchat.heard()).toBe(true);
  rocketchat.agentJoins("Dana");
  rocketchat.agentCloses();
  await expectEvents(collector.database, { expected: [{ type: "conversation.ended", conversation: rows[0]!.conversation, data: about }] });
  expect(storedEvents(collector.database).filter(({ type }) => type === "conversation.offered")).toHaveLength(1);
});
