/** The agent's day by keyboard alone: nothing here presses a mouse's button or focuses anything from outside. */
import type { Page } from "playwright/test";
import { violations } from "./fixtures/axe";
import type { Collector } from "./fixtures/collector";
import { ADMIN } from "./fixtures/logIn";
import { expectEvents } from "./fixtures/stored";
import { expect, test } from "./fixtures/test";
import { tracked } from "./fixtures/tracked";

const PHONE = "+447911123456";
let made = 0;

async function ask(collector: Collector, path: string, body: object): Promise<void> {
  const answer = await fetch(`${collector.url}${path}`, { method: "POST", headers: { authorization: `Bearer ${collector.secret}`, "content-type": "application/json" }, body: JSON.stringify(body) });
  expect(answer.ok, `${path}: ${answer.status} ${await answer.text()}`).toBe(true);
}
const tell = (collector: Collector, type: string, data: object) =>
  ask(collector, "/v1/events", { v: 1, batch: `b${++made}`, sentAt: Date.now(), events: [{ id: `told-${made}`, type, at: Date.now(), data }] });

async function logIn(desk: Page, collector: Collector): Promise<void> {
  await desk.goto(collector.loginUrl);
  // The field has the focus by itself.
  await expect(desk.getByLabel(/your name/i)).toBeFocused();
  await desk.keyboard.type("Dana Scott");
  for (const typed of [ADMIN.email, ADMIN.password]) {
    await desk.keyboard.press("Tab");
    await desk.keyboard.type(typed);
  }
  await desk.keyboard.press("Enter");
  await expect(desk).toHaveURL(/\/console\/$/);
}

/** Goes on until something has the focus, and never for ever. */
async function tabTo(desk: Page, name: RegExp, key: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
  const stops: string[] = [];
  for (let i = 0; i < 60; i++) {
    const text = await desk.evaluate(() => {
      const { activeElement: at } = document;
      return at?.getAttribute("aria-label") ?? (at as HTMLInputElement | null)?.labels?.[0]?.textContent ?? at?.textContent ?? "";
    });
    if (name.test(text.trim())) return;
    stops.push(text.slice(0, 40));
    await desk.keyboard.press(key);
  }
  throw new Error(`Tab leads nowhere near ${name}: ${stops.join(" | ")}`);
}

