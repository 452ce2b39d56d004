/** Checks a comparison of one field: that there can be such a field, and that the operator and its values go together. */
import { OPERATORS, RULES, type Operator } from "../../protocol/rules";
import { createExpression } from "./expression";
import { DURATION_FIELD, wrongField, type Ground } from "./fieldNames";
import { checkBoolean, checkList, checkText, checkWord } from "./read";
import { isGiven, kindOf, type Spot } from "./spot";

/** What adds up over all rules of a set. */
export interface Work {
  expressionSteps: number;
}

const ORDER: readonly Operator[] = ["greaterThan", "greaterThanOrEqual", "lessThan", "lessThanOrEqual"];
const TEXT: readonly Operator[] = ["containsAny", "containsAll", "notContainsAny", "notContainsAll", "startsWith", "endsWith", "matches"];
const EQUAL: readonly Operator[] = ["equal", "notEqual"];

export function checkFieldTest(spot: Spot, ground: Ground, work: Work): void {
  const [field, is, value, ignoreCase] = (["field", "is", "value", "ignoreCase"] as const).map((key) => spot.at(key)) as [Spot, Spot, Spot, Spot];
  if (checkText(field, { longest: 2 * RULES.nameChars })) {
    const problem = wrongField(field.value, ground);
    if (problem !== undefined) field.wrong(problem);
  }
  if (!checkWord(is, OPERATORS)) return;
  const operator = is.value;
  const isCase = TEXT.includes(operator) || EQUAL.includes(operator);
  if (isGiven(ignoreCase) && checkBoolean(ignoreCase) && ignoreCase.value === true && !isCase) ignoreCase.wrong(`means nothing with ${operator}, which compares no texts`);
  if (field.value === DURATION_FIELD && !ORDER.includes(operator)) is.wrong(`has to be one of ${ORDER.join(", ")}: how long a visit has gone on changes all the time`);
  checkValue(value, operator, { ignoreCase: ignoreCase.value === true, work });
}

function checkValue(spot: Spot, operator: Operator, { ignoreCase, work }: { ignoreCase: boolean; work: Work }): void {
  if (operator === "exists") {
    if (isGiven(spot)) spot.wrong(`is not for exists; what must not be there is { "not": … }`);
    return;
  }
  const values = Array.isArray(spot.value) ? checkList(spot, { least: 1, most: RULES.values }) : [spot];
  for (const one of values) {
    const { value } = one;
    if (value === undefined) one.wrong("is missing");
    else if (ORDER.includes(operator)) {
      if (typeof value !== "number" || !Number.isFinite(value)) one.wrong(`has to be a number for ${operator}, and is ${kindOf(value)}`);
    } else if (typeof value === "string") {
      // An empty text begins and ends every other.
      if (checkText(one, { longest: RULES.textChars, canBeEmpty: EQUAL.includes(operator) }) && operator === "matches") checkExpression(one, value, { ignoreCase, work });
    } else if (!EQUAL.includes(operator)) one.wrong(`has to be a text for ${operator}, and is ${kindOf(value)}`);
    else if (typeof value !== "boolean" && !(typeof value === "number" && Number.isFinite(value))) one.wrong(`has to be a text, a number, or true or false, and is ${kindOf(value)}`);
  }
}

function checkExpression(spot: Spot, pattern: string, { ignoreCase, work }: { ignoreCase: boolean; work: Work }): void {
  const before = work.expressionSteps;
  // What is refused anyway need not be made.
  if (before > RULES.expressionStepsOfAll) return;
  const expression = createExpression(pattern, { ignoreCase });
  if ("problem" in expression) {
    spot.wrong(expression.problem);
    return;
  }
  work.expressionSteps += expression.steps;
  if (work.expressionSteps > RULES.expressionStepsOfAll) spot.wrong(`is too much work together with all other expressions: more than ${RULES.expressionStepsOfAll.toLocaleString("en")} steps`);
}
