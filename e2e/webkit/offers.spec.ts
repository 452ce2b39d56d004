/** What offers and the inspector do in WebKit, on a page that allows nothing. */
import { Key } from "selenium-webdriver";
import { offerOf } from "../fixtures/answering";
import type { Collector } from "../fixtures/collector";
import { expectEvents, storedEvents } from "../fixtures/stored";
import { expect, test } from "../fixtures/webkit";
import type { WebKitPage } from "../fixtures/webkit";

const chat = { type: "chat", title: "Hello", text: "May we help you?", accept: "Chat with us", decline: "Not now" } as const;
const stored = ({ database }: Collector) => storedEvents(database).filter(({ type, data }) => data.offer && /^(action|conversation|content)\./.test(type)).map(({ type, data }) => [type, data.reason].filter(Boolean).join(" "));
/** What the dialog says, or nothing where there is none. */
const said = (page: WebKitPage) => page.evaluate<string | null>("document.querySelector('[data-pe-offer]')?.shadowRoot.querySelector('[role=dialog]')?.textContent ?? null");
/** The focus, as deep as it is. */
const FOCUS = "((one) => one.shadowRoot?.activeElement ?? one)(document.activeElement)";
const reports = (page: WebKitPage) => page.evaluate<string[]>("reports");
const ready = (page: WebKitPage) => expect.poll(() => page.evaluate("window.pe && pe.session && pe.session()?.code")).toMatch(/^\d{4,6}$/);

test("An offer is shown, reached and declined by keys, gives the focus back, and is fit for everybody", async ({ webkit: page, emptySite: site, answering, collector }) => {
  site.fill({ dir: "ltr" });
  await page.goto(`${site.origin}/strict`);
  await ready(page);
  await page.evaluate("document.getElementById('here').focus()");
  answering.decideOn("go", offerOf(chat));
  await page.evaluate("void pe.track('go')");
  await expect.poll(() => said(page)).toContain("May we help you?");
  expect(await page.evaluate(`${FOCUS}.id`)).toBe("here");
  expect(await page.violations("[data-pe-offer]")).toEqual([]);
  const names: string[] = [];
  for (let i = 0; i < 2; i++) {
    await page.press(Key.TAB);
    names.push(await page.evaluate<string>(`${FOCUS}.textContent`));
  }
  expect(names).toEqual(["Chat with us", "Not now"]);
  await page.press(Key.ESCAPE);
  await expect.poll(() => said(page)).toBe(null);
  expect(await page.evaluate(`${FOCUS}.id`)).toBe("here");
  await expect.poll(() => stored(collector)).toEqual(["conversation.offered", "conversation.declined"]);
  expect([await reports(page), await page.evaluate("shown")]).toEqual([[], 0]);
});

test("Right to left, in a narrow window, it is as fit, and wears the site's colours", async ({ webkit: page, emptySite: site, answering }) => {
  site.fill({ dir: "rtl" });
  answering.decide("/strict", offerOf(chat));
  await page.driver.manage().window().setRect({ width: 340, height: 500 });
  await page.goto(`${site.origin}/strict`);
  await expect.poll(() => said(page)).toContain("May we help you?");
  expect(await page.violations("[data-pe-offer]")).toEqual([]);
  const [left, right, width] = await page.evaluate<number[]>("(({ left, right }) => [left, right, innerWidth])(document.querySelector('[data-pe-offer]').shadowRoot.querySelector('[role=dialog]').getBoundingClientRect())");
  expect([left! >= 0, right! <= width!]).toEqual([true, true]);
  await page.evaluate("((sheet) => (sheet.replaceSync(':root { --pe-offer-background: rgb(1, 2, 3) }'), document.adoptedStyleSheets = [sheet], 0))(new CSSStyleSheet())");
  expect(await page.evaluate("getComputedStyle(document.querySelector('[data-pe-offer]').shadowRoot.querySelector('[role=dialog]')).backgroundColor")).toBe("rgb(1, 2, 3)");
  expect(await reports(page)).toEqual([]);
});

test("Accepted it opens the widget, left alone it is ignored, late it expires, and without a widget it says so", async ({ webkit: page, emptySite: site, answering, collector }) => {
  site.fill({ dir: "ltr" });
  await page.goto(`${site.origin}/strict`);
  await ready(page);
  const show = async (name: string, offer = offerOf({ ...chat, vendor: "jivo" })) => {
    answering.decideOn(name, offer);
    await page.evaluate(`void pe.track('${name}')`);
  };
  await show("one");
  await expect.poll(() => said(page)).toContain("May we help you?");
  await page.evaluate("document.querySelector('[data-pe-offer]').shadowRoot.getElementById('accept').focus()");
  await page.press(Key.ENTER);
  await expect.poll(() => page.evaluate("shown")).toBe(1);
  await expect.poll(() => stored(collector)).toEqual(["conversation.offered", "conversation.accepted"]);

  await show("two", offerOf({ ...chat, type: "messaging" }));
  await expect.poll(() => stored(collector).at(-1), { timeout: 100_000 }).toBe("action.blocked no_widget");

  await show("three", offerOf({ ...chat, vendor: "jivo" }, { holdsMs: 8_000 }));
  await expect.poll(() => stored(collector).at(-1)).toBe("conversation.expired");

  await show("four");
  await expect.poll(() => said(page)).toContain("May we help you?");
  await page.goto(`${site.origin}/one`);
  await expect.poll(() => stored(collector).slice(-2)).toEqual(["conversation.offered", "conversation.ignored"]);
});

test("The inspector is loaded by those who ask for it, shows what happens, and is fit for everybody", async ({ webkit: page, emptySite: site, answering: _answering, collector }) => {
  site.fill({ dir: "ltr" });
  await page.goto(`${site.origin}/strict`);
  await ready(page);
  const loaded = () => page.evaluate<number>("performance.getEntriesByType('resource').filter(({ name }) => name.includes('inspector')).length");
  await page.evaluate("void pe.track('before')");
  await expectEvents(collector.database, { expected: ["before"] });
  expect(await loaded()).toBe(0);
  await page.evaluate("void pe.debug(true)");
  const panel = () => page.evaluate<string>("document.querySelector('[data-pe-inspector]')?.shadowRoot.textContent ?? ''");
  await expect.poll(panel).toContain("analytics: granted");
  await page.evaluate("void pe.track('looked')");
  await expect.poll(panel).toContain("looked (stored)");
  expect(await panel()).toContain(`code ${await page.evaluate("pe.session().code")}`);
  expect(await loaded()).toBe(1);
  expect(await page.violations("[data-pe-inspector]")).toEqual([]);
  expect(await reports(page)).toEqual([]);
});
