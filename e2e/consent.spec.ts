/** What visitors allow: nothing is stored, read or sent before a yes or after a no, whoever asks them. */
import { readFile } from "node:fs/promises";
import { servePackages } from "./fixtures/packages";
import { countRecords } from "./fixtures/records";
import { spyOn } from "./fixtures/spy";
import { expectEvents, storedEvents } from "./fixtures/stored";
import { expect, test } from "./fixtures/test";
import type { Page } from "playwright/test";

const STARTED = "window.pe && pe.track && pe.v";
/** The only thing that may be read while nothing is allowed: whether the visitor has said no before. */
const DENIAL = "Storage.getItem parley:denied";

/** What a page asks for when it is idle: once it has, no answer to a no is mistaken for it. */
const MARKS = /\/extras\/marks\.mjs$/;
/** A collector that wants to hear of nobody for ten minutes: once a page knows, nothing is on its way, and nothing is tried again. */
const LATER = { status: 503, headers: { "access-control-allow-origin": "*", "access-control-expose-headers": "retry-after", "retry-after": "600" } };
/** Waits until the page knows. */
const isQuiet = (page: Page, key: string) => page.waitForFunction(`localStorage["parley:${key}:u"]`);

/** A consent manager as its stub leaves it: it has been asked, and has not answered. */
const SILENT_TCF = "window.__tcfapi = (command, version, listener) => void (window.tcfListener = listener)";
const SILENT_GPP = "window.__gpp = (command, listener) => void (window.gppListener = listener)";

/** Everything that a visitor and a page may do that Parley would record. */
async function visit(page: Page): Promise<void> {
  await page.waitForFunction(STARTED);
  await page.evaluate(`pe.identify({ email: "ada@example.com" }); pe.track("tracked"); pe.conversation("started", { channel: "chat" });
    history.pushState({}, "", "?route=1"); pe.page(); void pe.flush(); pe.session();`);
  await page.getByLabel("E-mail").fill("ada@example.com");
  await page.evaluate("document.forms[0].onsubmit = () => false");
  await page.getByRole("button", { name: "Send" }).click();
  await page.evaluate(`document.dispatchEvent(new Event("visibilitychange")); dispatchEvent(new Event("pagehide")); dispatchEvent(new Event("pageshow")); dispatchEvent(new Event("online"))`);
  // Longer than anything ordinary waits for company, by the page's own clock.
  await page.clock.runFor(30_000);
}

for (const [name, { attributes = "", script = "" }] of Object.entries({
  "consent starts as pending": { attributes: 'data-consent="pending"' },
  "consent starts as denied": { attributes: 'data-consent="denied"' },
  "a TCF consent manager has not answered": { script: SILENT_TCF },
  "a GPP consent manager has not answered": { script: SILENT_GPP },
} as { [name: string]: { attributes?: string; script?: string } })) {
  test(`No store is touched and nothing is sent while ${name}`, async ({ page, site, collector }) => {
    site.fill({ attributes });
    await page.clock.install();
    if (script) await page.addInitScript(script);
    const spy = await spyOn(page);
    await page.goto(`${site.origin}/two`);
    await visit(page);
    const touched = await spy.touched();
    expect(touched.filter((use) => use !== DENIAL)).toEqual([]);
    // When the page begins, and whenever it is shown.
    expect(touched.length).toBeLessThanOrEqual(3);
    expect(spy.asked()).toEqual([`${collector.url}/pe.js`]);
    expect(storedEvents(collector.database)).toEqual([]);
  });
}

test("The spy sees what an ordinary visit does", async ({ page, site, collector }) => {
  const spy = await spyOn(page);
  await page.goto(`${site.origin}/two`);
  await expectEvents(collector.database, { expected: ["page.viewed"] });
  const touched = (await spy.touched()).join();
  expect(touched).toContain("indexedDB.open parley:");
  expect(touched).toContain("Storage.setItem parley:");
  // A driver may tell of a request after its answer.
  await expect.poll(() => spy.asked()).toContain(`${collector.url}/v1/events`);
});

