/** The agent's day by keyboard alone, in WebKit: nothing is pressed by a mouse, and nothing is focused from outside. */
import { randomUUID } from "node:crypto";
import { Key } from "selenium-webdriver";
import type { Collector } from "../fixtures/collector";
import { logInByKeys } from "../fixtures/logInByKeys";
import { expectEvents } from "../fixtures/stored";
import { expect, test } from "../fixtures/webkit";

const FOCUSED = "document.activeElement.closest('.card')?.dataset.id ?? ''";
const status = (id: string) => `document.querySelector('[data-card="conversation"][data-id="${id}"]')?.dataset.status ?? ''`;

async function tell({ url, secret }: Collector, type: string, data: object): Promise<void> {
  const body = { v: 1, batch: randomUUID(), sentAt: Date.now(), events: [{ id: randomUUID(), type, at: Date.now(), data }] };
  expect((await fetch(`${url}/v1/events`, { method: "POST", headers: { authorization: `Bearer ${secret}`, "content-type": "application/json" }, body: JSON.stringify(body) })).status).toBe(202);
}

test("An agent takes, transfers, wraps up with a code and a note, and leaves", async ({ webkit: desk, site: _site, collector }) => {
  await tell(collector, "conversation.started", { conversation: "old", channel: "messaging" });
  await logInByKeys(desk, collector, "Dana Scott");
  await tell(collector, "conversation.routed", { conversation: "mine", channel: "chat", queue: "Sales" });
  await expect.poll(() => desk.evaluate(status("mine"))).toBe("waiting");

  await desk.press("?");
  await expect.poll(() => desk.evaluate("document.querySelector('dialog.sheet').open")).toBe(true);
  // A key that follows at once counts already.
  await desk.press(Key.ESCAPE, "j");
  await expect.poll(() => desk.evaluate("document.querySelector('dialog.sheet').open")).toBe(false);
  await expect.poll(() => desk.evaluate(FOCUSED)).toBe("mine");
  await desk.press(Key.ARROW_DOWN);
  await expect.poll(() => desk.evaluate(FOCUSED)).toBe("old");
  await desk.press("k");
  await expect.poll(() => desk.evaluate(FOCUSED)).toBe("mine");
  await desk.press(Key.ENTER);
  await expect.poll(() => desk.evaluate("!!document.querySelector('[data-id=\"mine\"] .journey')")).toBe(true);
  await desk.press(Key.ENTER);

  // The stream may be faster than the answer, and until that comes buttons do nothing.
  const answered = () => expect.poll(() => desk.evaluate("document.querySelectorAll('[data-id=\"mine\"] .work [aria-disabled=\"true\"]').length")).toBe(0);
  await desk.press("t");
  await expect.poll(() => desk.evaluate(status("mine"))).toBe("connected");
  await answered();
  await desk.press("x");
  await expect.poll(() => desk.evaluate("document.activeElement.type")).toBe("radio");
  await desk.press(Key.TAB, "Support t?", Key.ENTER);
  await expect.poll(() => desk.evaluate(status("mine"))).toBe("waiting");
  await answered();
  await desk.press("t");
  await expect.poll(() => desk.evaluate(status("mine"))).toBe("connected");
  await answered();

  await desk.press("w");
  await expect.poll(() => desk.evaluate("document.activeElement.tagName")).toBe("SELECT");
  // Without opening the list: its entries are the browser's own.
  await desk.press(Key.ARROW_DOWN);
  await expect.poll(() => desk.evaluate("document.activeElement.value")).not.toBe("");
  const code = await desk.evaluate<string>("document.activeElement.value");
  const tagOf = () => desk.evaluate<string>("document.activeElement.tagName");
  for (let i = 0; (await tagOf()) !== "TEXTAREA" && i < 10; i++) await desk.press(Key.TAB);
  await desk.press("Wants a quote by Friday? Take the order then.");
  await desk.driver.actions().keyDown(Key.SHIFT).sendKeys(Key.TAB).keyUp(Key.SHIFT).perform();
  await desk.press(Key.ENTER);
  await expect.poll(() => desk.evaluate(status("mine"))).toBe("wrapped_up");
  await expectEvents(collector.database, {
    expected: [
      { type: "conversation.connected", source: "agent", data: { agent: "Dana Scott" } },
      { type: "conversation.transferred", source: "agent", data: { queue: "Support t?" } },
      { type: "conversation.wrapped_up", source: "agent", data: { code } },
    ],
  });
  await expectEvents(collector.database, { expected: [{ type: "conversation.noted", source: "agent", data: { text: "Wants a quote by Friday? Take the order then." } }] });
});
