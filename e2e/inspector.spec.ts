/** What the tracker does, in a panel in the page: for developers who ask for it, and loaded for nobody else. */
import type { Page } from "playwright/test";
import { offerOf } from "./fixtures/answering";
import { violations } from "./fixtures/axe";
import type { Site } from "./fixtures/site";
import { expect, test } from "./fixtures/test";

const panel = (page: Page) => page.getByRole("region", { name: "Parley" });
/** The lines below a heading. */
const lines = (page: Page, heading: string) => panel(page).locator(`h3:text-is("${heading}") + ul li`);

/** A page that allows nothing. @returns scripts that it asks for */
async function open(page: Page, site: Site, attributes = ""): Promise<string[]> {
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  site.fill({ dir: "ltr", attributes });
  await page.goto(`${site.origin}/strict`);
  await expect.poll(() => page.evaluate("pe.session()?.code")).toBeTruthy();
  return asked;
}
const isInspector = (path: string) => path.includes("inspector");

test("The panel shows session, consent, outbox with its answers, widgets, what rules decided and why nothing was shown, and the last events", async ({ page, emptySite: site, answering }) => {
  answering.next = undefined;
  await open(page, site);
  await page.evaluate("pe.debug(true)");
  const code = await page.evaluate<string>("pe.session().code");
  await expect(lines(page, "Session").first()).toHaveText(`code ${code}`);
  await expect(lines(page, "Consent")).toHaveText(["analytics: granted", "identity: granted", "messaging: granted"]);
  await expect(lines(page, "Widgets")).toContainText(["jivo"]);

  let answer = () => {};
  const isAnswered = new Promise<void>((done) => (answer = done));
  await page.route("**/v1/events", async (route) => {
    await isAnswered;
    await route.continue();
  });
  answering.decideOn("looked", offerOf({ type: "messaging", text: "May we help?" }), { id: "s1", type: "segment.matched", at: Date.now(), data: { segment: "hot", name: "Hot", color: "#ff0000", of: "session" } });
  await page.evaluate("pe.track('looked')");
  // It waits for company, and then for its answer.
  await expect(lines(page, "Events").first()).toContainText("looked (waits)");
  await expect(lines(page, "Outbox").first()).toHaveText(/^[1-9]\d* waiting$/);
  answer();
  await expect(lines(page, "Outbox").filter({ hasText: /202: \d+ events?, \d+ accepted, 0 duplicates, 0 rejected, 2 decided/ })).toHaveCount(1);
  await expect(lines(page, "Segments and outcomes").first()).toContainText("segment.matched: Hot");
  await expect(lines(page, "Offers").first()).toContainText("action.blocked: Help, messaging, no_widget", { timeout: 30_000 });
  await expect(lines(page, "Offers").nth(1)).toContainText("action.qualified: Help, messaging");
  await expect(lines(page, "Events").filter({ hasText: "looked (stored)" })).toHaveCount(1);
  await page.evaluate("pe.flush()");
  await expect(lines(page, "Outbox").first()).toHaveText("0 waiting");

  // What the collector will not have is said.
  await page.evaluate("pe.track('segment.matched')");
  await expect(lines(page, "Events").filter({ hasText: "segment.matched (not_for_pages)" })).toHaveCount(1);

  await page.evaluate("pe.consent({ identity: 'denied' })");
  await expect(lines(page, "Consent").nth(1)).toHaveText("identity: denied");
  await page.evaluate("pe.consent('denied')");
  await expect(lines(page, "Session")).toHaveText(["–"]);
  await expect(lines(page, "Outbox").first()).toHaveText("0 waiting");
  // A look at the outbox has made none.
  expect(await page.evaluate("Object.keys(localStorage)")).toEqual(["parley:denied"]);
  expect(await page.evaluate("reports")).toEqual([]);
});

test("The panel folds, opens again and closes by keys, says nothing by itself, and is fit for everybody", async ({ page, emptySite: site, answering: _answering }) => {
  await page.setViewportSize({ width: 320, height: 480 });
  await open(page, site);
  await page.locator("#here").focus();
  await page.evaluate("pe.debug()");
  await expect(lines(page, "Events").first()).toBeVisible();
  expect(await page.evaluate("document.activeElement.id")).toBe("here");
  expect(await violations(page, "[data-pe-inspector]")).toEqual([]);
  await expect(panel(page).locator("#body")).toHaveAttribute("aria-live", "off");
  const box = (await panel(page).boundingBox())!;
  expect([box.x >= 0, box.x + box.width <= 320, box.y >= 0]).toEqual([true, true, true]);

  const fold = panel(page).getByRole("button", { name: "Show what happens" });
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(fold).toHaveAttribute("aria-expanded", "false");
  await expect(lines(page, "Events").first()).toBeHidden();
  await page.keyboard.press("Enter");
  await expect(lines(page, "Events").first()).toBeVisible();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(panel(page)).toHaveCount(0);
  await page.evaluate("pe.debug(true)");
  await expect(panel(page)).toHaveCount(1);
  await page.evaluate("pe.destroy()");
  await expect(panel(page)).toHaveCount(0);
  expect(await page.evaluate("reports")).toEqual([]);
});

test("What visitors type, and who they are, is not in it", async ({ page, emptySite: site, answering: _answering }) => {
  await open(page, site);
  await page.evaluate("pe.debug(true)");
  await expect(panel(page)).toHaveCount(1);
  await page.evaluate("pe.identify({ email: 'canary@example.com', displayName: 'Canary' })");
  await expect(lines(page, "Events").filter({ hasText: "identity.claimed" })).toHaveCount(1);
  await expect(panel(page)).not.toContainText(/canary/i);
});

test("Nobody else loads it, and one who asked before the script had come gets it", async ({ page, emptySite: site, answering: _answering }) => {
  const asked = await open(page, site, "data-debug");
  await page.evaluate("pe.debug(false); pe.track('one'); pe.flush()");
  await expect.poll(() => asked.some((path) => path.endsWith("/marks.mjs"))).toBe(true);
  expect(asked.filter(isInspector)).toEqual([]);

  await page.addInitScript(() => Object.assign(window, { pe: { q: [["debug", true]] } }));
  const later = await open(page, site);
  await expect(panel(page)).toHaveCount(1);
  expect(later.filter(isInspector)).toHaveLength(1);
});
