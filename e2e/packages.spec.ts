/** Who is it, on pages whose fields are made by packages of others: each is the package's own build, as published on npm. */
import type { Page } from "playwright/test";
import { atWork } from "./fixtures/extras";
import { claimed, openForm, type } from "./fixtures/form";
import { servePackages } from "./fixtures/packages";
import { storedEvents } from "./fixtures/stored";
import { expect, test } from "./fixtures/test";

const script = (file: string) => `<script src="/packages/${file}"></script>`;
const REACT = script("react/umd/react.production.min.js") + script("react-dom/umd/react-dom.production.min.js");
const VUE = script("vue/dist/vue.global.prod.js");
const INTL = '<link rel="stylesheet" href="/packages/intl-tel-input/dist/css/intlTelInput.min.css" />' + script("intl-tel-input/dist/js/intlTelInputWithUtils.min.js");
const SEND = "<button>Send</button>";
const send = (page: Page) => page.getByRole("button", { name: "Send" }).click();
const stay = 'onsubmit="event.preventDefault()"';

test.beforeEach(({ page }) => servePackages(page));

test("React's controlled fields and Vue's models give what the visitor typed", async ({ page, site, collector }) => {
  await openForm({
    page,
    site,
    form: `${REACT}${VUE}<div id="react"></div><div id="vue"><form @submit.prevent="send"><label>Vue email <input v-model.trim="email" /></label><button>Send Vue</button></form></div>
      <script>
        const { createElement: h, useState } = React;
        const Form = () => {
          const [email, setEmail] = useState("");
          // Sent by the page itself, which empties its form at once.
          const send = (event) => { event.preventDefault(); setEmail(""); };
          return h("form", { onSubmit: send }, h("label", null, "React email ", h("input", { value: email, onChange: ({ target }) => setEmail(target.value.toLowerCase()) })), h("button", null, "Send React"));
        };
        ReactDOM.createRoot(document.getElementById("react")).render(h(Form));
        Vue.createApp({ data: () => ({ email: "" }), methods: { send() { this.email = ""; } } }).mount("#vue");
      </script>`,
  });
  await type(page.getByLabel("React email"), "React@example.com");
  await atWork(page, "identity");
  await page.getByText("Send React").click();
  await expect(page.getByLabel("React email")).toHaveValue("");
  await type(page.getByLabel("Vue email"), "vue@example.com");
  await page.getByText("Send Vue").click();
  await expect(page.getByLabel("Vue email")).toHaveValue("");
  expect(await claimed(page, collector.database)).toEqual(["react@example.com", "vue@example.com"]);
});

test("intl-tel-input gives the number of the country that its visitor chose", async ({ page, site, collector }) => {
  const open = (options: string) => openForm({ page, site, form: `${INTL}<form ${stay}><label for="tel">Phone</label><input id="tel" type="tel" />${SEND}</form><script>window.iti = intlTelInput(tel, ${options})</script>` });
  await open("{ initialCountry: 'gb', strictMode: true }");
  await type(page.locator("#tel"), "07400 123456x");
  await send(page);
  expect(await claimed(page, collector.database)).toEqual(["+447400123456"]);

  await open("{ initialCountry: 'us', separateDialCode: true, hiddenInput: () => ({ phone: 'full' }) }");
  await page.evaluate("(iti.setSelectedCountry ?? iti.setCountry).call(iti, 'de')");
  await type(page.locator("#tel"), "030 1234567");
  await send(page);
  expect(await claimed(page, collector.database)).toEqual(["+447400123456", "+49301234567"]);

  await open("{ initialCountry: 'fr' }");
  await type(page.locator("#tel"), "06 12 34 56 78");
  await send(page);
  expect(await claimed(page, collector.database)).toEqual(["+447400123456", "+49301234567", "+33612345678"]);
});

test("A mask is taken once it is filled", async ({ page, site, collector }) => {
  await openForm({ page, site, form: `${script("imask/dist/imask.min.js")}<form ${stay}><label>Phone <input id="tel" /></label>${SEND}</form><script>IMask(tel, { mask: "+{1} (000) 000-0000", lazy: false, placeholderChar: "_" })</script>` });
  await page.locator("#tel").click();
  await page.keyboard.press("Home");
  await page.locator("#tel").pressSequentially("201555");
  await expect(page.locator("#tel")).toHaveValue(/201.*555.*_/);
  await send(page);
  expect(await claimed(page, collector.database)).toEqual([]);
  // A click puts the cursor to where the mask goes on.
  await page.locator("#tel").click();
  await page.keyboard.type("0123");
  await send(page);
  expect(await claimed(page, collector.database)).toEqual(["+12015550123"]);
});

test("react-phone-number-input gives the number of the country in its list", async ({ page, site, collector }) => {
  await openForm({
    page,
    site,
    form: `${REACT}${script("prop-types/prop-types.min.js")}${script("react-phone-number-input/bundle/react-phone-number-input.js")}<div id="react"></div>
      <script>
        const { createElement: h, useState } = React;
        const Form = () => {
          const [phone, setPhone] = useState();
          return h("form", { onSubmit: (event) => event.preventDefault() }, h(PhoneInput.default ?? PhoneInput, { defaultCountry: "FR", value: phone, onChange: setPhone, "aria-label": "Phone" }), h("button", null, "Send"));
        };
        ReactDOM.createRoot(document.getElementById("react")).render(h(Form));
      </script>`,
  });
  await type(page.locator("input[type=tel]"), "06 12 34 56 78");
  await send(page);
  // What was sent before the extra had come is read when it has.
  await expect.poll(() => claimed(page, collector.database)).toEqual(["+33612345678"]);
  // With keys: a test's own choice would be a script's.
  await page.locator("select").focus();
  await page.keyboard.press("ArrowDown");
  await expect(page.locator("select")).toHaveValue("GF");
  await type(page.locator("input[type=tel]"), "0694 20 12 34");
  await send(page);
  expect(await claimed(page, collector.database)).toEqual(["+33612345678", "+594694201234"]);
  expect(storedEvents(collector.database).flatMap(({ type, data }) => (type === "identity.claimed" ? [data.region] : []))).toEqual(["FR", "GF"]);
});
