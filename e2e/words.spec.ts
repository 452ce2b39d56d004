/** The console in other languages: in German, and in one from right to left whose every text is two fifths longer. Nothing is cut off, nothing runs over, everything can be reached. */
import type { Page } from "playwright/test";
import type { Collector } from "./fixtures/collector";
import { violations } from "./fixtures/axe";
import { logIn } from "./fixtures/logIn";
import { expect, test } from "./fixtures/test";

test.setTimeout(180_000);
/** A folder for pictures to look at. */
const SHOTS = process.env.PARLEY_SHOTS;
/** The page's address, what has to be there before it is looked at, and, where more is to be seen, what is pressed. */
const PAGES: { address: string; ready: string; press?: string }[] = [
  { address: "/console/", ready: ".card", press: '[data-card="session"] .toggle' },
  { address: "/console/contacts", ready: ".contacts a", press: ".contacts a" },
  { address: "/console/rules", ready: ".rule-row", press: ".templates summary" },
  { address: "/console/rules#actionMaps/help", ready: ".editor .condition" },
  { address: "/console/rules#report", ready: "#report" },
  { address: "/console/rules#versions", ready: ".version", press: ".version button" },
  { address: "/console/health", ready: ".verdict" },
  { address: "/console/supervisor", ready: ".queues tbody tr", press: ".day-quarters summary" },
  { address: "/console/admin", ready: "main h2" },
];

async function logInSpeaking(page: Page, collector: Collector, language: string) {
  await logIn(page, collector);
  await page.evaluate((chosen) => localStorage.setItem("parley.language", chosen), language);
  await page.reload();
}

/** Two visitors, a conversation that waits and one that was wrapped up, a contact, a rule, and a gap. */
async function fill(collector: Collector) {
  const secret = { authorization: `Bearer ${collector.secret}`, "content-type": "application/json" };
  const at = Date.now() - 60_000;
  let n = 0;
  const tell = async (events: { type: string; data?: object; session?: string; seq?: number; url?: string }[], visitor = "visitor-1") => {
    const body = { v: 1, key: collector.key, batch: `b${++n}`, sentAt: Date.now(), visitor, events: events.map((event) => ({ id: `e${++n}`, at: at + n, data: {}, ...event })) };
    const answer = await fetch(`${collector.url}/v1/events`, { method: "POST", headers: secret, body: JSON.stringify(body) });
    expect(await answer.json()).toMatchObject({ rejected: [] });
  };
  const url = "http://localhost:3000/a/rather/long/address/of/a/page";
  await tell([
    { type: "session.started", session: "s1", seq: 0, url }, { type: "page.viewed", session: "s1", seq: 1, url, data: { title: "Prices" } }, { type: "page.viewed", session: "s1", seq: 7, url },
    { type: "search.performed", session: "s1", seq: 8, data: { query: "chairs" } },
    { type: "identity.claimed", session: "s1", seq: 9, data: { emails: ["ada@example.com"], phones: ["+447911123456"], traits: { displayName: "Ada Byron" } } },
    { type: "conversation.started", session: "s1", seq: 10, data: { conversation: "c1", channel: "chat" } }, { type: "conversation.routed", data: { conversation: "c1", channel: "chat", queue: "Sales" } },
  ]);
  await tell([
    { type: "conversation.started", data: { conversation: "c2", channel: "call", direction: "inbound" } }, { type: "conversation.connected", data: { conversation: "c2", channel: "call", agent: "Priya Nair" } },
    { type: "conversation.ended", data: { conversation: "c2", channel: "call", by: "customer" } },
  ], "visitor-2");
  const send = async (method: string, path: string, body: object) => expect((await fetch(`${collector.url}${path}`, { method, headers: secret, body: JSON.stringify(body) })).ok, path).toBe(true);
  await send("POST", "/v1/contacts", { externalIds: ["7"], displayName: "Ada Byron", emails: ["ada@example.com"], companyName: "Analytical Engines" });
  const when = { all: [{ event: "page.viewed", where: { field: "path", is: "startsWith", value: "/pricing" }, atLeast: 2, inLast: "7d" }, { not: { field: "session.pages", is: "lessThan", value: 3 } }] };
  await send("PUT", "/v1/rules?version=0", {
    segments: [{ id: "readers", name: "Readers", of: "session", color: "#7b3fb5", when: { event: "page.viewed" } }], outcomes: [],
    actionMaps: [{ id: "help", name: "Help", when, pages: { all: [{ field: "page.path", is: "startsWith", value: "/a" }] }, schedule: { timeZone: "Europe/Berlin", hours: [{ days: ["mon"], from: "09:00", until: "17:00" }] }, action: { type: "chat", text: "Hi?" } }],
  });
}

