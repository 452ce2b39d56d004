import { expect, test } from "vitest";
import { inkOn } from "../../../src/console/color";
import { difference } from "../../../src/console/rules/report";
import { intervalWords, shareWords } from "../../../src/console/rules/share";
import { CONDITION_KINDS, isShowable, kindOf } from "../../../src/console/rules/shape";
import { compared, turned } from "../../../src/console/rules/turned";
import { OPERATORS, type Condition } from "../../../src/protocol/rules";

const showable = (when: unknown) => isShowable("segments", { id: "a", name: "A", when });

test.each<[unknown]>([
  [undefined], [null], [7], ["x"], [[]], [{}], [{ all: 7 }], [{ all: [7] }], [{ not: undefined }], [{ field: 7 }], [{ event: 7 }], [{ event: "a", where: 7 }],
  [{ event: "a", where: { event: "b" } }], [{ sequence: [{}] }], [{ sequence: {} }], [{ never: "a" }], [{ segment: 7 }],
])("the form does not try to show %j as a condition", (when) => {
  expect(showable(when)).toBe(false);
});

test("of action maps, what pages, times and action are made of has to be sound, too", () => {
  const rule = { id: "a", name: "A", when: { all: [] }, action: { type: "tag", tag: "x" } };
  expect(isShowable("actionMaps", rule)).toBe(true);
  for (const wrong of [{ action: undefined }, { action: {} }, { pages: { event: "a" } }, { schedule: 7 }, { schedule: { hours: [{}] } }]) expect(isShowable("actionMaps", { ...rule, ...wrong })).toBe(false);
});

test("a condition can become one of any kind, and what both can hold is kept", () => {
  const rules = { segments: [], outcomes: [] };
  for (const kind of CONDITION_KINDS) {
    for (const other of CONDITION_KINDS) {
      const made = turned(turned({ event: "page.viewed" }, kind, rules), other, rules);
      expect(showable(made) && kindOf(made), `${kind} to ${other}`).toBe(other);
    }
  }
  const event: Condition = { event: "search.performed", where: { field: "data.query", is: "equal", value: "chair" }, atLeast: 3 };
  expect(turned(event, "all", rules)).toEqual({ all: [event] });
  expect(turned({ all: [event] }, "any", rules)).toEqual({ any: [event] });
  expect(turned({ not: event }, "event", rules)).toBe(event);
  expect(turned(event, "never", rules)).toEqual({ never: { event: "search.performed", where: event.where } });
});

test("by every operator a comparison has a value of the kind that it takes", () => {
  for (const is of OPERATORS) {
    const { value } = compared({ field: "page.path", is: "equal", value: true, ignoreCase: true }, is);
    expect(typeof value, is).toBe(is === "exists" ? "undefined" : /Than/.test(is) ? "number" : /^(not)?equal$/i.test(is) ? "boolean" : "string");
  }
  expect(compared({ field: "a", is: "containsAny", value: ["1", "2"] }, "equal").value).toEqual(["1", "2"]);
});

test("what stands on a rule's colour can be read, whatever colour it is", () => {
  const luminance = (color: string) => [0.2126, 0.7152, 0.0722].reduce((sum, weight, i) => {
    const share = parseInt(color.slice(1 + 2 * i, 3 + 2 * i), 16) / 255;
    return sum + weight * (share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4);
  }, 0);
  for (let i = 0; i < 4096; i++) {
    const color = `#${[i >> 8, (i >> 4) & 15, i & 15].map((part) => (part * 17).toString(16).padStart(2, "0")).join("")}`;
    const own = luminance(color);
    const contrast = inkOn(color) === "#000" ? (own + 0.05) / 0.05 : 1.05 / (own + 0.05);
    expect(contrast, color).toBeGreaterThanOrEqual(4.5);
  }
});

test("shares say what they are of and what may be chance", () => {
  expect(shareWords({ count: 1200, of: 4800, rate: 0.25 })).toBe("1,200 (25 %)");
  expect(shareWords({ count: 0, of: 0 })).toBe("0");
  expect(intervalWords({ count: 1, of: 20, rate: 0.05, low: 0.009, high: 0.236 })).toBe("0.9 % to 24 %");
  const control = { count: 10, of: 100, rate: 0.1, low: 0.05, high: 0.17 };
  expect(difference({ count: 30, of: 100, rate: 0.3, low: 0.22, high: 0.4 }, control)).toBe("20 points more than without it; hardly by chance.");
  expect(difference({ count: 8, of: 100, rate: 0.08, low: 0.04, high: 0.15 }, control)).toBe("2 points less than without it, which may be chance.");
  expect(difference({ count: 0, of: 0 }, control)).toBe("There is nothing to compare yet.");
});
