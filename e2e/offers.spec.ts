/** What rules have decided reaches the page in the answers to its batches: it is told, shown, answered, and what comes of it is one conversation. */
import type { BrowserContext, Page } from "playwright/test";
import { offerOf } from "./fixtures/answering";
import type { Answering } from "./fixtures/answering";
import { violations } from "./fixtures/axe";
import type { Collector } from "./fixtures/collector";
import type { Site } from "./fixtures/site";
import { expectEvents, storedEvents } from "./fixtures/stored";
import { expect, test } from "./fixtures/test";
import { adapted, noticing } from "./fixtures/told";
import { until } from "./fixtures/until";
import { rocketChatIn } from "./fixtures/visitor";

const chat = { type: "chat", text: "May we help you?", accept: "Chat with us", decline: "Not now" } as const;
const read = { type: "content", title: "New", text: "Boots are here.", decline: "Thanks" } as const;
const dialog = (page: Page) => page.getByRole("dialog");

/** Writes down what the page's listeners hear, as a site listens that has the stub. */
function hear(): void {
  const hears: string[] = [];
  const states = ["offered", "accepted", "declined", "ignored", "expired", "failed"];
  const names = ["action.qualified", "action.blocked", "segment.matched", ...states.flatMap((state) => [`chat.${state}`, `content.${state}`])];
  const calls = names.map((name) => ["on", name, ({ data }: { data: { reason?: string } }) => hears.push([name, data.reason].filter(Boolean).join(" "))]);
  Object.assign(window, { hears, pe: { q: calls } });
}
const told = (page: Page) => page.evaluate<string[]>("hears.slice()");
const reports = (page: Page) => page.evaluate<string[]>("reports");
const rows = ({ database }: Collector) => storedEvents(database).filter(({ type, data }) => data.offer && /^(action|conversation|content)\./.test(type));
const stored = (collector: Collector) => rows(collector).map(({ type, data }) => [type, data.reason].filter(Boolean).join(" "));

/** A page that allows nothing, and has a widget. */
async function open({ page, site, answering, offer, path = "strict" }: { page: Page; site: Site; answering: Answering; offer?: ReturnType<typeof offerOf>; path?: string }): Promise<void> {
  site.fill({ dir: "ltr" });
  if (offer) answering.decide(`/${path}`, offer);
  await page.addInitScript(hear);
  await page.goto(`${site.origin}/${path}`);
}

/** Everything that is asked for in a test about a shown offer. */
async function shown(given: Parameters<typeof open>[0]): Promise<void> {
  await open(given);
  await expect(dialog(given.page)).toContainText(/help you|Boots/);
}

test("An offer that is accepted opens the real widget, and the conversation that begins there carries the offer, on the next page too", async ({ page, emptySite: site, collector, answering, rocketchat }) => {
  const offer = offerOf(chat);
  await shown({ page, site, answering, offer, path: "rocketchat" });
  await dialog(page).getByText("Chat with us").click();
  await expect(dialog(page)).toHaveCount(0);
  await expect.poll(() => told(page)).toEqual(["action.qualified", "chat.offered", "chat.accepted"]);
  const widget = rocketChatIn(page);
  await widget.say("Where is my order?");
  await expect.poll(() => rocketchat.received()).toEqual(["Where is my order?"]);

  const about = { offer: offer.id };
  const found = await expectEvents(collector.database, { expected: ["offered", "accepted", "started"].map((state) => ({ type: `conversation.${state}`, data: about })) });
  expect(new Set(found.map(({ conversation }) => conversation)).size).toBe(1);
  expect(found[0]!.data).toMatchObject({ map: "help", channel: "chat" });

  // It goes on there, and the vendor tells nothing again but the end.
  await page.goto(`${site.origin}/rocketchat`);
  await adapted(page, "rocketchat");
  await expect.poll(() => rocketchat.heard()).toBe(true);
  rocketchat.agentJoins("Dana");
  rocketchat.agentCloses();
  await expectEvents(collector.database, { expected: [{ type: "conversation.ended", conversation: found[0]!.conversation, data: about }] });
  expect(stored(collector).filter((type) => type === "conversation.offered")).toHaveLength(1);
});

