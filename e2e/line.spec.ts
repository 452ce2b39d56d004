/** The whole line, once: a visitor's tag, form and chat; the agent's console; and what is on disk in the end. */
import { type } from "./fixtures/form";
import { expectEvents, storedEvents } from "./fixtures/stored";
import { logIn } from "./fixtures/logIn";
import { expect, test } from "./fixtures/test";
import { adapted } from "./fixtures/told";
import { tracked } from "./fixtures/tracked";
import { rocketChatIn } from "./fixtures/visitor";

test("A pasted tag becomes live cards: visit, form, chat, agent, wrap-up", async ({ page, browser, browserName, site, collector, rocketchat }) => {
  // Counted where they arrive: the browser's own record leaves them out.
  const preflights = async () => Number(/^parley_preflights_total (\d+)$/m.exec(await (await fetch(`${collector.url}/metrics`)).text())?.[1] ?? 0);
  const chat = rocketChatIn(page);

  const desk = await browser.newPage();
  await logIn(desk, collector);

  // Three pages, one of them by pushState, and a form.
  await page.goto(`${site.origin}/one?utm_source=newsletter`);
  await page.locator("#push").click();
  await page.getByRole("link", { name: "Two" }).click();
  await expect(page).toHaveURL(/\/two/);
  await tracked(page);
  await type(page.getByLabel("E-mail"), "ada@example.com");
  await page.getByRole("button", { name: "Send" }).click();
  await expect(page).toHaveURL(/\/three/);
  const webCard = desk.locator('[data-card="session"]');
  await expect(webCard).toHaveCount(1);
  await expect(webCard).toHaveAttribute("data-color", "green");
  await expect(webCard.locator(".card-title")).toHaveText("Shop, page three");
  await expect(webCard.locator(".card-name")).toHaveText("ada@example.com");
  await expect(webCard.locator(".card-device")).toHaveText(browserName === "firefox" ? "Firefox on Linux" : "Chrome on Linux");

  // The chat.
  await page.goto(`${site.origin}/rocketchat`);
  await adapted(page, "rocketchat");
  await page.evaluate(`
    pe.on("chat.started", ({ data }) => heard.push("pe.on " + data.vendor));
    document.addEventListener("pe:chat.started", ({ detail }) => heard.push("CustomEvent " + detail.type));
  `);
  await page.bringToFront();
  await chat.launcher().click();
  await chat.say("Where is my order?");
  await expect.poll(() => rocketchat.received()).toEqual(["Where is my order?"]);
  const card = desk.locator('[data-card="conversation"]');
  await expect(card).toHaveAttribute("data-color", "blue");
  await expect(card.locator(".card-title")).toHaveText("Web Chat");
  await expect(card.locator(".card-status")).toHaveText("Waiting");
  await expect.poll(() => page.evaluate("heard")).toEqual(expect.arrayContaining(["pe.on rocketchat", "CustomEvent conversation.started"]));

  await card.getByRole("button", { name: "Take" }).click();
  await expect(card).toHaveAttribute("data-status", "connected");
  await expect(card).toHaveAttribute("data-color", "blue");
  await expect(card.locator(".card-agent")).toHaveText("Dana Scott");

  await chat.finish();
  await expect(card).toHaveAttribute("data-color", "white");
  await expect(card.locator(".card-status")).toHaveText("Ended by Customer");

  await card.getByRole("combobox").selectOption("Sale");
  await card.getByRole("button", { name: "Wrap up" }).click();
  await expect(card).toHaveAttribute("data-color", "gray");
  await expect(card.locator(".card-status")).toHaveText("Sale");

  await card.getByRole("button", { name: /Journey/ }).click();
  for (const step of ["conversation.started", "conversation.connected", "conversation.ended", "conversation.wrapped_up"])
    await expect(card.locator(`[data-type="${step}"]`).first()).toBeVisible();

  // Exactly these, and nothing else, once the page has left.
  const url = (path: string) => ({ url: site.origin + path });
  const expected = [
    { type: "session.started", source: "page", seq: 0 },
    { type: "page.viewed", ...url("/one?utm_source=newsletter"), data: { title: "Shop, page one" } },
    { type: "page.viewed", ...url("/one?colour=blue"), data: { title: "Shop, page one in blue", arrival: "route" } },
    { type: "page.viewed", ...url("/two") },
    { type: "form.submitted", ...url("/two"), data: { form: "contact" } },
    { type: "identity.claimed", ...url("/two"), source: "page" },
    { type: "page.viewed", data: { title: "Shop, page three" } },
    { type: "page.viewed", ...url("/rocketchat") },
    { type: "conversation.opened", data: { vendor: "rocketchat" } },
    { type: "conversation.started", data: { vendor: "rocketchat", channel: "chat" } },
    { type: "conversation.connected", source: "agent", data: { agent: "Dana Scott" } },
    { type: "conversation.ended", source: "page" },
    { type: "conversation.wrapped_up", source: "agent", data: { code: "Sale", agent: "Dana Scott" } },
  ];
  await page.goto("about:blank");
  await expectEvents(collector.database, { expected });
  const rows = storedEvents(collector.database);
  expect(rows.map(({ type }) => type).filter((type) => !/^(conversation\.message_sent|widget\.found)$/.test(type))).toEqual(expected.map(({ type }) => type));
  // What is said in a chat is not heard.
  expect(JSON.stringify(rows)).not.toMatch(/my order/);

  const ofPage = rows.filter(({ source }) => source === "page");
  expect(new Set(ofPage.map(({ session }) => session)).size).toBe(1);
  expect(ofPage.map(({ seq }) => seq).sort((a, b) => a! - b!)).toEqual(ofPage.map((_, i) => i));

  expect(await preflights()).toBe(0);
  await page.goto(`${site.origin}/one`);
  await page.evaluate(`fetch("${collector.url}/v1/events", { method: "POST", body: "{}", headers: { "content-type": "application/json" } })`);
  expect(await preflights()).toBe(1);
});
