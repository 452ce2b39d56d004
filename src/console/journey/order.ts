/** Puts steps in the one order that they have, however they came. */
import type { Step } from "../../protocol/card";

/** As the collector sorts: by time; what has no number was said of what has one, and comes after it; then by arrival. */
export function compareSteps(a: Step, b: Step): number {
  const numbered = (step: Step) => step.seq ?? Number.MAX_SAFE_INTEGER;
  return a.at - b.at || numbered(a) - numbered(b) || a.n - b.n || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/** Each step once, oldest first. */
export function inOrder(steps: readonly Step[]): Step[] {
  return [...new Map(steps.map((step) => [step.id, step])).values()].sort(compareSteps);
}
