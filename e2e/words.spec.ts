/** The console in other languages: in German, and in one from right to left whose every text is two fifths longer. Nothing is cut off, nothing runs over, everything can be reached. */
import type { Page } from "playwright/test";
import type { Collector } from "./fixtures/collector";
import { violations } from "./fixtures/axe";
import { fillConsole, CONSOLE_PAGES } from "./fixtures/consolePages";
import { logIn } from "./fixtures/logIn";
import { expect, test } from "./fixtures/test";

/** A folder for pictures to look at. */
const SHOTS = process.env.PARLEY_SHOTS;
async function logInSpeaking(page: Page, collector: Collector, language: string) {
  await logIn(page, collector);
  await page.evaluate((chosen) => localStorage.setItem("parley.language", chosen), language);
  await page.reload();
}

/** Whose text is wider than they are. What scrolls, or is cut after two lines on purpose, is none. */
const escaping = (page: Page) =>
  page.locator("button, a.button, label, legend, th, dt, h2, h3, h4, h5, .card-status, .level, .tag, .chip, select").evaluateAll((all) =>
    all.filter((one) => one instanceof HTMLElement && one.offsetParent && getComputedStyle(one).display !== "inline" && !one.closest(".spoken") && getComputedStyle(one.closest("thead") ?? one).clipPath === "none" && !one.querySelector(".spoken") && one.clientWidth > 1 && one.scrollWidth > one.clientWidth + 1)
      .map((one) => `${one.scrollWidth} > ${one.clientWidth}: ${one.outerHTML.slice(0, 160)}`));

test("From right to left, and with texts two fifths longer, every page fits, narrow and wide", async ({ page, collector }) => {
  await fillConsole(collector);
  await logInSpeaking(page, collector, "pseudo");
  await expect(page.locator("html")).toHaveAttribute("dir", "rtl");
  for (const { address, ready, press } of CONSOLE_PAGES) {
    await page.goto("about:blank");
    await page.goto(`${collector.url}${address}`);
    await expect(page.locator(ready).first()).toBeVisible();
    if (press) await page.locator(press).first().click();
    if (address.endsWith("/contacts")) await expect(page.locator(".contact-head h3")).toBeVisible();
    if (address === "/console/") await expect(page.locator(".journey .step").first()).toBeVisible();
    for (const width of [320, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      if (SHOTS) await page.screenshot({ path: `${SHOTS}/pseudo-${address.replace(/\W+/g, "-")}-${width}.png`, fullPage: true });
      expect.soft(await page.evaluate("document.documentElement.scrollWidth - innerWidth"), `${address} at ${width} px scrolls to the side`).toBeLessThanOrEqual(0);
      expect.soft(await escaping(page), `${address} at ${width} px`).toEqual([]);
    }
    expect.soft(await violations(page, "body"), address).toEqual([]);
  }
});

test("In German the console is German, and the choice is kept", async ({ page, collector }) => {
  await fillConsole(collector);
  await logInSpeaking(page, collector, "en");
  await expect(page.getByRole("link", { name: "Contacts" })).toBeVisible();
  await page.getByLabel("Language").focus();
  await page.getByLabel("Language").selectOption("Deutsch");
  await expect(page.getByRole("link", { name: "Kontakte" })).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("lang", "de");
  await expect(page.getByLabel("Sprache")).toBeFocused();
  await expect(page.locator('[data-count="waiting"] dt')).toHaveText("Wartend");
  await page.goto(`${collector.url}/console/health`);
  await expect(page).toHaveTitle("Zustand der Erfassung – Parley");
  await expect(page.getByRole("heading", { name: "Sitzungen mit Lücken" })).toBeVisible();
  await page.goto(`${collector.url}/console/rules`);
  await expect(page.getByText("Eine Seite angesehen (Pfad beginnt mit /pricing) mindestens 2-mal in den letzten 7 Tagen, und nicht (Anzahl der Seiten des Besuchs ist weniger als 3)")).toBeVisible();
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/german-rules.png`, fullPage: true });
  expect(await violations(page, "body")).toEqual([]);
});
