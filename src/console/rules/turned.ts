/** Makes a condition one of another kind, or a comparison one by another operator, and keeps of it what the other can hold. */
import type { Condition, EventTest, FieldTest, Operator, Pattern, RuleSet, Scalar } from "../../protocol/rules";
import { kindOf, type ConditionKind } from "./shape";
import { FLAGS, NUMBERS } from "./words";

/** What a new row begins with, by the details that there are. */
export const freshField = ([field = "page.path"]: readonly string[]): FieldTest => ({ field, is: "equal", value: FLAGS.test(field) ? true : "" });
const FRESH_EVENT: Pattern = { event: "page.viewed" };

export function turned(condition: Condition, kind: ConditionKind, set: Pick<RuleSet, "segments" | "outcomes">): Condition {
  const before = kindOf(condition);
  if (before === kind) return condition;
  if ("not" in condition && kindOf(condition.not) === kind) return condition.not;
  const [first = FRESH_EVENT] = patternsOf(condition);
  switch (kind) {
    case "all":
      return { all: "any" in condition ? condition.any : [condition] };
    case "any":
      return { any: "all" in condition ? condition.all : [condition] };
    case "not":
      return { not: condition };
    case "field":
      return { field: "page.path", is: "startsWith", value: "/" };
    case "event":
      return first;
    case "sequence":
      return { sequence: [first, FRESH_EVENT] };
    case "never":
      return { never: first };
    case "segment":
      return { segment: set.segments[0]?.id ?? "" };
    case "outcome":
      return { outcome: set.outcomes[0]?.id ?? "" };
  }
}

function patternsOf(condition: Condition): Pattern[] {
  if ("sequence" in condition) return condition.sequence;
  if ("never" in condition) return [condition.never];
  if (!("event" in condition)) return [];
  const { event, where, lasting }: EventTest = condition;
  return [{ event, ...(where && { where }), ...(lasting && { lasting }) }];
}

/** Does it compare texts, so that capitals may count or not? */
export const takesCase = ({ field, is }: FieldTest) => is !== "exists" && !isOrder(is) && !FLAGS.test(field) && !NUMBERS.test(field);
/** Greater, less: of numbers. */
export const isOrder = (is: string) => /Than/.test(is);

/** The same comparison by another operator. */
export function compared({ value, ignoreCase, ...test }: FieldTest, is: Operator): FieldTest {
  if (is === "exists") return { ...test, is };
  const [first = ""]: Scalar[] = Array.isArray(value) ? value : [value ?? ""];
  if (isOrder(is)) return { ...test, is, value: Number(first) || 0 };
  return { ...test, is, value: is === "equal" || is === "notEqual" ? (value ?? "") : Array.isArray(value) ? value.map(String) : String(first), ...(ignoreCase && { ignoreCase }) };
}
