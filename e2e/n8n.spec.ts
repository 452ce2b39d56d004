/** n8n's own chat, which tells the page nothing: where nothing can be known, nothing is claimed. */
import { ANSWER } from "./fixtures/n8nStub";
import { expectEvents, storedEvents } from "./fixtures/stored";
import { expect, test } from "./fixtures/test";
import { conversationRows, openWidget } from "./fixtures/told";

test("A talk in a widget that tells the page nothing is not claimed", async ({ page, site, collector, n8n }) => {
  const wire = await openWidget({ page, site, collector, name: "silent" });
  await page.locator(".chat-window-toggle").click();
  await expect(page.getByText("Ask me about lanterns.")).toBeVisible();
  const box = page.locator("[data-test-id=chat-input]");
  for (const [i, words] of ["Where is my lantern?", "And my other lantern?"].entries()) {
    await box.fill(words);
    await box.press("Enter");
    await expect(page.getByText(ANSWER)).toHaveCount(i + 1);
  }
  expect(n8n.received()).toEqual(["Where is my lantern?", "And my other lantern?"]);

  await page.goto(`${site.origin}/one`);
  await expectEvents(collector.database, { expected: [{ type: "page.viewed", url: `${site.origin}/silent` }, { type: "page.viewed", url: `${site.origin}/one` }] });
  expect(conversationRows(collector.database)).toEqual([]);
  const everything = `${wire.join()}${JSON.stringify(storedEvents(collector.database))}`;
  expect(everything).not.toMatch(/lantern|on its way/i);
});