test.describe("On a page that allows nothing", () => {
  test("an offer is a dialog that takes no focus, is reached and answered by keys, and gives the focus back", async ({ page, emptySite: site, collector, answering }) => {
    const text = `<b>May we help you?</b> ${"x".repeat(80)}`;
    await open({ page, site, answering });
    await page.locator("#here").focus();
    answering.decideOn("go", offerOf({ ...chat, title: "Hello", text }));
    await page.evaluate("pe.track('go')");
    await expect(dialog(page)).toHaveAccessibleName("Hello");
    // As text, and no more of it than fits.
    await expect(dialog(page)).toHaveAccessibleDescription(text.slice(0, 70));
    await expect(dialog(page)).not.toHaveAttribute("aria-modal", "true");
    expect(await page.evaluate("document.activeElement.id")).toBe("here");
    // Where the focus is not, Escape is the page's.
    await page.keyboard.press("Escape");
    const names: string[] = [];
    for (let i = 0; i < 3; i++) {
      await page.keyboard.press("Tab");
      names.push(await page.evaluate<string>("document.activeElement.shadowRoot.activeElement.getAttribute('aria-label') ?? document.activeElement.shadowRoot.activeElement.textContent"));
    }
    expect(names).toEqual(["Chat with us", "Not now", "Not now"]);
    await page.evaluate("window.escapes = 0; addEventListener('keydown', () => escapes++)");
    await page.keyboard.press("Escape");
    await expect(dialog(page)).toHaveCount(0);
    expect(await page.evaluate("[document.activeElement.id, escapes]")).toEqual(["here", 0]);
    await expect.poll(() => stored(collector)).toEqual(["conversation.offered", "conversation.declined"]);
    expect([await reports(page), await page.evaluate("shown")]).toEqual([[], 0]);
  });

  for (const [name, { colorScheme, dir }] of Object.entries({ light: { colorScheme: "light", dir: "ltr" }, dark: { colorScheme: "dark", dir: "ltr" }, "right to left": { colorScheme: "light", dir: "rtl" } } as const))
    test(`an offer is fit for everybody, ${name}, on a screen of 320 pixels`, async ({ page, browserName, emptySite: site, answering }) => {
      test.skip(browserName === "firefox" && colorScheme === "dark", "Firefox over WebDriver BiDi knows no dark yet");
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.setViewportSize({ width: 320, height: 480 });
      await shown({ page, site, answering, offer: offerOf({ ...chat, title: "Hello" }) });
      await page.evaluate(`document.documentElement.dir = "${dir}"`);
      expect(await violations(page, "[data-pe-offer]")).toEqual([]);
      const box = (await dialog(page).boundingBox())!;
      expect([box.x >= 0, box.x + box.width <= 320, box.y >= 0, box.y + box.height <= 480]).toEqual(Array(4).fill(true));
      for (const button of await dialog(page).getByRole("button").all()) {
        const { width, height } = (await button.boundingBox())!;
        expect(Math.min(width, height)).toBeGreaterThanOrEqual(24);
      }
      const close = (await dialog(page).getByRole("button").last().boundingBox())!;
      expect(close.x + close.width / 2 < 160).toBe(dir === "rtl");
      expect(await reports(page)).toEqual([]);
      expect(await page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")).toBe(colorScheme === "dark");
      // Neither colours by force nor paper are to be had in Firefox here.
      if (browserName === "firefox") return;
      await page.emulateMedia({ forcedColors: "active" });
      for (const part of ["accept", "close"]) await expect(dialog(page).locator(`#${part}`)).not.toHaveCSS("border-color", "rgba(0, 0, 0, 0)");
      // On paper it is of no use.
      await page.emulateMedia({ media: "print" });
      await expect(dialog(page)).toBeHidden();
    });

  test("an offer wears the colours that the site gives it, and no rule that is meant for others", async ({ page, emptySite: site, answering }) => {
    await shown({ page, site, answering, offer: offerOf(chat) });
    // As a style sheet of the site would.
    await page.evaluate(`(() => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync("* { display: none } :root { display: block; --pe-offer-background: rgb(1, 2, 3); --pe-offer-z-index: 7 } body { display: block } [data-pe-offer]::part(accept) { letter-spacing: 3px }");
      document.adoptedStyleSheets = [sheet];
    })()`);
    const styles = await page.evaluate(`(() => {
      const host = document.querySelector("[data-pe-offer]"), root = host.shadowRoot;
      return [getComputedStyle(root.querySelector("#dialog")).backgroundColor, getComputedStyle(root.querySelector("#accept")).letterSpacing, getComputedStyle(host).zIndex];
    })()`);
    expect(styles).toEqual(["rgb(1, 2, 3)", "3px", "7"]);
    await expect(dialog(page)).toBeVisible();
  });

  test("accepting opens the widget; one that fails is told", async ({ page, emptySite: site, collector, answering }) => {
    await shown({ page, site, answering, offer: offerOf({ ...chat, vendor: "jivo", queue: "Sales" }) });
    await dialog(page).getByText("Chat with us").click();
    await expect.poll(() => page.evaluate("shown")).toBe(1);
    await page.evaluate("jivo_api.open = () => { throw new Error('not today') }");
    answering.decideOn("again", offerOf(chat));
    await page.evaluate("pe.track('again')");
    await dialog(page).getByText("Chat with us").click();
    await expect.poll(() => stored(collector)).toEqual(["conversation.offered", "conversation.accepted", "conversation.offered", "conversation.failed"]);
    expect(rows(collector)[1]!.data).toMatchObject({ vendor: "jivo", queue: "Sales" });
    // What did not open is no conversation.
    expect(await page.evaluate("JSON.parse(localStorage.getItem(Object.keys(localStorage).find((key) => key.endsWith(':c')))).length")).toBe(1);
    expect(await reports(page)).toEqual([]);
  });
});

test.describe("Content", () => {
  test("has a link, in this tab or another, and what is no address of the web is none", async ({ page, emptySite: site, collector, answering }) => {
    await open({ page, site, answering, path: "one", offer: offerOf({ ...read, image: { url: "/nowhere.png", alt: "Boots" }, link: { text: "See them", url: "javascript:alert(1)" } }) });
    await expect(dialog(page)).toContainText("Boots are here.");
    await expect(dialog(page).getByRole("link")).toHaveCount(0);
    // A picture that is not to be had leaves nothing behind.
    await expect(dialog(page).getByRole("img")).toHaveCount(0);
    await dialog(page).getByText("Thanks").click();

    answering.decideOn("second", offerOf({ ...read, link: { text: "See them", url: "https://shop.example/boots", newTab: true } }));
    await page.evaluate("pe.track('second')");
    const link = dialog(page).getByRole("link");
    await expect(link).toHaveAttribute("rel", "noopener");
    await expect(link).toHaveAttribute("target", "_blank");
    await dialog(page).getByText("Thanks").click();

    answering.decideOn("third", offerOf({ ...read, link: { text: "See them", url: "/two" } }));
    await page.evaluate("pe.track('third')");
    await dialog(page).getByText("See them").click();
    await page.waitForURL(`${site.origin}/two`);
    await expect.poll(() => stored(collector)).toEqual(["content.offered", "content.declined", "content.offered", "content.declined", "content.offered", "content.accepted"]);
    expect(rows(collector).at(-1)!.data).toEqual({ offer: expect.any(String), map: "help" });
  });
});

test.describe("A site shows it itself", () => {
  for (const [how, prevent] of Object.entries({
    "by pe.on": "pe.on('chat.offered', (offer) => { window.offer = offer; offer.preventDefault(); })",
    "by the event on the document": "document.addEventListener('pe:chat-offered'.replace('-', '.'), (event) => { window.offer = event.detail; event.preventDefault(); })",
  }))
    test(how, async ({ page, emptySite: site, collector, answering }) => {
      await open({ page, site, answering });
      await page.evaluate(prevent);
      answering.decideOn("one", offerOf(chat));
      await page.evaluate("pe.track('one')");
      await expect.poll(() => page.evaluate("!!window.offer")).toBe(true);
      await expect(dialog(page)).toHaveCount(0);
      expect(await page.evaluate("[offer.accept(), shown, offer.accept()]")).toEqual([true, 1, false]);
      answering.decideOn("two", offerOf(chat));
      await page.evaluate("window.offer = undefined; pe.track('two')");
      await expect.poll(() => page.evaluate("!!window.offer")).toBe(true);
      await page.evaluate("offer.decline()");
      await expect.poll(() => stored(collector)).toEqual(["conversation.offered", "conversation.accepted", "conversation.offered", "conversation.declined"]);
      await expect(dialog(page)).toHaveCount(0);
    });

  test("or wants none shown, and hears of it", async ({ page, emptySite: site, collector, answering }) => {
    site.fill({ attributes: 'data-offers="false"' });
    await open({ page, site, answering, offer: offerOf(chat) });
    await expect.poll(() => told(page)).toEqual(["action.qualified"]);
    await page.evaluate("pe.track('after')");
    await expectEvents(collector.database, { expected: ["after"] });
    expect(stored(collector)).toEqual([]);
    await expect(dialog(page)).toHaveCount(0);
  });
});

test.describe("Without an answer it is over", () => {
  const closed = async (page: Page, collector: Collector, ...types: string[]) => {
    await expect.poll(() => stored(collector)).toEqual(["conversation.offered", ...types]);
    await expect(dialog(page)).toHaveCount(0);
  };

  test("when the page is left, and it is not there when the visitor comes back", async ({ page, emptySite: site, collector, answering }) => {
    await shown({ page, site, answering, offer: offerOf(chat) });
    await page.goto(`${site.origin}/bare`);
    await page.goBack();
    await closed(page, collector, "conversation.ignored");
  });

  test("when a route of another path follows, and not with another query", async ({ page, emptySite: site, collector, answering }) => {
    await shown({ page, site, answering, offer: offerOf(chat) });
    await page.evaluate("history.pushState({}, '', '?colour=blue'); pe.page()");
    await page.evaluate("pe.flush()");
    await expect(dialog(page)).toHaveCount(1);
    await page.evaluate("history.pushState({}, '', '/elsewhere'); pe.page()");
    await closed(page, collector, "conversation.ignored");
  });

  test("when its time is over", async ({ page, emptySite: site, collector, answering }) => {
    await open({ page, site, answering });
    // Its time begins when the page hears of it, whether there is anything yet to show it with or not.
    await noticing(page);
    answering.decideOn("go", offerOf(chat, { holdsMs: 8_000 }));
    await page.evaluate("pe.track('go')");
    // What is offered was shown, or had failed.
    await closed(page, collector, "conversation.expired");
  });

  test("when messaging is not allowed any more", async ({ page, emptySite: site, collector, answering }) => {
    await shown({ page, site, answering, offer: offerOf(chat) });
    await page.evaluate("pe.consent({ messaging: 'denied' })");
    await closed(page, collector, "conversation.ignored");
  });

  test("when nothing is allowed any more: nothing is left, and nothing sent", async ({ page, emptySite: site, collector, answering }) => {
    await shown({ page, site, answering, offer: offerOf(chat) });
    await expect.poll(() => stored(collector)).toEqual(["conversation.offered"]);
    const batches = answering.batches.length;
    await page.evaluate("pe.consent('denied')");
    await closed(page, collector);
    expect(await page.evaluate("Object.keys(localStorage)")).toEqual(["parley:denied"]);
    expect(answering.batches.length).toBe(batches);
  });

  test("when the visitor is another, without a word that would be theirs", async ({ page, emptySite: site, collector, answering }) => {
    await shown({ page, site, answering, offer: offerOf(chat) });
    await page.evaluate("pe.reset(); pe.flush()");
    await expectEvents(collector.database, { expected: ["identity.reset"] });
    await closed(page, collector);
  });

  test("when the page stops tracking, without a word", async ({ page, emptySite: site, collector, answering }) => {
    await shown({ page, site, answering, offer: offerOf(chat) });
    await expect.poll(() => stored(collector)).toEqual(["conversation.offered"]);
    await page.evaluate("pe.destroy()");
    await closed(page, collector);
  });
});

test.describe("What cannot be shown says why", () => {
  test("no messaging is allowed", async ({ page, emptySite: site, collector, answering }) => {
    site.fill({ attributes: "data-consent='granted'" });
    await open({ page, site, answering });
    await page.evaluate("pe.consent({ messaging: 'denied' })");
    const offer = offerOf(chat);
    answering.decideOn("go", offer);
    await page.evaluate("pe.track('go')");
    await expect.poll(() => told(page)).toEqual(["action.qualified", "action.blocked consent"]);
    await expect.poll(() => stored(collector)).toEqual(["action.blocked consent"]);
    expect(rows(collector)[0]!.data).toEqual({ map: "help", name: "Help", type: "chat", version: 1, reason: "consent", offer: offer.id });
  });

  test("the page has no widget of that channel, or not of that vendor", async ({ page, emptySite: site, collector, answering }) => {
    await open({ page, site, answering, offer: offerOf({ ...chat, type: "messaging" }) });
    answering.decideOn("go", offerOf({ ...chat, vendor: "rocketchat" }));
    await page.evaluate("pe.track('go')");
    // One after the other, each for as long as a busy page may need.
    await expect.poll(() => stored(collector), { timeout: 100_000 }).toEqual(["action.blocked no_widget", "action.blocked no_widget"]);
  });

  test("or is left while it waits for one; one that comes late is in time", async ({ page, emptySite: site, collector, answering }) => {
    await page.addInitScript("let api; Object.defineProperty(window, 'jivo_api', { get: () => (window.isLate ? api : undefined), set: (given) => (api = given) })");
    await open({ page, site, answering });
    await noticing(page);
    /** What the page does itself a second after it is told, as it is waited for no longer than a few. */
    const go = async (then: string) => {
      answering.decideOn("go", offerOf(chat));
      await page.evaluate(`pe.on("action.qualified", () => setTimeout(() => (${then}), 1_000)); pe.track('go'); pe.flush()`);
    };
    await go("location.href = '/strict?again'");
    await expect(page).toHaveURL(/again/);
    await expect.poll(() => stored(collector)).toEqual(["action.blocked page_left"]);
    await noticing(page);
    await go("window.wasShown = !!document.querySelector('[data-pe-offer]'), window.isLate = true");
    await expect(dialog(page)).toHaveCount(1);
    expect(await page.evaluate("wasShown")).toBe(false);
    expect(await told(page)).toEqual(["action.qualified", "chat.offered"]);
  });

  test("nobody looks at the page until it is over", async ({ page, emptySite: site, collector, answering }) => {
    await page.addInitScript("Object.defineProperty(document, 'hidden', { get: () => !window.isSeen })");
    await open({ page, site, answering, offer: offerOf(chat, { holdsMs: 2_000 }) });
    await expect.poll(() => stored(collector)).toEqual(["action.blocked expired"]);
    answering.decideOn("go", offerOf(chat));
    await page.evaluate("pe.track('go'); pe.flush()");
    await expect.poll(() => told(page)).toEqual(["action.qualified", "action.blocked expired", "action.qualified"]);
    await expect(dialog(page)).toHaveCount(0);
    await page.evaluate("window.isSeen = true; document.dispatchEvent(new Event('visibilitychange'))");
    await expect(dialog(page)).toHaveCount(1);
  });
});

test.describe("Over all tabs", () => {
  const tab = async (context: BrowserContext, site: Site, path: string, isHidden = false) => {
    const page = await context.newPage();
    await page.addInitScript(hear);
    if (isHidden) await page.addInitScript("Object.defineProperty(document, 'hidden', { get: () => true })");
    await page.goto(`${site.origin}/${path}`);
    await noticing(page);
    return page;
  };

  /** What the others tell this tab sends along with its own, and would get their answers: until they have them it sends nothing. */
  const silence = async (page: Page, answered: () => Promise<void>) => {
    await page.route("**/v1/events", (route) => route.abort());
    await answered();
    await page.unroute("**/v1/events");
  };

  test("a decision is told once and an offer shown once, however often the collector says so", async ({ context, emptySite: site, collector, answering }) => {
    site.fill({ dir: "ltr" });
    const [one, two] = [await tab(context, site, "strict"), await tab(context, site, "strict")];
    const decided = [offerOf(chat), { id: "s1", type: "segment.matched", at: 1, data: { segment: "hot", name: "Hot", color: "#ff0000", of: "session" } } as const];
    answering.decideOn("first", ...decided);
    answering.decideOn("second", ...decided);
    await silence(two, async () => {
      await one.evaluate("pe.track('first'); pe.flush()");
      await expect(dialog(one)).toHaveCount(1);
    });
    await two.evaluate("pe.track('second'); pe.flush()");
    await expectEvents(collector.database, { expected: ["first", "second"] });
    await two.evaluate("pe.track('third'); pe.flush()");
    await expectEvents(collector.database, { expected: ["third"] });
    const all = [...(await told(one)), ...(await told(two))];
    expect(all.sort()).toEqual(["action.qualified", "chat.offered", "segment.matched"]);
    await expect(dialog(two)).toHaveCount(0);
  });

  test("what comes to a tab that nobody looks at is shown in the one that somebody does", async ({ context, emptySite: site, answering }) => {
    site.fill({ dir: "ltr" });
    const hidden = await tab(context, site, "strict", true);
    const seen = await tab(context, site, "strict");
    answering.decideOn("go", offerOf(chat));
    await silence(seen, async () => {
      await hidden.evaluate("pe.track('go'); pe.flush()");
      await expect(dialog(seen)).toHaveCount(1);
    });
    await expect(dialog(hidden)).toHaveCount(0);
    expect(await told(seen)).toEqual(["chat.offered"]);
  });

  test("it is taken away when the visitor is reset in another", async ({ context, emptySite: site, answering }) => {
    site.fill({ dir: "ltr" });
    const [one, two] = [await tab(context, site, "strict"), await tab(context, site, "strict")];
    answering.decideOn("go", offerOf(chat));
    await silence(two, async () => {
      await one.evaluate("pe.track('go'); pe.flush()");
      await expect(dialog(one)).toHaveCount(1);
    });
    await two.evaluate("pe.reset(); pe.flush()");
    await expect(dialog(one)).toHaveCount(0);
  });
});

test("Events wait as long for company as the collector says, on the site's next pages from the first one on, and a no forgets that", async ({ page, emptySite: site, answering }) => {
  const waits: number[] = [];
  const view = async (path: string) => {
    const before = answering.batches.length;
    const address = `${site.origin}/${path}`;
    await page.goto(address);
    // By the page's clock alone: how long all else takes is no matter.
    const isView = ({ type, url }: { type: string; url?: string }) => type === "page.viewed" && url === address;
    waits.push(await until("the page view", () => answering.batches.slice(before).flatMap(({ sentAt, events }) => events.filter(isView).map(({ at }) => sentAt - at))[0]));
  };
  const remembered = () => page.evaluate<string | null>("localStorage.getItem(Object.keys(localStorage).find((key) => key.endsWith(':n')) ?? '')");
  await view("one");
  await expect.poll(remembered).toBe("250");
  await view("two");
  expect(waits[0]).toBeGreaterThan(waits[1]!);
  // A site that makes no offers any more.
  answering.next = undefined;
  await page.evaluate("pe.track('last'); pe.flush()");
  await expect.poll(remembered).toBeNull();
  answering.next = 250;
  await page.evaluate("pe.track('on'); pe.flush()");
  await expect.poll(remembered).toBe("250");
  await page.evaluate("pe.consent('denied')");
  expect(await page.evaluate("Object.keys(localStorage)")).toEqual(["parley:denied"]);
});

test("One offer after the other answers the events that qualify, and how soon is printed", async ({ page, emptySite: site, answering }) => {
  await open({ page, site, answering });
  await noticing(page);
  const times: number[] = [];
  for (let i = 0; i < 7; i++) {
    answering.decideOn(`go_${i}`, offerOf(chat));
    const ms = await page.evaluate<number>(`new Promise((done) => {
      const began = performance.now();
      pe.once("chat.offered", () => done(performance.now() - began));
      pe.track("go_${i}");
    })`);
    times.push(ms);
    await dialog(page).getByText("Not now").first().click();
  }
  const median = times.sort((a, b) => a - b)[3]!;
  console.log(`From event to offer: median ${Math.round(median)} ms of ${times.map(Math.round)}`);
  await expect.poll(() => told(page).then((names) => names.filter((name) => name === "chat.declined").length)).toBe(7);
});