test("After a no in one of two tabs with fifty queued events, nothing remains and nothing is sent", async ({ context, site, collector }) => {
  const tabs = [await context.newPage(), await context.newPage()];
  for (const tab of tabs) {
    await tab.route("**/v1/events", (route) => route.fulfill(LATER));
    await Promise.all([tab.waitForResponse(MARKS), tab.goto(`${site.origin}/two`)]);
    await tab.waitForFunction(STARTED);
    await tab.evaluate("for (let i = 0; i < 25; i++) pe.track('queued', { i })");
  }
  const [first, second] = tabs as [Page, Page];
  await expect.poll(() => countRecords(first, collector.key)).toBeGreaterThan(50);
  for (const tab of tabs) await isQuiet(tab, collector.key);
  await second.evaluate("window.heard = []; pe.on('consent.changed', ({ data }) => heard.push(data.analytics))");
  await first.evaluate("pe.consent('denied')");
  await expect.poll(() => second.evaluate("heard")).toEqual(["denied"]);
  // Only now may anything get through: what was tried until then was allowed.
  const asked: string[] = [];
  context.on("request", (request) => asked.push(request.url()));
  for (const tab of tabs) await tab.unroute("**/v1/events");
  for (const tab of tabs) await tab.evaluate("pe.track('never'); dispatchEvent(new Event('online')); pe.flush()");
  for (const tab of tabs) await expect.poll(() => countRecords(tab, collector.key)).toBe(0);
  for (const tab of tabs) expect(await tab.evaluate("Object.keys(localStorage)")).toEqual(["parley:denied"]);
  expect(asked).toEqual([]);
  // What would have been sent has had its chance by the time that the next visit's events are there.
  await first.evaluate("pe.consent('granted'); pe.track('again')");
  await expectEvents(collector.database, { expected: ["again"], refuted: ["queued", "never"] });
});

test("A TCF consent manager is obeyed: not before it has answered, and whenever it changes its mind", async ({ page, site, collector }) => {
  await page.addInitScript(SILENT_TCF);
  await page.goto(`${site.origin}/two`);
  await page.waitForFunction(STARTED);
  const tell = (data: object, isGood = true) => page.evaluate(([data, isGood]) => (window as never as { tcfListener(...args: unknown[]): void }).tcfListener(data, isGood), [data, isGood] as const);
  const consents = (...ids: number[]) => ({ purpose: { consents: Object.fromEntries(ids.map((id) => [id, true])) } });
  await page.evaluate("pe.consent('granted'); pe.track('held'); window.heard = []; pe.on('consent.changed', ({ data }) => heard.push(data.analytics + ' ' + data.identity))");
  // As real ones do, at once and before anybody has decided anything.
  await tell({ eventStatus: "tcloaded", ...consents(1, 8) });
  await tell({ eventStatus: "cmpuishown", gdprApplies: true, ...consents(1, 8) });
  await tell({ eventStatus: "useractioncomplete", gdprApplies: true, ...consents(1, 8) }, false);
  expect(await page.evaluate("heard")).toEqual([]);
  expect(storedEvents(collector.database)).toEqual([]);
  await tell({ eventStatus: "useractioncomplete", gdprApplies: true, ...consents(1, 8) });
  await expectEvents(collector.database, { expected: ["page.viewed", "held", { type: "consent.changed", data: { analytics: "granted", source: "tcf" } }] });
  await tell({ eventStatus: "useractioncomplete", gdprApplies: true, ...consents(1) });
  expect(await page.evaluate("heard")).toEqual(["granted granted", "denied denied"]);
  await expect.poll(() => countRecords(page, collector.key)).toBe(0);
  await page.evaluate("pe.consent('granted'); pe.track('never')");
  await tell({ eventStatus: "useractioncomplete", gdprApplies: false });
  await page.evaluate("pe.track('free')");
  await expectEvents(collector.database, { expected: ["held", "free"], refuted: ["never"] });
});

