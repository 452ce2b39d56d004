/** Judges what the numbers of a site's sessions say: one state for each gap, one verdict for all. */
import type { Health, SessionGap } from "../protocol/health";
import { GAP_SETTLE_MS } from "../protocol/limits";
import { many } from "./range";

export type GapState = "open" | "settling" | "explained";

export const GAP_WORDS = { open: "Open", settling: "May still close", explained: "Explained" } as const;

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
  if (open) {
    return { kind: "open", title: many(open, "open gap"), text: `${many(open, "session misses", "sessions miss")} ${many(missing, "event")} that nothing explains.` };
  }
  if (settling) {
    const title = settling === 1 ? "1 gap may still close" : `${many(settling, "gap")} may still close`;
    return { kind: "settling", title, text: "Events are missing whose batches may be on their way: the sessions were heard of within the last minute." };
  }
  if (explained) {
    return { kind: "explained", title: "No open gaps", text: `Every missing event is explained: it was refused here or given up in the browser, in ${many(explained, "session")}.` };
  }
  if (lastAt === undefined) return { kind: "empty", title: "Nothing has arrived yet", text: "Gaps can be seen once pages send events." };
  return { kind: "none", title: "No gaps", text: "No number is missing in any session." };
}
