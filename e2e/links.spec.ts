/** Ways to talk that need no adapter: links, what a site marks, frames, offers and the data layer; and who the widgets on a page are by. */
import type { Page } from "playwright/test";
import { atWork } from "./fixtures/extras";
import { serve } from "./fixtures/serve";
import type { Site } from "./fixtures/site";
import { expectEvents, storedEvents } from "./fixtures/stored";
import { expect, test } from "./fixtures/test";

/** Opens the page, and waits until the extras are at work. */
async function open(page: Page, site: Site, widgets: object = {}) {
  site.fill({ widgets: JSON.stringify(widgets) });
  await page.goto(`${site.origin}/links`);
  await ready(page);
}

/** Waits for what the page has loaded when it is idle, and for what that has loaded. */
async function ready(page: Page) {
  await page.evaluate("pe.open('chat')");
  await atWork(page, "marks");
}

/** Waits until all has been stored that happened until now. */
async function told(page: Page, database: string) {
  await page.evaluate("pe.track('done')");
  await expectEvents(database, { expected: ["done"] });
  expect(await page.title()).toBe("A page with ways to talk");
  const events = storedEvents(database).filter(({ type }) => /^(conversation|widget)\./.test(type));
  return events.map(({ type, data: { conversation, ...data } }) => [type.replace("conversation.", ""), data]);
}

const wish = (vendor: string, method = "link") => ["started", { vendor, channel: "messaging", method, confidence: "intent" }];
const call = ["started", { channel: "call", direction: "inbound", method: "link", confidence: "intent" }];
const HOLD = 'await new Promise((done) => setTimeout(done, 1_500))';

test("A link into a call or an app is a wish, however it is pressed and wherever it stands", async ({ page, site, collector }) => {
  await open(page, site);
  await page.locator("#phone").dblclick();
  await page.locator("#stopped b").click();
  await page.locator("#telegram").click({ button: "right" });
  await page.keyboard.press("Escape");
  await page.locator("#telegram").click({ button: "middle" });
  await page.locator("#drawn").click();
  await page.locator("#area").focus();
  await page.keyboard.press("Enter");
  await page.locator("#slotted").click();
  await page.locator("#formed").press("Enter");
  for (const id of ["share", "share2", "plain"]) await page.locator(`#${id}`).click();
  await page.evaluate("document.querySelector('#telegram').click(); document.querySelector('#phone').dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }))");
  expect(await told(page, collector.database)).toEqual([call, ...["whatsapp", "telegram", "messenger", "viber", "signal", "sms"].map((vendor) => wish(vendor))]);
  const stored = JSON.stringify(storedEvents(collector.database));
  expect(stored).not.toMatch(/secret-words|4930123/);
  expect(new Set(storedEvents(collector.database).flatMap(({ conversation }) => conversation ?? [])).size).toBe(7);
});

test("A click before the extra has come is judged when it has, with its own time", async ({ page, site, collector }) => {
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route("**/extras/widgets.mjs", async (route) => {
    await held;
    await route.continue();
  });
  site.fill({ widgets: "{}" });
  await Promise.all([page.waitForRequest("**/extras/widgets.mjs"), page.goto(`${site.origin}/links`)]);
  await page.locator("#slotted").click();
  await page.locator("#launcher i").click();
  await page.evaluate("document.querySelector('#phone').click(); pe.track('between')");
  release();
  await page.evaluate("pe.open('chat')");
  const events = await expectEvents(collector.database, { expected: ["conversation.started", "conversation.opened", "between"], refuted: [{ type: "conversation.started", data: { channel: "call" } }] });
  expect(events.map(({ data }) => data.vendor)).toEqual(["signal", "acme", undefined]);
});

test("What a site marks is told as it says, and a link that it marks is a wish like others", async ({ page, site, collector }) => {
  await open(page, site, { links: false });
  // Nobody pressed this.
  await page.evaluate("document.querySelector('#shortened').click()");
  await page.locator("#phone").click();
  await page.locator("#launcher i").click();
  await page.locator("#hash").press("Enter");
  await page.locator("#shortened").click();
  await page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p><button id=late data-pe-conversation=whatsapp>Late</button></p>')");
  await page.locator("#late").click();
  await page.locator("#begin").click();
  const method = "attribute";
  expect(await told(page, collector.database)).toEqual([
    ["opened", { channel: "chat", vendor: "acme", queue: "Sales", method }],
    ["opened", { channel: "messaging", method }],
    wish("line", method),
    ["opened", { channel: "messaging", vendor: "whatsapp", method }],
    ["started", { channel: "chat", method }],
  ]);
  await expectEvents(collector.database, { expected: [{ type: "conversation.started", conversation: "case-7" }] });
});

