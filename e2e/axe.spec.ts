/** Every page of the console, in light and dark: nothing that axe finds wrong, and nothing that its policy forbids. */
import { violations } from "./fixtures/axe";
import { CONSOLE_PAGES, fillConsole } from "./fixtures/consolePages";
import { logIn } from "./fixtures/logIn";
import { expect, test } from "./fixtures/test";

for (const colorScheme of ["light", "dark"] as const)
  test(`Each page is fit for everybody, ${colorScheme}`, async ({ page, collector }) => {
    await page.addInitScript(`window.reports = []; addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => reports.push(violatedDirective + " " + blockedURI))`);
    await page.emulateMedia({ colorScheme });
    await fillConsole(collector);
    await logIn(page, collector);
    for (const { address, ready, press } of CONSOLE_PAGES) {
      await page.goto("about:blank");
      await page.goto(collector.url + address);
      await expect(page.locator(ready).first(), address).toBeVisible();
      if (press) await page.locator(press).first().click();
      await expect(page.locator("body"), address).not.toContainText("Loading…");
      expect(await violations(page, "body"), address).toEqual([]);
      expect(await page.evaluate("reports"), address).toEqual([]);
    }
  });
