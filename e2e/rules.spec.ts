/** Rules in the console: made from a template, mended where the collector says, saved, tried out on what happened, and not lost when two change them at once. */
import type { Collector } from "./fixtures/collector";
import { logIn } from "./fixtures/logIn";
import { expect, test } from "./fixtures/test";

test.use({ locale: "en-GB" });

/** A folder for pictures to look at. */
const SHOTS = process.env.PARLEY_SHOTS;
const HOUR_MS = 3_600_000;
/** Rules do not look at robots, and who says nothing of a browser is one. */
const BROWSER = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0";

/** What the contact centre tells. */
interface Told {
  type: string;
  hoursAgo: number;
  visitor: string;
  data: object;
}

let told = 0;
async function tell({ url, secret, key }: Collector, events: Told[]): Promise<void> {
  const now = Date.now();
  for (const { hoursAgo, visitor, ...event } of events) {
    const id = `rules-${++told}-${"x".repeat(10)}`;
    const body = { v: 1, key, batch: id, sentAt: now, visitor, events: [{ id, at: now - hoursAgo * HOUR_MS, ...event }] };
    const answer = await fetch(`${url}/v1/events`, { method: "POST", headers: { authorization: `Bearer ${secret}` }, body: JSON.stringify(body) });
    expect(await answer.json()).toMatchObject({ accepted: 1, rejected: [] });
  }
}

/** Sends events of Ada's visit to the prices as her browser would, which alone makes a visit that can be offered something. */
async function browse({ url, key }: Collector, origin: string, types: string[]): Promise<void> {
  const events = types.map((type, seq) => ({ id: `ada-${seq}-xxxxxxxxxx`, type, at: Date.now(), session: "session-ada-1", seq, url: `${origin}/pricing`, data: { title: "Pricing" } }));
  const body = { v: 1, key, batch: "ada-batch-1", sentAt: Date.now(), visitor: "ada", events };
  const answer = await fetch(`${url}/v1/events`, { method: "POST", headers: { origin, "content-type": "text/plain", "user-agent": BROWSER }, body: JSON.stringify(body) });
  expect(await answer.json()).toMatchObject({ accepted: types.length });
}

const running = async ({ url, secret }: Collector) =>
  (await fetch(`${url}/v1/rules`, { headers: { authorization: `Bearer ${secret}` } })).json() as Promise<{ version: number; by: string; set: { [kind: string]: { id: string; name: string }[] } }>;

async function put({ url, secret }: Collector, set: object): Promise<void> {
  const answer = await fetch(`${url}/v1/rules`, { method: "PUT", headers: { authorization: `Bearer ${secret}`, "content-type": "application/json" }, body: JSON.stringify(set) });
  expect(answer.status).toBe(200);
}

