/** The console in WebKit: every row of the seed's tables of cards, live, and its policy kept. */
import { Key } from "selenium-webdriver";
import { expectRows, tellRows } from "../fixtures/cardTable";
import { logInByKeys } from "../fixtures/logInByKeys";
import { expect, test } from "../fixtures/webkit";

test("Each conversation's card has the colour, title, icon, status, queue and agent of the seed's tables, and opens by keys", async ({ webkit: page, site: _site, collector }) => {
  // Of a list is drawn what is on screen: here all of it.
  await page.driver.manage().window().setRect({ x: 0, y: 0, width: 1_280, height: 2_400 });
  await logInByKeys(page, collector, "Ada");
  await page.evaluate("(window.reports = [], document.addEventListener('securitypolicyviolation', ({ violatedDirective }) => reports.push(violatedDirective)), 0)");
  await tellRows(collector);
  await expectRows((expression) => page.evaluate(expression));
  await page.evaluate("document.querySelector('[data-id=\"row-0\"] [aria-expanded]').focus()");
  await page.press(Key.SPACE);
  await expect.poll(() => page.evaluate("document.querySelector('[data-id=\"row-0\"] .steps')?.textContent ?? ''")).toContain("Sales");
  expect(await page.violations("main")).toEqual([]);
  expect(await page.evaluate("reports")).toEqual([]);
});
