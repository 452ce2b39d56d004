/** The journey map and what is known of a person: a real visit, seen live by an agent, in groups and in order, by keyboard alone. */
import type { Locator, Page } from "playwright/test";
import { violations } from "./fixtures/axe";
import type { Collector } from "./fixtures/collector";
import { atWork } from "./fixtures/extras";
import { type } from "./fixtures/form";
import { logIn } from "./fixtures/logIn";
import { expect, test } from "./fixtures/test";
import { tracked } from "./fixtures/tracked";

test.use({ locale: "en-GB", viewport: { width: 1400, height: 1000 } });

/** A folder for pictures to look at. */
const SHOTS = process.env.PARLEY_SHOTS;

/** Watches for what the policy forbids, and logs in. */
async function open(desk: Page, collector: Collector): Promise<void> {
  await desk.addInitScript(`window.reports = []; addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sample }) => reports.push(violatedDirective + " " + blockedURI + " " + sample))`);
  await logIn(desk, collector);
}

/** With the keyboard, where the window has it: a headless Firefox's never does. */
async function press(button: Locator): Promise<void> {
  const hasKeys = await button.evaluate(() => document.hasFocus());
  await (hasKeys ? button.press("Space") : button.click());
}

/** What is listed, in order: pages by their titles, and what happened on them. */
const listed = (journey: Locator) => journey.locator(".step").evaluateAll((steps) => steps.map((step) =>
  (step.classList.contains("page") ? "# " : "- ") + step.querySelector(".step-text > :first-child")!.textContent));

async function visit(visitor: Page, origin: string): Promise<void> {
  await visitor.goto(`${origin}/one`);
  await tracked(visitor);
  await visitor.locator("#order").click();
  await visitor.goto(`${origin}/two`);
  await tracked(visitor);
  await type(visitor.getByLabel("Phone"), "07911 123456");
  // A phone that leaves with its page before is not claimed.
  await atWork(visitor, "identity");
  await visitor.getByRole("button", { name: "Send" }).click();
  await expect(visitor).toHaveURL(/\/three/);
  await tracked(visitor);
  await type(visitor.getByLabel("Search"), "green boots");
  await visitor.getByRole("button", { name: "Search" }).click();
  await expect(visitor).toHaveURL(/green/);
  await tracked(visitor);
}

const CREATE = (fields: object) => `fetch("/v1/contacts", { method: "POST", headers: { "content-type": "application/json" }, body: ${JSON.stringify(JSON.stringify(fields))} }).then((answer) => answer.json())`;

