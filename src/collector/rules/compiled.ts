/** What a rule set becomes before it is used: pure functions that take moments in and say which rules hold. */
import type { ActionMap, Outcome, RuleSet, Segment } from "../../protocol/rules";
import type { Moment, Person, Visit } from "./moment";

/** One moment that fits a pattern. */
export interface Mark {
  id: string;
  at: number;
  session?: string;
  conversation?: string;
}

/**
 * What is remembered of a person's journey: to each pattern that any rule asks for, by a key that is made of the pattern itself, the
 * moments that fit it: the last so many by time. A set: neither order nor repetition of arrival changes it.
 */
export type Marks = { [pattern: string]: Mark[] };

/** What may be asked of a journey at one moment. */
export interface Question {
  marks: Marks;
  /** The visit that goes on, or has just ended; without one only what asks of the person holds. */
  visit?: Visit;
  person?: Person;
  /** Ids of segments that a server has said, or that were matched and have not expired. */
  segments: ReadonlySet<string>;
  /** Ids of outcomes achieved in the visit. */
  outcomes: ReadonlySet<string>;
  /** Likelihood by id of the outcome, 0 to 1. */
  scores: { readonly [outcome: string]: number };
  /** The collector's clock. */
  now: number;
}

/** Which rules hold. */
export interface Answer {
  segments: ReadonlySet<string>;
  outcomes: ReadonlySet<string>;
  actionMaps: ReadonlySet<string>;
  /** When time alone may change that: the earliest such moment. Milliseconds since 1970. */
  dueAt?: number;
}

export interface CompiledRules {
  set: RuleSet;
  segments: ReadonlyMap<string, Segment>;
  outcomes: ReadonlyMap<string, Outcome>;
  actionMaps: ReadonlyMap<string, ActionMap>;
  /** Keys of all patterns that active rules ask for: what is new among them has to be looked up in the log. */
  patterns: ReadonlySet<string>;
  /** Does any active rule ask how likely an outcome is? */
  isScored: boolean;
  /** Is this type of event looked at by any rule? */
  wants(type: string): boolean;
  /**
   * Takes a moment into the marks, or a whole conversation in place of what it was.
   *
   * @returns `before` itself where nothing changed
   */
  take(before: Marks, moments: readonly Moment[], replaced?: string): Marks;
  /** Of several journeys that are one person's. */
  merge(marks: readonly Marks[]): Marks;
  /** Which active rules hold. Pure, and the same however the marks came about. */
  judge(question: Question): Answer;
  /** Does the page that is looked at fit what the map says of pages? */
  fitsPage(map: ActionMap, visit: Visit): boolean;
  /** May this moment have made the rule hold, or hold once more? As `causesOf` says. */
  fitsCause(rule: Outcome | ActionMap, cause: Pick<Moment, "type" | "fields">): boolean;
}
