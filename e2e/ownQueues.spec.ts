/** An agent who is given queues: an admin chooses them in a form, and the agent's console shows and takes only what is in them, at once. */
import type { Browser, Page } from "playwright/test";
import { violations } from "./fixtures/axe";
import type { Collector } from "./fixtures/collector";
import { ADMIN, logIn } from "./fixtures/logIn";
import { expect, test } from "./fixtures/test";

/** A folder for pictures to look at. */
const SHOTS = process.env.PARLEY_SHOTS;

const call = async ({ url, secret }: Collector, method: string, path: string, body: object) => {
  const answer = await fetch(url + path, { method, headers: { authorization: `Bearer ${secret}`, "content-type": "application/json" }, body: JSON.stringify(body) });
  expect(answer.status).toBeLessThan(300);
};
const report = (collector: Collector, conversation: string, verb: string, body: object) => call(collector, "POST", `/v1/conversations/${conversation}/${verb}`, body);

const invite = async (desk: Page, browser: Browser, name: string) => {
  await desk.getByRole("textbox", { name: "Name" }).fill(name);
  await desk.getByRole("textbox", { name: "E-mail" }).fill("quinn@example.com");
  await desk.getByRole("button", { name: "Invite", exact: true }).click();
  const link = await desk.getByLabel("Link", { exact: true }).inputValue();
  const own = await (await browser.newContext({ locale: "en-GB" })).newPage();
  await own.goto(link);
  await own.getByLabel(/password/i).fill(ADMIN.password);
  await own.keyboard.press("Enter");
  await expect(own).toHaveURL(/\/console\/$/);
  return own;
};

test("An admin chooses an agent's queues, and the agent's console shows those at once, and what comes into them and leaves", async ({ page, browser, collector }) => {
  await call(collector, "PATCH", "/v1/settings", { queues: ["Sales", "Support", "Rücksendungen <b>"] });
  for (const [id, queue] of [["of-sales", "Sales"], ["of-support", "Support"], ["of-none", undefined]] as const) await report(collector, id, "start", { channel: "chat", ...(queue && { queue }) });
  await logIn(page, collector);
  await page.goto(`${collector.url}/console/admin#accounts`);
  const agent = await invite(page, browser, "Quinn Ellis");
  const cards = agent.locator("[data-card='conversation']");
  await expect(cards).toHaveCount(3);

  const row = page.locator("[data-account='quinn@example.com']");
  const summary = row.locator("summary");
  await expect(summary).toHaveText("Queues of Quinn Ellis: All queues");
  await summary.click();
  const save = row.getByRole("button", { name: "Save" });
  await expect(save).toBeDisabled();
  await row.getByRole("checkbox", { name: "All queues" }).uncheck();
  await row.getByRole("checkbox", { name: "Sales" }).check();
  await row.getByRole("checkbox", { name: "Rücksendungen <b>" }).check();
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/own-queues.png`, fullPage: true });
  expect(await violations(page, "body")).toEqual([]);
  await save.click();
  await expect(page.locator(".news")).toHaveText("Saved.");
  await expect(summary).toHaveText("Queues of Quinn Ellis: Sales, Rücksendungen <b>");
  await expect(save).toBeDisabled();

  // Without a reload, and without a new login.
  await expect(cards).toHaveCount(2);
  await expect(agent.locator("main")).not.toContainText("Support");
  await report(collector, "of-support", "transfer", { queue: "Sales" });
  await expect(cards).toHaveCount(3);
  await report(collector, "of-sales", "transfer", { queue: "Support" });
  await expect(cards).toHaveCount(2);
  await expect(agent.locator("main")).not.toContainText("Support");
  const status = (id: string) => agent.evaluate((path) => fetch(path).then((answer) => answer.status), `/v1/conversations/${id}`);
  expect([await status("of-sales"), await status("of-support"), await status("of-none")]).toEqual([404, 200, 200]);

  // All again: nothing is missing that had been let go.
  await row.getByRole("checkbox", { name: "All queues" }).check();
  await save.click();
  await expect(summary).toHaveText("Queues of Quinn Ellis: All queues");
  await expect(cards).toHaveCount(3);

  // Whoever sees all anyhow is given none.
  await expect(page.locator(`[data-account='${ADMIN.email}'] summary`)).toHaveCount(0);
  await agent.context().close();
});
