import { describe, expect, it } from "vitest";
import { DELAYS_MS, judge, type Tried } from "../../../src/collector/webhooks/schedule";

const NOW = 1_790_000_000_000;
const MINUTE = 60_000;
const DAY = 86_400_000;
const tried = (more: Partial<Tried>) => judge({ attempt: { status: 500 }, attempts: 1, now: NOW, random: 0.5, ...more });

describe("After an attempt", () => {
  it.each([200, 201, 202, 204, 299])("answered by %i it has arrived", (status) => {
    expect(tried({ attempt: { status } })).toEqual({ result: "delivered" });
  });

  it.each([100, 301, 302, 307, 308, 400, 401, 404, 408, 500])("answered by %i it is tried again", (status) => {
    expect(tried({ attempt: { status } })).toEqual({ result: "retry", nextAt: NOW + 5_000 });
  });

  it("without an answer it is tried again", () => {
    expect(tried({ attempt: { problem: "The connection failed." } })).toEqual({ result: "retry", nextAt: NOW + 5_000 });
  });

  it("answered by 410 nothing more is wanted", () => {
    expect(tried({ attempt: { status: 410 } })).toEqual({ result: "gone" });
  });
});

describe("The pauses", () => {
  it("grow from five seconds to a day, for about three days, and then it is given up", () => {
    let now = NOW;
    const pauses: number[] = [];
    for (let attempts = 1; ; attempts++) {
      const { result, nextAt } = tried({ attempts, now });
      if (result === "dead") break;
      pauses.push(nextAt! - now);
      now = nextAt!;
    }
    expect(pauses.slice(0, 5)).toEqual([5_000, 30_000, 2 * MINUTE, 10 * MINUTE, 60 * MINUTE]);
    expect(pauses).toEqual([...pauses].sort((a, b) => a - b));
    expect(pauses[pauses.length - 1]).toBe(DAY);
    expect((now - NOW) / DAY).toBeGreaterThan(2.9);
    expect((now - NOW) / DAY).toBeLessThan(3.5);
    expect(pauses).toHaveLength(DELAYS_MS.length);
  });

  it("are spread, so that what failed together does not come again together", () => {
    const at = (random: number) => tried({ attempts: 5, random }).nextAt! - NOW;
    expect([at(0), at(0.5), at(1)]).toEqual([54 * MINUTE, 60 * MINUTE, 66 * MINUTE]);
  });
});

describe("A receiver that is overloaded", () => {
  it.each([429, 502, 503, 504])("and says so by %i is left alone, as long as it asks for", (status) => {
    expect(tried({ attempt: { status } })).toEqual({ result: "retry", nextAt: NOW + MINUTE, quietUntil: NOW + MINUTE });
    expect(tried({ attempt: { status, retryAfterMs: 600_000 } })).toEqual({ result: "retry", nextAt: NOW + 600_000, quietUntil: NOW + 600_000 });
    expect(tried({ attempt: { status, retryAfterMs: 1_000 } })).toEqual({ result: "retry", nextAt: NOW + 5_000, quietUntil: NOW + 1_000 });
  });

  it("is not left alone for ever", () => {
    expect(tried({ attempt: { status: 429, retryAfterMs: 1e12 } })).toEqual({ result: "retry", nextAt: NOW + DAY, quietUntil: NOW + DAY });
  });

  it("has used up its attempts at last, too", () => {
    expect(tried({ attempt: { status: 429 }, attempts: DELAYS_MS.length + 1 })).toEqual({ result: "dead", quietUntil: NOW + MINUTE });
  });

  it("that only fails is asked for nothing else", () => {
    expect(tried({ attempt: { status: 500, retryAfterMs: 600_000 } })).toEqual({ result: "retry", nextAt: NOW + 5_000 });
  });
});
