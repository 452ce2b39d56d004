/** Who is it, from a file of contacts to a verified card: what agents see when a visitor gives a phone that somebody has. */
import type { Locator, Page } from "playwright/test";
import { atWork } from "./fixtures/extras";
import { type } from "./fixtures/form";
import { logIn } from "./fixtures/logIn";
import { expect, test } from "./fixtures/test";
import { tracked } from "./fixtures/tracked";

test.use({ locale: "en-GB" });

const CONTACTS = [
  "external_id,e-mail,Mobile,First name,Last name,Company,Loyalty level",
  "c-1,ada@example.com,07911 123456,Ada,Byron,Analytical Engines,gold",
  "c-2,grace@example.com,+1 202-555-0142,Grace,Hopper,Navy,silver",
  "c-3,no address,,Nobody,,,",
  'c-4,eve@example.com,,"Eve,,,',
].join("\r\n");

/** The element that keys go to, whether or not the browser's window has them: a headless Firefox never does. */
const isActive = (element: Locator) => expect.poll(() => element.evaluate((one) => one === document.activeElement)).toBe(true);

/** With the keyboard, where the window has it. */
async function press(button: Locator): Promise<void> {
  const hasKeys = await button.evaluate(() => document.hasFocus());
  await (hasKeys ? button.press("Enter") : button.click());
}

async function importFile(desk: Page, text: string): Promise<Locator> {
  const importer = desk.getByRole("region", { name: "Import contacts" });
  await importer.getByLabel("National phone numbers are of").selectOption({ label: "United Kingdom" });
  await importer.getByLabel("Choose a CSV file").setInputFiles({ name: "contacts.csv", mimeType: "text/csv", buffer: Buffer.from(text) });
  const outcome = importer.locator(".outcome");
  await expect(outcome).toBeVisible();
  return outcome;
}

test("A file names a visitor who gives a phone in its national form; an agent verifies it, and takes both back", async ({ page: desk, browser, site, collector }) => {
  test.slow();
  await logIn(desk, collector);
  const complaints: string[] = [];
  desk.on("pageerror", ({ message }) => complaints.push(message));
  desk.on("console", (message) => message.type() === "error" && complaints.push(message.text()));

  // The file.
  await desk.getByRole("link", { name: "Contacts" }).click();
  await expect(desk.getByText("No contacts yet.")).toBeVisible();
  const outcome = await importFile(desk, CONTACTS);
  await expect(outcome.locator("strong").first()).toHaveText("Imported 2 rows. 2 rows were not taken.");
  await expect(outcome.locator('[data-count="created"] dd')).toHaveText("2");
  await expect(outcome.locator(".problems li")).toHaveText([/Line 4.*no e-mail address/, /Line 5.*quote is opened/]);
  const download = desk.waitForEvent("download");
  await outcome.getByRole("link", { name: /not taken/ }).click();
  expect((await download).suggestedFilename()).toBe("bad-rows.csv");
  await expect(desk.locator(".contacts li")).toHaveCount(2);

  // The visitor, with a chat that runs already.
  await desk.getByRole("link", { name: "Sessions" }).click();
  const visitor = await browser.newPage();
  site.fill({ attributes: 'data-identity-region="GB"' });
  await visitor.goto(`${site.origin}/two`);
  await tracked(visitor);
  await visitor.evaluate(`pe.conversation("started", { channel: "chat", id: "chat-1", queue: "Sales" })`);
  const web = desk.locator('[data-card="session"]');
  const chat = desk.locator('[data-card="conversation"]');
  const both = async (name: string, level: string | undefined) => {
    for (const card of [web, chat]) {
      await expect(card.locator(".card-name")).toHaveText(name);
      if (level) await expect(card.locator(".card-who .level")).toHaveText(level);
      else await expect(card.locator(".card-who .level")).toHaveCount(0);
    }
  };
  await both("Unknown", undefined);
  await chat.getByRole("button", { name: /Journey/ }).click();
  const who = chat.getByRole("group", { name: "Who is it" });
  await expect(who).toContainText("This visitor has not said who they are.");

  await type(visitor.getByLabel("Phone"), "07911 123456");
  // A phone that leaves with its page before is not claimed.
  await atWork(visitor, "identity");
  await visitor.getByRole("button", { name: "Send" }).click();
  await expect(visitor).toHaveURL(/\/three/);
  await both("Ada Byron", "Matched");
  await expect(who).toContainText(/Matched by phone \+447911123456 from form “contact” at \d\d:\d\d/);
  await expect(who.locator(".who-list")).toContainText("form “contact”");

  await press(who.getByRole("button", { name: "Verify" }));
  await both("Ada Byron", "Verified");
  await expect(who).toContainText(/Verified by Dana Scott at \d\d:\d\d/);
  await expect(who.getByRole("button", { name: "Verify" })).toHaveCount(0);
  await isActive(who.getByRole("heading", { name: "Who is it" }));
  await expect(who.getByRole("status")).toHaveText("Ada Byron, verified");
  await expect(chat.locator('[data-type="identity.verified"]')).toContainText("Verified by an agent");

  await who.getByRole("button", { name: "Undo" }).click();
  await both("Ada Byron", "Matched");
  await expect(who).toContainText("taken back");
  await who.getByRole("button", { name: "Undo" }).click();
  await expect(who.getByRole("button", { name: "Undo" })).toHaveCount(0);
  await both("+447911123456", "Claimed");
  await expect(who).toContainText(/Temporary until .*Verify and keep.*It could also be.*Ada Byron/s);
  await expect(who.getByRole("button", { name: "Not this person" })).toHaveCount(0);

  // By hand: somebody else.
  await who.getByRole("button", { name: "Find another contact" }).click();
  await isActive(who.getByLabel(/external id/));
  await who.getByLabel(/external id/).fill("grace");
  await who.getByRole("button", { name: /^It is Grace Hopper/ }).click();
  await both("Grace Hopper", "Verified");
  await who.getByRole("button", { name: "Not this person" }).click();
  await both("+447911123456", "Claimed");
  expect(complaints).toEqual([]);
});

