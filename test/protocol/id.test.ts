import { expect, it } from "vitest";
import { createId, sessionCode } from "../../src/protocol/id";

it("makes UUIDs of version 7 that carry their time and sort by it", () => {
  const now = 1_790_000_000_123;
  const id = createId(now);
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(parseInt(id.slice(0, 8) + id.slice(9, 13), 16)).toBe(now);
  expect([createId(now + 1), createId(now)].sort()[0]!.slice(0, 13)).toBe(createId(now).slice(0, 13));
});

it("keeps the order of one millisecond, also of ids that are dated back", () => {
  for (const at of [1_790_000_000_123, 1_790_000_000_123, 1_780_000_000_000]) {
    const ids = Array.from({ length: 1_000 }, () => createId(at));
    expect([...ids].sort()).toEqual(ids);
  }
});

it("never makes the same id twice", () => {
  expect(new Set(Array.from({ length: 10_000 }, () => createId(1))).size).toBe(10_000);
});

it("derives six digits from a session's id that differ between sessions", () => {
  const codes = Array.from({ length: 1_000 }, () => sessionCode(createId(Date.now())));
  expect(codes.every((code) => /^\d{6}$/.test(code))).toBe(true);
  expect(new Set(codes).size).toBeGreaterThan(990);
  expect(sessionCode("a session of another system")).toMatch(/^\d{6}$/);
});
