/** What is to be known to decide, and reading values out of it. */
import type { Source } from "../../protocol/event";
import type { Scalar } from "../../protocol/rules";
import type { Answer, CompiledRules } from "./compiled";
import type { Memory } from "./memory";
import type { Moment, Person, Visit } from "./moment";
import { ownOf } from "./records";

/** What has happened just now: a page's event, or what became of a conversation, by the moment's own id. */
export type Cause = Pick<Moment, "id" | "type" | "session" | "fields"> & { source: Source };

export interface Asked {
  rules: CompiledRules;
  /** The rule set's. */
  version: number;
  /** Which rules hold now. */
  answer: Answer;
  memory: Memory;
  /** The visit that goes on, or has just ended. */
  visit?: Visit | undefined;
  person?: Person | undefined;
  /** The person's id, by which control groups are drawn. */
  visitor: string;
  /** The collector's clock. */
  now: number;
  /** How many are free for a queue, where anybody has told. */
  agents: (queue: string) => number | undefined;
  /** The id that a decision's event will have, by the decision's key. */
  idOf: (key: string) => string;
  /** What happened; without it, only time has passed. */
  cause?: Cause | undefined;
}

/** What a field says: of what happened, of the visit, or of the person. */
export function valueOf({ cause, visit, person }: Pick<Asked, "cause" | "visit" | "person">, field: string): Scalar | undefined {
  for (const told of [cause, visit, person]) {
    const value = told && ownOf(told.fields, field);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** Names one occasion among all of a person's. */
export function occasionOf({ cause, visit, now }: Pick<Asked, "cause" | "visit" | "now">): string {
  return cause?.id ?? (visit ? `${visit.session}:${now}` : String(now));
}

/** Did the visit's own page tell of it? Only then is somebody looking. */
export function isOfPage({ cause, visit }: Pick<Asked, "cause" | "visit">): boolean {
  return cause?.source === "page" && visit !== undefined && cause.session === visit.session;
}