test("The directory is searched, opened, exported and erased, and a dropped file brings it up to date", async ({ page: desk, collector }) => {
  await logIn(desk, collector);
  await desk.goto(`${collector.url}/console/contacts`);
  await importFile(desk, CONTACTS);
  const list = desk.locator(".contacts li");
  await expect(list).toHaveCount(2);

  await desk.getByLabel("Find a contact").fill("gra");
  await expect(list).toHaveText([/Grace Hopper.*Navy/]);
  await list.getByRole("link").click();
  const contact = desk.getByRole("region", { name: "Contact", exact: true });
  await isActive(contact.getByRole("heading", { level: 3 }).first());
  await expect(contact.locator(".fields")).toContainText(/E-mailgrace@example\.com.*Phone\+12025550142.*Loyalty levelsilver/s);
  const download = desk.waitForEvent("download");
  await contact.getByRole("link", { name: "Export" }).click();
  await (await download).cancel();

  // Dropped as from a file manager; the same keys, another company.
  const file = await desk.evaluateHandle(`(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File(["external_id;company\\nc-2;Eckert\\n"], "more.csv", { type: "text/csv" }));
    return transfer;
  })()`);
  await desk.locator(".drop").dispatchEvent("drop", { dataTransfer: file });
  await expect(desk.locator('.outcome [data-count="updated"] dd')).toHaveText("1");
  await expect(contact.locator(".fields")).toContainText("Eckert");

  await contact.getByRole("button", { name: "Erase…" }).click();
  await isActive(desk.getByRole("button", { name: "Cancel" }));
  await press(desk.getByRole("button", { name: "Cancel" }));
  await expect(contact).toBeVisible();
  await contact.getByRole("button", { name: "Erase…" }).click();
  await desk.getByRole("button", { name: "Erase for good" }).click();
  await expect(contact).toHaveCount(0);
  await expect(desk.getByText("Nobody matches “gra”.")).toBeVisible();
  await expect(desk.getByRole("status").filter({ hasText: "Grace Hopper was erased." })).toHaveCount(1);
});
