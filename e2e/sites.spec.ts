/** Several sites on one collector: made and gone to in the console, and nothing of one is seen on the other. */
import type { Browser, BrowserContext, Page } from "playwright/test";
import { violations } from "./fixtures/axe";
import type { Collector } from "./fixtures/collector";
import { logIn } from "./fixtures/logIn";
import { expect, test } from "./fixtures/test";

const BLOG = "Garden blog";
const PASSWORD = "a password of a colleague";
let made = 0;

interface Site {
  key: string;
  secret: string;
}

/** Makes a site on the admin page, which is open there. */
async function addSite(desk: Page, name: string): Promise<Site & { tag: string }> {
  await desk.getByLabel("Name of the site").fill(name);
  await desk.getByRole("button", { name: "Add the site" }).click();
  const once = desk.locator(".once");
  await expect(once.locator("p").first()).toBeFocused();
  const [secret, tag] = [await once.getByLabel("Secret key", { exact: true }).inputValue(), await once.getByLabel("Tag", { exact: true }).inputValue()];
  return { secret, tag, key: /data-key="(pk_[\w-]+)"/.exec(tag)![1]! };
}

async function post({ url }: Collector, { secret }: Pick<Site, "secret">, path: string, body: object): Promise<void> {
  const answer = await fetch(`${url}${path}`, { method: "POST", headers: { authorization: `Bearer ${secret}`, "content-type": "application/json" }, body: JSON.stringify(body) });
  expect(answer.ok).toBe(true);
  expect(await answer.json()).not.toMatchObject({ rejected: [{}] });
}
/** A visit, and a conversation that begins on it and waits. */
const visit = (collector: Collector, site: Site, id: string) =>
  post(collector, site, "/v1/events", {
    v: 1, key: site.key, batch: `b${++made}`, sentAt: Date.now(), visitor: `visitor-${id}`,
    events: [
      { type: "session.started", seq: 0, url: "https://example.com/" }, { type: "page.viewed", seq: 1, url: "https://example.com/", data: { title: `Page of ${id}` } },
      { type: "conversation.started", seq: 2, data: { conversation: id, channel: "chat" } }, { type: "conversation.routed", seq: 3, data: { conversation: id, channel: "chat", queue: "Sales" } },
    ].map((event, i) => ({ id: `told-${++made}`, at: Date.now() + i, session: `visit-${id}`, data: {}, ...event })),
  });
async function statusOf({ url }: Collector, { secret }: Pick<Site, "secret">, conversation: string): Promise<string> {
  const answer = await fetch(`${url}/v1/conversations/${conversation}`, { headers: { authorization: `Bearer ${secret}` } });
  return answer.ok ? ((await answer.json()) as { status: string }).status : String(answer.status);
}

const talk = (desk: Page, id: string) => desk.locator(`[data-card="conversation"][data-id="${id}"]`);
const visitOf = (desk: Page, id: string) => desk.locator(`[data-card="session"][data-id="visit-${id}"]`);
const chooser = (desk: Page) => desk.getByRole("combobox", { name: "Site", exact: true });
/** The page's address follows what the collector says of who works there. */
const expectSite = (desk: Page, key: string) => expect.poll(() => new URL(desk.url()).searchParams.get("site")).toBe(key);
const open = async (context: BrowserContext, address: string) => {
  const tab = await context.newPage();
  await tab.goto(address);
  return tab;
};
/** As if somebody had looked at another window, and come back. */
const lookAgain = (desk: Page) => desk.evaluate(() => void document.dispatchEvent(new Event("visibilitychange")));

/** Somebody whom the admin invites to a site, on a page of their own. */
async function colleague(browser: Browser, admin: Page, { url }: Collector, site: string, role = "agent"): Promise<Page> {
  const link = await invite(admin, url, site, role);
  const desk = await (await browser.newContext()).newPage();
  await accept(desk, link);
  return desk;
}
async function invite(admin: Page, url: string, site: string, role = "agent"): Promise<string> {
  const invited = await admin.request.post(`${url}/v1/accounts?site=${site}`, { headers: { origin: url }, data: { name: "Eve Ning", email: "eve@example.com", role } });
  return ((await invited.json()) as { link: string }).link;
}
async function accept(desk: Page, link: string): Promise<void> {
  await desk.goto(link);
  await desk.getByLabel(/password/i).fill(PASSWORD);
  await desk.keyboard.press("Enter");
  await expect(desk.locator(".live")).toHaveText("Live");
}

