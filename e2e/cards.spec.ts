/** Every row of the seed's tables of cards, and the web sessions beside them. */
import { expectRows, tellRows } from "./fixtures/cardTable";
import { logIn } from "./fixtures/logIn";
import { expect, test } from "./fixtures/test";

test("Each conversation's card has the colour, title, icon, status, queue and agent of the seed's tables; a web session has a card of its own", async ({ page: desk, context, site, collector }) => {
  await logIn(desk, collector, "Ada");
  await tellRows(collector);
  await expectRows((expression) => desk.evaluate(expression));

  const visitor = await context.newPage();
  await visitor.goto(`${site.origin}/two`);
  const web = desk.locator('[data-card="session"]');
  await expect(web).toHaveAttribute("data-color", "green");
  await expect(web.locator(".card-title")).toHaveText(await visitor.title());
  await expect(web.locator(".card-name")).toHaveText("Unknown");
  // What agents see of it, they see when it is opened.
  const waiting = desk.locator('[data-id="row-0"]');
  await expect(waiting.locator(".journey")).toHaveCount(0);
  await waiting.getByRole("button", { name: /Journey/ }).click();
  await expect(waiting.locator(".journey")).toContainText("Sales");
});
