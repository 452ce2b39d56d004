/** An offer as the page's listeners get it. */
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { handOver } from "../../../src/extras/offers/handOver";
import { createListeners } from "../../../src/sdk/listeners";
import type { PageEvent } from "../../../src/sdk/types";

/** A document in a window: what is dispatched on one is heard by the other first. */
beforeEach(() => {
  const window = new EventTarget();
  const document = new EventTarget();
  // Node takes a listener that was added with `true` out for `{ capture: true }` only.
  const remove = window.removeEventListener.bind(window);
  window.removeEventListener = (type, listener, options) => remove(type, listener, options === true ? { capture: true } : options);
  const dispatch = document.dispatchEvent.bind(document);
  vi.stubGlobal("window", window);
  vi.stubGlobal("document", Object.assign(document, { dispatchEvent: (event: CustomEvent) => (window.dispatchEvent(Object.assign(new Event(event.type), { detail: event.detail })), dispatch(event)) }));
});
afterEach(() => void vi.unstubAllGlobals());

const NAMES = ["conversation.offered", "chat.offered", "*"];
const event: PageEvent = { id: "1", type: "conversation.offered", at: 1, url: "", data: Object.freeze({ conversation: "c", channel: "chat", offer: "o" }) };

it.each(["chat.offered", "chat-offered", "conversation.offered", "*"])("can be prevented and answered by who listens to %s", (name) => {
  const { on, tell } = createListeners();
  const answers = { accept: vi.fn(() => true), decline: vi.fn() };
  let kept: { accept(): boolean; decline(): void } | undefined;
  on(name, (offer) => {
    kept = offer as never;
    (offer as unknown as { preventDefault(): void }).preventDefault();
  });
  expect(handOver(NAMES, () => tell(event), answers)).toBe(true);
  expect(kept!.accept()).toBe(true);
  kept!.decline();
  expect(answers.decline).toHaveBeenCalledTimes(1);
});

it("is shown where nobody prevents it, and leaves other events and the event that is sent alone", () => {
  const { on, tell } = createListeners();
  const heard: string[][] = [];
  on("*", (got) => heard.push(Object.keys(got)));
  expect(handOver(NAMES, () => tell(event), { accept: () => true, decline() {} })).toBe(false);
  tell({ ...event, id: "2" });
  expect(heard[0]).toEqual(["id", "type", "at", "url", "data", "accept", "decline", "preventDefault"]);
  expect(heard[1]).toEqual(["id", "type", "at", "url", "data"]);
  expect(Object.keys(event)).toEqual(["id", "type", "at", "url", "data"]);
});
