import fc from "fast-check";
import { expect, test } from "vitest";
import { createAxis } from "../../../src/console/journey/axis";
import { stretches } from "../../../src/console/journey/talks";
import type { Step } from "../../../src/protocol/card";

const MINUTE = 60_000;

test("what happened later lies farther on, within the line, and days between visits take no room", () => {
  fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 40 * 24 * 60 * MINUTE }), { minLength: 1, maxLength: 40 }), (times) => {
    const { x, breaks } = createAxis(times);
    const sorted = [...times].sort((a, b) => a - b);
    const placed = sorted.map(x);
    expect(placed).toEqual([...placed].sort((a, b) => a - b));
    for (const one of [...placed, ...breaks]) expect(one).toBeGreaterThanOrEqual(0);
    for (const one of [...placed, ...breaks]) expect(one).toBeLessThanOrEqual(100);
    sorted.forEach((at, i) => i && at > sorted[i - 1]! && expect(placed[i]).toBeGreaterThan(placed[i - 1]!));
  }));
  const { x, breaks } = createAxis([0, 10 * MINUTE, 5_000 * MINUTE, 5_010 * MINUTE]);
  expect(breaks).toHaveLength(1);
  expect(x(10 * MINUTE)).toBeLessThan(breaks[0]!);
  expect(x(5_000 * MINUTE) - x(10 * MINUTE)).toBeLessThan(6);
});

test("one moment lies in the middle", () => {
  expect(createAxis([7]).x(7)).toBe(50);
});

const told = (type: string, at: number, conversation: unknown = "c", more: object = {}): Step => ({ id: `${type}${at}`, n: at, type: `conversation.${type}`, at, source: "server", data: { conversation, ...more } });
const bars = (...steps: Step[]) => stretches(steps, 100).map(({ conversation, state, from, to }) => `${conversation} ${state} ${from}-${to}`);

test("a conversation waits until an agent has it, and is talked until it ends", () => {
  expect(bars(told("started", 1), told("routed", 2), told("connected", 5), told("message_sent", 6), told("ended", 9), told("wrapped_up", 12))).toEqual(["c waiting 1-5", "c connected 5-9"]);
  expect(bars(told("started", 1))).toEqual(["c waiting 1-100"]);
  expect(bars(told("connected", 1), told("started", 2), told("transferred", 3), told("routed", 4), told("connected", 6))).toEqual(["c connected 1-4", "c waiting 4-6", "c connected 6-100"]);
  expect(bars(told("started", 1), told("started", 2, "d"), told("ended", 3, "d"), told("ended", 4))).toEqual(["c waiting 1-4", "d waiting 2-3"]);
});

test("who only pressed a link, or is said to have ended, waits for nothing", () => {
  expect(bars(told("started", 1, "c", { confidence: "intent" }), told("offered", 2), told("ended", 3), told("routed", 4), told("started", 5, 7))).toEqual([]);
});