test("A consent manager that comes late governs from then on", async ({ page, site, collector }) => {
  await page.goto(`${site.origin}/two`);
  await expectEvents(collector.database, { expected: ["page.viewed"] });
  await page.evaluate(`${SILENT_TCF}; pe.track("waits")`);
  await page.evaluate("void pe.flush()");
  expect(await page.evaluate("typeof tcfListener")).toBe("function");
  await page.evaluate("tcfListener({ eventStatus: 'tcloaded', gdprApplies: true, purpose: { consents: {} } }, true); pe.track('never')");
  await page.evaluate("tcfListener({ eventStatus: 'useractioncomplete', gdprApplies: true, purpose: { consents: { 1: true, 8: true } } }, true); pe.track('again')");
  await expectEvents(collector.database, { expected: ["again"], refuted: ["waits", "never"] });
});

test("An opt-out by GPP or by Global Privacy Control shares nothing and leaves analytics alone", async ({ page, site, collector }) => {
  await page.addInitScript(SILENT_GPP);
  await page.goto(`${site.origin}/two`);
  await page.waitForFunction(STARTED);
  const ready = (section: string) => `gppListener({ pingData: { signalStatus: "ready", parsedSections: ${section} } }, true)`;
  await page.evaluate("window.heard = []; pe.on('consent.changed', ({ data }) => heard.push([data.analytics, data.identity, data.sharing]))");
  await page.evaluate("gppListener({ pingData: { signalStatus: 'not ready', parsedSections: {} } }, true)");
  await page.evaluate(ready("{ usnat: { SaleOptOut: 2, SharingOptOut: 2, Gpc: false } }"));
  await page.evaluate(ready("{ usca: [{ SaleOptOut: 1, SharingOptOut: 2 }] }"));
  await page.evaluate("pe.identify({ email: 'ada@example.com' }); pe.track('after')");
  expect(await page.evaluate("heard")).toEqual([["granted", "granted", null], ["granted", "denied", "denied"]].map((states) => states.map((state) => state ?? undefined)));
  await expectEvents(collector.database, { expected: ["after"], refuted: ["identity.claimed"] });
});

test("Global Privacy Control denies sharing, and everything where the site wants that", async ({ page, site, collector }) => {
  await page.addInitScript("Object.defineProperty(navigator, 'globalPrivacyControl', { value: true })");
  const bodies: string[] = [];
  page.on("request", (request) => request.url().endsWith("/v1/events") && bodies.push(request.postData() ?? ""));
  await page.goto(`${site.origin}/two`);
  await expectEvents(collector.database, { expected: ["page.viewed"] });
  await expect.poll(() => bodies.length).toBeGreaterThan(0);
  site.fill({ attributes: 'data-gpc="deny-all"' });
  await page.goto(`${site.origin}/one`);
  await page.waitForFunction(STARTED);
  await page.evaluate("pe.track('never')");
  expect(await page.evaluate("pe.session()")).toBeNull();
  site.fill({ attributes: "" });
  await page.goto(`${site.origin}/three`);
  await expectEvents(collector.database, { expected: [{ type: "page.viewed", url: `${site.origin}/three` }], refuted: ["never"] });
});

test("Without a yes to be known, nothing says who the visitor is, and what waits of it goes", async ({ page, site, collector }) => {
  await page.route("**/v1/events", (route) => route.abort());
  await page.goto(`${site.origin}/two`);
  await page.waitForFunction(STARTED);
  await page.evaluate("pe.identify({ email: 'before@example.com' }); pe.track('before')");
  await expect.poll(() => countRecords(page, collector.key)).toBeGreaterThan(2);
  await page.evaluate("pe.consent({ identity: 'denied' }); pe.identify({ email: 'after@example.com' })");
  await page.getByLabel("E-mail").fill("typed@example.com");
  await page.evaluate("document.forms[0].onsubmit = () => false");
  await page.getByRole("button", { name: "Send" }).click();
  await page.unroute("**/v1/events");
  await page.evaluate("dispatchEvent(new Event('online'))");
  await expectEvents(collector.database, {
    expected: ["before", { type: "consent.changed", data: { analytics: "granted", identity: "denied" } }, "form.submitted"],
    refuted: ["identity.claimed"],
  });
});

