import { expect, test } from "vitest";
import { pageAt } from "../../src/console/bar";
import { summary } from "../../src/console/chart";
import { explained, missing } from "../../src/console/gaps";
import { ranges } from "../../src/console/range";
import { gapState, judge } from "../../src/console/verdict";
import { ago, many } from "../../src/console/words/written";
import type { SessionGap } from "../../src/protocol/health";
import { GAP_SETTLE_MS } from "../../src/protocol/limits";

const gap = (more: Partial<SessionGap> = {}): SessionGap =>
  ({ session: "w1", code: "000001", visitor: "v1", stored: 3, expected: 5, refused: [], dropped: [], unexplained: 2, missing: [[1, 2]], more: false, heardAt: 0, ...more });

test("numbers are read at a glance", () => {
  expect([ranges([[4, 7], [12, 12]]), ranges([]), many(1, "event", "events"), many(1_204, "event", "events"), many(2, "session misses", "sessions miss")]).toEqual(["4–7, 12", "", "1 event", "1,204 events", "2 sessions miss"]);
  expect([-5, 999, 1_000, 59_999, 60_000, 3_600_000, 86_400_000 * 3].map(ago)).toEqual(["now", "now", "1 sec. ago", "59 sec. ago", "1 min. ago", "1 hr. ago", "3 days ago"]);
});

test("a gap is open once its session has been quiet for a minute, unless everything is explained", () => {
  expect([gapState(gap(), GAP_SETTLE_MS - 1), gapState(gap(), GAP_SETTLE_MS), gapState(gap({ unexplained: 0 }), 0)]).toEqual(["settling", "open", "explained"]);
});

test("the verdict is the worst of all gaps", () => {
  const of = (open: number, settling: number, explained: number, lastAt?: number) =>
    judge({ gaps: { open, settling, explained, missing: open * 2 }, ...(lastAt !== undefined && { lastAt }) });
  expect(of(2, 1, 1, 5)).toEqual({ kind: "open", title: "2 open gaps", text: "2 sessions miss 4 events that nothing explains." });
  expect(of(1, 0, 0, 5)).toMatchObject({ title: "1 open gap", text: "1 session misses 2 events that nothing explains." });
  expect([of(0, 1, 1, 5), of(0, 2, 0, 5), of(0, 0, 3, 5), of(0, 0, 0, 5), of(0, 0, 0)].map(({ kind, title }) => [kind, title])).toEqual([
    ["settling", "1 gap may still close"], ["settling", "2 gaps may still close"], ["explained", "No open gaps"], ["none", "No gaps"], ["empty", "Nothing has arrived yet"],
  ]);
});

test("what is missing is told by its numbers, and how far it is explained", () => {
  expect(missing(gap())).toBe("1–2");
  expect(missing(gap({ unexplained: 1 }))).toBe("1 number of 1–2");
  expect(missing(gap({ unexplained: 0 }))).toBe("1–2, all explained");
  expect(missing(gap({ unexplained: 0, missing: [] }))).toBe("None");
  expect(missing(gap({ unexplained: 2, more: true }))).toBe("2 numbers of 1–2 and more");
  expect(missing(gap({ unexplained: 900, more: true }))).toBe("900 numbers of 1–2 and more");
  expect(missing(gap({ unexplained: 900, more: true, missing: [] }))).toBe("900 numbers, too many to list");
  expect(explained({ refused: [{ reason: "too_many_keys", count: 2 }, { reason: "copy", count: 1 }], dropped: [{ reason: "full", count: 1_000 }, { reason: "constructor", count: 1 }] })).toEqual([
    "2 refused here: too many keys", "1 refused here: came a second time under another number", "1,000 dropped in the browser: the outbox was full", "1 dropped in the browser: for another reason",
  ]);
});

test("the chart says in words what it draws", () => {
  const now = new Date(2026, 5, 1, 10, 59, 30).getTime();
  const minutes = Array.from({ length: 60 }, (_, i) => (i === 41 ? 1_200 : i === 59 ? 3 : 0));
  const time = new Date(2026, 5, 1, 10, 41).toLocaleTimeString("en", { hour: "2-digit", minute: "2-digit" });
  expect(summary(minutes, now)).toBe(`1,203 events in the last hour; most in one minute: 1,200, at ${time}; 3 in the current minute.`);
  expect(summary(minutes.map(() => 0), now)).toBe("No events in the last hour.");
});

test("each page has its address, with or without a slash", () => {
  expect(["/console/", "/console/health", "/console/health/", "/console/else"].map(pageAt)).toEqual(["/console/", "/console/health", "/console/health", "/console/"]);
});
