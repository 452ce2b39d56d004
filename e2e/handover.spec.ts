/** One visitor on all hosts of a site: on sub-domains by the collector's cookie, on others by the token of the link that they follow. */
import type { Page } from "playwright/test";
import { startCollector } from "./fixtures/collector";
import type { Collector } from "./fixtures/collector";
import { atWork } from "./fixtures/extras";
import { storedEvents } from "./fixtures/stored";
import { expect, test as base } from "./fixtures/test";
import { tracked } from "./fixtures/tracked";
import { until } from "./fixtures/until";

interface Fixtures {
  /** Three hosts of one shop, of which one is the collector's; the collector gives cookies. */
  shop: { a: string; b: string; collector: Collector };
  /** Two hosts that have nothing in common but the site. */
  pair: { here: string; there: string; collector: Collector };
}

const test = base.extend<Fixtures>({
  shop: async ({ emptySite }, use) => {
    const at = (host: string, origin: string) => origin.replace("localhost", host);
    const collector = await startCollector(at("*.shop.localhost", emptySite.origin), { PE_COOKIE_DAYS: "395" });
    emptySite.fill({ collector: at("collect.shop.localhost", collector.url), key: collector.key, attributes: "data-cookie" });
    await use({ a: at("a.shop.localhost", emptySite.origin), b: at("b.shop.localhost", emptySite.origin), collector });
    await collector.stop();
  },
  pair: async ({ emptySite }, use) => {
    const here = emptySite.origin;
    const there = here.replace("localhost", "127.0.0.1");
    const collector = await startCollector(`${here},${there}`);
    emptySite.fill({ collector: collector.url, key: collector.key, other: there, stranger: here.replace("localhost", "c.localhost"), attributes: 'data-domains="localhost,127.0.0.1"' });
    await use({ here, there, collector });
    await collector.stop();
  },
});

/** Opens the page, and waits until what it sent was answered. */
async function visit(page: Page, address: string): Promise<void> {
  const answered = page.waitForResponse((response) => response.url().endsWith("/v1/events") && response.status() === 202);
  await page.goto(address);
  await answered;
}

/** Visitors whom the collector knows, by the page that they viewed. */
const viewers = ({ database }: Collector) => storedEvents(database).filter(({ type }) => type === "page.viewed").map(({ url, visitor }) => ({ url: url!, visitor }));
const seen = (collector: Collector, count: number) => until(`${count} page views`, () => {
  const all = viewers(collector);
  return all.length >= count ? all : undefined;
});
const own = (page: Page) => tracked(page).then(({ visitor }) => visitor);

test("Sub-domains share a visitor by the collector's cookie, which outlives what scripts store, and not a reset", async ({ page, shop: { a, b, collector } }) => {
  await visit(page, `${a}/one`);
  const ada = await own(page);
  await visit(page, `${b}/one`);
  expect(await own(page)).not.toBe(ada);

  // As Safari does after seven days.
  await page.goto(`${a}/bare`);
  await page.evaluate(`new Promise((done) => { localStorage.clear(); indexedDB.deleteDatabase("parley:${collector.key}").onsuccess = done; })`);
  await visit(page, `${a}/two`);
  expect(await own(page)).not.toBe(ada);
  expect((await seen(collector, 3)).map(({ visitor }) => visitor)).toEqual([ada, ada, ada]);

  await page.evaluate("pe.track('before'); pe.reset(); pe.track('after')");
  await expect.poll(() => storedEvents(collector.database).map(({ type }) => type)).toContain("after");
  const of = (type: string) => storedEvents(collector.database).find((event) => event.type === type)!.visitor;
  expect(of("before")).toBe(ada);
  expect(of("after")).not.toBe(ada);
  const next = of("after");
  await page.goto(`${a}/three`);
  await expect.poll(() => viewers(collector).find(({ url }) => url.endsWith("/three"))?.visitor).toBe(next);
});

test("The cookie is there for no script, and goes when consent is withdrawn", async ({ page, context, shop: { a, collector } }) => {
  const cookies = async () => (await context.cookies()).map(({ name, httpOnly, secure, sameSite }) => ({ name, httpOnly, secure, sameSite }));
  await visit(page, `${a}/one`);
  await expect.poll(cookies).toEqual([{ name: "__Host-pe", httpOnly: true, secure: true, sameSite: "Lax" }]);
  expect(await page.evaluate("document.cookie")).toBe("");
  await page.evaluate("pe.consent('denied')");
  await expect.poll(cookies).toEqual([]);
  await page.evaluate("pe.consent('granted'); pe.track('again')");
  await expect.poll(() => new Set(storedEvents(collector.database).map(({ visitor }) => visitor)).size).toBe(2);
});