test("An offer is offered once it was in view, and accepted, declined or ignored", async ({ page, site, collector }) => {
  await open(page, site);
  const offer = (id: string, inner: string, style = "") =>
    `<div id="${id}" style="height:80px;${style}" data-pe-conversation="chat" data-pe-conversation-offer="${id}"><p>May we help?</p>${inner}</div>`;
  const html = [
    offer("spring", '<button data-pe-conversation-state="declined">No</button>'),
    offer("summer", '<button data-pe-conversation>Yes</button>'),
    offer("autumn", ""),
    offer("hidden", "", "visibility:hidden"),
    offer("faded", "", "opacity:0"),
    `<div style="height:9000px"></div>${offer("below", "")}`,
  ].join("");
  await page.evaluate(`document.body.insertAdjacentHTML("afterbegin", ${JSON.stringify(html)})`);
  await expectEvents(collector.database, { expected: ["spring", "summer", "autumn"].map((id) => ({ type: "conversation.offered", data: { offer: id, channel: "chat", method: "attribute" } })) });
  await page.locator("#spring p").click();
  await page.locator("#spring button").click();
  await page.locator("#summer button").click();
  await page.evaluate("document.querySelector('#faded').style.opacity = 1");
  await expectEvents(collector.database, { expected: [{ type: "conversation.offered", data: { offer: "faded" } }] });
  await page.goto(`${site.origin}/one`);
  await expectEvents(collector.database, { expected: [{ type: "page.viewed", url: `${site.origin}/one` }] });
  for (const offer of ["autumn", "faded"]) await expectEvents(collector.database, { expected: [{ type: "conversation.ignored", data: { offer } }] });
  const events = storedEvents(collector.database).filter(({ type }) => type.startsWith("conversation."));
  const of = (id: string) => events.filter(({ data }) => data.offer === id);
  expect(["spring", "summer", "autumn", "faded", "hidden", "below"].map((id) => of(id).map(({ type }) => type.replace("conversation.", ""))))
    .toEqual([["offered", "declined"], ["offered", "accepted"], ["offered", "ignored"], ["offered", "ignored"], [], []]);
  for (const id of ["spring", "summer", "autumn"]) expect(new Set(of(id).map(({ conversation }) => conversation)).size).toBe(1);
});

const COMPOSER = { contentType: "text/html", body: "<textarea style='width:90%;height:90%'></textarea>" };

test("A visitor who turns to a chat in a frame has opened it, which is less than a start", async ({ page, site, collector }) => {
  const other = await serve((_request, response) => response.writeHead(200, { "content-type": COMPOSER.contentType }).end(COMPOSER.body));
  await page.route("https://chat.chatra.io/**", (route) => route.fulfill(COMPOSER));
  await open(page, site);
  const frame = (id: string, src: string, attributes = "") => `<iframe id="${id}" src="${src}" style="height:80px" ${attributes}></iframe>`;
  const html = frame("marked", `${other.origin}/`, 'data-pe-conversation="messaging" data-pe-conversation-vendor="acme"') + frame("known", "https://chat.chatra.io/") + frame("any", `${other.origin}/`);
  await page.evaluate(`document.body.insertAdjacentHTML("afterbegin", ${JSON.stringify(html)})`);
  for (const id of ["any", "marked", "known", "marked"]) {
    await page.evaluate("document.activeElement.blur(); window.focus()");
    await page.frameLocator(`#${id}`).locator("textarea").click();
    if (id !== "any") await expectEvents(collector.database, { expected: [{ type: "conversation.opened", data: { vendor: id === "known" ? "chatra" : "acme" } }] });
  }
  const seen = { method: "focus", confidence: "low" };
  expect((await told(page, collector.database)).filter(([type]) => type !== "widget.found")).toEqual([
    ["opened", { ...seen, channel: "messaging", vendor: "acme" }],
    ["opened", { ...seen, channel: "chat", vendor: "chatra" }],
  ]);
  await other.stop();
});