test("A map is made from a template, mended at the place the collector names, saved, and tried out on what visitors did", async ({ page, collector, emptySite }) => {
  const complaints: string[] = [];
  page.on("pageerror", ({ message }) => complaints.push(message));
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  const talk = (conversation: string) => ({ conversation, channel: "chat", queue: "Sales" });
  await tell(collector, [26, 4].flatMap((hoursAgo, i): Told[] => [
    { type: "conversation.started", hoursAgo, visitor: "ada", data: talk(`c-${i}`) },
    { type: "conversation.routed", hoursAgo: hoursAgo - 0.1, visitor: "ada", data: talk(`c-${i}`) },
    { type: "conversation.ended", hoursAgo: hoursAgo - 0.2, visitor: "ada", data: { ...talk(`c-${i}`), by: "customer" } },
  ]));
  await browse(collector, emptySite.origin, ["session.started", "page.viewed"]);
  await logIn(page, collector);
  await page.getByRole("link", { name: "Rules" }).click();
  await expect(page).toHaveURL(/\/console\/rules$/);

  // From a template; its id follows its name.
  await page.getByRole("button", { name: "Chat for who gave up waiting" }).click();
  await expect(page.getByText("Abandoned in queue Sales at least 2 times in the last 7 days in any visit, and the page’s path starts with /pricing.")).toBeVisible();
  await page.getByLabel("Name", { exact: true }).fill("Pricing again");
  const text = page.getByLabel("The rule as text (JSON)");
  await expect(text).toHaveValue(/"id": "pricing-again"/);

  // What is wrong is said at its place, linked with the field, and in the summary.
  const detail = page.getByLabel("Detail").last();
  await detail.fill("page.pth");
  await expect(detail).toHaveAttribute("aria-invalid", "true");
  await expect(detail).toHaveAccessibleDescription(/did you mean "page.path"/);
  await page.getByText(/1 problem: these rules would be refused/).click();
  await page.getByRole("link", { name: "actionMaps[0].when.all[1].field" }).click();
  await expect(detail).toBeFocused();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("alert")).toContainText("The rules were not saved");
  expect((await running(collector)).version).toBe(0);
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/rules-problem.png`, fullPage: true });
  await detail.fill("page.path");
  await expect(detail).not.toHaveAttribute("aria-invalid");
  await expect(page.getByRole("alert")).toHaveCount(0);

  // Text and form are one; text that is no JSON loses nothing, and is not saved.
  const whole = await text.inputValue();
  await text.fill(whole.replace('"/pricing"', '"/prices'));
  await expect(text).toHaveAttribute("aria-invalid", "true");
  await expect(detail).toBeDisabled();
  await page.getByRole("link", { name: "Segments" }).click();
  await page.goBack();
  await expect(text).toHaveValue(/"\/prices$/m);
  await expect(page.getByRole("button", { name: "Save" })).toHaveAttribute("aria-disabled", "true");
  await text.fill(whole.replace("Shall we talk now?", "Shall we talk?"));
  await expect(page.getByLabel(/^Text, at most/)).toHaveValue("Shall we talk? Somebody is here for you.");
  await expect(page.locator(".offer")).toContainText("Shall we talk? Somebody is here for you.");
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/rules-editor.png`, fullPage: true });

  // Who leaves is asked, and stays.
  page.once("dialog", (dialog) => void dialog.dismiss());
  await page.getByRole("link", { name: "Contacts" }).click();
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Pricing again");

  // Whoever loads the page again, or has to log in again, finds what is not saved.
  page.once("dialog", (dialog) => void dialog.accept());
  await page.reload();
  await expect(page.getByLabel(/^Text, at most/)).toHaveValue("Shall we talk? Somebody is here for you.");

  // Tried out before it runs.
  await page.getByRole("link", { name: "Try out" }).first().click();
  await page.getByRole("button", { name: "Try out" }).click();
  const tried = page.getByRole("article", { name: "Pricing again" });
  await expect(tried.getByRole("row", { name: /^Times/ })).toHaveText("Times10");
  await tried.getByRole("button", { name: /^Visit of/ }).click();
  await expect(tried.locator('[data-type="page.viewed"]')).toContainText("Pricing");
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/rules-tried.png`, fullPage: true });

  // Saved under the agent's name; then there is nothing to ask.
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("region", { name: "Changes" })).toHaveCount(0);
  expect(await running(collector)).toMatchObject({ version: 1, by: "Dana Scott", set: { actionMaps: [{ id: "pricing-again", name: "Pricing again" }] } });
  await page.getByRole("link", { name: "Versions" }).click();
  await expect(page.locator('[data-version="1"]')).toContainText("by Dana Scott");
  await page.getByRole("link", { name: "Report" }).click();
  await expect(page.getByRole("region", { name: "What became of offers" })).toContainText("No action map has acted in these days.");
  await expect(page.getByRole("region", { name: "How likely outcomes are" })).toContainText("No outcome is set to be learned.");
  await page.getByRole("link", { name: "Contacts" }).click();
  await expect(page).toHaveURL(/\/console\/contacts$/);
  // A set that the collector refuses is an answer that browsers write down.
  expect(complaints.filter((one) => !one.includes("422"))).toEqual([]);
});

test("Of two who change the rules at once the second sees what the first did, chooses, and loses nothing", async ({ page, context, collector }) => {
  const segment = (id: string, name: string, start: string) => ({ id, name, of: "session", color: "#ffe14d", when: { event: "page.viewed", where: { field: "path", is: "startsWith", value: start } } });
  await put(collector, { segments: [segment("a", "Shoppers", "/shop"), segment("b", "Readers", "/blog"), segment("c", "Others", "/other")], outcomes: [], actionMaps: [] });
  await logIn(page, collector);
  const other = await context.newPage();
  for (const desk of [page, other]) {
    await desk.goto(`${collector.url}/console/rules#segments`);
    await expect(desk.locator("[data-rule]")).toHaveCount(3);
  }

  // By keyboard: one renames, and switches another off.
  await other.getByRole("link", { name: "Edit Shoppers" }).press("Enter");
  await other.getByLabel("Name", { exact: true }).fill("Buyers");
  await other.getByRole("link", { name: "All segments" }).press("Enter");
  await other.getByRole("switch", { name: "Others" }).press("Space");
  await other.getByRole("button", { name: "Save" }).press("Enter");
  await expect.poll(async () => (await running(collector)).version).toBe(2);

  // The second renames the same, deletes one, takes that back, and deletes another.
  await page.getByRole("link", { name: "Edit Shoppers" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Customers");
  await page.getByRole("link", { name: "All segments" }).click();
  await page.getByRole("button", { name: "Delete Customers" }).click();
  await page.getByRole("button", { name: "Undo" }).click();
  await page.getByRole("button", { name: "Delete Readers" }).click();
  await expect(page.locator("[data-gone]")).toHaveText(/Readers is deleted once you save/);
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/rules-list.png`, fullPage: true });
  await page.getByRole("button", { name: "Save" }).click();
  const conflict = page.getByRole("region", { name: "Dana Scott has saved version 2 meanwhile" });
  await expect(conflict.getByRole("heading").first()).toBeFocused();
  await expect(conflict.getByRole("group", { name: "Buyers" })).toContainText("Mine:");
  await expect(conflict.getByRole("group", { name: "Others" })).toContainText("Changed by them:");
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/rules-conflict.png`, fullPage: true });
  expect((await running(collector)).version).toBe(2);

  // Theirs alone, and back again: what was put aside is not lost.
  await conflict.getByRole("button", { name: "Go on with theirs alone" }).click();
  await expect(page.locator("[data-rule]")).toHaveCount(3);
  await expect(page.getByRole("link", { name: "Edit Buyers" })).toBeVisible();
  await page.getByRole("button", { name: "Bring mine back" }).click();
  await expect(page.getByRole("link", { name: "Edit Customers" })).toBeVisible();
  await page.getByRole("button", { name: "Discard" }).click();
  await expect(page.getByRole("link", { name: "Edit Buyers" })).toBeVisible();

  // A version is looked at and brought back.
  await page.getByRole("link", { name: "Versions" }).click();
  await page.getByRole("button", { name: "Look at version 1" }).click();
  await expect(page.locator('[data-version="1"]')).toContainText("Viewed a page where the path starts with /shop");
  await page.getByRole("button", { name: "Bring version 1 back" }).click();
  await page.getByRole("button", { name: "Save" }).click();
  await expect.poll(async () => (await running(collector)).set.segments!.map(({ name }) => name)).toEqual(["Shoppers", "Readers", "Others"]);

  // The first, who knows nothing of it, changes the same: both are put together.
  await other.getByRole("link", { name: "Edit Readers" }).click();
  await other.getByLabel("Name", { exact: true }).fill("Bookworms");
  await other.getByRole("button", { name: "Save" }).click();
  await other.getByRole("button", { name: "Put both together" }).click();
  await other.getByRole("button", { name: "Save" }).click();
  await expect.poll(async () => (await running(collector)).set.segments!.map(({ name }) => name)).toEqual(["Shoppers", "Bookworms", "Others"]);
});