let first: Site;
let blog: Site & { tag: string };
test.beforeEach(async ({ page: desk, collector }) => {
  await desk.setViewportSize({ width: 1_280, height: 900 });
  await logIn(desk, collector);
  first = { key: collector.key, secret: collector.secret! };
  await expect(desk.locator("span.site")).toHaveText("My website");
  await expect(chooser(desk)).toHaveCount(0);
  await desk.goto(`${collector.url}/console/admin#sites`);
  blog = await addSite(desk, BLOG);
});

test("An admin adds a site, sees its key once, and what happens there is seen and done there alone", async ({ page: desk, context, collector }) => {
  expect(blog.tag).toBe(`<script async src="${collector.url}/pe.js" data-key="${blog.key}"></script>`);
  expect([blog.secret.startsWith("sk_"), blog.key === first.key]).toEqual([true, false]);
  // It is to be gone to at once, though the page is of the first.
  await expect(chooser(desk)).toHaveValue(first.key);
  await expect(chooser(desk).locator("option")).toHaveText([BLOG, "My website"]);
  await expectSite(desk, first.key);
  await desk.getByRole("button", { name: "I have copied it" }).click();
  await desk.reload();
  await expect(desk.locator("[data-site]")).toHaveCount(2);
  await expect(desk.locator(".once")).toHaveCount(0);
  expect(await desk.content()).not.toContain(blog.secret);

  await desk.getByRole("link", { name: `Settings of ${BLOG}` }).click();
  await expect(desk.getByLabel("Name of the site")).toHaveValue(BLOG);
  await expect(chooser(desk)).toHaveValue(blog.key);
  // Other sites are made on the first.
  await expect(desk.getByRole("link", { name: "Sites", exact: true })).toHaveCount(0);
  await desk.getByRole("link", { name: "Install" }).click();
  expect(await desk.getByLabel("Tag", { exact: true }).inputValue()).toBe(blog.tag);
  const stub = desk.getByRole("link", { name: "/snippet" });
  expect(await (await desk.request.get(await stub.evaluate(({ href }: HTMLAnchorElement) => href))).text()).toContain(blog.tag);

  // The same ids on both: each is of its own site.
  for (const site of [first, blog]) await visit(collector, site, "talk");
  await visit(collector, blog, "bloom");
  await desk.getByRole("link", { name: "Sessions" }).click();
  await expectSite(desk, blog.key);
  for (const id of ["talk", "bloom"]) {
    await expect(talk(desk, id)).toBeVisible();
    await expect(visitOf(desk, id)).toBeVisible();
  }
  await expect(desk).toHaveTitle(`(2) ${BLOG} – Parley`);
  const other = await open(context, `${collector.url}/console/?site=${first.key}`);
  await expect(talk(other, "talk")).toBeVisible();
  await expect(visitOf(other, "talk")).toBeVisible();
  await expect(other.locator(".card")).toHaveCount(2);

  await talk(desk, "talk").getByRole("button", { name: "Take" }).click();
  await expect(talk(desk, "talk").locator(".card-status")).toHaveText("Connected");
  expect([await statusOf(collector, blog, "talk"), await statusOf(collector, first, "talk"), await statusOf(collector, first, "bloom")]).toEqual(["connected", "waiting", "404"]);
  await other.reload();
  await expect(talk(other, "talk").locator(".card-status")).toHaveText("Waiting");
});

test("Two tabs show two sites, each live, and a copied link to a card leads to it on its site", async ({ page: desk, context, collector }) => {
  await desk.goto(`${collector.url}/console/?site=${blog.key}`);
  // The demo is of the first site.
  await expect(desk.locator(".empty pre")).toContainText(blog.key);
  await expect(desk.getByRole("link", { name: "open the demo" })).toHaveCount(0);
  const other = await open(context, `${collector.url}/console/?site=${first.key}`);
  await expect(other.getByRole("link", { name: "open the demo" })).toHaveCount(2);
  for (const tab of [desk, other]) await expect(tab.locator(".live")).toHaveText("Live");
  await visit(collector, blog, "bloom");
  await visit(collector, first, "chair");
  await expect(talk(desk, "bloom")).toBeVisible();
  await expect(talk(other, "chair")).toBeVisible();
  for (const tab of [desk, other]) {
    await expect(tab.locator(".card")).toHaveCount(2);
    await expect(tab.locator(".live")).toHaveText("Live");
  }

  // The first is the one that was looked at last.
  await talk(desk, "bloom").getByRole("button", { name: /Journey/ }).click();
  const copied = await talk(desk, "bloom").locator(".past a").first().evaluate(({ href }: HTMLAnchorElement) => href);
  const third = await open(context, copied);
  await expect(visitOf(third, "bloom")).toBeFocused();
  await expect(chooser(third)).toHaveValue(blog.key);
});