test("A frame that takes the focus has not been turned to: nobody pressed anything, or they did before, or they tabbed past it", async ({ page, site, collector }) => {
  await page.route("https://chat.chatra.io/**", (route) => route.fulfill(COMPOSER));
  site.fill({ widgets: "{}" });
  await page.goto(`${site.origin}/links#greedy`);
  await page.evaluate("document.body.tabIndex = -1");
  await ready(page);
  const taken = () => storedEvents(collector.database).filter(({ type, data }) => type === "focus_taken" && data.by === "greedy").length;
  const release = "greedy.blur(); window.focus(); document.body.focus();";
  // What a test runs in a page counts as pressed, for five seconds.
  await page.evaluate(`${release} setTimeout(() => greedy.focus(), 6_000)`);
  await expect.poll(taken, { timeout: 60_000 }).toBe(1);
  await page.evaluate(`${release} addEventListener("pointerdown", () => setTimeout(() => greedy.focus(), 1_500), { once: true })`);
  await page.locator("h1").click();
  await expect.poll(taken).toBe(2);
  await page.evaluate(release);
  await page.keyboard.press("Tab");
  await expect.poll(taken).toBe(3);
  expect(await told(page, collector.database)).toEqual([["widget.found", { vendor: "chatra" }]]);
});

test("What the site tells its tag manager is told where it says so, and what pushes gives is what it gave", async ({ page, site, collector }) => {
  await open(page, site, { dataLayer: { chat_begun: "started", chat_over: "ended" } });
  expect(await page.evaluate("dataLayer.push({ event: 'chat_over', email: 'canary@example.com' })")).toBe(2);
  await page.evaluate("dataLayer.push({ event: 'chat_else' }, { get event() { throw new Error('no'); } })");
  const method = "data_layer";
  expect(await told(page, collector.database)).toEqual([["started", { channel: "chat", method }], ["ended", { channel: "chat", method }]]);
  await page.evaluate("window.ours = dataLayer.push; pe.destroy()");
  expect(await page.evaluate("dataLayer.push !== ours && dataLayer.push === Array.prototype.push")).toBe(true);
});

test("A vendor's widget on the page is told once, now or later, and is no conversation; what nobody knows is nothing", async ({ page, site, collector }) => {
  await page.route(/chatra|five9|unknown/, (route) => route.fulfill({ contentType: "text/javascript", body: "" }));
  await open(page, site);
  const add = (src: string) => page.evaluate(`(async () => { const script = document.createElement('script'); script.src = ${JSON.stringify(src)}; const box = document.createElement('form'); box.innerHTML = '<input name=matches><input name=querySelectorAll>'; box.append(script); document.body.append(box); })()`);
  await add("https://call.chatra.io/chatra.js");
  await add("https://call.chatra.io/again.js");
  await add("https://chat.unknown.example/livechat.js");
  await add("https://app.five9.com/widget.js");
  expect(await told(page, collector.database)).toEqual([["widget.found", { vendor: "chatra" }], ["widget.found", { vendor: "five9" }]]);
});

test("destroy ends all of it", async ({ page, site, collector }) => {
  await open(page, site, { dataLayer: { chat_over: "started" } });
  await page.evaluate("pe.track('done'); pe.destroy()");
  const sent: string[] = [];
  page.on("request", (request) => request.method() === "POST" && sent.push(request.url()));
  await expectEvents(collector.database, { expected: ["done"] });
  // What the page has sent may be stored before its request is heard of here; the page answers after it.
  await page.evaluate("0");
  sent.length = 0;
  await page.evaluate("document.body.insertAdjacentHTML('afterbegin', '<div data-pe-conversation-offer=x>Hello</div><script src=https://tawk.to/x></script>'); dataLayer.push({ event: 'chat_over' })");
  for (const id of ["phone", "launcher", "begin"]) await page.locator(`#${id}`).click();
  await page.evaluate(`(async () => { ${HOLD} })()`);
  expect([sent, storedEvents(collector.database).filter(({ type }) => /^(conversation|widget)/.test(type))]).toEqual([[], []]);
});
