/** Says a condition as a sentence that somebody who has never seen a rule understands. */
import type { Condition, EventTest, FieldCondition, FieldTest, Pattern, RuleSet, Scalar } from "../../protocol/rules";
import { spanWords } from "./span";
import { words } from "../words/pageWords";
import { number } from "../words/written";
import { eventWords, fieldWords } from "./words";

/** Rules that a condition names by id have a name here. */
export type Named = Pick<RuleSet, "segments" | "outcomes">;

const joined = (parts: (string | false | undefined)[], by = " ") => parts.filter(Boolean).join(by);

/** "Abandoned in queue Sales at least 2 times in the last 7 days, and the page’s path starts with /pricing". */
export function sentenceOf(condition: Condition, names: Named): string {
  const text = phrase(condition, names);
  return text ? text[0]!.toUpperCase() + text.slice(1) : "";
}

export function phrase(condition: Condition | FieldCondition, names: Named): string {
  const says = words.rules.phrase;
  if ("all" in condition) return group(condition.all, names, "and");
  if ("any" in condition) return group(condition.any, names, "or");
  if ("not" in condition) return says.not(phrase(condition.not, names));
  if ("field" in condition) return test(condition);
  if ("sequence" in condition) return joined([condition.sequence.map((each) => pattern(each)).join(says.then), span(condition)]);
  if ("never" in condition) return says.never(pattern(condition.never));
  if ("segment" in condition) return says.inSegment(nameOf(names.segments, condition.segment));
  if ("outcome" in condition) {
    const { outcome, scoreAtLeast } = condition;
    const name = nameOf(names.outcomes, outcome);
    return scoreAtLeast === undefined ? says.achieved(name) : says.likely(percentOf(scoreAtLeast), name);
  }
  return joined([pattern(condition), times(condition), span(condition)]);
}

/** 0.125 reads "12.5 %". */
export const percentOf = (share: number) => `${number(Math.round(share * 1_000) / 10)} %`;

function group(list: (Condition | FieldCondition)[], names: Named, word: "and" | "or"): string {
  const says = words.rules.phrase;
  if (!list.length) return says.nothingYet;
  // What is joined by another word inside stands in brackets.
  const parts = list.map((each) => ((("all" in each && each.all.length > 1) || ("any" in each && each.any.length > 1)) && list.length > 1 ? `(${phrase(each, names)})` : phrase(each, names)));
  return parts.join(says[word]);
}

const nameOf = (rules: { id: string; name: string }[], id: string) => rules.find((rule) => rule.id === id)?.name ?? id;

function test({ field, is, value, ignoreCase }: FieldTest): string {
  const says = words.rules.phrase;
  const values = (Array.isArray(value) ? value : value === undefined ? [] : [value]).map(valueWords);
  return joined([fieldWords(field), says.operators[is], is !== "exists" && (values.join(/All$/.test(is) ? says.andValues : says.orValues) || "…"), ignoreCase && says.capitalsOrNot]);
}

const valueWords = (value: Scalar) => (value === true ? words.common.yes : value === false ? words.common.no : String(value));

/** Of a conversation the queue, and that it was abandoned, are said as people say them. */
function pattern({ event, where, lasting }: Pattern): string {
  const rest = where === undefined ? [] : "all" in where ? [...where.all] : [where];
  const take = (field: string, fits: (value: unknown) => boolean): string | undefined => {
    const at = rest.findIndex((each) => "field" in each && each.field === field && each.is === "equal" && fits(each.value));
    return at < 0 ? undefined : String((rest.splice(at, 1)[0] as FieldTest).value);
  };
  const isTalk = event.startsWith("conversation.");
  const abandoned = isTalk && event === "conversation.ended" && take("abandoned", (value) => value === true);
  const queue = isTalk && take("queue", (value) => typeof value === "string");
  const code = isTalk && take("code", (value) => typeof value === "string");
  const says = words.rules.phrase;
  return joined([
    abandoned ? says.abandoned : eventWords(event),
    queue && says.inQueue(queue),
    code && says.withCode(code),
    rest.length > 0 && says.where(group(rest, { segments: [], outcomes: [] }, "and")),
    lasting && says.lasting(spanWords(lasting)),
  ]);
}

function times({ atLeast, atMost }: EventTest): string {
  const says = words.rules.phrase;
  const least = atLeast ?? (atMost === undefined ? 1 : 0);
  if (atMost === 0) return says.notOnce;
  if (atMost === least) return says.exactly(least);
  if (atMost !== undefined) return least > 0 ? says.between(least, atMost) : says.atMost(atMost);
  return least > 1 ? says.atLeast(least) : "";
}

function span({ within, inLast, of }: Pick<EventTest, "within" | "inLast" | "of">): string {
  const says = words.rules.phrase;
  return joined([within && says.within(spanWords(within)), inLast && says.inLast(spanWords(inLast)), of && says.scopes[of]]);
}
