/** One visit is one web session, whatever tabs it uses, until it has been silent for twenty minutes. */
import { countRecords } from "./fixtures/records";
import { expectEvents, storedEvents } from "./fixtures/stored";
import { expect, test } from "./fixtures/test";
import { tracked } from "./fixtures/tracked";

interface Known {
  id: string;
  visitor: string;
  code: string;
}
const SESSION = "pe.session && pe.session()";

test("Two tabs share one session, one visitor, and one row of numbers", async ({ context, site, collector }) => {
  const [one, two] = await Promise.all([context.newPage(), context.newPage()]);
  await Promise.all([one.goto(`${site.origin}/one`), two.goto(`${site.origin}/two`)]);
  await tracked(one);
  await tracked(two);
  expect(await one.evaluate<Known>(SESSION)).toEqual(await two.evaluate<Known>(SESSION));
  await Promise.all([one, two].map((tab) => tab.evaluate("for (let i = 0; i < 20; i++) pe.track('step_' + i)")));
  await expectEvents(collector.database, { expected: ["session.started", "step_19"] });
  await expect.poll(() => storedEvents(collector.database).length).toBe(43);
  const rows = storedEvents(collector.database);
  expect(new Set(rows.map(({ session }) => session)).size).toBe(1);
  expect(rows.map(({ seq }) => seq!).sort((a, b) => a - b)).toEqual(rows.map((_, i) => i));
  expect(rows.filter(({ type }) => type === "session.started")).toHaveLength(1);
});

test("21 idle minutes start a new session for the same visitor; 19 do not", async ({ page, site, collector }) => {
  await page.clock.install();
  await page.goto(`${site.origin}/one`);
  await tracked(page);
  const first = await page.evaluate<Known>(SESSION);
  await page.clock.fastForward("19:00");
  await page.evaluate("pe.track('still_here')");
  await page.clock.fastForward("21:00");
  await page.evaluate("pe.track('back_again')");
  await page.waitForFunction(`pe.session().id !== "${first.id}"`);
  const next = await page.evaluate<Known>(SESSION);
  expect(next.visitor).toBe(first.visitor);
  await page.evaluate("pe.flush()");
  await expect.poll(() => storedEvents(collector.database).map(({ type }) => type)).toContain("back_again");
  const rows = storedEvents(collector.database);
  const of = (id: string) => rows.filter(({ session }) => session === id).sort((a, b) => a.seq! - b.seq!).map(({ type, seq }) => [type, seq]);
  expect(of(first.id)).toEqual([["session.started", 0], ["page.viewed", 1], ["still_here", 2]]);
  expect(of(next.id)).toEqual([["session.started", 0], ["back_again", 1]]);
});

test("Logging out makes a new visitor, and nothing of the old one goes under the new name", async ({ page, site, collector }) => {
  await page.goto(`${site.origin}/one`);
  await tracked(page);
  const before = await page.evaluate<Known>(SESSION);
  await page.evaluate("pe.track('before_logout'); pe.reset(); pe.track('after_logout')");
  const [old] = await expectEvents(collector.database, { expected: ["before_logout"] });
  const [fresh] = await expectEvents(collector.database, { expected: ["after_logout"] });
  expect(old!.visitor).toBe(before.visitor);
  expect(fresh!.visitor).not.toBe(before.visitor);
  expect(fresh!.session).not.toBe(before.id);
});

test("What happens in a page's last moment is stored, once and in its place: a route, a click, an exit", async ({ page, site, collector }) => {
  const rounds = 10;
  await page.goto(`${site.origin}/one`);
  for (let i = 0; i < rounds; i++) {
    await tracked(page);
    await page.evaluate(`
      addEventListener("pagehide", () => pe.track("last_${i}"));
      history.pushState({}, "", "/route?${i}");
      pe.track("click_${i}");
      location.href = "/two?${i}";
    `);
    await page.waitForURL(`${site.origin}/two?${i}`);
  }
  await tracked(page);
  await page.evaluate("pe.track('done')");
  const every = Array.from({ length: rounds }, (_, i) => [`/route?${i} page.viewed`, `/route?${i} click_${i}`, `/route?${i} last_${i}`, `/two?${i} page.viewed`]);
  const inOrder = () => storedEvents(collector.database).sort((a, b) => a.seq! - b.seq!).map(({ url, type }) => `${url!.slice(site.origin.length)} ${type}`);
  await expect.poll(inOrder).toEqual(["/one session.started", "/one page.viewed", ...every.flat(), `/two?${rounds - 1} done`]);
});

test("A page that is left as soon as it has loaded was viewed all the same", async ({ page, site, collector }) => {
  for (const name of ["one", "two", "three", "plain"]) await page.goto(`${site.origin}/${name}`);
  await tracked(page);
  const viewed = () => storedEvents(collector.database).sort((a, b) => a.seq! - b.seq!).map(({ url, type }) => `${new URL(url!).pathname} ${type}`);
  await expect.poll(viewed).toEqual(["/one session.started", "/one page.viewed", "/two page.viewed", "/three page.viewed", "/plain page.viewed"]);
});

test("What was not sent before the tab was closed is sent at the next visit, once", async ({ context, site, collector }) => {
  const first = await context.newPage();
  // Nobody listens there. A request that the test stops would get through as the tab closes, and interception with it.
  site.fill({ attributes: 'data-collector="http://localhost:9"' });
  await first.goto(`${site.origin}/one`);
  await tracked(first);
  await first.evaluate("pe.track('left_behind')");
  await first.waitForFunction("indexedDB.databases().then((all) => all.length)");
  await expect.poll(() => countRecords(first, collector.key)).toBe(4);
  await first.close();
  expect(storedEvents(collector.database)).toEqual([]);
  site.fill({ attributes: "" });
  const next = await context.newPage();
  await next.goto(`${site.origin}/two`);
  await expectEvents(collector.database, { expected: ["session.started", "left_behind", { type: "page.viewed", url: `${site.origin}/two` }] });
  const rows = storedEvents(collector.database);
  expect(rows.map(({ seq }) => seq)).toEqual(rows.map((_, i) => i));
});
