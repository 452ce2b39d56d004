/** Who is it, where a site wants hashes only: what was typed reaches neither disk nor wire. */
import { createHash } from "node:crypto";
import type { Page } from "playwright/test";
import { atWork } from "./fixtures/extras";
import { claimed, openForm, settle, type } from "./fixtures/form";
import { sent } from "./fixtures/sent";
import { expectEvents } from "./fixtures/stored";
import { expect, test } from "./fixtures/test";
import { tracked } from "./fixtures/tracked";

const FORM = '<form name="contact" onsubmit="event.preventDefault()"><label>Email <input id="mail" type="email" /></label><label>Phone <input id="phone" /></label><button>Send</button></form>';
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

/** All that the page keeps. */
const kept = (page: Page) =>
  page.evaluate<string>(`(async () => {
    const all = [JSON.stringify(localStorage), JSON.stringify(sessionStorage), document.cookie];
    const ask = (request) => new Promise((done, fail) => { request.onsuccess = () => done(request.result); request.onerror = () => fail(request.error); });
    for (const { name } of await indexedDB.databases()) {
      const database = await ask(indexedDB.open(name));
      for (const store of database.objectStoreNames) {
        const reader = database.transaction(store).objectStore(store);
        all.push(JSON.stringify([await ask(reader.getAllKeys()), await ask(reader.getAll())], (_, value) => value instanceof Uint8Array ? new TextDecoder().decode(value) : value));
      }
      database.close();
    }
    return all.join();
  })()`);

test("The hash of the canonical form is claimed, by a form or a call, and nothing else goes anywhere", async ({ page, site, collector, context, browserName }) => {
  const wire = sent(page);
  await openForm({ page, site, identity: { hash: true }, form: FORM });
  await type(page.locator("#mail"), "Canary@Example.com");
  // Without a network it would not come.
  await atWork(page, "identity");
  await type(page.locator("#phone"), "(201) 555-0123");
  // So that it stays on disk for a look.
  await context.setOffline(true);
  await page.getByRole("button").click();
  await page.evaluate("pe.identify({ email: ' Canary.Two@example.com', phone: '+44 20 7946 0958', companyName: 'Acme' })");
  const hashes = [sha256("canary@example.com"), sha256("+12015550123"), sha256("canary.two@example.com"), sha256("+442079460958")];
  await expect.poll(() => kept(page)).toContain(hashes[3]);
  expect(await kept(page)).not.toMatch(/canary|555-?0123|79460958|7946 0958/i);
  await context.setOffline(false);
  expect(await claimed(page, collector.database)).toEqual([hashes[0], hashes[1], hashes[2]]);
  await expectEvents(collector.database, { expected: [
    { type: "identity.claimed", data: { emailHash: hashes[0], form: "contact", moment: "submit" } },
    { type: "identity.claimed", data: { phoneHash: hashes[1], form: "contact", moment: "submit" } },
    { type: "identity.claimed", data: { emailHash: hashes[2], phoneHash: hashes[3], traits: { companyName: "Acme" } } },
  ] });
  // A driven Firefox does not show what a request carries.
  if (browserName === "chromium") expect(wire.join()).toContain(hashes[3]);
  expect(wire.join().replace(/"referrer":"[^"]*"/g, "")).not.toMatch(/canary|5550123|555-0123|79460958|7946 0958/i);
});

test("A hash is ready when the page goes, as it was made when the field was left", async ({ page, site, collector }) => {
  const leaving = FORM.replace('onsubmit="event.preventDefault()"', 'action="/one"');
  await openForm({ page, site, identity: { hash: true }, form: leaving });
  await type(page.locator("#mail"), "ada@example.com");
  await atWork(page, "identity");
  await page.locator("#phone").focus();
  await page.getByRole("button").click();
  await page.waitForURL("**/one?*");
  await settle(page, collector.database);
  await expectEvents(collector.database, { expected: [{ type: "identity.claimed", data: { emailHash: sha256("ada@example.com"), moment: "submit" } }] });
});

test("On a page without TLS a value that cannot be hashed is dropped, and developers are told", async ({ site, collector, browserName, playwright }) => {
  test.skip(browserName !== "chromium", "Only Chromium is told by a switch where a name leads.");
  const { args = [], ...launchOptions } = test.info().project.use.launchOptions!;
  const browser = await playwright.chromium.launch({ ...launchOptions, args: [...args, "--host-resolver-rules=MAP shop.example 127.0.0.1"] });
  try {
    const page = await browser.newPage();
    const said: string[] = [];
    page.on("console", (message) => said.push(message.text()));
    const wire = sent(page);
    site.fill({ form: FORM, identity: '{ hash: true }, debug: true' });
    await page.goto(`${site.origin.replace("localhost", "shop.example")}/form`);
    await tracked(page);
    expect(await page.evaluate("[isSecureContext, typeof crypto.subtle]")).toEqual([false, "undefined"]);
    await type(page.locator("#mail"), "canary@example.com");
    await page.getByRole("button").click();
    await page.evaluate("pe.identify({ email: 'canary@example.com', companyName: 'Acme' })");
    await expect.poll(() => said.filter((text) => text.includes("insecure-context"))).not.toEqual([]);
    await page.evaluate("pe.flush()");
    expect(await kept(page)).not.toContain("canary");
    expect(wire.join()).not.toContain("canary");
  } finally {
    await browser.close();
  }
  expect(collector.output()).not.toContain("canary");
});
