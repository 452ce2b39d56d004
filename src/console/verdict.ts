/** Judges what the numbers of a site's sessions say: one state for each gap, one verdict for all. */
import type { Health, SessionGap } from "../protocol/health";
import { GAP_SETTLE_MS } from "../protocol/limits";
import { words } from "./words/words";

export type GapState = "open" | "settling" | "explained";

export interface Verdict {
  kind: GapState | "none" | "empty";
  title: string;
  text: string;
}

/** @param now the collector's clock, milliseconds */
export function gapState({ unexplained, heardAt }: SessionGap, now: number): GapState {
  if (!unexplained) return "explained";
  return now - heardAt < GAP_SETTLE_MS ? "settling" : "open";
}

/** What is worst comes first. */
export function judge({ lastAt, gaps: { open, settling, explained, missing } }: Pick<Health, "lastAt" | "gaps">): Verdict {
  const { verdicts } = words.health;
  if (open) return { kind: "open", title: verdicts.open(open), text: verdicts.openMeans(open, missing) };
  if (settling) return { kind: "settling", title: verdicts.settling(settling), text: verdicts.settlingMeans };
  if (explained) return { kind: "explained", title: verdicts.explained, text: verdicts.explainedMeans(explained) };
  if (lastAt === undefined) return { kind: "empty", title: verdicts.empty, text: verdicts.emptyMeans };
  return { kind: "none", title: verdicts.none, text: verdicts.noneMeans };
}