test("The page is usable on a narrow screen, and every field of it has a name", async ({ page, collector }) => {
  await logIn(page, collector);
  await page.goto(`${collector.url}/console/rules`);
  await page.getByRole("button", { name: "Chat for who gave up waiting" }).click();
  for (const width of [1280, 700, 320]) {
    await page.setViewportSize({ width, height: 900 });
    expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), `${width} px wide`).toBe(true);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      if (SHOTS) await page.screenshot({ path: `${SHOTS}/rules-${width}-${colorScheme}.png`, fullPage: true });
    }
  }
  // Every field has a name for those who hear it.
  const nameless = await page.locator("main :is(input, select, textarea, button, a)").evaluateAll((all) =>
    all.filter((one) => !(one.getAttribute("aria-label") || one.textContent?.trim() || (one as HTMLInputElement).labels?.length)).map((one) => one.outerHTML));
  expect(nameless).toEqual([]);
});

test("What rules decide of a visit is on its card and in its journey, in the rule's colour and in words", async ({ page, collector, emptySite }) => {
  const segment = (id: string, name: string, color: string) => ({ id, name, of: "session", color, when: { event: "page.viewed" } });
  await put(collector, {
    segments: [segment("light", "Looks at prices", "#ffe14d"), segment("dark", "Reads much", "#101040")],
    outcomes: [{ id: "seen", name: "Saw prices", when: { event: "page.viewed" }, value: 5 }],
    actionMaps: [
      { id: "tag", name: "Tag VIPs", when: { event: "page.viewed" }, action: { type: "tag", tag: "VIP" } },
      { id: "past", name: "Help", when: { event: "page.viewed" }, schedule: { timeZone: "Europe/Berlin", until: "2020-01-01" }, action: { type: "chat", text: "Hi?" } },
    ],
  });
  await browse(collector, emptySite.origin, ["session.started", "page.viewed"]);
  await logIn(page, collector);
  const chips = page.getByRole("list", { name: "Segments, outcomes and tags" });
  await expect(chips.getByRole("listitem")).toHaveText(["Segment Looks at prices", "Segment Reads much", "Outcome Saw prices", "Tag VIP"]);
  await page.getByRole("button", { name: /^Journey of/ }).click();
  const steps = page.locator(".step-text");
  for (const said of ["Matched segment “Looks at prices”", "Achieved outcome “Saw prices”, worth 5", "Qualified for “Tag VIPs”: tagged “VIP”", "Held back “Help”: outside its times"]) {
    await expect(steps.filter({ hasText: said })).toHaveCount(1);
  }
  const badge = (name: string) => page.locator(".step", { hasText: name }).locator(".badge");
  await expect(badge("Looks at prices")).toHaveCSS("background-color", "rgb(255, 225, 77)");
  await expect(badge("Looks at prices")).toHaveCSS("color", "rgb(0, 0, 0)");
  await expect(badge("Reads much")).toHaveCSS("color", "rgb(255, 255, 255)");
});
