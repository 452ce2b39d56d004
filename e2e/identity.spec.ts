/** Who is it: what is taken from the forms that visitors send, and when. */
import { atWork } from "./fixtures/extras";
import { claimed, claims, openForm, settle, type } from "./fixtures/form";
import { expectEvents, storedEvents } from "./fixtures/stored";
import { expect, test } from "./fixtures/test";

const CONTACT = `
  <form name="contact" onsubmit="event.preventDefault()">
    <label>E-mail <input name="email" type="email" /></label> <label>Phone <input name="phone" type="tel" /></label> <button>Send</button>
  </form>`;
const ADA = "ada@example.com";
const EXTRA = "**/extras/identity.mjs";

test("By default only what was sent is claimed: each value once, and a corrected one anew", async ({ page, site, collector }) => {
  await openForm({ page, site, form: CONTACT });
  await type(page.getByLabel("E-mail"), ADA);
  await atWork(page, "identity");
  await type(page.getByLabel("Phone"), "(201) 555-0123");
  await page.getByLabel("E-mail").focus();
  await page.goto(`${site.origin}/one`);
  await settle(page, collector.database);
  await expectEvents(collector.database, { expected: [{ type: "form.abandoned", data: { form: "contact" } }], refuted: ["identity.claimed", "form.submitted"] });

  await openForm({ page, site, form: CONTACT });
  await type(page.getByLabel("E-mail"), ADA);
  await type(page.getByLabel("Phone"), "(201) 555-0123");
  await page.getByRole("button").click();
  await expectEvents(collector.database, {
    expected: [
      { type: "form.submitted", data: { form: "contact" } },
      { type: "identity.claimed", data: { email: ADA, form: "contact", moment: "submit" } },
      { type: "identity.claimed", data: { phone: "(201) 555-0123", e164: "+12015550123", region: "US", form: "contact", moment: "submit" } },
    ],
  });
  await page.getByRole("button").click();
  await type(page.getByLabel("E-mail"), "ADA@example.com");
  await page.getByRole("button").click();
  expect(await claimed(page, collector.database)).toEqual([ADA, "+12015550123"]);
  await type(page.getByLabel("E-mail"), "ada@example.org");
  await page.getByRole("button").click();
  expect(await claimed(page, collector.database)).toEqual([ADA, "+12015550123", "ada@example.org"]);
  await page.goto(`${site.origin}/one`);
  await settle(page, collector.database);
  expect(storedEvents(collector.database).filter(({ type }) => type === "form.abandoned")).toHaveLength(1);
});

test("A site may choose what was typed and not sent, or nothing at all", async ({ page, site, collector }) => {
  const fill = async (name: string) => {
    await type(page.getByLabel("E-mail"), `${name}@example.com`);
    await atWork(page, "identity");
    await page.getByLabel("Phone").focus();
  };
  await openForm({ page, site, form: CONTACT, identity: { capture: "blur" } });
  await fill("blur");
  expect(await claimed(page, collector.database)).toEqual(["blur@example.com"]);
  await page.getByRole("button").click();
  expect(await claimed(page, collector.database)).toEqual(["blur@example.com"]);

  await openForm({ page, site, form: CONTACT, identity: { capture: ["submit", "abandon"] } });
  await fill("abandon");
  expect(await claimed(page, collector.database)).toEqual(["blur@example.com"]);
  await page.goto(`${site.origin}/one`);
  await expectEvents(collector.database, { expected: [{ type: "identity.claimed", data: { email: "abandon@example.com", form: "contact", moment: "abandon" } }] });

  await openForm({ page, site, form: CONTACT, identity: { capture: "off" } });
  await fill("off");
  await page.getByRole("button").click();
  await settle(page, collector.database);

  const loaded: string[] = [];
  page.on("request", (request) => loaded.push(request.url()));
  await openForm({ page, site, form: CONTACT, identity: false });
  await type(page.getByLabel("E-mail"), "never@example.com");
  await page.getByRole("button").click();
  expect(await claimed(page, collector.database)).toEqual(["blur@example.com", "abandon@example.com"]);
  expect(loaded.filter((url) => url.includes("identity.mjs"))).toEqual([]);
});

