/** Who is it: what is never taken from a form, whatever the visitor types. */
import { atWork } from "./fixtures/extras";
import { claimed, openForm, settle, type } from "./fixtures/form";
import { storedEvents } from "./fixtures/stored";
import { expect, test } from "./fixtures/test";

const form = (fields: string) => `<form onsubmit="event.preventDefault()">${fields}<label>Own email <input id="own" /></label><button>Send</button></form>`;
const ADA = "ada@example.com";

test("No secret, no code, nothing hidden and nobody else's address is taken", async ({ page, site, collector }) => {
  const fields = [
    '<label>Password <input type="password" /></label>',
    '<label>Login <input id="shown" type="password" /></label><button type="button" onclick="shown.type = \'text\'">Show</button>',
    '<label>Secret email <input id="early" type="password" /></label><button type="button" onclick="early.type = \'text\'">Show early</button>',
    '<label>Card number <input type="tel" /></label>',
    '<label>Phone <input autocomplete="cc-number" type="tel" /></label>',
    '<label>Email code <input autocomplete="one-time-code" /></label>',
    '<label>Friend\'s email <input type="email" /></label>',
    '<label>Send to <input type="email" name="to" /></label>',
    '<label>Email <input data-pe="off" /></label>',
    '<div data-pe-ignore><p><label>Email <input /></label></p></div>',
    '<div class="box pe-ignore"><label>Email <input /></label></div>',
    '<label>Search <input name="q" /></label>',
    '<label>Email <textarea></textarea></label>',
  ];
  await openForm({ page, site, form: form(fields.join("\n")) });
  const inputs = page.locator("input:not(#own), textarea");
  await inputs.first().pressSequentially("x");
  await atWork(page, "identity");
  await page.getByText("Show early").click();
  for (let i = 0; i < fields.length; i++) {
    const isPhone = /tel/.test(fields[i]!);
    await type(inputs.nth(i), isPhone ? "4111 1111 1111 1111" : `f${i}@example.com`);
  }
  await page.getByText("Show", { exact: true }).click();
  await type(page.locator("#own"), ADA);
  await page.getByText("Send", { exact: true }).click();
  expect(await claimed(page, collector.database)).toEqual([ADA]);
});

test("What a script fills in, and what nobody sees, is taken neither by robots' traps nor by pre-filled fields", async ({ page, site, collector }) => {
  const hidden = ["display: none", "visibility: hidden", "opacity: 0", "position: absolute; left: -9999px", "width: 1px; height: 1px; padding: 0; border: 0"];
  await openForm({
    page,
    site,
    form: form(`
      <label>Email <input class="scripted" value="server@example.com" /></label><label>Email <input class="scripted" /></label>
      ${hidden.map((style) => `<input class="trap" name="email" style="${style}" />`).join("")}<input class="trap" name="email" aria-hidden="true" tabindex="-1" />`),
  });
  await type(page.locator("#own"), ADA);
  await page.evaluate(`for (const [i, field] of document.querySelectorAll(".scripted, .trap").entries()) {
    if (i) field.value = "script" + i + "@example.com";
    for (const name of ["input", "change", "blur"]) field.dispatchEvent(new Event(name, { bubbles: true }));
  }`);
  // A visitor who finds a trap by key has fallen into it, and is no less invisible there.
  await page.locator(".trap").last().focus();
  await page.keyboard.type("x");
  await page.getByText("Send").click();
  expect(await claimed(page, collector.database)).toEqual([ADA]);
});