test("A visit is seen as it happens, page by page; what an agent reads, holds and has opened stays", async ({ page: desk, browser, site, collector }) => {
  await open(desk, collector);
  await desk.evaluate(CREATE({ displayName: "Ada Byron", phones: ["+447911123456"] }));
  const visitor = await browser.newPage();
  site.fill({ attributes: 'data-identity-region="GB"' });
  await visit(visitor, site.origin);

  const card = desk.locator('[data-card="session"]');
  await card.getByRole("button", { name: /^Journey/ }).click();
  const journey = card.getByRole("group", { name: "Journey" });
  const before = [
    "- Arrived", "# Shop, page one", "- Order completed", "# Shop, page two", "- Submitted form contact", "- Gave +447911123456 in form contact",
    "# Shop, page three", "- Submitted form search", "# Shop, page three", "- Searched for “green boots”",
  ];
  // The match is the collector's word, of when it heard of the phone: by then the visitor may be on the next page.
  const matched = "- Matched a contact by phone";
  await expect.poll(async () => (await listed(journey)).filter((line) => line !== matched)).toEqual(before);
  await expect.poll(async () => (await listed(journey)).filter((line) => line === matched)).toHaveLength(1);
  await expect(journey.locator(".part", { hasText: "Shop, page one" }).locator(".attributes")).toHaveText(/Total.*42.*Currency.*EUR/s);
  await expect(journey.getByRole("img", { name: /From \d\d:\d\d:\d\d to \d\d:\d\d:\d\d: 5 page steps, 3 forms and searches, 2 identity steps, 1 custom step\./ })).toBeVisible();

  // Something with many attributes, opened; and the focus somewhere.
  await visitor.evaluate(`pe.track("delivery_chosen", { carrier: "Snail", days: 9, zone: "b", gift: true, note: "<b onclick=alert(1)>ring</b>" })`);
  const long = journey.locator('[data-type="delivery_chosen"] details');
  await press(long.locator("summary"));
  await expect(long.locator("dd")).toHaveText(["Snail", "9", "b", "true", "<b onclick=alert(1)>ring</b>"]);
  await expect(journey.locator("b")).toHaveCount(0);
  const toggle = journey.getByRole("button", { name: "Page addresses" });
  await toggle.focus();
  await desk.evaluate("getSelection().selectAllChildren(document.querySelector('.journey .step.page .step-text'))");

  await visitor.evaluate(`pe.conversation("started", { channel: "chat", id: "chat-1", queue: "Sales" })`);
  // The mark first: it goes after a while.
  await expect(journey.locator('[data-type="conversation.started"] .new-mark')).toHaveText("New");
  await expect(journey.locator('[data-type="conversation.started"]')).toContainText("Started a web chat");
  await expect(journey.locator('[data-type="conversation.started"] svg')).toHaveAttribute("data-icon", "bubble");
  await expect(long).toHaveAttribute("open", "");
  expect(await desk.evaluate("String(getSelection())")).toContain("Shop, page one");
  expect(await toggle.evaluate((element) => element === document.activeElement)).toBe(true);

  // The agent takes the chat: the conversation's card shows the visit, or itself alone.
  const chat = desk.locator('[data-card="conversation"]');
  await chat.getByRole("button", { name: "Take" }).click();
  await chat.getByRole("button", { name: /^Journey/ }).click();
  const talk = chat.getByRole("group", { name: "Journey" });
  await expect(talk.locator('[data-type="conversation.connected"]')).toContainText("Connected to Dana Scott");
  await expect(talk.getByText("Shop, page one")).toBeVisible();
  await expect(talk.getByRole("img", { name: /with an agent \d+:\d\d/ })).toBeVisible();
  await press(talk.getByRole("button", { name: "This conversation" }));
  await expect(talk.getByText("Shop, page one")).toHaveCount(0);
  await expect(talk.locator('[data-type="conversation.connected"]')).toBeVisible();
  await press(talk.getByRole("button", { name: "All of this contact" }));
  await expect(talk.getByText("Shop, page one")).toBeVisible();
  await expect(talk.getByRole("button", { name: "All of this contact" })).toHaveAttribute("aria-pressed", "true");

  for (const scheme of ["light", "dark"] as const) {
    await desk.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
    expect([scheme, await violations(desk, "main")]).toEqual([scheme, []]);
  }
  await desk.setViewportSize({ width: 320, height: 900 });
  expect(await desk.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")).toBe(0);
  expect(await desk.evaluate("reports")).toEqual([]);

  // Pictures are taken with a style sheet of their own, which the policy reports.
  if (SHOTS) {
    for (const scheme of ["light", "dark"] as const) {
      await desk.emulateMedia({ colorScheme: scheme });
      await desk.setViewportSize({ width: 1400, height: 1000 });
      await desk.screenshot({ path: `${SHOTS}/journey-${scheme}.png`, fullPage: true });
      await desk.setViewportSize({ width: 320, height: 900 });
      await desk.screenshot({ path: `${SHOTS}/journey-narrow-${scheme}.png`, fullPage: true });
    }
  }
});

test("Kinds, addresses and times are chosen by keyboard, and remembered where they are a way of looking", async ({ page: desk, browser, site, collector }) => {
  await open(desk, collector);
  const visitor = await browser.newPage();
  await visit(visitor, site.origin);
  const card = desk.locator('[data-card="session"]');
  const openJourney = async () => {
    await press(card.getByRole("button", { name: /^Journey/ }));
    return card.getByRole("group", { name: "Journey" });
  };
  let journey = await openJourney();
  await expect(journey.locator('[data-type="search.performed"]')).toBeVisible();

  // Without pages what happened on them stays; and all of it comes back.
  const pages = journey.getByRole("button", { name: /^Pages \d+$/ });
  await press(pages);
  await expect(pages).toHaveAttribute("aria-pressed", "false");
  await expect(journey.locator(".step.page")).toHaveCount(0);
  await expect(journey.locator('[data-type="form.submitted"]')).toHaveCount(2);
  await press(journey.getByRole("button", { name: /^Forms and searches 3$/ }));
  await expect(journey.locator('[data-type="form.submitted"]')).toHaveCount(0);
  await press(pages);
  await expect(journey.locator(".step.page")).toHaveCount(4);

  await press(journey.getByRole("button", { name: "Page addresses" }));
  await expect(journey.locator(".step.page").first()).toContainText(`${site.origin}/one`);
  await press(journey.getByRole("button", { name: "Time since" }));
  await expect(journey.locator(".step.page time").first()).not.toHaveText(/\d\d:\d\d:\d\d/);
  await expect(journey.locator(".step.page > time").first()).toHaveAttribute("datetime", /^\d{4}-\d\d-\d\dT/);
  await desk.reload();
  journey = await openJourney();
  await expect(journey.locator(".step.page").first()).toContainText(`${site.origin}/one`);
  await expect(journey.getByRole("button", { name: "Time since" })).toHaveAttribute("aria-pressed", "true");
  await expect(journey.locator('[data-type="form.submitted"]')).toHaveCount(2);
  expect(await desk.evaluate("reports")).toEqual([]);
});

test("Of a journey that is longer than one answer nothing is left out: earlier steps come when they are asked for", async ({ page: desk, collector, emptySite }) => {
  const STEPS = 1_150;
  const all = Array.from({ length: STEPS }, (_, seq) => ({ id: `e${seq}`, type: "bid_made", at: Date.now() - STEPS + seq, session: "long-session-1", seq, data: { amount: seq } }));
  for (let from = 0; from < STEPS; from += 100) {
    const body = { v: 1, key: collector.key, batch: `b${from}`, sentAt: Date.now(), visitor: "bidder", events: all.slice(from, from + 100) };
    const answer = await fetch(`${collector.url}/v1/events`, { method: "POST", headers: { origin: emptySite.origin, "content-type": "text/plain" }, body: JSON.stringify(body) });
    expect(answer.status).toBe(202);
  }
  await open(desk, collector);
  const card = desk.locator('[data-card="session"]');
  await press(card.getByRole("button", { name: /^Journey/ }));
  const journey = card.getByRole("group", { name: "Journey" });
  const steps = journey.locator(".step");
  const earlier = journey.getByRole("button", { name: /^Show earlier/ });
  await expect(steps).toHaveCount(60);
  await expect(earlier).toHaveText("Show earlier (1090)");
  for (let shown = 260; shown < STEPS; shown += 200) {
    await press(earlier);
    await expect(steps).toHaveCount(shown);
    await expect(earlier).toHaveText(`Show earlier (${STEPS - shown})`);
  }
  await press(earlier);
  await expect(steps).toHaveCount(STEPS);
  await expect(earlier).toHaveCount(0);
  expect(await steps.locator("dd").allTextContents()).toEqual(all.map(({ data }) => String(data.amount)));
  expect(await journey.locator(".visits").evaluate((list) => list === document.activeElement)).toBe(true);
});

test("Agents note what they learn, see why somebody is who they are, and make one person of two", async ({ page: desk, browser, site, collector }) => {
  await open(desk, collector);
  await desk.evaluate(CREATE({ displayName: "Ada Byron", phones: ["+447911123456"] }));
  await desk.evaluate(CREATE({ displayName: "Ada King", emails: ["king@example.com"] }));
  const visitor = await browser.newPage();
  site.fill({ attributes: 'data-identity-region="GB"' });
  await visit(visitor, site.origin);
  const card = desk.locator('[data-card="session"]');
  await press(card.getByRole("button", { name: /^Journey/ }));
  const who = card.getByRole("group", { name: "Who is it" });
  await expect(who).toContainText(/Matched by phone \+447911123456 from form “contact” at \d\d:\d\d, on the page “Shop, page two”/);

  const notes = card.getByRole("group", { name: "Notes" });
  await expect(notes).toContainText("Nobody has written anything down yet.");
  for (const text of ["Prefers mornings", "<img src=x onerror=alert(1)> calls back"]) {
    await notes.getByLabel("New note").fill(text);
    await press(notes.getByRole("button", { name: "Add to the person" }));
    await expect(notes.getByLabel("New note")).toHaveValue("");
  }
  await expect(notes.locator(".note-text")).toHaveText(["<img src=x onerror=alert(1)> calls back", "Prefers mornings"]);
  await expect(notes.locator(".note").first()).toContainText(/Dana Scott, \d\d:\d\d/);
  // What is written while a note is on its way is of the next one.
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await desk.route("**/v1/events", (route) => held.then(() => route.continue()));
  await notes.getByLabel("New note").fill("Has a dog");
  await press(notes.getByRole("button", { name: "Add to the person" }));
  await notes.getByLabel("New note").fill("Has a dog and a cat");
  release();
  await expect(notes.locator(".note-text").first()).toHaveText("Has a dog");
  await expect(notes.getByLabel("New note")).toHaveValue("and a cat");
  await desk.unroute("**/v1/events");

  await press(who.getByRole("button", { name: "Merge with another contact" }));
  await who.getByLabel(/external id/).fill("king");
  await press(who.getByRole("button", { name: "Merge Ada King, king@example.com, into Ada Byron" }));
  await expect(desk.getByRole("dialog")).toContainText("Merge Ada King into Ada Byron?");
  await press(desk.getByRole("button", { name: "Merge both" }));
  await expect(who).toContainText("Ada King is part of this contact");
  await press(who.getByRole("button", { name: "Take Ada King apart again" }));
  await expect(who).not.toContainText("is part of this contact");

  const past = card.getByRole("group", { name: "Visits and conversations" });
  await expect(past).toContainText("Visits (1)");
  await expect(past).toContainText("this card");
  expect(await violations(desk, ".card")).toEqual([]);

  // The directory knows the same.
  await who.getByRole("link", { name: "Ada Byron" }).click();
  const contact = desk.getByRole("region", { name: "Contact", exact: true });
  await expect(contact.locator(".note-text")).toHaveText(["Has a dog", /calls back/, "Prefers mornings"]);
  await expect(contact).toContainText("Visits (1)");
  expect(await desk.evaluate("reports")).toEqual([]);
});
