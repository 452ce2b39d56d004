/** Lengths of time as rules write them (`"7d"`), as a number and a unit, and in words. */
import type { Duration } from "../../protocol/rules";
import { many } from "../range";

export const UNITS = { s: "second", m: "minute", h: "hour", d: "day" } as const;
export type Unit = keyof typeof UNITS;

/** @returns nothing for what is no length of time */
export function spanOf(text: unknown): { count: number; unit: Unit } | undefined {
  const [, count, unit] = (typeof text === "string" && /^(\d+)([smhd])$/.exec(text)) || [];
  return count ? { count: Number(count), unit: unit as Unit } : undefined;
}

/** "7 days"; what cannot be read stays as it is. */
export function spanWords(text: Duration): string {
  const span = spanOf(text);
  return span ? many(span.count, UNITS[span.unit]) : text;
}
