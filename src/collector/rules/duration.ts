/** Reads a length of time as people write it. */
import type { Duration } from "../../protocol/rules";

const UNITS_MS: { [unit: string]: number } = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** @returns milliseconds; `NaN` where it is no such text, which no rule set that runs has */
export function durationMs(duration: Duration): number {
  const [, count, unit] = /^(\d+(?:\.\d+)?)([smhd])$/.exec(duration) ?? [];
  return Number(count) * (UNITS_MS[unit ?? ""] ?? NaN);
}
