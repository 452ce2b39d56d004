/** Lengths of time as people write them. */
import { RULES, type Duration } from "../../protocol/rules";

const UNITS_MS: { [unit: string]: number } = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const LONGEST_MS = RULES.durationDays * 86_400_000;

/** @returns milliseconds, or `undefined` for what is no length of time, is none at all, or is longer than rules may ask for */
export function durationMs(duration: Duration): number | undefined {
  const [, count, unit] = /^(\d{1,9})([smhd])$/.exec(duration) ?? [];
  const ms = Number(count) * (UNITS_MS[unit ?? ""] ?? NaN);
  return ms > 0 && ms <= LONGEST_MS ? ms : undefined;
}
