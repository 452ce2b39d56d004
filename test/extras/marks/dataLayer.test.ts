import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { captureDataLayer } from "../../../src/extras/marks/dataLayer";
import { createGuard } from "../../../src/extras/widgets/guard";
import { createPage } from "../standIns/page";
import type { Running } from "../../../src/sdk/extras/host";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A page with a data layer that holds these entries already. */
function tapped(layer: unknown, states: [event: string, state: "started" | "ended"][] = [["chat_begun", "started"], ["chat_over", "ended"]]) {
  const page = createPage();
  page.stub();
  page.window.dataLayer = layer;
  const observe = vi.fn<Running["observe"]>();
  const failed = vi.fn<(error: unknown) => void>();
  const stopping = new AbortController();
  const { signal } = stopping;
  const look = captureDataLayer({ guard: createGuard(signal, failed), states: new Map(states), observe, signal });
  return { page, stop: () => stopping.abort(), look, failed, told: () => observe.mock.calls.map(([state]) => state), observe };
}

test("What is in it already and what is pushed later is told by its event, and by nothing else", () => {
  const layer: unknown[] = [{ event: "chat_begun", text: "never" }, "chat_over", ["event", "chat_over"], null, undefined, { event: { toString: () => "chat_over" } }];
  const { told, observe } = tapped(layer);
  layer.push({ event: "page" }, { event: "chat_over" });
  expect(told()).toEqual(["started", "ended"]);
  expect(observe).toHaveBeenCalledWith("started", { method: "data_layer" });
});

test("Pushing gives what it gave, on what it was called on", () => {
  const layer: unknown[] = [];
  const push = vi.fn(function (this: unknown[], ...entries: unknown[]) {
    return this === layer ? entries.length * 100 : 0;
  });
  layer.push = push;
  const { stop } = tapped(layer);
  expect(layer.push(1, 2)).toBe(200);
  stop();
  expect(layer.push).toBe(push);
});

test("A tag manager may wrap what wraps it, before or after, and keeps what it has when we go", () => {
  const layer: unknown[] = [];
  const heard: unknown[] = [];
  const { told, stop } = tapped(layer);
  const { push } = layer;
  layer.push = (...entries) => {
    heard.push(...entries);
    return push.apply(layer, entries);
  };
  layer.push({ event: "chat_begun" });
  stop();
  layer.push({ event: "chat_over" });
  expect([told(), heard.length, layer.length]).toEqual([["started"], 2, 2]);
});

test("Neither what throws as it is read, nor what throws as it is pushed, is anybody else's problem", () => {
  const layer: unknown[] = [];
  const refuse = new Error("full");
  const { told, failed } = tapped(layer);
  const trap = { get event() { throw new Error("trap"); } };
  expect(layer.push(trap, { event: "chat_begun" })).toBe(2);
  expect([told(), failed.mock.calls.length]).toEqual([["started"], 1]);
  const full: unknown[] = [];
  full.push = () => { throw refuse; };
  tapped(full);
  expect(() => full.push({ event: "chat_begun" })).toThrow(refuse);
});

test("A data layer that cannot be changed stays as it is", () => {
  const layer = Object.freeze([{ event: "chat_begun" }]);
  const { told, stop } = tapped(layer);
  stop();
  expect(told()).toEqual(["started"]);
});

test.each([undefined, null, "dataLayer", {}, { length: 1, 0: { event: "chat_begun" } }])("%o is no data layer", (layer) => {
  expect(tapped(layer).told()).toEqual([]);
});

test("It is found where it comes later: soon, or minutes later with something else", () => {
  const soon = tapped(undefined);
  vi.advanceTimersByTime(20_000);
  soon.page.window.dataLayer = [{ event: "chat_begun" }];
  vi.advanceTimersByTime(1_000);
  expect(soon.told()).toEqual(["started"]);

  const late = tapped(undefined);
  vi.advanceTimersByTime(300_000);
  late.page.window.dataLayer = [{ event: "chat_over" }];
  expect([vi.getTimerCount(), late.told()]).toEqual([0, []]);
  late.look();
  vi.advanceTimersByTime(1_000);
  expect(late.told()).toEqual(["ended"]);
});

test("Nothing is looked for where the site says of nothing what it stands for, nor after the end", () => {
  tapped(undefined, []).look();
  expect(vi.getTimerCount()).toBe(0);
  const { stop } = tapped(undefined);
  expect(vi.getTimerCount()).toBe(1);
  stop();
  expect(vi.getTimerCount()).toBe(0);
});