test("Of the 22 types of input, those that hold a text may give an e-mail", async ({ page, site, collector }) => {
  const types = "hidden text search tel url email password date month week time datetime-local number range color checkbox radio file submit image reset button".split(" ");
  expect(types).toHaveLength(22);
  await openForm({ page, site, form: `<form novalidate onsubmit="event.preventDefault()">${[...types, "", "unheard-of"].map((name) => `<input data-kind="${name}" type="${name}" name="email" />`).join("")}<button>Send</button></form>` });
  // As if the visitor had used each of them: the events are real, and then the page changes what is in them.
  for (const name of ["text", "search", "tel", "url", "email", "", "unheard-of"]) await type(page.locator(`input[data-kind="${name}"]`), `${name || "none"}@example.com`);
  for (const name of ["password"]) await type(page.locator(`input[data-kind="${name}"]`), `${name}@example.com`);
  await page.evaluate(`for (const name of ["hidden", "checkbox", "radio"]) document.querySelector("[data-kind=" + name + "]").value = name + "@example.com"`);
  await page.locator("[data-kind=checkbox]").check();
  await page.locator("[data-kind=radio]").check();
  await page.getByText("Send", { exact: true }).click();
  expect(await claimed(page, collector.database)).toEqual(["text", "search", "tel", "url", "email", "none", "unheard-of"].map((name) => `${name}@example.com`));
});

test("A site may name its fields, choose its forms, and leave some alone", async ({ page, site, collector }) => {
  const one = (name: string, more = "") => `<form id="${name}" onsubmit="event.preventDefault()"><label>Email <input /></label>${more}<button>Send</button></form>`;
  const send = async (name: string) => {
    await type(page.locator(`#${name} input`).first(), `${name}@example.com`);
    await page.locator(`#${name} button`).click();
  };
  await openForm({ page, site, identity: { forms: "#checkout" }, form: `${one("checkout")}${one("elsewhere")}` });
  await send("elsewhere");
  await send("checkout");
  expect(await claimed(page, collector.database)).toEqual(["checkout@example.com"]);

  const forms = `${one("login", '<input type="password" />')}${one("pay", '<input autocomplete="billing cc-number" />')}${one("plain")}`;
  await openForm({ page, site, identity: { skipFormsWith: ["password", "card"] }, form: forms });
  for (const name of ["login", "pay", "plain"]) await send(name);
  expect(await claimed(page, collector.database)).toEqual(["checkout@example.com", "plain@example.com"]);

  await openForm({ page, site, form: `${forms}<form id="own" onsubmit="event.preventDefault()"><input data-pe="phone" name="x1" /><button>Send</button></form>` });
  for (const name of ["login", "pay"]) await send(name);
  await type(page.locator("#own input"), "(201) 555-0123");
  await page.locator("#own button").click();
  expect(await claimed(page, collector.database)).toEqual(["checkout@example.com", "plain@example.com", "login@example.com", "pay@example.com", "+12015550123"]);
});

test("What was typed is in no global, no message, no attribute, and in no other event", async ({ page, site, collector }) => {
  const said: string[] = [];
  page.on("console", (message) => said.push(message.text()));
  page.on("pageerror", ({ message }) => said.push(message));
  await openForm({ page, site, form: form("") });
  await page.evaluate("pe.debug()");
  await type(page.locator("#own"), "canary@example.com");
  await page.getByText("Send").click();
  expect(await claimed(page, collector.database)).toEqual(["canary@example.com"]);
  expect(said.some((text) => text.startsWith("parley:"))).toBe(true);
  expect(said.filter((text) => text.includes("canary"))).toEqual([]);
  const found = await page.evaluate<string[]>(`(() => {
    const found = [], seen = new Set();
    const look = (value, path, depth) => {
      if (typeof value === "string" && value.includes("canary")) found.push(path);
      if (!value || !/object|function/.test(typeof value) || seen.has(value) || depth > 6 || value instanceof Node || value === sessionStorage) return;
      seen.add(value);
      for (const key of Reflect.ownKeys(value)) try { look(value[key], path + "." + String(key), depth + 1); } catch {}
    };
    look(window, "window", 0);
    if (document.documentElement.outerHTML.includes("canary")) found.push("markup");
    if (document.cookie.includes("canary")) found.push("cookie");
    for (const storage of [localStorage, sessionStorage]) if (JSON.stringify(storage).includes("canary")) found.push("storage");
    return found;
  })()`);
  expect(found).toEqual([]);
  const others = storedEvents(collector.database).filter(({ type }) => type !== "identity.claimed");
  expect(JSON.stringify(others)).not.toContain("canary");
  await settle(page, collector.database);
  expect(collector.output()).not.toContain("canary");
});
