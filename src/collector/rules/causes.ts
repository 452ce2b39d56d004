/** What may make a condition true, or meet it once more, by happening. */
import type { Condition, FieldCondition, Pattern } from "../../protocol/rules";
import type { Fields, Moment } from "./moment";

/** What a pattern asks of fields, made into a function. */
export type Compile = (where: FieldCondition) => (fields: Fields) => boolean;

/** Says whether a moment fits a pattern that the condition asks for. What it denies, and a page that has to be looked at for a while, no moment makes true. */
export function causesOf(when: Condition, compile: Compile): (cause: Pick<Moment, "type" | "fields">) => boolean {
  const tests = patternsOf(when, "asked").filter(({ lasting }) => lasting === undefined).map(({ event, where }) => {
    const noun = event.endsWith(".*") ? event.slice(0, -1) : undefined;
    const fits = where && compile(where);
    return ({ type, fields }: Pick<Moment, "type" | "fields">) => (noun === undefined ? type === event : type.startsWith(noun)) && (!fits || fits(fields));
  });
  return (cause) => tests.some((test) => test(cause));
}

type Sense = "asked" | "denied";

function patternsOf(condition: Condition, sense: Sense): Pattern[] {
  if ("all" in condition) return condition.all.flatMap((one) => patternsOf(one, sense));
  if ("any" in condition) return condition.any.flatMap((one) => patternsOf(one, sense));
  if ("not" in condition) return patternsOf(condition.not, sense === "asked" ? "denied" : "asked");
  if ("sequence" in condition) return sense === "asked" ? condition.sequence : [];
  if (!("event" in condition)) return [];
  const { atLeast, atMost } = condition;
  // So many and no more: whatever is asked for, one more may be too many.
  const isAsked = sense === "asked" ? atLeast !== undefined || atMost === undefined : atMost !== undefined;
  return isAsked ? [condition] : [];
}
