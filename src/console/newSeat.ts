/** Says what becomes of an open console when the collector tells anew who works there. */
import type { Me } from "../protocol/card";

/** @param restart somebody else works here now: nothing of what is on the page is theirs @returns the same object where nothing is new */
export function newSeat(before: Me | undefined, told: Me, restart: () => void): Me {
  if (before === undefined) return told;
  const isSomebodyElse = before.agent !== told.agent || before.role !== told.role || before.site.key !== told.site.key;
  if (isSomebodyElse) restart();
  return isSomebodyElse || JSON.stringify(before) === JSON.stringify(told) ? before : told;
}
