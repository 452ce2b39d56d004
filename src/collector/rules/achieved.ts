/** When a visit of the past achieved an outcome, had the rule been there: what a new rule's likelihood is learned from. */
import type { RuleSet } from "../../protocol/rules";
import { compileRules } from "./compileRules";
import type { Marks } from "./compiled";
import type { Moment, Visit } from "./moment";

/** @returns milliseconds since 1970, or `undefined` where it was not */
export function createAchievedAt(set: RuleSet, outcome: string): (past: { visit: Visit; moments: readonly Moment[] }) => number | undefined {
  // What it names may be named itself; what is to be done about it is nobody's business here.
  const rules = compileRules({ ...set, actionMaps: [] });
  return ({ visit, moments }) => {
    let marks: Marks = {};
    for (const moment of [...moments].sort((a, b) => a.at - b.at)) {
      const before = marks;
      marks = rules.take(marks, [moment]);
      if (marks === before && moment.type !== "page.viewed") continue;
      const here = { ...visit, lastAt: moment.at, fields: { ...visit.fields, ...pageOf(moment) } };
      const answer = rules.judge({ marks, visit: here, segments: new Set(), outcomes: new Set(), scores: {}, now: moment.at });
      if (answer.outcomes.has(outcome)) return moment.at;
    }
    return undefined;
  };
}

/** The page that is looked at then. */
function pageOf({ type, fields }: Moment): Visit["fields"] {
  if (type !== "page.viewed") return {};
  return Object.fromEntries(["url", "host", "path", "query", "fragment", "title"].map((part) => [`page.${part}`, fields[part]]));
}