test("An agent's day by keyboard alone", async ({ page: desk, collector }) => {
  await tell(collector, "conversation.started", { conversation: "old", channel: "messaging" });
  await logIn(desk, collector);
  const card = (id: string) => desk.locator(`[data-card="conversation"][data-id="${id}"]`);
  // The stream may be faster than the answer, and until that comes buttons do nothing.
  const answered = () => expect(card("mine").locator('.work [aria-disabled="true"]')).toHaveCount(0);
  await expect(card("old")).toBeVisible();
  await tell(collector, "conversation.routed", { conversation: "mine", channel: "chat", queue: "Sales" });
  await expect(card("mine")).toBeVisible();

  // The sheet says what there is, and Escape leads back.
  await desk.keyboard.press("?");
  const sheet = desk.getByRole("dialog", { name: "Keyboard shortcuts" });
  await expect(sheet).toBeVisible();
  expect(await violations(desk, "body")).toEqual([]);
  await desk.keyboard.press("Escape");
  await expect(sheet).toBeHidden();

  // Down and up, by letters and by arrows; the newest stands first.
  await desk.keyboard.press("j");
  await expect(card("mine")).toBeFocused();
  await desk.keyboard.press("ArrowDown");
  await expect(card("old")).toBeFocused();
  await desk.keyboard.press("k");
  await expect(card("mine")).toBeFocused();

  await desk.keyboard.press("Enter");
  await expect(card("mine").locator(".journey")).toBeVisible();
  await desk.keyboard.press("Enter");
  await expect(card("mine").locator(".journey")).toHaveCount(0);

  await desk.keyboard.press("t");
  await expect(card("mine")).toHaveAttribute("data-status", "connected");
  await expect(card("mine").locator(".card-agent")).toHaveText("Dana Scott");
  await expect.poll(() => desk.evaluate(() => document.activeElement?.closest(".card")?.getAttribute("data-id"))).toBe("mine");
  await answered();

  // To another queue, by a name that is typed; then it waits there, and comes back.
  await desk.keyboard.press("x");
  await expect(card("mine").getByRole("radio", { name: "a queue" })).toBeFocused();
  await desk.keyboard.press("Tab");
  await desk.keyboard.type("Support t?");
  await desk.keyboard.press("Enter");
  await expect(card("mine").locator(".card-queue")).toHaveText("Support t?");
  await expect(card("mine")).toHaveAttribute("data-status", "waiting");
  await answered();
  await desk.keyboard.press("t");
  await expect(card("mine")).toHaveAttribute("data-status", "connected");
  await answered();

  // To a colleague.
  await desk.keyboard.press("x");
  await expect(card("mine").getByRole("radio", { name: "a queue" })).toBeFocused();
  await desk.keyboard.press("ArrowDown");
  await expect(card("mine").getByLabel("Name of the agent")).toBeVisible();
  await desk.keyboard.press("Tab");
  await desk.keyboard.type("Fox");
  await desk.keyboard.press("Enter");
  await expect(card("mine").locator(".card-agent")).toHaveText("Fox");
  await expect(card("mine").getByRole("radio")).toHaveCount(0);
  await expect(card("mine")).toBeFocused();

  await desk.keyboard.press("w");
  await expect(card("mine").getByLabel("Wrap-up code")).toBeFocused();
  await desk.keyboard.type("Sale");
  await tabTo(desk, /^Notes$/);
  await desk.keyboard.type("Wants a quote by Friday? Take the order then.");
  await desk.keyboard.press("Shift+Tab");
  await desk.keyboard.press("Enter");
  await expect(card("mine").locator(".card-status")).toHaveText("Sale");
  await expect(card("mine")).toHaveAttribute("data-color", "gray");

  await expectEvents(collector.database, {
    expected: [
      { type: "conversation.connected", source: "agent", data: { agent: "Dana Scott" } },
      { type: "conversation.transferred", source: "agent", data: { queue: "Support t?" } },
      { type: "conversation.connected", source: "agent" },
      { type: "conversation.transferred", source: "agent", data: { agent: "Fox" } },
      { type: "conversation.ended", source: "agent", data: { by: "agent" } },
      { type: "conversation.wrapped_up", source: "agent", data: { code: "Sale" } },
    ],
  });
  await expectEvents(collector.database, { expected: [{ type: "conversation.noted", source: "agent", data: { text: "Wants a quote by Friday? Take the order then." } }] });

  // Out, and in no other way.
  // Backwards: forwards the way leads through the browser's own bars.
  await tabTo(desk, /^Log out$/, "Shift+Tab");
  await desk.keyboard.press("Enter");
  await expect(desk).toHaveURL(/\/console\/login/);
});

