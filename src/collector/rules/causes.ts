/** Whether what has just happened may be why a rule holds: it fits one of the patterns in the rule's condition, wherever that stands. */
import type { Condition, Pattern } from "../../protocol/rules";
import { compareFields } from "./compareField";
import type { Moment } from "./moment";

export type FitsCause = (cause: Pick<Moment, "type" | "fields">) => boolean;

export function compileCauses(condition: Condition): FitsCause {
  const tests = patternsOf(condition).map(({ event, where }): FitsCause => {
    const fits = where && compareFields(where);
    const noun = event.endsWith(".*") ? event.slice(0, -1) : undefined;
    return ({ type, fields }) => (noun === undefined ? type === event : type.startsWith(noun)) && (!fits || fits(fields));
  });
  return (cause) => tests.some((test) => test(cause));
}

function patternsOf(condition: Condition): Pattern[] {
  if ("all" in condition) return condition.all.flatMap(patternsOf);
  if ("any" in condition) return condition.any.flatMap(patternsOf);
  if ("not" in condition) return patternsOf(condition.not);
  if ("event" in condition) return [condition];
  return "sequence" in condition ? condition.sequence : [];
}
