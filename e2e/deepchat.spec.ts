/** The deep-chat component on the demo shop, as the collector serves it: the whole line on one origin. */
import type { Page } from "playwright/test";
import { expectEvents, storedEvents } from "./fixtures/stored";
import { expect, test } from "./fixtures/test";
import { noticing } from "./fixtures/told";

const INTRO = /Hello! Ask me/;
const chat = (page: Page) => page.getByRole("dialog", { name: /Chat with/ });

async function say(page: Page, words: string) {
  const field = page.locator("deep-chat #text-input");
  await field.click();
  await field.pressSequentially(words);
  await field.press("Enter");
}

test("A chat on the demo shop is one conversation over page loads, until the visitor ends it", async ({ page, collector }) => {
  await page.goto(`${collector.url}/demo/`);
  await noticing(page);
  await page.getByRole("button", { name: "Chat" }).click();
  await expect(chat(page).getByText(INTRO)).toBeVisible();
  await say(page, "Which colours are there?");
  await expect(chat(page).getByText(/Moss is the one/)).toBeVisible();

  await page.goto(`${collector.url}/demo/lamp.html`);
  await noticing(page);
  await expect(chat(page).getByText(/Moss is the one/)).toBeVisible();
  await say(page, "How long does delivery take?");
  await expect(chat(page).getByText(/3 to 5 days/)).toBeVisible();
  await chat(page).getByRole("button", { name: "End chat" }).click();

  const told = { channel: "chat", vendor: "deep-chat" };
  const events = await expectEvents(collector.database, {
    expected: [
      "page.viewed",
      { type: "conversation.started", data: told },
      { type: "conversation.message_sent", data: told },
      { type: "conversation.message_received", data: told },
      { type: "conversation.message_sent", data: told },
      { type: "conversation.message_received", data: told },
      { type: "conversation.ended", data: { channel: "chat", by: "customer" } },
    ],
  });
  const conversations = events.flatMap(({ conversation }) => conversation ?? []);
  expect(conversations).toHaveLength(6);
  expect(new Set(conversations).size).toBe(1);
  expect(JSON.stringify(storedEvents(collector.database))).not.toMatch(/colours are|Moss is/);
});

test("A greeting that nobody answers is not a conversation", async ({ page, collector }) => {
  await page.goto(`${collector.url}/demo/`);
  await noticing(page);
  await page.getByRole("button", { name: "Chat" }).click();
  await expect(chat(page).getByText(INTRO)).toBeVisible();
  await page.goto(`${collector.url}/demo/lamp.html`);
  await page.getByRole("button", { name: "Add to basket" }).click();
  const stored = await expectEvents(collector.database, { expected: [{ type: "product_added", data: { sku: "HL-1", price: 149 } }] });
  expect(stored).toHaveLength(1);
  expect(storedEvents(collector.database).filter(({ type }) => type.startsWith("conversation."))).toEqual([]);
});

test("The demo shop tells of colours as routes, and of who wrote to it", async ({ page, collector }) => {
  await page.goto(`${collector.url}/demo/lamp.html`);
  await page.getByRole("link", { name: "Moss" }).click();
  await expectEvents(collector.database, {
    expected: [{ type: "page.viewed", data: { title: "Harbour lamp in Moss | Tide & Timber", arrival: "route" } }],
  });
  await page.goto(`${collector.url}/demo/contact.html`);
  await page.getByLabel("Name").fill("Ada Lovelace");
  await page.getByLabel("E-mail").fill("ada@example.com");
  await page.getByLabel("Message").fill("Does the lamp swivel?");
  await page.getByRole("button", { name: "Send" }).click();
  await expect(page.getByText("Thank you, Ada")).toBeVisible();
  await expectEvents(collector.database, {
    expected: [{ type: "page.viewed", url: `${collector.url}/demo/contact.html` }, { type: "form.submitted", data: { form: "contact" } }, "identity.claimed"],
  });
  expect(JSON.stringify(storedEvents(collector.database))).not.toContain("swivel");
});