test("An agent searches by code, by name, by phone, and chooses lists, by keyboard alone", async ({ page: desk, browser, site, collector }) => {
  await ask(collector, "/v1/contacts", { displayName: "Ada Byron", phones: [PHONE] });
  await logIn(desk, collector);
  const visitor = await browser.newPage();
  await visitor.goto(`${site.origin}/two`);
  await tracked(visitor);
  const code = await visitor.evaluate<string>("pe.session().code");
  await tell(collector, "conversation.started", { conversation: "call", channel: "call", direction: "inbound", customer: { phone: PHONE } });
  await tell(collector, "conversation.routed", { conversation: "call", channel: "call", queue: "Sales" });
  await tell(collector, "conversation.routed", { conversation: "chat", channel: "chat", queue: "Support" });
  const talks = desk.locator('[data-card="conversation"]');
  const visits = desk.locator('[data-card="session"]');
  await expect(talks).toHaveCount(2);
  await expect(visits).toHaveCount(1);
  await desk.bringToFront();

  const search = async (typed: string) => {
    await desk.keyboard.press("/");
    await expect(desk.getByLabel("Find a session")).toBeFocused();
    await desk.keyboard.press("Control+a");
    await desk.keyboard.type(typed);
  };
  await search(`${code.slice(0, 3)} ${code.slice(3)}`);
  await expect(visits).toHaveCount(1);
  await expect(talks).toHaveCount(0);
  await desk.keyboard.press("Escape");
  await search("byron");
  await expect(talks).toHaveCount(1);
  await desk.keyboard.press("Escape");
  await expect(talks).toBeFocused();
  // A national number, which no card shows.
  await search("07911 123456");
  await expect(talks.locator(".card-name")).toHaveText("Ada Byron");
  await expect(talks).toHaveCount(1);
  // Before the next picture, too, another number is nobody's whom this one has found.
  const others = await desk.evaluate(async () => {
    const field = document.activeElement as HTMLInputElement;
    field.value = "07911 999999";
    field.dispatchEvent(new Event("input", { bubbles: true }));
    for (let i = 0; i < 20; i++) await Promise.resolve();
    return document.querySelectorAll('[data-card="conversation"]').length;
  });
  expect(others).toBe(0);
  await desk.keyboard.press("Control+a");
  await desk.keyboard.press("Delete");
  await expect(talks).toHaveCount(2);

  // The lists: mine is empty, waiting has both, who waits longest first.
  await tabTo(desk, /^Mine/);
  await desk.keyboard.press("Enter");
  await expect(desk.getByText("You have no conversation.")).toBeVisible();
  await desk.keyboard.press("Shift+Tab");
  await desk.keyboard.press("Enter");
  await expect(talks.locator(".card-queue")).toHaveText(["Sales", "Support"]);
  await desk.keyboard.press("j");
  await desk.keyboard.press("t");
  // Out of the list, and not out of the hands.
  await expect(talks.first()).toHaveAttribute("data-status", "connected");
  await expect(talks).toHaveCount(2);
  await desk.keyboard.press("j");
  await expect(talks).toHaveCount(1);
  await expect(talks.locator(".card-queue")).toHaveText("Support");

  // The other list, and back.
  await desk.keyboard.press("o");
  await expect(visits).toBeFocused();
  await desk.keyboard.press("o");
  await expect(talks).toBeFocused();
  await visitor.close();
});

test("Who turns single keys off has none, and keeps that", async ({ page: desk, collector }) => {
  await logIn(desk, collector);
  await tell(collector, "conversation.routed", { conversation: "mine", channel: "chat", queue: "Sales" });
  const card = desk.locator('[data-card="conversation"]');
  await expect(card).toBeVisible();
  await desk.keyboard.press("?");
  await tabTo(desk, /^Single-key shortcuts$/);
  await desk.keyboard.press("Space");
  await desk.keyboard.press("Escape");
  const isSilent = async () => {
    for (const key of ["j", "t", "?"]) await desk.keyboard.press(key);
    await expect(desk.getByRole("dialog")).toBeHidden();
    await expect(card).not.toBeFocused();
  };
  await isSilent();
  await desk.reload();
  await expect(card).toBeVisible();
  await isSilent();
  // By Tab one comes to everything all the same.
  await tabTo(desk, /^Take$/);
  await desk.keyboard.press("Enter");
  await expect(card).toHaveAttribute("data-status", "connected");
});

test("A key that comes before the next picture has the meaning of what is asked for already", async ({ page: desk, collector }) => {
  await logIn(desk, collector);
  await tell(collector, "conversation.routed", { conversation: "mine", channel: "chat", queue: "Sales" });
  await expect(desk.locator('[data-card="conversation"]')).toBeVisible();
  // No driver is so fast: all of it in one task, in which nothing is drawn.
  const [meant, after] = await desk.evaluate(async () => {
    const press = async (...keys: string[]) => {
      for (const key of keys) document.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
      // Whoever draws by microtasks has had their turn.
      for (let i = 0; i < 20; i++) await Promise.resolve();
      return { isOpen: document.querySelector("dialog.sheet")!.matches("[open]"), isOnCard: document.activeElement!.matches(".card") };
    };
    const opened = [await press("?"), await press("j")];
    const dialog = document.querySelector<HTMLDialogElement>("dialog.sheet")!;
    dialog.querySelector("input")!.click();
    await press();
    dialog.close();
    return [opened, await press("j", "?")];
  });
  expect(meant).toEqual([{ isOpen: true, isOnCard: false }, { isOpen: true, isOnCard: false }]);
  expect(after).toEqual({ isOpen: false, isOnCard: false });
});
