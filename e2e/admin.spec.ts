/** What admins set up in the console: the tag and the check that it works, keys that overlap, websites, names, and the log of who did what. */
import type { Browser, Page } from "playwright/test";
import { violations } from "./fixtures/axe";
import { startCollector, type Collector } from "./fixtures/collector";
import { ADMIN, logIn } from "./fixtures/logIn";
import { expect, test as base } from "./fixtures/test";

/** A folder for pictures to look at. */
const SHOTS = process.env.PARLEY_SHOTS;
const SECTIONS = ["install", "site", "origins", "queues", "codes", "retention", "connectors", "accounts", "audit"] as const;

/** A collector of which the environment says nothing: all of it is set in the console. */
const test = base.extend<{ collector: Collector }>({
  collector: async ({}, use) => {
    const collector = await startCollector("");
    await use(collector);
    await collector.stop();
  },
});

test.use({ locale: "en-GB" });

const open = async (desk: Page, collector: Collector, section: (typeof SECTIONS)[number]) => {
  await desk.goto(`${collector.url}/console/admin#${section}`);
  // Where the page is there already, another section may still be open.
  await expect(desk.locator(`.views a[href="#${section}"]`)).toHaveAttribute("aria-current", "page");
  await expect(desk.locator(".admin-section h3").first()).toBeVisible();
  await expect(desk.locator(".admin-section")).not.toContainText("Loading…");
};

const asked = (collector: Collector, secret: string) => fetch(`${collector.url}/v1/rules`, { headers: { authorization: `Bearer ${secret}` } }).then(({ status }) => status);

/** Changes an account on the page, and waits until it is changed: then the page asks for all of them anew. */
const alter = async (desk: Page, change: () => Promise<unknown>) => {
  const listed = desk.waitForResponse((answer) => answer.request().method() === "GET" && new URL(answer.url()).pathname === "/v1/accounts");
  await change();
  await listed;
};

const visit = async (browser: Browser, address: string) => {
  const visitor = await browser.newPage();
  await visitor.goto(address);
  return visitor;
};

test("From a new installation to the first event: the tag is pasted, and seen to work", async ({ browser, page, collector, emptySite }) => {
  await logIn(page, collector);
  await page.getByRole("link", { name: "Admin" }).click();
  await expect(page.getByRole("heading", { name: "Install" })).toBeVisible();
  await expect(page.locator(".check")).toHaveText(/Waiting for an event/);
  const tag = await page.getByLabel("Tag", { exact: true }).inputValue();
  const [, src, key] = /^<script async src="(.+)\/pe\.js" data-key="(.+)"><\/script>$/.exec(tag)!;
  expect([src, key]).toEqual([collector.url, collector.key]);
  await page.getByRole("button", { name: "Copy: Tag" }).click();
  await expect(page.locator(".copyable [role=status]")).toHaveText(/Copied|Selected/);

  // The page has the tag just as it is shown.
  emptySite.fill({ collector: src!, key: key! });
  await visit(browser, `${emptySite.origin}/plain`);
  await expect(page.locator(".check")).toHaveText(`Events arrive from ${emptySite.origin}/plain.`);
  await expect(page.locator(".arrivals li").first()).toContainText(/^Event received (now|\d+ sec(s|\.)? ago) from http:\/\/localhost:\d+\/plain/);
});

test("A section opens whose link is pressed as soon as it is drawn", async ({ page, collector }) => {
  await logIn(page, collector);
  await page.addInitScript(() => {
    const drawn = new MutationObserver(() => {
      if (!document.querySelector('.views a[href="#queues"]')) return;
      drawn.disconnect();
      // Nobody is so fast: a browser tells of it a task later.
      history.replaceState(null, "", "#queues");
      dispatchEvent(new HashChangeEvent("hashchange"));
    });
    drawn.observe(document, { childList: true, subtree: true });
  });
  await page.goto(`${collector.url}/console/admin`);
  await expect(page.getByRole("heading", { name: "Queues" })).toBeVisible();
});