test("What was left before the extra had come was left all the same", async ({ page, site, collector }) => {
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route(EXTRA, async (route) => {
    await held;
    await route.continue();
  });
  await openForm({ page, site, form: CONTACT, identity: { capture: "blur" } });
  await type(page.getByLabel("E-mail"), ADA);
  await type(page.getByLabel("Phone"), "(201) 555-0123");
  release();
  // The phone is still typed into.
  expect(await claimed(page, collector.database)).toEqual([ADA]);
});

test("A form that leaves the page before the extra has come has said the e-mail that needs none", async ({ page, site, collector }) => {
  const release: (() => void)[] = [];
  await page.route(EXTRA, async (route) => {
    await new Promise<void>((done) => release.push(done));
    await route.abort();
  });
  const leave = async (identity?: object) => {
    await openForm({ page, site, form: '<form name="news" action="/one"><input name="email" type="email" /><input name="note" /><input id="trap" type="email" autocomplete="email" /><button>Go</button></form><form id="other"></form><input form="other" type="email" name="email" />', identity: identity! });
    await type(page.locator("form [name=email]"), ADA);
    await type(page.locator("[name=note]"), "mine@example.com");
    await page.locator("[form=other]").pressSequentially("other@example.com");
    // As a robot fills in what it finds.
    await page.evaluate("trap.value = 'trap@example.com'; trap.dispatchEvent(new Event('input', { bubbles: true }))");
    // A field of this name would mislead the test's own tools, too.
    await page.evaluate("document.forms[0].insertAdjacentHTML('beforeend', '<input type=hidden name=matches>'); document.querySelector('[name=note]').focus()");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/one?*");
    await settle(page, collector.database);
  };
  await leave();
  await expectEvents(collector.database, { expected: [{ type: "form.submitted", data: { form: "news" } }, { type: "identity.claimed", data: { email: ADA, moment: "submit" } }] });
  // Where only hashes may be sent, there is no time to make one.
  await leave({ hash: true });
  await leave({ capture: "off" });
  await leave({ capture: "blur" });
  await leave({ forms: "#checkout" });
  expect(claims(collector.database)).toEqual([ADA]);
  release.forEach((go) => go());
});

test("Whatever way a form is sent, it is sent", async ({ page, site, collector }) => {
  const field = (name: string) => `<label>Email ${name} <input id="${name}" /></label>`;
  await openForm({
    page,
    site,
    form: `
      <script>const stay = (event) => event.preventDefault();</script>
      <form id="real" action="/form?really" onsubmit="stay(event)">${field("real")}<button>Real</button></form>
      <form id="called" onsubmit="stay(event)">${field("called")}<button type="button" onclick="this.form.requestSubmit()">Called</button></form>
      <form id="fetched" onsubmit="stay(event)">${field("fetched")}<button onclick="event.preventDefault(); this.form.reset()">Fetched</button></form>
      <form id="removed" onsubmit="stay(event); this.remove()">${field("removed")}<button>Removed</button></form>
      <form id="stopped" onsubmit="stay(event)">${field("stopped")}<button onclick="event.preventDefault(); event.stopImmediatePropagation()">Stopped</button></form>
      <form id="without">${field("without")}<button type="button">Without</button></form>
      <form id="linked">${field("linked")}<a class="btn" href="#">Linked</a></form>
      <div>${field("formless")}<button>Formless</button></div>
      <div>${field("entered")}<button>Entered</button></div>
      <p><label>Search <input name="q" /></label></p>`,
  });
  const names = ["real", "called", "fetched", "removed", "stopped", "without", "linked", "formless", "entered"];
  for (const name of names) {
    await type(page.locator(`#${name} input, input#${name}`).last(), `${name}@example.com`);
    // Some of these forms are empty, or gone, as soon as they are sent.
    await atWork(page, "identity");
    if (name === "entered") await page.keyboard.press("Enter");
    else await page.getByText(name.replace(/^./, (letter) => letter.toUpperCase()), { exact: true }).click();
  }
  expect((await claimed(page, collector.database)).sort()).toEqual(names.map((name) => `${name}@example.com`).sort());
  expect(storedEvents(collector.database).filter(({ type }) => type === "identity.claimed").map(({ data }) => [data.email, data.form])).toContainEqual(["fetched@example.com", "fetched"]);
});