test("The site is chosen with the keyboard alone, on the same page, and remembered", async ({ page: desk, context, collector }) => {
  await desk.getByRole("button", { name: "I have copied it" }).click();
  await desk.goto(`${collector.url}/console/health?site=${first.key}`);
  await expect(desk.locator(".verdict")).toBeVisible();
  await chooser(desk).focus();
  await desk.keyboard.press("ArrowUp");
  await expect(chooser(desk)).toHaveValue(blog.key);
  // Whoever only looks stays, as often as the page is drawn meanwhile.
  const updated = desk.locator(".health-head .hint");
  await expect(updated).not.toHaveText((await updated.textContent())!);
  await expect(chooser(desk)).toHaveValue(blog.key);
  await desk.keyboard.press("Tab");
  await expect(chooser(desk)).toHaveValue(first.key);
  await expectSite(desk, first.key);

  await chooser(desk).focus();
  await desk.keyboard.press("ArrowUp");
  await desk.keyboard.press("Enter");
  await expect(desk).toHaveURL(`${collector.url}/console/health?site=${blog.key}`);
  await expect(chooser(desk)).toHaveValue(blog.key);
  for (const link of await desk.locator("header a").evaluateAll((all) => all.map((link) => (link as HTMLAnchorElement).href))) expect(new URL(link).searchParams.get("site")).toBe(blog.key);
  // By mouse or by its list it is enough to choose; what was open stays behind.
  await desk.goto(`${collector.url}/console/admin?site=${blog.key}#accounts`);
  await chooser(desk).selectOption("My website");
  await expect(desk).toHaveURL(`${collector.url}/console/admin?site=${first.key}`);
  await expect(chooser(desk)).toHaveValue(first.key);

  const next = await open(context, `${collector.url}/console/contacts`);
  await expect(next).toHaveURL(`${collector.url}/console/contacts?site=${first.key}`);
});

test("What is sent and fetched as a file is of the site that the page shows", async ({ page: desk, collector }) => {
  await desk.goto(`${collector.url}/console/contacts?site=${blog.key}`);
  await desk.locator('input[type="file"]').setInputFiles({ name: "people.csv", mimeType: "text/csv", buffer: Buffer.from("email,displayName\nada@example.com,Ada Byron\nnobody,\n") });
  const said = desk.locator(".outcome");
  await expect(said.locator('[data-count="created"] dd')).toHaveText("1");
  const fetched = async (name: string | RegExp) => (await desk.request.get(await desk.getByRole("link", { name }).evaluate(({ href }: HTMLAnchorElement) => href))).text();
  expect(await fetched("All rows that were not taken (CSV)")).toContain("nobody");
  await desk.getByRole("link", { name: "Ada Byron" }).click();
  expect(await fetched("Export")).toContain("ada@example.com");
  await desk.goto(`${collector.url}/console/contacts?site=${first.key}`);
  await expect(desk.locator(".contacts, .empty").first()).toBeVisible();
  await expect(desk.getByText("Ada Byron")).toHaveCount(0);

  await visit(collector, blog, "bloom");
  await visit(collector, first, "chair");
  await desk.goto(`${collector.url}/console/supervisor?site=${blog.key}`);
  const csv = await fetched("Conversations (CSV)");
  expect([csv.includes("bloom"), csv.includes("chair")]).toEqual([true, false]);
  await desk.getByRole("link", { name: /health/i }).last().click();
  await expect(desk).toHaveURL(`${collector.url}/console/health?site=${blog.key}`);
});

