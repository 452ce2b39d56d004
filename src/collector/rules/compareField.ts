/** Makes a comparison of one field into a function of its value. */
import type { FieldCondition, FieldTest, Scalar } from "../../protocol/rules";
import { createExpression } from "./expression";
import type { Fields } from "./moment";

export type Comparison = (value: Scalar | undefined) => boolean;

/**
 * A field without a value fits only what denies. A number and a text are compared as texts for being equal, and as numbers for being
 * greater or less, as pages send many a number as a text.
 */
export function compareField({ is, value, ignoreCase = false }: FieldTest): Comparison {
  const values = value === undefined ? [] : Array.isArray(value) ? value : [value];
  const fold = ignoreCase ? (text: string) => text.toLowerCase() : (text: string) => text;
  const texts = values.map((one) => fold(String(one)));
  const [first = ""] = texts;
  const text = (test: (text: string) => boolean): Comparison => (given) => given !== undefined && test(fold(String(given)));
  const not = (comparison: Comparison): Comparison => (given) => !comparison(given);
  const number = (test: (number: number, bound: number) => boolean): Comparison => {
    const bounds = values.map(Number);
    return (given) => {
      const told = numberOf(given);
      return told !== undefined && bounds.some((bound) => test(told, bound));
    };
  };
  const equal = texts.length === 1 ? text((told) => told === first) : text(((known) => (told: string) => known.has(told))(new Set(texts)));
  const containsAny = text((told) => texts.some((one) => told.includes(one)));
  const containsAll = text((told) => texts.every((one) => told.includes(one)));

  switch (is) {
    case "equal": return equal;
    case "notEqual": return not(equal);
    case "containsAny": return containsAny;
    case "containsAll": return containsAll;
    case "notContainsAny": return not(containsAny);
    case "notContainsAll": return not(containsAll);
    case "startsWith": return text((told) => texts.some((one) => told.startsWith(one)));
    case "endsWith": return text((told) => texts.some((one) => told.endsWith(one)));
    case "greaterThan": return number((told, bound) => told > bound);
    case "greaterThanOrEqual": return number((told, bound) => told >= bound);
    case "lessThan": return number((told, bound) => told < bound);
    case "lessThanOrEqual": return number((told, bound) => told <= bound);
    case "exists": return (given) => given !== undefined;
    case "matches": {
      const expressions = values.map((one) => createExpression(String(one), { ignoreCase }));
      return (given) => given !== undefined && expressions.some((one) => "fits" in one && one.fits(String(given)));
    }
  }
}

/** A text that is a number as people write it, and nothing else. */
function numberOf(value: Scalar | undefined): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value !== "string" || value.trim() === "") return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

/** Makes a condition over fields alone into a function of them. */
export function compareFields(condition: FieldCondition): (fields: Fields) => boolean {
  if ("all" in condition) {
    const all = condition.all.map(compareFields);
    return (fields) => all.every((one) => one(fields));
  }
  if ("any" in condition) {
    const any = condition.any.map(compareFields);
    return (fields) => any.some((one) => one(fields));
  }
  if ("not" in condition) {
    const not = compareFields(condition.not);
    return (fields) => !not(fields);
  }
  const { field } = condition;
  const comparison = compareField(condition);
  return (fields) => comparison(fields[field]);
}