test("Fields without form or button are sent by whatever invites to be pressed, and links are none", async ({ page, site, collector }) => {
  await openForm({ page, site, form: '<label>Email <input /></label><div id="go" style="cursor: pointer">Join</div><p id="text">words</p><a href="#">Link</a>' });
  await type(page.getByLabel("Email"), ADA);
  await page.locator("#text").click();
  await page.getByText("Link").click();
  expect(await claimed(page, collector.database)).toEqual([]);
  await page.locator("#go").click();
  expect(await claimed(page, collector.database)).toEqual([ADA]);
});

test("A button that does something else in a form sends nothing", async ({ page, site, collector }) => {
  await openForm({ page, site, form: `<form onsubmit="event.preventDefault()"><label>Email <input required /></label><input name="more" required /><button type="button">Add</button><button type="reset">Clear</button><button>Send</button></form><button>Menu</button>` });
  await type(page.getByLabel("Email"), ADA);
  // The browser itself refuses to send a form that is not filled in.
  for (const name of ["Add", "Menu", "Send"]) await page.getByRole("button", { name }).click();
  expect(await claimed(page, collector.database)).toEqual([]);
  await page.locator("[name=more]").pressSequentially("x");
  await page.getByRole("button", { name: "Send" }).click();
  expect(await claimed(page, collector.database)).toEqual([ADA]);
});

test("Fields in open shadow roots belong to the form around them, and closed ones are nobody's", async ({ page, site, collector }) => {
  const errors: string[] = [];
  page.on("pageerror", ({ message }) => errors.push(message));
  await openForm({
    page,
    site,
    form: `
      <script>
        const define = (name, mode, html) => customElements.define(name, class extends HTMLElement {
          static formAssociated = true;
          constructor() {
            super();
            this.root = this.attachShadow({ mode });
            this.root.innerHTML = html;
            const field = this.root.querySelector("input"), internals = this.attachInternals();
            field?.addEventListener("input", () => internals.setFormValue(field.value));
          }
        });
        define("open-field", "open", "<label>Email <input id='field' /></label>");
        define("closed-field", "closed", "<label>Email <input id='field' /></label>");
        define("open-form", "open", "<form id='inner' onsubmit='event.preventDefault()'><label>Phone <input id='phone' /></label><button>Inner</button></form>");
        define("ignored-field", "open", "<label>Email <input id='field' /></label>");
      </script>
      <form name="outer" onsubmit="event.preventDefault()"><open-field></open-field><closed-field></closed-field><ignored-field data-pe-ignore></ignored-field><button>Outer</button></form>
      <open-form></open-form>`,
  });
  await type(page.locator("open-field input"), ADA);
  await type(page.locator("ignored-field input"), "ignored@example.com");
  await page.evaluate("document.querySelector('closed-field').root.querySelector('input').focus()");
  await page.keyboard.type("closed@example.com");
  await page.getByText("Outer").click();
  await type(page.locator("open-form input"), "(201) 555-0123");
  await page.getByText("Inner").click();
  expect(await claimed(page, collector.database)).toEqual([ADA, "+12015550123"]);
  expect(storedEvents(collector.database).filter(({ type }) => type === "identity.claimed").map(({ data }) => data.form)).toEqual(["outer", "inner"]);
  expect(errors).toEqual([]);
});

test("What the browser fills in is claimed once", async ({ page, site, collector, browserName }) => {
  test.skip(browserName !== "chromium", "Only Chromium lets a test insert text that no key was pressed for.");
  await openForm({ page, site, form: CONTACT });
  const cdp = await page.context().newCDPSession(page);
  await page.getByLabel("E-mail").focus();
  await cdp.send("Input.insertText", { text: ADA });
  // Autofill tells of it by events without an inputType.
  await page.getByLabel("Phone").evaluate((field: HTMLInputElement) => {
    field.value = "2015550123";
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  });
  await page.getByRole("button").click();
  // A script that says so is not the visitor.
  expect(await claimed(page, collector.database)).toEqual([ADA]);
});

