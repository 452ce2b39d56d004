/** Who came by a reset is told from whoever was there before by the two ids alone. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { createId, isBornLater, RESET_MARK } from "../../src/protocol/id";

const NOW = Date.UTC(2026, 10, 20);

it("knows the order of ids, of those made within one millisecond, too", () => {
  fc.assert(fc.property(fc.nat(10_000), fc.boolean(), (waitMs, hasMark) => {
    const older = createId(NOW) + (hasMark ? RESET_MARK : "");
    const reset = createId(NOW + waitMs) + RESET_MARK;
    expect(isBornLater(reset, older)).toBe(true);
    expect(isBornLater(reset, createId(NOW + waitMs + 1))).toBe(false);
    expect(isBornLater(reset, reset)).toBe(false);
  }));
});

it("says so of nobody who came without a reset, and of no id that it cannot date", () => {
  expect(isBornLater(createId(NOW + 1), createId(NOW))).toBe(false);
  fc.assert(fc.property(fc.string(), (id) => {
    expect(isBornLater(id, createId(NOW))).toBe(false);
    expect(isBornLater(createId(NOW) + RESET_MARK, id)).toBe(false);
  }));
});
