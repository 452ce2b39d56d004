import fc from "fast-check";
import { expect, it } from "vitest";
import { parseCampaign } from "../../src/protocol/campaign";
import { parseData } from "../../src/protocol/parse";

it.each([
  ["forbidden_key", JSON.parse('{"a":{"__proto__":{"polluted":1}}}')],
  ["number_out_of_range", { n: 1e400 }],
  ["too_many_keys", Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`k${i}`, i]))],
  ["too_many_values", { list: Array.from({ length: 300 }, () => 1) }],
  ["not_data", { f: () => 1 }],
  ["too_deep", { a: { b: { c: { d: { e: { f: { g: { h: { i: { j: 1 } } } } } } } } } }],
])("says %s and leaves the part out", (reason, value) => {
  const reasons: string[] = [];
  expect(() => parseData(value, { refuse: (why) => void reasons.push(why) })).not.toThrow();
  expect(reasons).toContain(reason);
  expect(({} as { polluted?: number }).polluted).toBeUndefined();
});

it("copies plain data unchanged, keys that look like an element's among them", () => {
  const data = { window: "A3", nodeType: 1, list: [1, "two", null, true, { three: 3 }], "": 0 };
  expect(parseData(data)).toEqual(data);
});

it("never throws and always gives data that JSON can hold, whatever it gets", () => {
  fc.assert(fc.property(fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true, withObjectString: true, withSparseArray: true }), (value) => {
    const data = parseData(value);
    expect(JSON.parse(JSON.stringify(data))).toEqual(data);
  }), { numRuns: 2_000 });
});

it("cleans keys before it judges them", () => {
  const text = (dirty: string) => dirty.replaceAll("\0", "");
  const data = parseData(JSON.parse('{"__pro\\u0000to__":{"polluted":1}}'), { text });
  expect(Object.getPrototypeOf(data)).toBe(Object.prototype);
  expect(data).toEqual({});
});

it.each([
  ["https://shop.example/?utm_source=news&utm_campaign=spring&utm_term=", { source: "news", name: "spring" }],
  ["https://shop.example/?gclid=abc", { clickId: "abc", network: "google" }],
  ["https://shop.example/?constructor=1&utm_x=2", undefined],
  ["not an address", undefined],
])("reads the campaign of %s", (url, campaign) => {
  expect(parseCampaign(url)).toEqual(campaign);
});
