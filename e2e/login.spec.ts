/** The ways in and out, by keyboard and without a script: the first admin, somebody who was invited, a wrong password, and the end of a login. */
import { violations } from "./fixtures/axe";
import { ADMIN, logIn } from "./fixtures/logIn";
import { expect, test } from "./fixtures/test";

test.setTimeout(60_000);

for (const colorScheme of ["light", "dark"] as const) {
  test(`The pages of the login have nothing that axe finds wrong (${colorScheme})`, async ({ page, collector }) => {
    await page.emulateMedia({ colorScheme });
    for (const address of [collector.loginUrl, `${collector.url}/console/login`, `${collector.url}/console/login?ticket=none`]) {
      await page.goto(address);
      expect(await violations(page, "main")).toEqual([]);
    }
    await page.goto(`${collector.url}/console/login`);
    await page.getByLabel("E-mail").fill("nobody@example.com");
    await page.getByLabel("Password").fill("not the password");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("alert")).toHaveText("E-mail and password do not fit together.");
    await expect(page.getByLabel("Password")).toBeFocused();
    expect(await violations(page, "main")).toEqual([]);
  });
}

test("An admin lets somebody in, who sees nothing more as soon as the admin says so", async ({ page: desk, browser, collector }) => {
  await logIn(desk, collector, "Dana Scott");
  const answer = await desk.evaluate(async () => {
    const body = JSON.stringify({ name: "Bo Diddley", email: "bo@example.com", role: "agent" });
    return (await fetch("/v1/accounts", { method: "POST", headers: { "content-type": "application/json" }, body })).json() as Promise<{ id: string; link: string }>;
  });

  const context = await browser.newContext();
  const other = await context.newPage();
  await other.goto(answer.link);
  await expect(other.getByRole("textbox", { name: /e-mail/i })).toHaveValue("bo@example.com");
  await other.getByLabel(/password/i).fill(ADMIN.password);
  await other.keyboard.press("Enter");
  await expect(other).toHaveURL(/\/console\/$/);
  await expect(other.getByText("Bo Diddley")).toBeVisible();
  await expect(other.locator("[data-live=live]")).toBeVisible();

  await desk.evaluate((id) => fetch(`/v1/accounts/${id}`, { method: "PATCH", headers: { "content-type": "application/json" }, body: '{"active":false}' }), answer.id);
  await expect(other.getByRole("heading", { name: "Your login has ended" })).toBeVisible();
  await other.getByRole("link", { name: "Log in again" }).click();
  await expect(other).toHaveURL(/\/console\/login$/);
  await context.close();
});

test("Who logs out is out, in every tab, and comes back by the password", async ({ page: desk, context, collector }) => {
  await logIn(desk, collector);
  const tab = await context.newPage();
  await tab.goto(`${collector.url}/console/contacts`);
  await desk.getByRole("button", { name: "Log out" }).click();
  await expect(desk).toHaveURL(/\/console\/login$/);
  await tab.reload();
  await expect(tab).toHaveURL(/\/console\/login$/);
  await logIn(tab, collector);
});
