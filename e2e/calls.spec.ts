/** A call never touches the page: the contact centre tells of it, and agents see it beside the visit of whoever calls. */
import type { Collector } from "./fixtures/collector";
import { logIn } from "./fixtures/logIn";
import { expect, test } from "./fixtures/test";
import { tracked } from "./fixtures/tracked";

const PHONE = "+447911123456";

async function ask(collector: Collector, path: string, body: object): Promise<void> {
  const answer = await fetch(`${collector.url}${path}`, { method: "POST", headers: { authorization: `Bearer ${collector.secret}`, "content-type": "application/json" }, body: JSON.stringify(body) });
  expect(answer.ok).toBe(true);
}
let made = 0;
const tell = (collector: Collector, type: string, data: object) =>
  ask(collector, "/v1/events", { v: 1, batch: `b${++made}`, sentAt: Date.now(), events: [{ id: `told-${made}`, type, at: Date.now(), data }] });

test("A call from a contact's phone is a blue card of its own, beside the visit that they make meanwhile", async ({ page: desk, browser, site, collector }) => {
  await ask(collector, "/v1/contacts", { displayName: "Ada Byron", phones: [PHONE] });
  await logIn(desk, collector);
  const visitor = await browser.newPage();
  await visitor.goto(`${site.origin}/two`);
  await visitor.evaluate(`pe.identify({ phone: "${PHONE}" })`);
  const web = desk.locator('[data-card="session"]');
  await expect(web.locator(".card-name")).toHaveText("Ada Byron");

  await tell(collector, "conversation.started", { conversation: "call-1", channel: "call", direction: "inbound", customer: { phone: PHONE } });
  await tell(collector, "conversation.routed", { conversation: "call-1", channel: "call", queue: "Sales" });
  const call = desk.locator('[data-card="conversation"]');
  await expect(call).toHaveAttribute("data-color", "blue");
  await expect(call.locator(".card-title")).toHaveText("Inbound Call");
  await expect(call.locator(".card-name")).toHaveText("Ada Byron");
  await expect(call.locator(".card-queue")).toHaveText("Sales");
  await expect(call.locator(".card-visit")).toHaveText(await visitor.title());
  await expect(call.locator('[data-icon="call-waiting"]')).toBeVisible();
  await expect(web).toHaveAttribute("data-color", "green");
});

test("An agent joins a call with the visit whose code the caller reads out, and takes it back", async ({ page: desk, browser, site, collector }) => {
  await logIn(desk, collector);
  const visitor = await browser.newPage();
  await visitor.goto(`${site.origin}/two`);
  await tracked(visitor);
  const code = await visitor.evaluate<string>("pe.session().code");
  await expect(desk.locator('[data-card="session"]')).toBeVisible();
  await tell(collector, "conversation.started", { conversation: "call-1", channel: "call", direction: "inbound" });
  const call = desk.locator('[data-card="conversation"]');
  await call.getByRole("button", { name: /Journey/ }).click();
  const together = call.getByRole("group", { name: "Belongs together" });
  await together.getByLabel(/Session code/).fill("000 000");
  await together.getByRole("button", { name: "Join the visit" }).click();
  await expect(together.getByRole("alert")).toContainText("Nobody who is on the website now has this code");

  await together.getByLabel(/Session code/).fill(code);
  await together.getByRole("button", { name: "Join the visit" }).click();
  await expect(call.locator(".card-code")).toHaveText(code);
  await expect(call.locator(".card-visit")).toBeVisible();
  await expect(call.locator(".journey .page")).toHaveCount(1);
  await together.getByRole("button", { name: "Take back" }).click();
  await expect(call.locator(".card-code")).toHaveCount(0);
});

test("A chat that the contact centre tells of under an id of its own becomes one with the page's, by an agent's word", async ({ page: desk, browser, site, collector }) => {
  await ask(collector, "/v1/contacts", { displayName: "Ada Byron", phones: [PHONE] });
  await logIn(desk, collector);
  const visitor = await browser.newPage();
  await visitor.goto(`${site.origin}/two`);
  await visitor.evaluate(`pe.identify({ phone: "${PHONE}" }); pe.conversation("started", { channel: "chat", id: "ours" })`);
  const cards = desk.locator('[data-card="conversation"]');
  await expect(cards.locator(".card-name")).toHaveText(["Ada Byron"]);
  await tell(collector, "conversation.routed", { conversation: "theirs", channel: "chat", queue: "Sales", customer: { phone: PHONE } });
  await expect(cards).toHaveCount(2);

  const theirs = desk.locator('[data-card="conversation"][data-id="theirs"]');
  await theirs.getByRole("button", { name: /Journey/ }).click();
  const together = theirs.getByRole("group", { name: "Belongs together" });
  await expect(together).toContainText("with the same contact");
  await together.getByRole("button", { name: "It is the same" }).click();
  // One card is left, and whoever had it open still has.
  await expect(cards).toHaveCount(1);
  await expect(cards.locator(".card-queue")).toHaveText("Sales");
  await expect(cards.locator(".card-code")).toBeVisible();
});
