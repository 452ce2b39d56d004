/** What visitors, servers and contact centres say is text to agents, whatever it looks like. */
import { CAME_OF_IT, GUARD, HOSTILE, NOTHING, shown, tellHostile } from "./fixtures/hostile";
import { logIn } from "./fixtures/logIn";
import { expect, test } from "./fixtures/test";

test("Hostile names, titles, addresses, queues, agents and codes are shown as they are, and nothing of them runs", async ({ page: desk, site: _site, collector }) => {
  await desk.addInitScript(GUARD);
  await logIn(desk, collector, "Ada");
  await tellHostile(collector);
  const find = desk.getByRole("searchbox").first();
  for (const [i, text] of HOSTILE.entries()) {
    const card = desk.locator(`[data-card="conversation"][data-id="hostile-${i}"]`);
    await find.fill(text.slice(0, 40));
    await expect(card, text).toHaveCount(1);
    expect(await card.locator(".card-queue").textContent(), text).toBe(shown(text));
    expect(await card.locator(".card-agent").textContent(), text).toBe(shown(text));
    expect(await card.locator(".card-status").textContent(), text).toBe(shown(text));
    await card.getByRole("button", { name: /Journey/ }).click();
    await expect(card.locator(".journey"), text).toContainText(/custom.event/i);
    expect(await desk.evaluate(CAME_OF_IT), text).toEqual(NOTHING);
    await card.getByRole("button", { name: /Journey/ }).click();
  }
  await desk.goto(`${collector.url}/console/contacts`);
  await expect(desk.locator("main")).toContainText(HOSTILE[0]!);
  expect(await desk.evaluate(CAME_OF_IT)).toEqual(NOTHING);
});