/** Whose text is wider than they are. What scrolls, or is cut after two lines on purpose, is none. */
const escaping = (page: Page) =>
  page.locator("button, a.button, label, legend, th, dt, h2, h3, h4, h5, .card-status, .level, .tag, .chip, select").evaluateAll((all) =>
    all.filter((one) => one instanceof HTMLElement && one.offsetParent && getComputedStyle(one).display !== "inline" && !one.closest(".spoken") && getComputedStyle(one.closest("thead") ?? one).clipPath === "none" && !one.querySelector(".spoken") && one.clientWidth > 1 && one.scrollWidth > one.clientWidth + 1)
      .map((one) => `${one.scrollWidth} > ${one.clientWidth}: ${one.outerHTML.slice(0, 160)}`));

test("From right to left, and with texts two fifths longer, every page fits, narrow and wide", async ({ page, collector }) => {
  await fill(collector);
  await logInSpeaking(page, collector, "pseudo");
  await expect(page.locator("html")).toHaveAttribute("dir", "rtl");
  for (const { address, ready, press } of PAGES) {
    await page.goto("about:blank");
    await page.goto(`${collector.url}${address}`);
    await expect(page.locator(ready).first()).toBeVisible();
    if (press) await page.locator(press).first().click();
    if (address.endsWith("/contacts")) await expect(page.locator(".contact-head h3")).toBeVisible();
    if (address === "/console/") await expect(page.locator(".journey .step").first()).toBeVisible();
    for (const width of [320, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      if (SHOTS) await page.screenshot({ path: `${SHOTS}/pseudo-${address.replace(/\W+/g, "-")}-${width}.png`, fullPage: true });
      expect.soft(await page.evaluate("document.documentElement.scrollWidth - innerWidth"), `${address} at ${width} px scrolls to the side`).toBeLessThanOrEqual(0);
      expect.soft(await escaping(page), `${address} at ${width} px`).toEqual([]);
    }
    expect.soft(await violations(page, "body"), address).toEqual([]);
  }
});

test("In German the console is German, and the choice is kept", async ({ page, collector }) => {
  await fill(collector);
  await logInSpeaking(page, collector, "en");
  await expect(page.getByRole("link", { name: "Contacts" })).toBeVisible();
  await page.getByLabel("Language").focus();
  await page.getByLabel("Language").selectOption("Deutsch");
  await expect(page.getByRole("link", { name: "Kontakte" })).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("lang", "de");
  await expect(page.getByLabel("Sprache")).toBeFocused();
  await expect(page.locator('[data-count="waiting"] dt')).toHaveText("Wartend");
  await page.goto(`${collector.url}/console/health`);
  await expect(page).toHaveTitle("Zustand der Erfassung – Parley");
  await expect(page.getByRole("heading", { name: "Sitzungen mit Lücken" })).toBeVisible();
  await page.goto(`${collector.url}/console/rules`);
  await expect(page.getByText("Eine Seite angesehen (Pfad beginnt mit /pricing) mindestens 2-mal in den letzten 7 Tagen, und nicht (Anzahl der Seiten des Besuchs ist weniger als 3)")).toBeVisible();
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/german-rules.png`, fullPage: true });
  expect(await violations(page, "body")).toEqual([]);
});