test("IAB's own TCF code is obeyed from its stub on: pending, asked, granted, withdrawn, not concerned", async ({ page, site, collector }) => {
  await servePackages(page);
  const stub = await readFile("node_modules/@iabtcf/stub/lib/stub.js", "utf8");
  await page.addInitScript(stub);
  const asked: string[] = [];
  page.on("request", (request) => request.url().startsWith(collector.url) && asked.push(request.url()));
  await page.goto(`${site.origin}/two`);
  await page.waitForFunction(STARTED);
  await page.evaluate(`pe.track("held"); window.heard = []; pe.on("consent.changed", ({ data }) => heard.push(data.analytics))`);
  await page.evaluate(`Promise.all(["cmpapi", "core"].map((name) => import("/packages/@iabtcf/" + name + "/lib/mjs/index.js"))).then(([{ CmpApi }, { TCModel, TCString, GVL }]) => {
    window.cmp = new CmpApi(31, 1, true);
    // A vendor list with no vendor: what visitors choose is by purpose.
    const purposes = Object.fromEntries(Array.from({ length: 11 }, (_, i) => [i + 1, { id: i + 1, name: "", description: "", illustrations: [] }]));
    const list = { gvlSpecificationVersion: 3, vendorListVersion: 48, tcfPolicyVersion: 5, lastUpdated: "2024-01-01T00:00:00Z", purposes, specialPurposes: {}, features: {}, specialFeatures: {}, stacks: {}, dataCategories: {}, vendors: {} };
    window.choose = (...purposes) => {
      const model = new TCModel(new GVL(list));
      Object.assign(model, { cmpId: 31, cmpVersion: 1, consentScreen: 1, isServiceSpecific: true });
      model.purposeConsents.set(purposes);
      return TCString.encode(model);
    };
  })`);
  await page.evaluate("cmp.update('', true)");
  expect(await page.evaluate("heard")).toEqual([]);
  expect([asked, storedEvents(collector.database)]).toEqual([[`${collector.url}/pe.js`], []]);
  await page.evaluate("cmp.update(choose(1, 8), false)");
  await expectEvents(collector.database, { expected: ["page.viewed", "held", { type: "consent.changed", data: { analytics: "granted", source: "tcf" } }] });
  await page.evaluate("cmp.update(choose(1, 8), true); pe.track('asked_again')");
  await page.evaluate("cmp.update(choose(1), false); pe.track('never')");
  await expect.poll(() => countRecords(page, collector.key)).toBe(0);
  await page.evaluate("cmp.update(null, false); pe.track('free')");
  expect(await page.evaluate("heard")).toEqual(["granted", "denied", "granted"]);
  await expectEvents(collector.database, { expected: ["held", "free"], refuted: ["never"] });
});

test("IAB's own GPP code is obeyed: not before it is ready, and its opt-outs", async ({ page, site, collector }) => {
  await servePackages(page);
  await page.goto(`${site.origin}/plain`);
  await page.evaluate(`import("/packages/@iabgpp/cmpapi/lib/mjs/index.js").then(({ CmpApi }) => void (window.cmp = new CmpApi(31, 1)))`);
  await page.evaluate(`new Promise((done) => { const script = document.createElement("script"); script.dataset.key = "${collector.key}"; script.onload = done; script.src = "${collector.url}/pe.js"; document.head.append(script); })`);
  await page.waitForFunction(STARTED);
  await page.evaluate(`pe.track("held"); window.heard = []; pe.on("consent.changed", ({ data }) => heard.push([data.analytics, data.identity, data.sharing ?? "granted"].join(" ")))`);
  expect(await page.evaluate("pe.session()")).toBeNull();
  await page.evaluate(`cmp.setFieldValue("usnat", "SaleOptOut", 2); cmp.setFieldValue("usnat", "SharingOptOut", 2); cmp.setApplicableSections([7]); cmp.fireSectionChange("usnat")`);
  expect(await page.evaluate("heard")).toEqual([]);
  await page.evaluate("cmp.setSignalStatus('ready')");
  await expectEvents(collector.database, { expected: ["held"] });
  await page.evaluate(`cmp.setSignalStatus("not ready"); cmp.setFieldValue("usnat", "SaleOptOut", 1); cmp.setSignalStatus("ready")`);
  await page.evaluate(`pe.identify({ email: "ada@example.com" }); pe.track("after")`);
  await page.evaluate(`cmp.setSignalStatus("not ready"); cmp.clear(); cmp.setFieldValue("usca", "SharingOptOut", 1); cmp.setSignalStatus("ready")`);
  await page.evaluate(`cmp.setSignalStatus("not ready"); cmp.clear(); cmp.setFieldValue("usca", "SharingOptOut", 2); cmp.setSignalStatus("ready"); pe.track("last")`);
  expect(await page.evaluate("heard")).toEqual([
    "granted granted granted", "pending pending granted", "granted denied denied", "pending pending granted", "granted denied denied", "pending pending granted", "granted granted granted",
  ]);
  await expectEvents(collector.database, { expected: ["held", "after", "last"], refuted: ["identity.claimed"] });
});

