/** Maps that are to act now: what they act for, and where. */
import type { ActionMap } from "../../protocol/rules";
import type { Asked } from "./asked";
import { IDLE_MS, type VisitDraft } from "./draft";
import type { Wait } from "./memory";
import { isOffer } from "./offers";
import type { Edited } from "./records";

export interface Attempt {
  map: ActionMap;
  /** As in `Wait`. */
  of: string;
  /** What is remembered of the visit that it acts in; nothing where nobody visits, or it is forgotten. */
  place?: VisitDraft | undefined;
  session?: string | undefined;
  /** Where it waits still: what acts waits no more. Of what acts for what has just happened there is none. */
  waits?: Edited<Wait>;
}

/** Is the visit that is looked at going on, so that there is a page to show something on? */
export function isActive({ visit, now }: Pick<Asked, "visit" | "now">): boolean {
  return visit !== undefined && now < visit.lastAt + IDLE_MS;
}

/** Once it has come to wait, it acts on another page than the one on which its condition held, so the condition need not hold there. */
export function isForAnother({ after }: Pick<ActionMap, "after">): boolean {
  return after === "next_page" || after === "next_session";
}

/** May it come to act, or to wait, though there is no page to show anything on? */
export function needsNoPage({ action, after }: Pick<ActionMap, "action" | "after">): boolean {
  return !isOffer(action) || after === "next_session";
}
