/** Says which rules hold by trying everything: slow, and written with nothing in mind but what the words of `protocol/rules` say. */
import type { Question } from "../../../src/collector/rules/compiled";
import type { Fields, Moment, Visit } from "../../../src/collector/rules/moment";
import type { Condition, FieldCondition, FieldTest, Pattern, RuleSet, Scope } from "../../../src/protocol/rules";

type Known = true | false | "unknown";
type Asked = Omit<Question, "marks"> & { moments: readonly Moment[]; set: RuleSet };

const IDLE = 20 * 60 * 1_000;

/** @returns ids of the rules that hold, in order */
export function oracle(asked: Asked): string[] {
  const { set } = asked;
  return [
    ...set.segments.filter((one) => one.active !== false && holds(one.when, one.of, asked) === true),
    ...set.outcomes.filter((one) => one.active !== false && holds(one.when, "session", asked) === true),
    ...set.actionMaps.filter((one) => one.active !== false && holds(one.when, "session", asked) === true),
  ].map(({ id }) => id).sort();
}

function holds(condition: Condition, scope: Scope, asked: Asked): Known {
  const { set, visit, now } = asked;
  const inner = (one: Condition) => holds(one, scope, asked);
  if ("all" in condition) {
    const all = condition.all.map(inner);
    return all.includes(false) ? false : all.includes("unknown") ? "unknown" : true;
  }
  if ("any" in condition) {
    const any = condition.any.map(inner);
    return any.includes(true) ? true : any.includes("unknown") ? "unknown" : false;
  }
  if ("not" in condition) {
    const not = inner(condition.not);
    return not === "unknown" ? not : !not;
  }
  if ("field" in condition) {
    if (condition.field.startsWith("contact.")) return compares(condition, asked.person?.fields ?? {});
    if (!visit) return "unknown";
    const end = now - visit.lastAt < IDLE ? now : visit.lastAt;
    return compares(condition, { ...visit.fields, "session.durationSeconds": (end - visit.startedAt) / 1_000 });
  }
  if ("segment" in condition) {
    if (asked.segments.has(condition.segment)) return true;
    const named = set.segments.find(({ id }) => id === condition.segment)!;
    return named.active === false ? false : holds(named.when, named.of, asked);
  }
  if ("outcome" in condition) {
    if (condition.scoreAtLeast !== undefined) return (asked.scores[condition.outcome] ?? -1) >= condition.scoreAtLeast;
    if (asked.outcomes.has(condition.outcome)) return true;
    const named = set.outcomes.find(({ id }) => id === condition.outcome)!;
    return named.active === false ? false : holds(named.when, "session", asked);
  }
  if ("never" in condition) {
    if (!visit) return "unknown";
    if (fitting(condition.never, "session", asked).length) return false;
    return now - visit.lastAt < IDLE ? "unknown" : true;
  }
  const of = condition.of ?? scope;
  if (of === "session" && !visit) return "unknown";
  const isRecent = ({ at }: Moment) => condition.inLast === undefined || now - at <= ms(condition.inLast);
  const span = condition.within === undefined ? Infinity : ms(condition.within);
  if ("sequence" in condition) return runs(condition.sequence.map((step) => fitting(step, of, asked).filter(isRecent)), span);
  const marks = fitting(condition, of, asked).filter(isRecent);
  const most = Math.max(0, ...marks.map((first) => marks.filter(({ at }) => at >= first.at && at - first.at <= span).length));
  return most >= (condition.atLeast ?? (condition.atMost === undefined ? 1 : 0)) && most <= (condition.atMost ?? Infinity);
}

/** Is there any way through all steps? */
function runs(steps: Moment[][], span: number, way: Moment[] = []): boolean {
  const [step, ...rest] = steps;
  if (!step) return way[way.length - 1]!.at - way[0]!.at <= span;
  return step.some((one) => (!way.length || isBefore(way[way.length - 1]!, one)) && runs(rest, span, [...way, one]));
}

const isBefore = (a: Moment, b: Moment) => a.at < b.at || (a.at === b.at && a.id < b.id);

function fitting({ event, where, lasting }: Pattern, of: Scope, asked: Asked): Moment[] {
  const isType = ({ type }: Moment) => (event.endsWith("*") ? type.startsWith(event.slice(0, -1)) : type === event);
  const fits = (one: Moment) => isType(one) && (of === "contact" || one.session === asked.visit!.session) && (!where || compares(where, one.fields));
  return asked.moments.filter(fits).filter((one) => lasting === undefined || lookedAt(one, asked) >= ms(lasting));
}

/** How long a page was looked at. */
function lookedAt(view: Moment, { moments, visit, now }: Asked): number {
  const same = moments.filter((one) => one.session !== undefined && one.session === view.session && one.conversation === undefined);
  const later = same.filter((one) => one.type === "page.viewed" && isBefore(view, one)).map(({ at }) => at);
  if (later.length) return Math.min(...later) - view.at;
  return endOf(view.session, { same, visit, now }) - view.at;
}

function endOf(session: string | undefined, { same, visit, now }: { same: Moment[]; visit?: Visit | undefined; now: number }): number {
  if (visit && visit.session === session) return now - visit.lastAt < IDLE ? now : visit.lastAt;
  return Math.max(...same.map(({ at }) => at));
}

function compares(condition: FieldCondition, fields: Fields): boolean {
  if ("all" in condition) return !condition.all.some((one) => !compares(one, fields));
  if ("any" in condition) return condition.any.some((one) => compares(one, fields));
  if ("not" in condition) return !compares(condition.not, fields);
  const told = fields[condition.field];
  const denial: { [operator: string]: FieldTest["is"] } = { notEqual: "equal", notContainsAny: "containsAny", notContainsAll: "containsAll" };
  const denied = denial[condition.is];
  if (denied) return !compares({ ...condition, is: denied }, fields);
  if (told === undefined) return false;
  const given = condition.value === undefined ? [] : [condition.value].flat();
  const low = (value: unknown) => (condition.ignoreCase ? `${value}`.toLowerCase() : `${value}`);
  const text = low(told);
  switch (condition.is) {
    case "exists": return true;
    case "equal": return given.some((value) => low(value) === text);
    case "containsAny": return given.some((value) => text.split(low(value)).length > 1);
    case "containsAll": return given.filter((value) => text.split(low(value)).length > 1).length === given.length;
    case "startsWith": return given.some((value) => text.slice(0, low(value).length) === low(value));
    case "endsWith": return given.some((value) => text.lastIndexOf(low(value)) === text.length - low(value).length && text.length >= low(value).length);
    case "matches": return given.some((value) => new RegExp(`${value}`, condition.ignoreCase ? "iu" : "u").test(`${told}`));
    case "greaterThan": return given.some((value) => told > value);
    case "greaterThanOrEqual": return given.some((value) => told >= value);
    case "lessThan": return given.some((value) => told < value);
    case "lessThanOrEqual": return given.some((value) => told <= value);
    default: throw new Error(condition.is);
  }
}

function ms(duration: string): number {
  return Number(duration.slice(0, -1)) * 1_000 * { s: 1, m: 60, h: 3_600, d: 86_400 }[duration.slice(-1)]!;
}
