/** Tells what kind of condition something is, and whether a rule that somebody typed is one that the form can show. */
import type { Kind } from "./draft";

/** Ways in which conditions begin. */
export const CONDITION_KINDS = ["all", "any", "not", "field", "event", "sequence", "never", "segment", "outcome"] as const;
export type ConditionKind = (typeof CONDITION_KINDS)[number];
/** Those that conditions over fields alone are made of. */
export const FIELD_KINDS = ["all", "any", "not", "field"] as const satisfies ConditionKind[];

type Tree = { [key: string]: unknown };
const isTree = (value: unknown): value is Tree => typeof value === "object" && value !== null && !Array.isArray(value);
const isAbsent = (value: unknown) => value === undefined;
const isText = (value: unknown) => typeof value === "string";

/** @returns nothing for what is no condition */
export const kindOf = (condition: unknown): ConditionKind | undefined => (isTree(condition) ? CONDITION_KINDS.find((kind) => Object.hasOwn(condition, kind)) : undefined);

const isFields = (value: unknown) => isCondition(value, FIELD_KINDS);
const isPattern = (value: unknown) => isTree(value) && isText(value.event) && (isAbsent(value.where) || isFields(value.where));

function isCondition(value: unknown, kinds: readonly ConditionKind[] = CONDITION_KINDS): boolean {
  const kind = kindOf(value);
  if (!kind || !kinds.includes(kind)) return false;
  const tree = value as Tree;
  const inner = tree[kind];
  switch (kind) {
    case "all":
    case "any":
      return Array.isArray(inner) && inner.every((each) => isCondition(each, kinds));
    case "not":
      return isCondition(inner, kinds);
    case "event":
      return isPattern(tree);
    case "sequence":
      return Array.isArray(inner) && inner.every(isPattern);
    case "never":
      return isPattern(inner);
    default:
      return isText(inner);
  }
}

const isPeriod = (value: unknown) => isTree(value) && Array.isArray(value.days);
const isSchedule = (value: unknown) => isTree(value) && (isAbsent(value.hours) || (Array.isArray(value.hours) && value.hours.every(isPeriod)));

/** Can the form show it, and words say it? What is wrong in it besides is told at its place. */
export function isShowable(kind: Kind, rule: unknown): boolean {
  if (!isTree(rule) || !isText(rule.id) || !isText(rule.name) || !isCondition(rule.when)) return false;
  if (kind !== "actionMaps") return true;
  return isTree(rule.action) && isText(rule.action.type) && (isAbsent(rule.pages) || isFields(rule.pages)) && (isAbsent(rule.schedule) || isSchedule(rule.schedule));
}
