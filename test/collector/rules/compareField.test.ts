import { describe, expect, it } from "vitest";
import { compareField, compareFields } from "../../../src/collector/rules/compareField";
import type { FieldTest, Operator, Scalar } from "../../../src/protocol/rules";
import { OPERATORS } from "../../../src/protocol/rules";

type Row = [sentence: string, field: Scalar | undefined, is: Operator, value: FieldTest["value"], expected: boolean, ignoreCase?: "ignoring case"];

const ROWS: Row[] = [
  ["a text equals itself", "Sales", "equal", "Sales", true],
  ["a text equals no other", "Sales", "equal", "Sale", false],
  ["a text equals no part of it", "Sale", "equal", "Sales", false],
  ["case counts", "Sales", "equal", "sales", false],
  ["case does not count", "SaLes", "equal", "sAlEs", true, "ignoring case"],
  ["nor that of letters beyond English", "ÄRGER", "equal", "ärger", true, "ignoring case"],
  ["an empty text equals an empty one", "", "equal", "", true],
  ["an empty text is a value that equals no other", "", "equal", "a", false],
  ["a text equals one of a list", "b", "equal", ["a", "b"], true],
  ["a text equals none of a list", "c", "equal", ["a", "b"], false],
  ["one of a list, but for case", "B", "equal", ["a", "b"], true, "ignoring case"],
  ["a number equals itself", 7, "equal", 7, true],
  ["a number equals no other", 7, "equal", 8, false],
  ["a number equals one of a list", 7, "equal", [6, 7], true],
  ["a number equals how it is written", 7, "equal", "7", true],
  ["and what is written equals the number", "7", "equal", 7, true],
  ["but not another way to write it", "7.0", "equal", 7, false],
  ["yes equals yes", true, "equal", true, true],
  ["yes is not no", true, "equal", false, false],
  ["no equals no, though it is nothing", false, "equal", false, true],
  ["zero equals zero, though it is nothing", 0, "equal", 0, true],
  ["yes equals how it is written", "true", "equal", true, true],
  ["yes is not one", true, "equal", 1, false],
  ["no value equals none", undefined, "equal", "undefined", false],
  ["no value is in no list", undefined, "equal", ["a", ""], false],

  ["a text is not equal to another", "a", "notEqual", "b", true],
  ["a text is equal to itself", "a", "notEqual", "a", false],
  ["a text is equal to one of a list", "a", "notEqual", ["a", "b"], false],
  ["a text is equal to none of a list", "c", "notEqual", ["a", "b"], true],
  ["but for case it is equal", "A", "notEqual", "a", false, "ignoring case"],
  ["a number is not equal to another", 1, "notEqual", 2, true],
  ["no value is not equal to any", undefined, "notEqual", "a", true],
  ["no value is not equal to one of a list", undefined, "notEqual", ["a", "b"], true],

  ["a text contains a part of it", "/shop/hats", "containsAny", "hat", true],
  ["a text contains no other", "/shop/hats", "containsAny", "cap", false],
  ["a text contains one of a list", "/shop/hats", "containsAny", ["cap", "hat"], true],
  ["a text contains none of a list", "/shop/hats", "containsAny", ["cap", "coat"], false],
  ["a text contains a part but for case", "/Shop", "containsAny", "sHOP", true, "ignoring case"],
  ["case counts in parts", "/Shop", "containsAny", "shop", false],
  ["a number contains its digits", 1234, "containsAny", "23", true],
  ["no value contains nothing", undefined, "containsAny", "a", false],

  ["a text contains all of a list", "/shop/hats", "containsAll", ["hat", "shop"], true],
  ["a text contains not all of a list", "/shop/hats", "containsAll", ["hat", "cap"], false],
  ["a text contains all of one", "/shop/hats", "containsAll", "hat", true],
  ["a text contains all but for case", "/SHOP/hats", "containsAll", ["Hat", "shop"], true, "ignoring case"],
  ["no value contains not all", undefined, "containsAll", ["a"], false],

  ["a text contains none of a list, which is asked for", "/shop", "notContainsAny", ["cap", "hat"], true],
  ["a text contains one of a list, which is not", "/hats", "notContainsAny", ["cap", "hat"], false],
  ["a text contains one but for case", "/HATS", "notContainsAny", "hat", false, "ignoring case"],
  ["no value contains none", undefined, "notContainsAny", ["a"], true],

  ["a text lacks one of a list", "/hats", "notContainsAll", ["cap", "hat"], true],
  ["a text lacks none of a list", "/hats/caps", "notContainsAll", ["cap", "hat"], false],
  ["a text lacks none but for case", "/Hats/Caps", "notContainsAll", ["cap", "hat"], false, "ignoring case"],
  ["no value lacks all", undefined, "notContainsAll", ["a"], true],

  ["a text begins with its beginning", "/pricing/eu", "startsWith", "/pricing", true],
  ["a text does not begin with its middle", "/eu/pricing", "startsWith", "/pricing", false],
  ["a text begins with one of a list", "/plans", "startsWith", ["/pricing", "/plans"], true],
  ["a text begins with none of a list", "/about", "startsWith", ["/pricing", "/plans"], false],
  ["a text begins so but for case", "/Pricing", "startsWith", "/pRICING", true, "ignoring case"],
  ["no value begins with nothing", undefined, "startsWith", "u", false],

  ["a text ends with its end", "/a.pdf", "endsWith", ".pdf", true],
  ["a text does not end with its beginning", ".pdf/a", "endsWith", ".pdf", false],
  ["a text ends with one of a list", "/a.doc", "endsWith", [".pdf", ".doc"], true],
  ["a text ends so but for case", "/A.PDF", "endsWith", ".pdf", true, "ignoring case"],
  ["no value ends with nothing", undefined, "endsWith", "d", false],

  ["a number is greater than a smaller one", 8, "greaterThan", 7, true],
  ["a number is not greater than itself", 7, "greaterThan", 7, false],
  ["a number is greater than one of a list", 7, "greaterThan", [9, 6], true],
  ["a number is greater than none of a list", 5, "greaterThan", [9, 6], false],
  ["a number that came as a text", "10", "greaterThan", 9, true],
  ["a number that came with blanks", " 10.5 ", "greaterThan", 9, true],
  ["a text is no number", "ten", "greaterThan", 9, false],
  ["a text that begins as a number is none", "10px", "greaterThan", 9, false],
  ["an empty text is no zero", "", "greaterThan", -1, false],
  ["endlessness is no number", "Infinity", "greaterThan", 1, false],
  ["yes is no number", true, "greaterThan", 0, false],
  ["no value is greater than nothing", undefined, "greaterThan", -1, false],
  ["a number is greater than or equal to itself", 7, "greaterThanOrEqual", 7, true],
  ["a number is not greater than or equal to a larger one", 7, "greaterThanOrEqual", 8, false],
  ["no value is not greater than or equal", undefined, "greaterThanOrEqual", 0, false],
  ["a number is less than a larger one", -3, "lessThan", -2, true],
  ["a number is not less than itself", 7, "lessThan", 7, false],
  ["an empty text is not less than one", "", "lessThan", 1, false],
  ["no value is not less than one", undefined, "lessThan", 1, false],
  ["a number is less than or equal to itself", 7, "lessThanOrEqual", 7, true],
  ["a number is not less than or equal to a smaller one", 7, "lessThanOrEqual", 6, false],
  ["no value is not less than or equal", undefined, "lessThanOrEqual", 0, false],

  ["an expression is found anywhere", "/shop/hats", "matches", "h[aeiou]t", true],
  ["an expression that is not found", "/shop/hats", "matches", "^hats", false],
  ["an expression of the whole", "/shop/hats", "matches", "^/shop/\\w+$", true],
  ["one expression of a list", "/shop/hats", "matches", ["^x", "s$"], true],
  ["none of a list", "/shop/hats", "matches", ["^x", "y$"], false],
  ["an expression but for case", "/SHOP", "matches", "shop", true, "ignoring case"],
  ["an expression with case", "/SHOP", "matches", "shop", false],
  ["an expression of letters beyond English", "größe", "matches", "^\\p{L}+$", true],
  ["an expression of a number's digits", 404, "matches", "^4\\d\\d$", true],
  ["an expression that fits everything does not fit no value", undefined, "matches", ".*", false],

  ["a text exists", "a", "exists", undefined, true],
  ["an empty text exists", "", "exists", undefined, true],
  ["zero exists", 0, "exists", undefined, true],
  ["no exists", false, "exists", undefined, true],
  ["no value does not exist", undefined, "exists", undefined, false],
];