test("Elements with tempting names, and properties that everything has, mislead nobody", async ({ page, site, collector }) => {
  const errors: string[] = [];
  page.on("pageerror", ({ message }) => errors.push(message));
  const names = ["elements", "id", "name", "matches", "closest", "getAttribute", "querySelector", "querySelectorAll", "parentElement", "getRootNode", "type", "form", "labels", "value", "contains", "nodeType", "checkVisibility", "submit"];
  await openForm({
    page,
    site,
    form: `
      <script>Object.prototype.extra = { odd: 1 }; Array.prototype.more = () => 0; Object.prototype.forms = undefined;</script>
      <form name="trap" onsubmit="event.preventDefault()">${names.map((name) => `<input name="${name}" />`).join("")}<label>Email <input id="mail" /></label><button>Send</button></form>`,
  });
  // The test's own tools, too, would be misled.
  await page.evaluate("document.getElementById('mail').focus()");
  await page.keyboard.type(ADA);
  await page.keyboard.press("Enter");
  expect(await claimed(page, collector.database)).toEqual([ADA]);
  expect(storedEvents(collector.database).find(({ type }) => type === "identity.claimed")!.data).toEqual({ email: ADA, form: "trap", moment: "submit" });
  expect(errors).toEqual([]);
});

test("Five thousand fields have no more listeners than one, and a field that came later is seen", async ({ page, site, collector }) => {
  await page.addInitScript(`
    window.added = [];
    const add = EventTarget.prototype.addEventListener;
    EventTarget.prototype.addEventListener = function (type, ...rest) {
      if (/pe\\.js|identity\\.mjs/.test(new Error().stack) && !/(marks|widgets)\\.mjs/.test(new Error().stack)) added.push([this === window ? "window" : this === document ? "document" : this.nodeName || "other", type]);
      return add.call(this, type, ...rest);
    };
    window.observed = 0;
    const { observe } = MutationObserver.prototype;
    MutationObserver.prototype.observe = function (...all) { if (/identity\\.mjs/.test(new Error().stack)) observed++; return observe.apply(this, all); };`);
  const fields = Array.from({ length: 5_000 }, (_, i) => `<input name="field${i}" />`).join("");
  await openForm({ page, site, form: `<form id="big" onsubmit="event.preventDefault()">${fields}</form>` });
  await page.evaluate("big.insertAdjacentHTML('beforeend', '<label>Email <input /></label><button>Send</button>')");
  await type(page.getByLabel("Email"), ADA);
  await page.getByRole("button").click();
  expect(await claimed(page, collector.database)).toEqual([ADA]);
  const added = (await page.evaluate<[string, string][]>("added")).filter(([, name]) => /^(focusin|focusout|blur|focus|input|change|click|submit|keydown)$/.test(name));
  expect(added.filter(([target]) => target !== "document")).toEqual([]);
  const counts = new Map<string, number>();
  for (const [, name] of added) counts.set(name, (counts.get(name) ?? 0) + 1);
  expect([...counts.keys()]).toEqual(expect.arrayContaining(["input", "change", "submit", "click"]));
  // The tracker's own and the extra's.
  expect(Math.max(...counts.values())).toBeLessThanOrEqual(2);
  expect(await page.evaluate("observed")).toBe(0);
});

test("Frames without the tracker stay their own, and no frame makes an error", async ({ page, site, collector }) => {
  const errors: string[] = [];
  page.on("pageerror", ({ message }) => errors.push(message));
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  const form = `<form onsubmit="event.preventDefault()"><label>Email <input></label><button>Send</button></form>`.replaceAll('"', "'");
  await openForm({ page, site, form: `<iframe id="same" srcdoc="${form}"></iframe><iframe id="boxed" sandbox="allow-scripts allow-forms" srcdoc="${form}"></iframe><iframe id="other" src="http://127.0.0.1:${new URL(site.origin).port}/bare"></iframe>${CONTACT}` });
  for (const name of ["same", "boxed"]) {
    await type(page.frameLocator(`#${name}`).locator("input"), `${name}@example.com`);
    await page.frameLocator(`#${name}`).getByRole("button").click();
  }
  await type(page.getByLabel("E-mail"), ADA);
  await page.locator("body > form button").click();
  expect(await claimed(page, collector.database)).toEqual([ADA]);
  expect(errors.filter((text) => !/favicon|404|CORS|Cross-Origin|ERR_FAILED/i.test(text))).toEqual([]);
});
