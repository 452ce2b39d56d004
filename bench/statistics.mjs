/** Middles and ranges. */

/** @param {number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

/**
 * @param {number[]} values
 * @returns {{ median: number, low: number, high: number }}
 */
export const spread = (values) => ({ median: median(values), low: Math.min(...values), high: Math.max(...values) });
