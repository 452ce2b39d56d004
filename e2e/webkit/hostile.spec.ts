/** The same in WebKit: what is said is text to agents, whatever it looks like. */
import { CAME_OF_IT, GUARD, HOSTILE, NOTHING, shown, tellHostile } from "../fixtures/hostile";
import { logInByKeys } from "../fixtures/logInByKeys";
import { expect, test } from "../fixtures/webkit";

test("Hostile names, titles, addresses, queues, agents and codes are shown as they are, and nothing of them runs", async ({ webkit: page, site: _site, collector }) => {
  await logInByKeys(page, collector, "Ada");
  await page.evaluate(GUARD);
  await tellHostile(collector);
  const cardOf = (i: number) => `document.querySelector('[data-card="conversation"][data-id="hostile-${i}"]')`;
  for (const [i, text] of HOSTILE.entries()) {
    await page.evaluate(`((input) => { input.value = ${JSON.stringify(text.slice(0, 40))}; input.dispatchEvent(new Event("input", { bubbles: true })); })(document.querySelector("input[type=search]"))`);
    await expect.poll(() => page.evaluate(`${cardOf(i)}?.querySelector(".card-queue")?.textContent ?? null`), text).toBe(shown(text));
    await page.evaluate(`${cardOf(i)}.querySelector("[aria-expanded]").click()`);
    await expect.poll(() => page.evaluate(`${cardOf(i)}.querySelector(".journey")?.textContent ?? ""`), text).toMatch(/custom.event/i);
    expect(await page.evaluate(CAME_OF_IT), text).toEqual(NOTHING);
    await page.evaluate(`${cardOf(i)}.querySelector("[aria-expanded]").click()`);
  }
});
