/** What the console offers to each role: nobody is given a button that the collector would refuse. */
import type { Browser, Page } from "playwright/test";
import type { Role } from "../src/protocol/roles";
import type { Collector } from "./fixtures/collector";
import { logIn } from "./fixtures/logIn";
import { expect, test } from "./fixtures/test";

const PASSWORD = "a password of a colleague";

/** A page of somebody who has the role, whom the admin has invited. */
async function colleague(browser: Browser, admin: Page, collector: Collector, role: Role): Promise<Page> {
  const invited = await admin.request.post(`${collector.url}/v1/accounts`, { headers: { origin: collector.url }, data: { name: `The ${role}`, email: `${role}@example.com`, role } });
  const { link } = (await invited.json()) as { link: string };
  const desk = await (await browser.newContext()).newPage();
  await desk.goto(link);
  await desk.getByLabel(/password/i).fill(PASSWORD);
  await desk.keyboard.press("Enter");
  await expect(desk).toHaveURL(/\/console\/$/);
  return desk;
}

/** A visitor who is a contact, and their conversation. */
async function visitOf(collector: Collector): Promise<void> {
  const headers = { authorization: `Bearer ${collector.secret}`, "content-type": "application/json" };
  const ask = async (path: string, body: object) => expect((await fetch(`${collector.url}${path}`, { method: "POST", headers, body: JSON.stringify(body) })).ok).toBe(true);
  await ask("/v1/contacts", { displayName: "Ada Byron", emails: ["ada@example.com"] });
  const told = (id: string, type: string, data: object) => ({ id, type, at: Date.now(), data });
  await ask("/v1/events", { v: 1, batch: "b", visitor: "v", sentAt: Date.now(), events: [
    told("e1", "identity.claimed", { email: "ada@example.com" }), told("e2", "conversation.started", { conversation: "c", channel: "chat" }),
  ] });
}

const WORK = ["Take", "Verify", "Not this person", "Find another contact", "Join the visit"];
/** Buttons and links that stand on an opened card, and on the opened contact and beside it. */
const OFFERED: { [role in Role]: { card: string[]; contact: string[] } } = {
  viewer: { card: [], contact: [] },
  agent: { card: WORK, contact: [] },
  supervisor: { card: WORK, contact: ["Choose a CSV file"] },
  admin: { card: WORK, contact: ["Export", "Erase…", "Choose a CSV file"] },
  dpo: { card: [], contact: ["Export", "Erase…"] },
};
const offered = async (desk: Page, names: string[]) => {
  const shown: string[] = [];
  for (const name of names) if (await desk.getByText(name, { exact: true }).count()) shown.push(name);
  return shown;
};

test("Nobody is given a button that the collector would refuse", async ({ browser, page: admin, collector }) => {
  await logIn(admin, collector);
  await visitOf(collector);
  for (const [role, expected] of Object.entries(OFFERED) as [Role, (typeof OFFERED)[Role]][]) {
    const desk = role === "admin" ? admin : await colleague(browser, admin, collector, role);
    const card = desk.locator('[data-card="conversation"]');
    await card.getByRole("button", { name: /Journey/ }).click();
    await expect(card.locator(".who-contact")).toBeVisible();
    await expect(card.locator("[data-type='conversation.started']")).toBeVisible();
    expect({ role, card: await offered(desk, WORK) }).toEqual({ role, card: expected.card });
    await card.locator(".who-contact a").click();
    await expect(desk.locator(".contact-head h3")).toBeFocused();
    expect({ role, contact: await offered(desk, ["Export", "Erase…", "Choose a CSV file"]) }).toEqual({ role, contact: expected.contact });
    if (role !== "admin") await desk.context().close();
  }
});
