/** The tag on all kinds of pages: what is counted, what is not, and what the page never notices. */
import { countRecords } from "./fixtures/records";
import { expectEvents, storedEvents } from "./fixtures/stored";
import { expect, test } from "./fixtures/test";
import { tracked } from "./fixtures/tracked";

const views = (database: string) => storedEvents(database).filter(({ type }) => type === "page.viewed").map(({ url, data }) => [new URL(url!).pathname + new URL(url!).search + new URL(url!).hash, data.arrival]);

test("Calls made before the script arrived are replayed in order, with their own time and address", async ({ page, site, collector }) => {
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route("**/pe.js", async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(`${site.origin}/stub`, { waitUntil: "commit" });
  await page.waitForFunction("window.pe && pe.q.length > 2");
  const calledAt = await page.evaluate<number>("pe.q[1].t");
  const flushed = page.evaluate("history.replaceState({}, '', '/stub?later'); window.kept = pe.track; pe.flush().then(() => 'sent')");
  release();
  expect(await flushed).toBe("sent");
  await expect(page).toHaveTitle("Heard caught");
  await page.evaluate("kept('from_a_kept_method')");
  const [, , bird, claim] = await expectEvents(collector.database, {
    expected: ["session.started", "page.viewed", { type: "early_bird", data: { worm: "caught" } }, { type: "identity.claimed", data: { traits: { email: "Ada@Example.com" } } }, "from_a_kept_method"],
  });
  expect(new URL(bird!.url!).search).toBe("");
  expect(Math.abs(bird!.at - calledAt)).toBeLessThan(2_000);
  expect(claim!.seq).toBe(bird!.seq! + 1);
});

test("Routes count once each: pushed, replaced, back and forward; the same address again does not", async ({ page, site, collector }) => {
  await page.goto(`${site.origin}/one`);
  await tracked(page);
  await page.evaluate(`
    history.replaceState({}, "", location.href); history.pushState({}, "", "/one#details");
    history.pushState({}, "", "/red"); history.pushState({}, "", "/blue"); history.replaceState({}, "", "/green"); history.back();
  `);
  await page.waitForFunction("location.pathname === '/red'");
  await page.evaluate("history.pushState({}, '', '/shop#/basket'); pe.track('done')");
  await expectEvents(collector.database, { expected: ["done"] });
  expect(views(collector.database)).toEqual([["/one", "load"], ["/red", "route"], ["/blue", "route"], ["/green", "route"], ["/red", "route"], ["/shop#/basket", "route"]]);
});

test("A search on the site is told with its words", async ({ page, site, collector }) => {
  await page.goto(`${site.origin}/three?q=green+boots`);
  await expectEvents(collector.database, { expected: ["page.viewed", { type: "search.performed", data: { query: "green boots" } }] });
});

test("With routes turned off only loads and the page's own calls count", async ({ page, site, collector }) => {
  site.fill({ attributes: 'data-spa="off"' });
  await page.goto(`${site.origin}/one`);
  await tracked(page);
  await page.evaluate("history.pushState({}, '', '/red'); pe.page({ step: 2 }); pe.track('done')");
  await expectEvents(collector.database, { expected: [{ type: "page.viewed", data: { arrival: "call", step: 2 } }, "done"] });
  expect(views(collector.database)).toEqual([["/one", "load"], ["/red", "call"]]);
});

test("destroy takes every hook out of the page, and nothing is told any more", async ({ page, site, collector }) => {
  await page.addInitScript("delete window.navigation; window.push = history.pushState; window.replace = history.replaceState");
  await page.goto(`${site.origin}/two`);
  await tracked(page);
  expect(await page.evaluate("[history.pushState === push, history.replaceState === replace]")).toEqual([false, false]);
  await page.evaluate("history.pushState({}, '', '/red'); pe.track('before')");
  await expectEvents(collector.database, { expected: [{ type: "page.viewed", data: { arrival: "route" } }, "before"] });
  await page.evaluate(`
    pe.destroy(); pe.destroy(); history.pushState({}, '', '/blue'); pe.track('after');
    document.forms[0].onsubmit = () => false; document.forms[0].requestSubmit();
  `);
  expect(await page.evaluate("[history.pushState === push, history.replaceState === replace]")).toEqual([true, true]);
  await page.goto(`${site.origin}/one`);
  await expectEvents(collector.database, {
    expected: [{ type: "page.viewed", url: `${site.origin}/one` }],
    refuted: ["after", "form.submitted", { type: "page.viewed", url: `${site.origin}/blue` }],
  });
});

test("A page that comes back from the back-forward cache was seen again", async ({ site, collector, browserName, playwright }) => {
  // Chromium is driven with the cache turned off, unless that switch is taken away.
  const ignoreDefaultArgs = browserName === "chromium" ? ["--disable-back-forward-cache"] : [];
  const browser = await playwright[browserName].launch({ ...test.info().project.use.launchOptions, ignoreDefaultArgs });
  const page = await browser.newPage();
  const expected: string[][] = [];
  // Whether it keeps a page is the browser's to say, and on a busy machine it may not: one that is never kept is our fault.
  for (let wasKept = false; !wasKept; ) {
    expect(expected.length, "pages that were left and not kept").toBeLessThan(15);
    await page.goto(`${site.origin}/one`);
    await tracked(page);
    await page.evaluate("window.left = true");
    await page.evaluate("pe.flush()");
    await expect.poll(() => views(collector.database)).toEqual([...expected, ["/one", "load"]]);
    // A page that the browser's database still works for is not kept.
    await expect.poll(() => countRecords(page, collector.key)).toBe(1);
    await page.goto(`${site.origin}/two`);
    await tracked(page);
    await page.evaluate("pe.flush()");
    await expect.poll(() => views(collector.database)).toEqual([...expected, ["/one", "load"], ["/two", "load"]]);
    await page.evaluate("void history.back()");
    await expect.poll(() => page.evaluate("location.pathname").catch(() => "")).toBe("/one");
    await expect.poll(() => page.evaluate("window.pe && pe.flush && pe.flush().then(() => 1)").catch(() => 0).then(() => views(collector.database).length)).toBe(expected.length + 3);
    wasKept = await page.evaluate("!!window.left");
    expected.push(["/one", "load"], ["/two", "load"], ["/one", wasKept ? "restore" : "load"]);
    expect(views(collector.database)).toEqual(expected);
  }
  await browser.close();
});

test("A prerendered page counts when it is activated, and has stored and sent nothing before", async ({ page, site, collector }) => {
  // A stand-in for the browser's own prerendering, which a driven browser does not do: the property and the event are the contract.
  await page.addInitScript("Object.defineProperty(document, 'prerendering', { get: () => !window.activated, configurable: true })");
  await page.goto(`${site.origin}/one`);
  await page.waitForFunction("window.pe && pe.track");
  await page.evaluate("pe.track('while_hidden')");
  expect(await page.evaluate("indexedDB.databases().then((all) => all.length)")).toBe(0);
  expect(storedEvents(collector.database)).toEqual([]);
  await page.evaluate("window.activated = true; document.dispatchEvent(new Event('prerenderingchange'))");
  await expectEvents(collector.database, { expected: ["session.started", "page.viewed"] });
  await expectEvents(collector.database, { expected: ["while_hidden"] });
  expect(views(collector.database)).toHaveLength(1);
});

test("A page whose consent is pending or denied stores and sends nothing; a yes sends what was held", async ({ page, site, collector }) => {
  site.fill({ attributes: 'data-consent="pending"' });
  const requests: string[] = [];
  page.on("request", (request) => /v1|extras/.test(request.url()) && requests.push(request.url()));
  const databases = () => page.evaluate("indexedDB.databases().then((all) => all.length)");
  await page.goto(`${site.origin}/one`);
  await page.waitForFunction("window.pe && pe.track");
  await page.evaluate("pe.track('held')");
  expect([await databases(), requests]).toEqual([0, []]);
  await page.evaluate("pe.consent('granted')");
  await expectEvents(collector.database, { expected: ["session.started", "page.viewed", "held"] });

  await page.evaluate("pe.consent('denied'); pe.track('never')");
  await page.goto(`${site.origin}/two`);
  await page.waitForFunction("window.pe && pe.track");
  expect(await page.evaluate("[pe.session(), localStorage.length]")).toEqual([null, 1]);
  await page.evaluate("pe.track('never'); pe.consent('granted'); pe.track('again')");
  await expectEvents(collector.database, { expected: ["again"], refuted: ["never", { url: `${site.origin}/two`, type: "page.viewed" }] });
});

test("No call throws or rejects, whatever it is given, and the page's error handler stays silent", async ({ page, site, collector }) => {
  // More than a thousand calls, a tenth of which wait for the network.
  test.slow();
  await page.goto(`${site.origin}/one`);
  await tracked(page);
  const thrown = await page.evaluate<string[]>(`(async () => {
    const errors = [];
    addEventListener("error", ({ message }) => errors.push("error: " + message));
    addEventListener("unhandledrejection", ({ reason }) => errors.push("rejection: " + reason));
    const cyclic = { list: [] }; cyclic.self = cyclic; cyclic.list.push(cyclic);
    const trap = new Proxy({}, { get() { throw new Error("get"); }, ownKeys() { throw new Error("keys"); }, has() { throw new Error("has"); }, getPrototypeOf() { throw new Error("proto"); } });
    const frame = document.createElement("iframe");
    const odd = [undefined, null, 0, -0, NaN, Infinity, 1n, "", "x".repeat(1e6), "\\ud800", Symbol("s"), () => { throw new Error("called"); }, cyclic, trap, { get a() { throw new Error("getter"); } },
      { toString() { throw new Error("toString"); } }, Object.create(null), document.createElement("div"), frame, window, document, document.all, new Date(NaN), new Map([[1, 2]]), new ArrayBuffer(8), Promise.reject(new Error("theirs")).catch(() => {}) && Promise.resolve(),
      [,1], Array(1e5).fill(1), JSON.parse('{"__proto__":{"polluted":1},"constructor":1}'), /x/, new Error("e"), true];
    const methods = ["page", "track", "identify", "conversation", "on", "once", "session", "flush", "debug", "init", "consent"];
    for (const method of methods) for (const first of odd) for (const second of [undefined, odd[odd.length * Math.random() | 0], cyclic, trap]) {
      if (method === "consent") continue;
      try { await pe[method](first, second); } catch (error) { errors.push(method + ": " + error); }
    }
    pe.debug(false);
    for (const first of odd) try { pe.consent(first); } catch (error) { errors.push("consent: " + error); }
    pe.consent("granted");
    if ({}.polluted) errors.push("polluted");
    return errors;
  })()`);
  expect(thrown.filter((error) => !/called/.test(error))).toEqual([]);
  await page.evaluate("pe.track('still_alive', { a: { get b() { throw 1 }, c: 2, d: 5n } })");
  await expectEvents(collector.database, { expected: [{ type: "still_alive", data: { a: { c: 2, d: "5" } } }] });
});

test("One listener's error goes to the page's own handler and stops nobody", async ({ page, site }) => {
  await page.goto(`${site.origin}/one`);
  await tracked(page);
  expect(await page.evaluate(`new Promise((done) => {
    const seen = [];
    addEventListener("error", (event) => (event.preventDefault(), seen.push(event.message)));
    pe.on("chat-started", () => { throw new Error("mine"); });
    const off = pe.on("chat.started", () => seen.push("off"));
    off();
    pe.once("conversation.started", ({ data }) => seen.push("once " + data.channel));
    document.addEventListener("pe:conversation.started", () => seen.push("custom event"));
    pe.on("*", ({ type }) => type === "last" && done(seen));
    pe.conversation("started", { channel: "chat" });
    pe.on("conversation.ended", () => setTimeout(() => pe.track("last")));
    setTimeout(() => { pe.conversation("ended", { channel: "chat" }); pe.conversation("started", { channel: "chat" }); });
  })`)).toEqual(expect.arrayContaining([expect.stringContaining("mine"), "once chat", "custom event"]));
});

test("The script adds no global but pe, and elements with tempting names do not mislead it", async ({ page, site, collector }) => {
  await page.goto(`${site.origin}/plain`);
  await tracked(page);
  const added = await page.evaluate(`(() => {
    const frame = document.body.appendChild(document.createElement("iframe"));
    const clean = new Set(Object.getOwnPropertyNames(frame.contentWindow));
    return Object.getOwnPropertyNames(window).filter((name) => !clean.has(name) && !/^(__pw|__playwright|\\d+$)/.test(name));
  })()`);
  expect(added).toEqual(["pe"]);
  await page.goto(`${site.origin}/clobber`);
  await tracked(page);
  await page.evaluate("document.querySelector('button').click()");
  await expectEvents(collector.database, { expected: [{ type: "form.submitted", data: { form: "contact" } }] });
});

test("A page's own variable called navigation, and an element called pe, do not stop it", async ({ page, site, collector }) => {
  const errors: string[] = [];
  page.on("pageerror", ({ message }) => errors.push(message));
  await page.goto(`${site.origin}/hostile`);
  await tracked(page);
  await page.evaluate("history.pushState({}, '', '/red')");
  await expectEvents(collector.database, { expected: ["early", { type: "page.viewed", data: { arrival: "route" } }] });
  expect(errors).toEqual([]);
});

test("An address that is far too long holds nothing up", async ({ page, site, collector }) => {
  await page.goto(`${site.origin}/one#${"x".repeat(70_000)}`);
  await tracked(page);
  await page.evaluate("pe.track('after')");
  await expectEvents(collector.database, { expected: ["page.viewed", "after"] });
});

test("Consent that the page holds back before the script arrives is held from the first event on", async ({ page, site, collector }) => {
  const requests: string[] = [];
  page.on("request", (request) => /v1|extras/.test(request.url()) && requests.push(request.url()));
  await page.goto(`${site.origin}/held`);
  await page.waitForFunction("window.pe && pe.v");
  expect([await page.evaluate("indexedDB.databases().then((all) => all.length)"), await page.evaluate("localStorage.length"), requests]).toEqual([0, 0, []]);
  await page.evaluate("pe.consent('granted')");
  await expectEvents(collector.database, { expected: ["session.started", "page.viewed", "asked"] });
});

test("A denial counts in every tab, and leaves no trace of the visitor in any", async ({ context, site, collector }) => {
  const [one, two] = [await context.newPage(), await context.newPage()];
  await one.goto(`${site.origin}/one`);
  await two.goto(`${site.origin}/two`);
  for (const tab of [one, two]) await tracked(tab);
  const before = await one.evaluate<{ visitor: string }>("pe.session()");
  await expectEvents(collector.database, { expected: [{ type: "page.viewed", url: `${site.origin}/two` }] });
  await one.evaluate("pe.track('not_sent_yet'); pe.consent('denied')");
  // Browsers tell their processes of what another has stored a moment later.
  await expect.poll(() => two.evaluate("pe.session()")).toBeNull();
  await two.evaluate("pe.track('other_tab'); pe.flush()");
  await expect.poll(() => countRecords(one, collector.key)).toBe(0);
  await one.evaluate("pe.consent('granted'); pe.track('again')");
  const [again] = await expectEvents(collector.database, { expected: ["again"], refuted: ["not_sent_yet", "other_tab"] });
  expect(again!.visitor).not.toBe(before.visitor);
});

test("A log-out right before leaving the page is a log-out", async ({ page, site, collector }) => {
  await page.goto(`${site.origin}/one`);
  for (let i = 0; i < 8; i++) {
    await tracked(page);
    await page.evaluate(`pe.track("round_${i}"); pe.reset(); location.href = "/two?${i}"`);
    await page.waitForURL(`${site.origin}/two?${i}`);
  }
  await tracked(page);
  await page.evaluate("pe.track('done')");
  await expectEvents(collector.database, { expected: ["done"] });
  await expect.poll(() => new Set(storedEvents(collector.database).map(({ visitor }) => visitor)).size).toBe(9);
  const of = (type: string) => storedEvents(collector.database).find((row) => row.type === type)!;
  for (let i = 0; i < 8; i++) expect(of(`round_${i}`).visitor).not.toBe(of(i < 7 ? `round_${i + 1}` : "done").visitor);
});

test("Where the visitor blocks storage, events are sent all the same", async ({ page, site, collector }) => {
  // What a browser does when site data is blocked: these throw.
  await page.addInitScript(`
    const refuse = () => { throw new DOMException("blocked", "SecurityError"); };
    Object.defineProperty(window, "localStorage", { get: refuse });
    Object.defineProperty(window, "indexedDB", { get: refuse });
    if (navigator.locks) navigator.locks.request = () => Promise.reject(new DOMException("blocked", "SecurityError"));
  `);
  await page.goto(`${site.origin}/one`);
  await tracked(page);
  await page.evaluate("pe.track('in_memory')");
  await expectEvents(collector.database, { expected: ["session.started", "page.viewed", "in_memory"] });
});
