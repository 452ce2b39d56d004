import fc from "fast-check";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { EVENT_BYTES, OBJECT_KEYS } from "../../src/protocol/limits";
import { toData } from "../../src/sdk/data";

beforeEach(() => {
  vi.stubGlobal("window", {});
  vi.stubGlobal("Node", class {});
});
afterEach(() => void vi.unstubAllGlobals());

it("takes of a list its first items, whatever its length says", () => {
  const sparse: unknown[] = ["first"];
  sparse[1_700_000_000] = "last";
  const { list } = toData({ list: sparse }) as { list: unknown[] };
  expect(list).toEqual(["first"]);
  expect(toData({ list: Array.from({ length: OBJECT_KEYS + 9 }, (_, i) => i) }).list).toHaveLength(OBJECT_KEYS);
  expect(JSON.stringify(toData([undefined, 1, [2]]))).toBe('{"value":[null,1,[2]]}');
});

it("keeps what can be kept beside what cannot", () => {
  const odd: { [key: string]: unknown } = { n: 1, big: 2n, on: new Date(0), f: () => 1, s: Symbol("s"), deep: { a: [{ b: null }] } };
  odd.self = odd;
  Object.defineProperty(odd, "bad", { enumerable: true, get: () => { throw new Error("no"); } });
  const data = toData(odd);
  expect(data).toMatchObject({ n: 1, big: "2", on: "1970-01-01T00:00:00.000Z", deep: { a: [{ b: null }] } });
  expect(Object.keys(data)).not.toEqual(expect.arrayContaining(["f"]));
  expect(() => JSON.stringify(data)).not.toThrow();
});

it("takes no prototype from a key of that name", () => {
  toData(JSON.parse('{"__proto__": {"polluted": true}}'));
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  expect(JSON.stringify(toData(JSON.parse('{"__proto__": {"polluted": true}, "a": 1}')))).toBe('{"a":1}');
});

it("makes of anything an object that travels within the bounds of an event", () => {
  fc.assert(
    fc.property(fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true, withSparseArray: true, withTypedArray: true, withNullPrototype: true, maxDepth: 12 }), (value) => {
      const text = JSON.stringify(toData(value));
      expect(text).toMatch(/^\{/);
      expect(Buffer.byteLength(text)).toBeLessThan(EVENT_BYTES);
    }),
    { numRuns: 2_000 },
  );
});
