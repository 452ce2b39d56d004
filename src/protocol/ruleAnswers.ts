/** What the collector answers of rules: the running set, its versions, what another set would have done, and what became of offers. */
import type { ActionMap, BlockedReason, RuleSet } from "./rules";

/** Most versions of a site's rules that are kept, the newest. */
export const RULE_VERSIONS = 100;
/** Largest rule set as JSON text. */
export const RULE_SET_BYTES = 1_000_000;
/** Most days that a dry run or a report looks back. */
export const RULE_DAYS = 90;
/** What people do this long after an action map's condition held for them counts for it. */
export const RULE_GROUP_DAYS = 7;

/** A rule set as it was saved. Before any was, version 0: an empty set, `at` 0, by nobody (`""`). */
export interface SavedRules {
  version: number;
  set: RuleSet;
  /** Milliseconds since 1970. */
  at: number;
  /** The agent's name, `server` or `file`. */
  by: string;
}

/** A version in the list of them: how many rules it has of each kind. */
export interface RulesVersion extends Omit<SavedRules, "set"> {
  segments: number;
  outcomes: number;
  actionMaps: number;
}

export const RULE_KINDS = ["segment", "outcome", "actionMap"] as const;
export type RuleKind = (typeof RULE_KINDS)[number];

/** What a rule has done, or would have. */
export interface RuleTally {
  /** How often a segment was matched, an outcome achieved, an action map qualified. */
  times: number;
  persons: number;
  sessions: number;
  /** `times` by day of 24 hours, oldest first; the last one ends with the dry run's `until`. */
  byDay: number[];
  /** Of action maps: how often they did not act, by reason. */
  blocked?: { [reason in BlockedReason]?: number };
}

/** A visit in which a rule would have matched. */
export interface RuleExample {
  session: string;
  at: number;
  /** Address of its journey: `/v1/journey?session=…`. */
  journey: string;
}

/** One rule of a dry run: of the set that was tried, or one of others that has done something meanwhile. */
export interface DryRunRule {
  kind: RuleKind;
  id: string;
  name: string;
  /** What it would have done. Missing where the set that was tried does not have it. */
  would?: RuleTally;
  /** What the rules that ran have done in that time under its id. */
  did: RuleTally;
  /** The first, at most five. */
  examples: RuleExample[];
}

/** Answer of `GET /v1/rules/dry-run/{id}`. */
export interface DryRun {
  id: string;
  state: "running" | "done" | "failed" | "cancelled";
  /** 0 to 1. */
  progress: number;
  days: number;
  /** What lies between these was looked at: milliseconds since 1970. */
  from: number;
  until: number;
  /** How many were replayed so far. */
  persons: number;
  events: number;
  /** Once it is done. */
  rules?: DryRunRule[];
  /** Why it failed, and what to do. */
  reason?: string;
}

/** So many of so many. Where `of` is 0 there is no rate. */
export interface Share {
  count: number;
  of: number;
  /** `count / of` */
  rate?: number;
  /** Where the true rate lies with a confidence of 95 % (Wilson's interval). */
  low?: number;
  high?: number;
}

/** How many persons achieved an outcome in the same visit, or within seven days after. */
export interface OutcomeShare {
  outcome: string;
  name: string;
  persons: Share;
  /** Sum of the values. */
  value: number;
}

/** Some people, and what they did from the moment on at which the map's condition held for them first. */
export interface GroupReport {
  persons: number;
  /** Had a conversation that was connected, whoever began it, within seven days. */
  talked: Share;
  outcomes: OutcomeShare[];
}

/** What became of an action map. */
export interface MapReport {
  map: string;
  name: string;
  type: ActionMap["action"]["type"];
  qualified: number;
  blocked: { [reason in BlockedReason]?: number };
  /** Of those that qualified. */
  offered: Share;
  expired: Share;
  failed: Share;
  /** Of those that were offered. */
  accepted: Share;
  declined: Share;
  ignored: Share;
  /** Of those that were accepted: an agent took the conversation. */
  engaged: Share;
  /** Whom the map has acted for. */
  acted: GroupReport;
  /** Whom it has acted for, or would have but for the schedule, the caps and the like: who may be compared with the control group. */
  reached: GroupReport;
  /** Who would be among those, were they not in the control group. */
  control: GroupReport;
}

/** Answer of `GET /v1/rules/report`. */
export interface RulesReport {
  days: number;
  from: number;
  until: number;
  /** Most qualified first. */
  maps: MapReport[];
}