test("A website that is not allowed is refused, shown, allowed by a click, and refused again when it is taken out", async ({ browser, page, collector, emptySite }) => {
  await logIn(page, collector);
  await open(page, collector, "origins");
  const box = page.getByRole("textbox", { name: "Website 1" });
  await expect(box).toHaveValue("this machine");
  await box.fill("example.com");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("alert")).toContainText("Nothing was changed");
  await expect(box).toHaveAttribute("aria-invalid", "true");
  await expect(box).toHaveAccessibleDescription(/This is no origin/);
  await box.fill("https://shop.example");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.locator(".news")).toHaveText("Saved.");

  emptySite.fill({ collector: collector.url, key: collector.key });
  await visit(browser, `${emptySite.origin}/plain`);
  await open(page, collector, "install");
  await expect(page.getByText(`${emptySite.origin} sent`)).toBeVisible();
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/admin-refused.png`, fullPage: true });
  await page.getByRole("button", { name: `Allow ${emptySite.origin}` }).click();
  await expect(page.locator(".news")).toHaveText(`${emptySite.origin} may send now.`);
  await visit(browser, `${emptySite.origin}/plain`);
  await expect(page.locator(".check")).toHaveText(`Events arrive from ${emptySite.origin}/plain.`);

  await open(page, collector, "origins");
  await page.getByRole("button", { name: `Remove ${emptySite.origin}` }).click();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.locator(".news")).toHaveText("Saved.");
  const answer = await fetch(`${collector.url}/v1/events`, { method: "POST", headers: { origin: emptySite.origin, "content-type": "text/plain" }, body: JSON.stringify({ v: 1, key: collector.key, batch: "b", sentAt: Date.now(), visitor: "v1", events: [{ id: "e-1", type: "page.viewed", at: Date.now() }] }) });
  expect(answer.status).toBe(403);
});

test("A secret key is replaced with overlap: both work, and the old one is refused once it is revoked", async ({ page, collector }) => {
  await logIn(page, collector);
  await open(page, collector, "site");
  await expect(page.locator("[data-key]")).toHaveCount(1);
  await page.getByLabel("What is the key for?").fill("CRM");
  await page.getByRole("button", { name: "Make a key" }).click();
  await expect(page.getByText("It is shown only this once")).toBeVisible();
  const secret = await page.getByLabel("Secret key", { exact: true }).inputValue();
  expect([await asked(collector, collector.secret!), await asked(collector, secret)]).toEqual([200, 200]);
  await page.getByRole("button", { name: "I have copied it" }).click();
  await page.reload();
  await expect(page.locator("[data-key]")).toHaveCount(2);
  expect(await page.content()).not.toContain(secret);
  await expect(page.locator("[data-key='First key'] time")).toHaveCount(2);

  // By keyboard, and asked once more.
  await page.getByRole("button", { name: "Revoke First key" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByText("Servers that use “First key” are refused at once.")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "Revoke First key" })).toBeFocused();
  expect(await asked(collector, collector.secret!)).toBe(200);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("group", { name: "Revoke First key" }).getByRole("button", { name: "Revoke First key" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.locator(".news")).toHaveText("The key “First key” is revoked.");
  expect([await asked(collector, collector.secret!), await asked(collector, secret)]).toEqual([401, 200]);

  await open(page, collector, "audit");
  await expect(page.locator("[data-row]").first()).toContainText("Deleted: a secret key");
  await page.getByRole("button", { name: "Check the chain" }).click();
  await expect(page.locator(".check-said")).toHaveText(/^The chain holds\. Rows: 3\./);
});

test("Whatever a queue or a code is called is shown as text, and runs nothing", async ({ page, collector }) => {
  const names = ["<img src=x onerror=alert(1)>", "\"><script>alert(1)</script>", "javascript:alert(1)", "{{7*7}}", "田中さん ﷺ", "=cmd|' /C calc'!A0", "﷽".repeat(20), "Ω≈ç√∫˜µ≤≥÷"];
  let reports = 0;
  await logIn(page, collector);
  await page.exposeFunction("reported", () => void reports++);
  await page.addInitScript("addEventListener('securitypolicyviolation', () => reported()); window.alert = () => reported()");
  for (const section of ["queues", "codes"] as const) {
    await open(page, collector, section);
    const one = section === "queues" ? "Queue" : "Code";
    const before = await page.locator(".entries li").count();
    for (const [i, name] of names.entries()) {
      await page.getByRole("button", { name: "Add", exact: true }).click();
      await page.getByRole("textbox", { name: `${one} ${before + i + 1}`, exact: true }).fill(name);
    }
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.locator(".news")).toHaveText("Saved.");
    await page.reload();
    for (const [i, name] of names.entries()) await expect(page.getByRole("textbox", { name: `${one} ${before + i + 1}`, exact: true })).toHaveValue(name);
  }
  // The order is the agents' order.
  await page.getByRole("button", { name: `Move ${names[0]} up` }).click();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.locator(".news")).toHaveText("Saved.");
  const me = (await page.evaluate("fetch('/v1/me').then((answer) => answer.json())")) as { codes: string[]; queues: string[] };
  expect([me.codes.slice(3, 6), me.queues]).toEqual([["Wrong number", names[0], "Spam"], names]);
  expect(reports).toBe(0);
});

test("Shorter retention is asked once more, and what the environment sets cannot be changed", async ({ page, collector }) => {
  await logIn(page, collector);
  await open(page, collector, "retention");
  const days = page.getByLabel("Days for everybody else");
  await days.fill("30");
  await expect(page.getByRole("button", { name: "Save", exact: true })).toHaveCount(0);
  await page.getByRole("button", { name: "Save and delete what is older" }).click();
  await expect(page.getByText("Older events are deleted for good within the hour.")).toBeVisible();
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("button", { name: "Save and delete what is older" }).click();
  await page.getByRole("button", { name: "Save and delete what is older" }).click();
  await expect(page.locator(".news")).toHaveText("Saved.");
  await days.fill("a year");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(days).toHaveAccessibleDescription("Write a whole number of days from 1 to 36500.");
  await days.fill("400");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  // What is saved has no button any more.
  await expect(page.locator(".admin-section .buttons")).toHaveCount(0);
  await page.reload();
  await expect(days).toHaveValue("400");

  const fixed = await startCollector("https://shop.example", { PE_KEEP_ANONYMOUS_DAYS: "30" });
  try {
    await logIn(page, fixed);
    await open(page, fixed, "origins");
    await expect(page.getByText("Set by the environment (PE_ORIGINS)")).toBeVisible();
    await expect(page.getByText("https://shop.example")).toBeVisible();
    await expect(page.getByRole("textbox")).toHaveCount(0);
    await open(page, fixed, "retention");
    await expect(page.getByLabel("Days for visitors who never said who they are")).not.toBeEditable();
  } finally {
    await fixed.stop();
  }
});

test("A contact centre is connected, and what was wrong with its deliveries is said", async ({ page, collector }) => {
  await logIn(page, collector);
  await open(page, collector, "connectors");
  await page.getByLabel("Contact centre").selectOption("standard");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await expect(page.getByText("The secret of the new connector.")).toBeVisible();
  const address = await page.locator("[data-connector]").getByLabel("Address", { exact: true }).inputValue();
  expect((await fetch(address, { method: "POST", body: "{}" })).status).toBe(401);
  await page.reload();
  await expect(page.getByText("it was not signed")).toBeVisible();
  await page.getByRole("button", { name: "Remove Any other" }).click();
  await page.getByRole("button", { name: "Remove Any other" }).click();
  await expect(page.getByText("No contact centre is connected.")).toBeVisible();
});

test("Somebody is invited, begins, is made a supervisor, who sees what is set and changes nothing, and is shut out", async ({ browser, page, collector }) => {
  await logIn(page, collector);
  await open(page, collector, "accounts");
  await page.getByRole("textbox", { name: "Name" }).fill("Priya Nair");
  await page.getByRole("textbox", { name: "E-mail" }).fill("priya@example.com");
  await page.getByRole("button", { name: "Invite", exact: true }).click();
  const link = await page.getByLabel("Link", { exact: true }).inputValue();
  const row = page.locator("[data-account='priya@example.com']");
  await expect(row).toContainText("Has not begun yet");
  await alter(page, () => row.getByLabel("Role of Priya Nair").selectOption("supervisor"));

  const other = await (await browser.newContext({ locale: "en-GB" })).newPage();
  await other.goto(link);
  await other.getByLabel(/password/i).fill(ADMIN.password);
  await other.keyboard.press("Enter");
  await expect(other).toHaveURL(/\/console\/$/);
  await open(other, collector, "codes");
  await expect(other.getByText("Resolved")).toBeVisible();
  await expect(other.getByRole("textbox")).toHaveCount(0);
  await expect(other.getByRole("navigation", { name: "Section" }).getByRole("link")).toHaveText(["Install", "Site and keys", "Allowed websites", "Queues", "Wrap-up codes", "Retention"]);
  await open(other, collector, "site");
  await expect(other.locator("[data-key]")).toHaveCount(1);
  await expect(other.getByRole("button", { name: /Revoke|Make|Save/ })).toHaveCount(0);

  await page.reload();
  await expect(row).not.toContainText("Has not begun yet");
  await alter(page, () => row.getByLabel("Priya Nair may log in").click());
  await expect(row.getByLabel("Priya Nair may log in")).not.toBeChecked();
  await other.reload();
  await expect(other).toHaveURL(/\/console\/login/);
  // The last admin cannot be shut out.
  await page.getByLabel("Dana Scott may log in").click();
  await expect(page.getByRole("alert")).toContainText("This is the last admin who can log in.");
  await expect(page.getByLabel("Dana Scott may log in")).toBeChecked();
});

test("Two admins who change one list at once lose nothing: what stands together is saved, and what does not is shown", async ({ browser, page, collector }) => {
  await logIn(page, collector);
  const headers = { authorization: `Bearer ${collector.secret}`, "content-type": "application/json" };
  const set = async (body: object) => expect((await fetch(`${collector.url}/v1/settings`, { method: "PATCH", headers, body: JSON.stringify(body) })).status).toBe(200);
  const settings = async () => (await (await fetch(`${collector.url}/v1/settings`, { headers })).json()) as { site: { name: string }; settings: { queues: { value: string[] }; keepIdentifiedDays: { value: number } } };
  await set({ queues: ["Sales", "Support"] });
  const other = await browser.newPage();
  await logIn(other, collector);
  for (const desk of [page, other]) await open(desk, collector, "queues");
  const box = (desk: Page, n: number) => desk.getByRole("textbox", { name: `Queue ${n}`, exact: true });
  const add = async (desk: Page, name: string, n: number) => {
    await desk.getByRole("button", { name: "Add", exact: true }).click();
    await box(desk, n).fill(name);
  };
  const save = (desk: Page) => desk.getByRole("button", { name: "Save", exact: true }).click();

  // The one adds and removes, the other adds.
  await add(other, "Billing", 3);
  await other.getByRole("button", { name: "Remove Support" }).click();
  await save(other);
  await expect(other.locator(".news")).toHaveText("Saved.");
  await add(page, "Returns", 3);
  await save(page);
  await expect(page.locator(".news")).toHaveText("Saved, together with a change of somebody else. Dana Scott: added “Billing”; removed “Support”.");
  await expect.poll(async () => (await settings()).settings.queues.value).toEqual(["Sales", "Returns", "Billing"]);
  await expect(box(page, 3)).toHaveValue("Billing");

  // Both rename the same.
  await other.reload();
  await box(other, 1).fill("Sales EU");
  await save(other);
  await expect(other.locator(".news")).toHaveText("Saved.");
  await box(page, 1).fill("Sales Europe");
  await save(page);
  await expect(page.getByRole("alert")).toHaveText("Dana Scott has changed this list meanwhile: added “Sales EU”; removed “Sales”. Below stands what both of you have made of it. Look at it, and save again.");
  await expect.poll(async () => (await settings()).settings.queues.value).toEqual(["Sales EU", "Returns", "Billing"]);
  await expect(box(page, 4)).toHaveValue("Billing");
  expect(await page.locator(".entries input").evaluateAll((all) => all.map((one) => (one as HTMLInputElement).value).sort())).toEqual(["Billing", "Returns", "Sales EU", "Sales Europe"]);
  for (const width of [320, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
    expect(await violations(page, "body")).toEqual([]);
  }
  await page.getByRole("button", { name: "Remove Sales EU", exact: true }).click();
  await expect(page.getByRole("alert")).toHaveCount(0);
  await save(page);
  await expect(page.locator(".news")).toHaveText("Saved.");
  await expect.poll(async () => (await settings()).settings.queues.value.sort()).toEqual(["Billing", "Returns", "Sales Europe"]);

  // Back to the default, of a list that is another by now: asked once more.
  await set({ queues: ["Sales"] });
  await page.getByRole("button", { name: "Back to the default" }).click();
  await expect(page.getByRole("alert")).toContainText("A server has changed this list meanwhile");
  await expect(box(page, 1)).toHaveValue("Sales");
  await page.getByRole("button", { name: "Back to the default" }).click();
  await expect(page.locator(".news")).toHaveText("Saved.");
  await expect.poll(async () => (await settings()).settings.queues.value).toEqual([]);
  // The page has heard of it, too: what it says then would be taken for news of the next section.
  await expect(page.locator(".entries li")).toHaveCount(0);

  // Another setting than the one that was changed is no contradiction, and of one value the other's is shown.
  await open(page, collector, "retention");
  await set({ queues: ["Sales"] });
  const days = page.getByLabel("Days for everybody else");
  await days.fill("400");
  await save(page);
  await expect(page.locator(".news")).toHaveText("Saved.");
  await set({ keepIdentifiedDays: 500 });
  await days.fill("600");
  await save(page);
  await expect(page.getByRole("alert")).toHaveText("A server has set this to “500” meanwhile. Save again to overrule that.");
  await expect(days).toHaveValue("600");
  await expect.poll(async () => (await settings()).settings.keepIdentifiedDays.value).toBe(500);
  await save(page);
  await expect(page.locator(".news")).toHaveText("Saved.");
  await expect.poll(async () => (await settings()).settings.keepIdentifiedDays.value).toBe(600);
  await other.close();
});

test("Logins that failed stand in the audit log, with who was tried, and not one row for each", async ({ page, collector }) => {
  const tryAs = (email: string) => fetch(`${collector.url}/console/login`, { method: "POST", headers: { "content-type": "application/x-www-form-urlencoded", origin: collector.url }, body: String(new URLSearchParams({ email, password: "wrong horse battery" })), redirect: "manual" }).then(({ status }) => status);
  await logIn(page, collector);
  expect([await tryAs(ADMIN.email), await tryAs(ADMIN.email), await tryAs("nobody@example.com")]).toEqual([401, 401, 401]);
  await open(page, collector, "audit");
  await page.getByLabel("What", { exact: true }).selectOption("Failed logins");
  const rows = page.locator("[data-row]");
  await expect(rows).toHaveCount(2);
  await expect(rows.first()).toContainText(/No account.*Did: a login failed.*email [\da-f]{32}/);
  await expect(rows.last()).toContainText(/Dana Scott.*Did: a login failed/);
  expect(await page.locator(".audit-rows").textContent()).not.toContain("example.com");
  for (const width of [320, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
    expect(await violations(page, "body")).toEqual([]);
  }
});

test("Every section is usable on a narrow screen, in light and dark, and by those who hear it", async ({ page, collector, browserName }) => {
  test.slow();
  await logIn(page, collector);
  const headers = { authorization: `Bearer ${collector.secret}`, "content-type": "application/json" };
  await fetch(`${collector.url}/v1/contacts`, { method: "POST", headers, body: JSON.stringify({ displayName: "Ada Byron" }) });
  await fetch(`${collector.url}/v1/settings`, { method: "PATCH", headers, body: JSON.stringify({ queues: ["Sales", "Support"], keepAnonymousDays: 30 }) });
  await fetch(`${collector.url}/v1/connectors`, { method: "POST", headers, body: JSON.stringify({ vendor: "genesys" }) });
  await fetch(`${collector.url}/v1/connectors`, { method: "POST", headers, body: JSON.stringify({ vendor: "twilio" }) });
  for (const name of ["Priya Nair", "Tom Okafor"]) await page.evaluate(`fetch("/v1/accounts", { method: "POST", headers: { "content-type": "application/json" }, body: ${JSON.stringify(JSON.stringify({ name, email: `${name.split(" ")[0]}@example.com`, role: "agent" }))} })`);
  for (const section of SECTIONS) {
    await open(page, collector, section);
    await expect(page.getByText("Loading…")).toHaveCount(0);
    for (const [width, height] of [[1280, 900], [700, 900], [320, 800]] as const) {
      await page.setViewportSize({ width, height });
      expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), `${section} at ${width} px`).toBe(true);
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        if (width !== 700) expect(await violations(page, "body"), `${section} ${width} ${colorScheme}`).toEqual([]);
        if (SHOTS && browserName === "chromium" && width !== 700) await page.screenshot({ path: `${SHOTS}/admin-${section}-${width}-${colorScheme}.png`, fullPage: true });
      }
    }
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.emulateMedia({ colorScheme: "light" });
  }
});
