/** Vendors that have room for one handler each, which is the site's: it runs as if we were not there, whenever it is set. */
import type { Page } from "playwright/test";
import { expectEvents, storedEvents } from "./fixtures/stored";
import { expect, test } from "./fixtures/test";

const VENDORS = ["jivo", "userlike", "talkdesk", "zoho", "typebot"];
const ARGS: { [vendor: string]: unknown[] } = {
  jivo: ["jivo"],
  userlike: ["contact_first_message", {}, { chat_id: "userlike" }],
  talkdesk: ["talkdesk"],
  zoho: ["zoho", {}],
  typebot: [{ blockId: "typebot" }],
};

const assign = (page: Page) => page.evaluate("assign()");
const declare = async (page: Page) => void (await page.addScriptTag({ content: await page.evaluate<string>("DECLARED") }));
/** In how many of the slots something of ours is, as far as a page can see that: an accessor of the window. */
const taken = (page: Page) => page.evaluate<number>(`["jivo_onClientStartChat", "userlikeTrackingEvent"].filter((name) => Object.getOwnPropertyDescriptor(window, name)?.get || String(window[name]).includes("finally")).length`);
/** A chat begins at each vendor: what the vendors' calls returned, and what the site heard of them. */
async function begin(page: Page) {
  await page.getByRole("button", { name: "Ask the bot" }).click();
  return page.evaluate<{ returned: { [vendor: string]: unknown }; heard: unknown[] }>(`{
    heard.length = 0;
    ({ returned: Object.fromEntries(${JSON.stringify(VENDORS)}.map((vendor) => [vendor, vendors.begin[vendor]()])), heard });
  }`);
}

const asTheSiteWants = {
  returned: Object.fromEntries(VENDORS.map((vendor) => [vendor, `the site's, to ${vendor}`])),
  heard: VENDORS.map((vendor) => ({ vendor, isOwnThis: true, args: JSON.stringify(ARGS[vendor]) })),
};

test.beforeEach(({ page }) => {
  page.on("pageerror", (error) => {
    throw error;
  });
});

for (const [how, set] of [["assigned", assign], ["declared", declare]] as const) {
  test(`Handlers that were ${how} before the tracker and the widgets came`, async ({ page, site, collector }) => {
    await page.route(/widgets\.mjs$/, async (route) => {
      // The page may be busy with nothing, and not be read to its end.
      await page.waitForLoadState("domcontentloaded");
      await set(page);
      await route.continue();
    });
    await page.goto(`${site.origin}/slots`);
    // Zoho's are given to its API, which is still to come then; the others' widgets come at the same time.
    await expect.poll(() => page.evaluate(`!!Object.getOwnPropertyDescriptor($zoho.salesiq, "ready").get`)).toBe(true);
    await page.evaluate("vendors.load()");
    await expect.poll(() => taken(page)).toBe(2);

    expect(await begin(page)).toEqual(asTheSiteWants);
    for (const vendor of VENDORS) await expectEvents(collector.database, { expected: [{ type: "conversation.started", data: { vendor, method: "adapter" } }] });
  });

  test(`Handlers that are ${how} after`, async ({ page, site, collector }) => {
    await page.goto(`${site.origin}/slots`);
    await expect.poll(() => page.evaluate(`!!Object.getOwnPropertyDescriptor($zoho.salesiq, "ready").get`)).toBe(true);
    await page.evaluate("vendors.load()");
    await expect.poll(() => taken(page)).toBe(2);
    await page.getByRole("button", { name: "Ask the bot" }).click();

    await set(page);
    // Whether ours is still there or not: the site's is.
    expect(await begin(page)).toEqual(asTheSiteWants);
    await expect.poll(() => taken(page)).toBe(2);
    expect(await begin(page)).toEqual(asTheSiteWants);
    for (const vendor of VENDORS) await expectEvents(collector.database, { expected: [{ type: "conversation.started", data: { vendor, method: "adapter" } }] });
    await assign(page);
    expect(await begin(page)).toEqual(asTheSiteWants);
  });
}

test("A tracker that ends leaves every slot to the site", async ({ page, site, collector }) => {
  await page.goto(`${site.origin}/slots`);
  await expect.poll(() => page.evaluate(`!!Object.getOwnPropertyDescriptor($zoho.salesiq, "ready").get`)).toBe(true);
  await page.evaluate("vendors.load()");
  await expect.poll(() => taken(page)).toBe(2);
  await assign(page);
  await begin(page);
  await expectEvents(collector.database, { expected: ["conversation.started"] });
  await page.evaluate("pe.flush().then(() => pe.destroy())");
  expect(await taken(page)).toBe(0);
  expect(await page.evaluate(`["jivo_onOpen", "jivo_onAccept", "onOpenWebchat"].filter((name) => name in window || name in webchat)`)).toEqual([]);
  const stored = storedEvents(collector.database).length;
  expect(await begin(page)).toEqual(asTheSiteWants);
  expect(storedEvents(collector.database)).toHaveLength(stored);
});