/** Waits until links are watched, and has the page say when its script has read a token. */
async function ready(page: Page): Promise<void> {
  await atWork(page, "handover");
  await page.evaluate(`{
    window.given = false;
    const { json } = Response.prototype;
    Response.prototype.json = function () {
      const told = json.call(this);
      // Whoever waits for it has it by the end of the task.
      told.then(({ token }) => token && setTimeout(() => (given = true)));
      return told;
    };
  }`);
}
/** Makes the touch that comes before a click: there is a token when it settles, whether asked for by this touch or as the link got the focus back. */
async function touch(page: Page, selector: string): Promise<void> {
  await page.locator(selector).dispatchEvent("pointerdown");
  await page.waitForFunction("given");
  await page.evaluate("given = false");
}

test("A link to another host brings the visitor along, once, and nobody sees how", async ({ page, context, pair: { here, there, collector } }) => {
  await visit(page, `${here}/handover`);
  const ada = await own(page);
  await ready(page);
  await touch(page, "#plain");
  const asked = page.waitForRequest((request) => request.isNavigationRequest() && request.url().startsWith(there));
  await page.locator("#plain").click();
  const link = (await asked).url();
  expect(link).toMatch(/\/one\?a=b\+c&pe_token=[a-p]+(#top)?$/);
  await expect.poll(() => page.url()).toBe(`${there}/one?a=b+c#top`);
  expect(await own(page)).not.toBe(ada);
  await seen(collector, 2);
  await page.evaluate("pe.track('landed'); pe.flush()");
  await expect.poll(() => storedEvents(collector.database).map(({ type }) => type)).toContain("landed");
  const views = viewers(collector);
  // The token's leaving the address bar was no page view, and no address has it.
  expect(views.map(({ url, visitor }) => [url.replace(/pe_token=\[hidden\]/, "T"), visitor])).toEqual([[`${here}/handover`, ada], [`${there}/one?a=b+c&T#top`, ada]]);
  expect(JSON.stringify(storedEvents(collector.database))).not.toContain(/pe_token=(\w+)/.exec(link)![1]!);

  // Somebody else, with the same link.
  const browser = context.browser()!;
  const other = await browser.newContext();
  const second = await other.newPage();
  await visit(second, link);
  const eve = await own(second);
  expect((await seen(collector, 3))[2]).toMatchObject({ visitor: eve });
  expect(eve).not.toBe(ada);
  await other.close();
});

test("So do a link in a new tab, one within a shadow root, a middle click and a search; what the page keeps or leads elsewhere stays as it is", async ({ page, context, pair: { here, there, collector } }) => {
  await visit(page, `${here}/handover`);
  const ada = await own(page);
  await ready(page);
  const opened = async (selector: string, options = {}) => {
    await touch(page, selector);
    const tab = context.waitForEvent("page");
    const answered = context.waitForEvent("response", (response) => response.url().endsWith("/v1/events") && response.frame().page() !== page);
    await page.locator(selector).click(options);
    const next = await tab;
    await answered;
    await expect.poll(() => next.url()).toBe(`${there}/one`);
    await next.close();
    expect(await page.locator(selector).getAttribute("href")).toBe(`${there}/one`);
  };
  await opened("#blank");
  await opened("#blank", { button: "middle" });
  await opened("#inner", { modifiers: ["ControlOrMeta"] });
  await seen(collector, 4);

  await touch(page, "#router");
  await page.locator("#router").click();
  expect(await page.evaluate("hrefs[0]")).toContain("pe_token=");
  await expect.poll(() => page.locator("#router").getAttribute("href")).toBe(`${there}/one`);

  await touch(page, "#inner");
  await page.locator("#inner b").click();
  await expect.poll(() => page.url()).toBe(`${there}/one`);
  await seen(collector, 5);
  await page.goto(`${here}/handover`);
  await own(page);
  await ready(page);

  await touch(page, "#go");
  await page.locator("#go").click();
  await expect.poll(() => page.url()).toBe(`${there}/one?q=&action=x`);
  const views = (await seen(collector, 7)).map(({ visitor }) => visitor);
  expect(new Set(views)).toEqual(new Set([ada]));

  await page.goto(`${here}/handover`);
  await own(page);
  await ready(page);
  await touch(page, "#plain");
  const elsewhere = page.waitForRequest((request) => request.isNavigationRequest());
  await page.locator("#stranger").click();
  expect((await elsewhere).url()).not.toContain("pe_token");
});

test("Without consent nothing is asked, and no link changes", async ({ page, pair: { here, there } }) => {
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await page.goto(`${here}/handover`);
  await page.waitForFunction("pe.consent");
  await page.evaluate("pe.consent('denied')");
  await page.locator("#plain").dispatchEvent("pointerdown");
  await page.locator("#plain").click();
  await expect.poll(() => page.url()).toBe(`${there}/one?a=b+c#top`);
  expect(asked).not.toContain("/v1/handover");
});