test("No way from a yes back to waiting, and no log-out meanwhile, touches a store", async ({ page, site, collector }) => {
  await page.clock.install();
  const spy = await spyOn(page);
  await page.goto(`${site.origin}/two`);
  await expectEvents(collector.database, { expected: ["page.viewed"] });
  await expect.poll(() => countRecords(page, collector.key)).toBe(1);
  // What comes when the page is idle looks once at what other tabs have stored.
  await expect.poll(() => spy.touched()).toContain(`Storage.getItem parley:${collector.key}:o`);
  const before = (await spy.touched()).length;
  // An event of the same task waits in memory, too.
  await page.evaluate("pe.track('last'); pe.consent('pending'); pe.reset(); pe.consent('pending'); pe.consent({ messaging: 'pending' }); void pe.flush()");
  await visit(page);
  expect((await spy.touched()).slice(before).filter((use) => use !== DENIAL)).toEqual([]);
  await page.evaluate("pe.consent('granted')");
  // Of two visitors, either's may arrive first.
  for (const type of ["last", "identity.reset", "tracked"]) await expectEvents(collector.database, { expected: [type] });
});

test("What waits says no more who the visitor is from the moment of that no, though the page is left in it", async ({ page, site, collector }) => {
  await page.goto(`${site.origin}/two`);
  await page.waitForFunction(STARTED);
  await expectEvents(collector.database, { expected: ["page.viewed"] });
  // All in one task: nothing could be wiped yet.
  await page.evaluate(`pe.identify({ email: "ada@example.com" }); pe.track("first"); pe.consent({ identity: "denied" }); dispatchEvent(new PageTransitionEvent("pagehide")); location.href = "/one"`);
  await page.waitForURL("**/one");
  await page.waitForFunction(STARTED);
  await page.evaluate("pe.track('last'); void pe.flush()");
  await expectEvents(collector.database, { expected: ["first", "last"], refuted: ["identity.claimed"] });
});

test("A no that is remembered is read once, and neither it nor a log-out touches anything more", async ({ page, site }) => {
  await page.addInitScript("localStorage.setItem('parley:denied', JSON.stringify('analytics,identity,messaging'))");
  const spy = await spyOn(page);
  await page.goto(`${site.origin}/two`);
  await page.waitForFunction(STARTED);
  await page.evaluate("pe.consent('denied'); pe.reset(); pe.consent('pending'); pe.consent('denied'); pe.track('never'); void pe.flush()");
  expect(await page.evaluate("pe.session()")).toBeNull();
  // Being asked again and saying no again is a change, which looks for what is to be forgotten, and opens nothing.
  expect(await spy.touched()).toEqual([DENIAL]);
});