describe("An operator", () => {
  it.each(ROWS)("knows that %s", (_sentence, field, is, value, expected, ignoreCase) => {
    const test = { field: "f", is, ...(value !== undefined && { value }), ...(ignoreCase && { ignoreCase: true }) };
    expect(compareField(test)(field)).toBe(expected);
  });

  it.each(OPERATORS)("%s says yes and no, with a value and without, and, where there are texts, with lists and without regard to case", (operator) => {
    const rows = ROWS.filter(([, , is]) => is === operator);
    const told = new Set(rows.map(([, , , , expected]) => expected));
    expect([...told].sort()).toEqual([false, true]);
    expect(rows.some(([, field]) => field === undefined)).toBe(true);
    if (/greater|less|exists/.test(operator)) return;
    expect(rows.some(([, , , value]) => Array.isArray(value))).toBe(true);
    expect(rows.some(([, , , , , ignoreCase]) => ignoreCase)).toBe(true);
  });
});

describe("Conditions over fields", () => {
  const yes: FieldTest = { field: "a", is: "equal", value: 1 };
  const no: FieldTest = { field: "a", is: "equal", value: 2 };
  it.each([
    ["all of them hold", { all: [yes, yes] }, true], ["one of all does not", { all: [yes, no] }, false],
    ["any of them holds", { any: [no, yes] }, true], ["none of any does", { any: [no, no] }, false],
    ["not", { not: no }, true], ["not what holds", { not: yes }, false],
    ["in any depth", { all: [{ not: { any: [no, { all: [yes, no] }] } }, yes] }, true],
  ])("%s", (_sentence, condition, expected) => {
    expect(compareFields(condition)({ a: 1 })).toBe(expected);
  });
});
