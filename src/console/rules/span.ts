/** Lengths of time as rules write them (`"7d"`), as a number and a unit, and in words. */
import type { Duration } from "../../protocol/rules";
import { words } from "../words/pageWords";
import { many } from "../words/written";

export const UNITS = ["s", "m", "h", "d"] as const;
export type Unit = (typeof UNITS)[number];

/** @returns nothing for what is no length of time */
export function spanOf(text: unknown): { count: number; unit: Unit } | undefined {
  const [, count, unit] = (typeof text === "string" && /^(\d+)([smhd])$/.exec(text)) || [];
  return count ? { count: Number(count), unit: unit as Unit } : undefined;
}

/** "7 days"; what cannot be read stays as it is. */
export function spanWords(text: Duration): string {
  const span = spanOf(text);
  return span ? many(span.count, ...words.rules.phrase.units[span.unit]) : text;
}