test("What a consent manager takes back in one tab is taken back and wiped in tabs without one, and not remembered", async ({ context, site, collector }) => {
  const [first, second] = [await context.newPage(), await context.newPage()];
  await first.addInitScript(SILENT_TCF);
  const idle = Promise.all([first, second].map((tab) => tab.waitForResponse(MARKS)));
  for (const tab of [first, second]) {
    await tab.route("**/v1/events", (route) => route.fulfill(LATER));
    await tab.goto(`${site.origin}/two`);
    await tab.waitForFunction(STARTED);
  }
  const answer = (ids: string) => first.evaluate(`tcfListener({ eventStatus: "useractioncomplete", gdprApplies: true, purpose: { consents: ${ids} } }, true)`);
  await answer("{ 1: true, 8: true }");
  await idle;
  for (const tab of [first, second]) await tab.evaluate("for (let i = 0; i < 25; i++) pe.track('queued')");
  await expect.poll(() => countRecords(second, collector.key)).toBeGreaterThan(50);
  for (const tab of [first, second]) await isQuiet(tab, collector.key);
  const asked: string[] = [];
  await answer("{}");
  await expect.poll(() => second.evaluate("pe.session()")).toBeNull();
  context.on("request", (request) => asked.push(request.url()));
  for (const tab of [first, second]) await tab.evaluate("pe.track('never'); dispatchEvent(new Event('online')); void pe.flush()");
  for (const tab of [first, second]) await expect.poll(() => countRecords(tab, collector.key)).toBe(0);
  for (const tab of [first, second]) expect(await tab.evaluate("Object.keys(localStorage)")).toEqual([]);
  expect(asked).toEqual([]);
  // A yes is for the tab that was told: in the other nobody is known, whatever happens there.
  await answer("{ 1: true, 8: true }");
  expect(await second.evaluate("pe.track('never'); pe.flush().then(() => pe.session())")).toBeNull();
});

for (const garbage of ["5", '"text"', "[]", "null", "{", "[null]", '{"analytics":"granted","toString":1}', '{"analytics":7}', "true"]) {
  test(`Whatever stands in place of the remembered no grants nothing: ${garbage}`, async ({ page, site, collector }) => {
    const errors: Error[] = [];
    page.on("pageerror", (error) => errors.push(error));
    site.fill({ attributes: 'data-consent="pending"' });
    await page.addInitScript((text) => location.protocol === "http:" && localStorage.setItem("parley:denied", text), garbage);
    await page.goto(`${site.origin}/two`);
    await page.waitForFunction(STARTED);
    await page.evaluate("pe.track('never'); window.dispatchEvent(new StorageEvent('storage', { key: 'parley:denied', newValue: '{' })); void pe.flush()");
    expect(await page.evaluate("pe.session()")).toBeNull();
    await page.evaluate("pe.consent('granted'); pe.track('later')");
    await expectEvents(collector.database, { expected: ["later"] });
    expect(errors).toEqual([]);
  });
}

for (const when of ["before", "after"] as const) {
  test(`Google's consent mode is followed where the page loads the script for it, ${when} the tracker`, async ({ page, site, collector }) => {
    // A page that loads it after the tracker begins held.
    site.fill({ attributes: when === "after" ? 'data-consent="pending"' : "" });
    await page.addInitScript("window.dataLayer = []; window.gtag = function () { dataLayer.push(arguments); }; gtag('consent', 'default', { analytics_storage: 'denied', ad_user_data: 'denied', wait_for_update: 500 })");
    const script = await (await page.request.get(`${collector.url}/extras/google.js`)).text();
    if (when === "before") await page.addInitScript(script);
    await page.goto(`${site.origin}/two`);
    await page.waitForFunction(STARTED);
    if (when === "after") await page.addScriptTag({ url: `${collector.url}/extras/google.js` });
    await page.evaluate("gtag('event', 'page_view'); pe.track('held')");
    expect([await page.evaluate("pe.session()"), await page.evaluate("Object.keys(localStorage)"), storedEvents(collector.database)]).toEqual([null, [], []]);
    await page.evaluate("gtag('consent', 'update', { analytics_storage: 'granted' }); pe.identify('customer-42')");
    await expectEvents(collector.database, { expected: ["page.viewed", "held", { type: "consent.changed", data: { analytics: "granted", identity: "pending" } }], refuted: ["identity.claimed"] });
    await page.evaluate("gtag('consent', 'update', { analytics_storage: 'denied', ad_user_data: 'granted' }); pe.track('never')");
    await expect.poll(() => countRecords(page, collector.key)).toBe(0);
    expect([await page.evaluate("pe.session()"), await page.evaluate("Object.keys(localStorage)")]).toEqual([null, ["parley:denied"]]);
  });
}
