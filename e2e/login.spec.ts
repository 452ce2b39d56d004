/** The ways in and out, by keyboard and without a script: the first admin, somebody who was invited, a wrong password, and the end of a login. */
import { violations } from "./fixtures/axe";
import { ADMIN, logIn } from "./fixtures/logIn";
import { expect, test } from "./fixtures/test";

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
  await expect(other).toHaveURL(`${collector.url}/console/login?to=%2Fconsole%2F`);
  await context.close();
});

test("Who logs out is out, in every tab, and comes back by the password", async ({ page: desk, context, collector }) => {
  await logIn(desk, collector);
  const tab = await context.newPage();
  await tab.goto(`${collector.url}/console/contacts`);
  await desk.getByRole("button", { name: "Log out" }).click();
  await expect(desk).toHaveURL(/\/console\/login$/);
  await tab.reload();
  await expect(tab).toHaveURL(/\/console\/login\?to=/);
  await logIn(tab, collector);
});

test("Who follows a link and has to log in first comes to what it leads to, down to the part behind its #", async ({ page: desk, context, collector }) => {
  await logIn(desk, collector);
  await desk.getByRole("button", { name: "Log out" }).click();
  const follow = async (link: string, typed: string) => {
    const tab = await context.newPage();
    await tab.goto(collector.url + link);
    await tab.getByLabel("E-mail").fill(ADMIN.email);
    await tab.getByLabel("Password").fill(typed);
    await tab.keyboard.press("Enter");
    return tab;
  };
  const card = await follow("/console/#session:none", "not the password");
  await expect(card.getByRole("alert")).toBeVisible();
  await card.getByLabel("Password").fill(ADMIN.password);
  await card.keyboard.press("Enter");
  await expect(card).toHaveURL(`${collector.url}/console/#session:none`);
  await card.close();

  await context.clearCookies();
  const rules = await follow("/console/rules#segments/none", ADMIN.password);
  await expect(rules).toHaveURL(`${collector.url}/console/rules#segments/none`);
  // Whose login ends comes back to the same place. It is heard of when the page asks for something: when it is shown, at the latest.
  await rules.evaluate(() => fetch("/console/logout", { method: "POST" }));
  const ended = rules.getByRole("heading", { name: "Your login has ended" });
  await expect.poll(() => rules.evaluate(() => document.dispatchEvent(new Event("visibilitychange"))).then(() => ended.isVisible())).toBe(true);
  await rules.getByRole("link", { name: "Log in again" }).click();
  await rules.getByLabel("E-mail").fill(ADMIN.email);
  await rules.getByLabel("Password").fill(ADMIN.password);
  await rules.keyboard.press("Enter");
  await expect(rules).toHaveURL(`${collector.url}/console/rules#segments/none`);
});

test("Whoever clicks their own name sees their account, changes the password by keyboard, and is out everywhere else", async ({ page: desk, browser, collector }) => {
  await logIn(desk, collector);
  const elsewhere = await browser.newPage();
  await logIn(elsewhere, collector);
  // Firefox gives the focus to one window only.
  await desk.bringToFront();
  await desk.getByRole("link", { name: /^Dana Scott ?\(my account\)$/ }).focus();
  await desk.keyboard.press("Enter");
  await expect(desk).toHaveTitle("My account – Parley");
  await expect(desk.locator(".own")).toContainText(ADMIN.email);
  await expect(desk.locator(".own")).toContainText("Admin");
  await expect(desk.getByText("You are logged in in one other browser.")).toBeVisible();

  const [before, fresh, again] = [desk.getByLabel("The password that you have"), desk.getByLabel("New password", { exact: true }), desk.getByLabel("New password, once more")];
  const send = async (typed: string[]) => {
    for (const [i, field] of [before, fresh, again].entries()) await field.fill(typed[i]!);
    await again.press("Enter");
  };
  await send([ADMIN.password, "another password of mine", "another passwort of mine"]);
  await expect(desk.getByRole("alert")).toHaveText("The new password is not the same twice. Type it again.");
  await expect(again).toBeFocused();
  await send(["wrong horse battery staple", "another password of mine", "another password of mine"]);
  await expect(desk.getByRole("alert")).toHaveText("This is not the password that you have.");
  await expect(before).toBeFocused();
  await expect(before).toHaveAccessibleDescription("This is not the password that you have.");
  await send([ADMIN.password, "aaaaaaaaaaaa", "aaaaaaaaaaaa"]);
  await expect(desk.getByRole("alert")).toContainText("This password is easily guessed.");
  await expect(fresh).toBeFocused();
  for (const width of [320, 1280]) {
    await desk.setViewportSize({ width, height: 900 });
    expect(await desk.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
    expect(await violations(desk, "body")).toEqual([]);
  }
  await send([ADMIN.password, "another password of mine", "another password of mine"]);
  await expect(desk.getByRole("status")).toHaveText("Your password is changed, and you are logged out everywhere else.");
  await expect(before).toHaveValue("");
  await expect(desk.getByText("You are logged in nowhere else.")).toBeVisible();
  await elsewhere.reload();
  await expect(elsewhere).toHaveURL(/\/console\/login$/);

  await elsewhere.getByLabel("E-mail").fill(ADMIN.email);
  await elsewhere.getByLabel("Password").fill("another password of mine");
  await elsewhere.keyboard.press("Enter");
  await expect(elsewhere).toHaveURL(/\/console\/$/);
  await desk.reload();
  await desk.getByRole("button", { name: "Log out everywhere else" }).focus();
  await desk.keyboard.press("Enter");
  await expect(desk.getByRole("status")).toHaveText("You are logged out everywhere else.");
  await expect(elsewhere.getByRole("heading", { name: "Your login has ended" })).toBeVisible();
  await expect(desk.getByRole("button", { name: "Log out everywhere else" })).toBeFocused();
  await desk.getByLabel("Language").selectOption("Deutsch");
  await expect(desk.getByRole("heading", { name: "Mein Konto" })).toBeVisible();
  await elsewhere.close();
});

test("Whoever comes by their organisation alone sees why there is no password", async ({ page: desk, collector }) => {
  await logIn(desk, collector);
  await desk.route("**/v1/me/account", (route) => route.fulfill({ json: { name: "Dana Scott", email: ADMIN.email, role: "admin", hasPassword: false, byProvider: true, otherLogins: 0 } }));
  await desk.goto(`${collector.url}/console/account`);
  await expect(desk.getByText("You log in with your organisation, so Parley keeps no password of yours.")).toBeVisible();
  await expect(desk.getByRole("textbox")).toHaveCount(0);
  await expect(desk.getByLabel("New password", { exact: true })).toHaveCount(0);
});
