/** The straight line in WebKit: what a page tells is stored once, across pages, after a no and after an outage. */
import { expectEvents, storedEvents } from "../fixtures/stored";
import { expect, test } from "../fixtures/webkit";

const STARTED = "window.pe && pe.session && pe.session()?.code";

test("A visit over two pages is one session, and each event is there once and in order", async ({ webkit: page, site, collector }) => {
  await page.goto(`${site.origin}/one`);
  await expect.poll(() => page.evaluate(STARTED)).toBeTruthy();
  await page.evaluate("void (pe.track('first', { a: 1 }), pe.identify({ email: 'ada@example.com' }))");
  await page.goto(`${site.origin}/two`);
  await expect.poll(() => page.evaluate(STARTED)).toBeTruthy();
  await page.evaluate("void pe.track('last')");
  await expectEvents(collector.database, {
    expected: ["session.started", { type: "page.viewed", url: `${site.origin}/one` }, { type: "first", data: { a: 1 } }, "identity.claimed", { type: "page.viewed", url: `${site.origin}/two` }, "last"],
  });
  const rows = storedEvents(collector.database).filter(({ source }) => source === "page");
  expect(new Set(rows.map(({ session }) => session)).size).toBe(1);
  expect(rows.map(({ seq }) => seq).sort((a, b) => a! - b!)).toEqual(rows.map((_, i) => i));
});

test("A no leaves nothing in the browser, and nothing is sent after it", async ({ webkit: page, site, collector }) => {
  await page.goto(`${site.origin}/one`);
  await expect.poll(() => page.evaluate(STARTED)).toBeTruthy();
  await expectEvents(collector.database, { expected: ["page.viewed"] });
  await page.evaluate("void (pe.consent('denied'), pe.track('never'))");
  await expect.poll(() => page.evaluate("Object.keys(localStorage).join()")).toBe("parley:denied");
  await page.evaluate("void pe.consent('granted')");
  await page.evaluate("void pe.track('again')");
  await expectEvents(collector.database, { expected: ["again"], refuted: ["never"] });
});

test("What is told while the collector is away is stored when it is there again", async ({ webkit: page, site, collector }) => {
  await page.goto(`${site.origin}/one`);
  await expect.poll(() => page.evaluate(STARTED)).toBeTruthy();
  await expectEvents(collector.database, { expected: ["page.viewed"] });
  const back = collector.restart();
  await page.evaluate("void (pe.track('meanwhile'), pe.flush())");
  await back;
  await page.goto(`${site.origin}/two`);
  await expectEvents(collector.database, { expected: ["meanwhile", { type: "page.viewed", url: `${site.origin}/two` }] });
  expect(storedEvents(collector.database).filter(({ type }) => type === "meanwhile")).toHaveLength(1);
});