test("A colleague with one site sees no other, is told where a link leads to none of theirs, and gets and loses one while the page is open", async ({ page: admin, browser, collector }) => {
  await visit(collector, blog, "bloom");
  await visit(collector, first, "chair");
  const desk = await colleague(browser, admin, collector, blog.key);
  await expect(desk).toHaveURL(`${collector.url}/console/`);
  await expect(talk(desk, "bloom")).toBeVisible();
  await expect(desk.locator(".card")).toHaveCount(2);
  await expect(desk.locator("span.site")).toHaveText(BLOG);
  await expect(chooser(desk)).toHaveCount(0);
  expect(await desk.evaluate(() => localStorage.getItem("parley.site"))).toBeNull();

  // What an admin of both has copied.
  const own = await open(desk.context(), `${collector.url}/console/?site=${blog.key}#conversation:bloom`);
  await expect(talk(own, "bloom")).toBeFocused();
  await expect(own).toHaveURL(`${collector.url}/console/#conversation:bloom`);
  await own.goto(`${collector.url}/console/?site=${first.key}#conversation:chair`);
  await expect(own.getByRole("heading", { name: "You have no account on this site" })).toBeVisible();
  await own.getByRole("link", { name: "Go to a site of yours" }).click();
  await expect(talk(own, "bloom")).toBeVisible();
  // Whoever worked here before had that one.
  await own.evaluate((key) => localStorage.setItem("parley.site", key), first.key);
  await own.goto(`${collector.url}/console/contacts`);
  await expect(own.locator("span.site")).toHaveText(BLOG);
  expect(await own.evaluate(() => localStorage.getItem("parley.site"))).toBeNull();

  await accept(await (await browser.newContext()).newPage(), await invite(admin, collector.url, first.key));
  await lookAgain(desk);
  await expect(chooser(desk).locator("option")).toHaveText([BLOG, "My website"]);
  await expect(desk).toHaveURL(`${collector.url}/console/?site=${blog.key}`);
  await own.goto(`${collector.url}/console/?site=${first.key}`);
  await expect(talk(own, "chair")).toBeVisible();

  const { accounts } = (await (await admin.request.get(`${collector.url}/v1/accounts?site=${first.key}`)).json()) as { accounts: { id: string; email: string }[] };
  const { id } = accounts.find(({ email }) => email === "eve@example.com")!;
  expect((await admin.request.patch(`${collector.url}/v1/accounts/${id}?site=${first.key}`, { headers: { origin: collector.url }, data: { active: false } })).ok()).toBe(true);
  await expect(own.getByRole("heading", { name: "You have no account on this site" })).toBeVisible();
  await lookAgain(desk);
  await expect(chooser(desk)).toHaveCount(0);
  await expect(desk).toHaveURL(`${collector.url}/console/`);
  await expect(desk.locator(".live")).toHaveText("Live");
  await expect(talk(desk, "bloom")).toBeVisible();
});

test("What is changed of the rules and not saved stays with its site", async ({ page: desk, collector }) => {
  await desk.goto(`${collector.url}/console/rules?site=${blog.key}`);
  await expect(desk.locator(".templates summary")).toBeVisible();
  // Whoever leaves before the next picture is asked as well, and nothing is lost.
  const left = await desk.evaluate(async (key) => {
    document.querySelector<HTMLElement>(".templates button")!.click();
    for (let i = 0; i < 20; i++) await Promise.resolve();
    return { isAsked: !dispatchEvent(new Event("beforeunload", { cancelable: true })), isKept: sessionStorage.getItem(`parley.rules.${key}`) !== null };
  }, blog.key);
  expect(left).toEqual({ isAsked: true, isKept: true });
  const unsaved = desk.getByText(/not saved yet/);
  await expect(unsaved.first()).toBeVisible();
  // The browser asks first. Whoever stays is on the site that the select says.
  await Promise.all([desk.waitForEvent("dialog").then((dialog) => dialog.dismiss()), chooser(desk).selectOption("My website")]);
  await expect(chooser(desk)).toHaveValue(blog.key);
  await expectSite(desk, blog.key);
  await Promise.all([desk.waitForEvent("dialog").then((dialog) => dialog.accept()), chooser(desk).selectOption("My website")]);
  await expect(desk).toHaveURL(`${collector.url}/console/rules?site=${first.key}`);
  await expect(desk.locator(".templates summary")).toBeVisible();
  await expect(unsaved).toHaveCount(0);
  await desk.goto(`${collector.url}/console/rules?site=${blog.key}`);
  await expect(unsaved.first()).toBeVisible();
});

for (const colorScheme of ["light", "dark"] as const)
  test(`The section and the select are fit for everybody, ${colorScheme}`, async ({ page: desk, collector }) => {
    await desk.emulateMedia({ colorScheme });
    await expect(chooser(desk)).toBeVisible();
    await expect(desk.locator(".once")).toBeVisible();
    expect(await violations(desk, "body")).toEqual([]);
    for (const language of ["en", "pseudo"]) {
      await desk.evaluate((chosen) => localStorage.setItem("parley.language", chosen), language);
      await desk.reload();
      for (const width of [320, 1_280]) {
        await desk.setViewportSize({ width, height: 900 });
        await expect(desk.locator("[data-site]")).toHaveCount(2);
        expect(await violations(desk, "body"), `${language}, ${width}`).toEqual([]);
        expect(await desk.evaluate(() => document.documentElement.scrollWidth), `${language}, ${width}`).toBe(width);
      }
    }
    await desk.goto(`${collector.url}/console/?site=pk_nowhere`);
    await expect(desk.locator("main.notice h1")).toBeVisible();
    expect(await violations(desk, "body")).toEqual([]);
  });
