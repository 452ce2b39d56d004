/** Lays the time of a journey on one line: what lies between visits is left out, and a long visit takes more room than a short one. */

export interface Axis {
  /** Where a moment lies, in per cent of the line. */
  x(at: number): number;
  /** Where time was left out, in per cent. */
  breaks: number[];
}

interface Span {
  from: number;
  to: number;
}

/** What is nearer than this is shown as one stretch of time. */
const GAP_MS = 30 * 60_000;
/** Room that a break takes, and that is left at both ends, in per cent. */
const BREAK = 4;
const MARGIN = 1.5;

/** @param times of everything that is shown, in any order; at least one */
export function createAxis(times: Iterable<number>): Axis {
  const spans: Span[] = [];
  for (const at of [...times].sort((a, b) => a - b)) {
    const last = spans[spans.length - 1];
    if (last && at - last.to <= GAP_MS) last.to = at;
    else spans.push({ from: at, to: at });
  }
  const weights = spans.map(({ from, to }) => 1 + Math.sqrt((to - from) / 60_000));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const gap = Math.min(BREAK, 50 / Math.max(1, spans.length - 1));
  const room = 100 - 2 * MARGIN - gap * (spans.length - 1);
  let start = MARGIN;
  const placed = spans.map((span, i) => {
    const width = (room * weights[i]!) / total;
    const here = { ...span, start, width };
    start += width + gap;
    return here;
  });
  return {
    x(at) {
      const span = placed.find(({ to }) => at <= to) ?? placed[placed.length - 1];
      if (!span) return 50;
      const share = span.to === span.from ? 0.5 : (at - span.from) / (span.to - span.from);
      return span.start + span.width * Math.min(1, Math.max(0, share));
    },
    breaks: placed.slice(1).map((span) => span.start - gap / 2),
  };
}
