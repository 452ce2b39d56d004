/** Checks of single values in a rule set: each says what is wrong at its spot, in a sentence for who wrote it. */
import { durationMs } from "./duration";
import { didYouMean, kindOf, quote, type Spot } from "./spot";

/** Checks what need not be there, if it is. */
export function checkGiven(spot: Spot, check: (spot: Spot) => unknown): void {
  if (spot.value !== undefined) check(spot);
}

/** What is said of something that has to be there. */
function isMissing(spot: Spot): boolean {
  if (spot.value !== undefined) return false;
  spot.wrong("is missing");
  return true;
}

/** Characters as people count them. */
const lengthOf = (text: string) => [...text].length;

export function checkText(spot: Spot, { longest, canBeEmpty }: { longest: number; canBeEmpty?: boolean }): spot is Spot & { value: string } {
  const { value } = spot;
  if (isMissing(spot)) return false;
  if (typeof value !== "string") return spot.wrong(`has to be a text, and is ${kindOf(value)}`);
  if (!canBeEmpty && value.trim() === "") return spot.wrong("is empty");
  // A text of megabytes need not be counted.
  const length = value.length > 2 * longest ? value.length : lengthOf(value);
  return length <= longest || spot.wrong(`may have at most ${longest} characters, and has ${length}`);
}

export function checkBoolean(spot: Spot): boolean {
  return isMissing(spot) ? false : typeof spot.value === "boolean" || spot.wrong(`has to be true or false, and is ${kindOf(spot.value)}`);
}

export function checkNumber(spot: Spot, { least, most, isWhole }: { least: number; most: number; isWhole?: boolean }): spot is Spot & { value: number } {
  const { value } = spot;
  if (isMissing(spot)) return false;
  if (typeof value !== "number") return spot.wrong(`has to be a number, and is ${kindOf(value)}`);
  if (isWhole && !Number.isInteger(value)) return spot.wrong(`has to be a whole number, and is ${value}`);
  return (value >= least && value <= most) || spot.wrong(`has to be from ${least} to ${most}, and is ${value}`);
}

export function checkWord<Word extends string>(spot: Spot, words: readonly Word[]): spot is Spot & { value: Word } {
  const { value } = spot;
  if (isMissing(spot)) return false;
  if (typeof value !== "string") return spot.wrong(`has to be one of ${words.join(", ")}, and is ${kindOf(value)}`);
  return words.some((word) => word === value) || spot.wrong(`is ${quote(value)}${didYouMean(value, words) || `; known are ${words.join(", ")}`}`);
}

export function checkDuration(spot: Spot): spot is Spot & { value: string } {
  const { value } = spot;
  if (isMissing(spot)) return false;
  if (typeof value !== "string") return spot.wrong(`has to be a length of time such as "30s" or "7d", and is ${kindOf(value)}`);
  return durationMs(value) !== undefined || spot.wrong(`is ${quote(value)}, and has to be a length of time: a whole number and s, m, h or d, more than nothing and at most 366d`);
}

/** A list of a length that is allowed, item by item. */
export function checkList(spot: Spot, { least = 0, most }: { least?: number; most: number }): Spot[] {
  const { value } = spot;
  if (isMissing(spot)) return [];
  if (!Array.isArray(value)) {
    spot.wrong(`has to be a list, and is ${kindOf(value)}`);
    return [];
  }
  if (value.length < least) spot.wrong(`needs at least ${least === 1 ? "one" : least}`);
  if (value.length <= most) return spot.items();
  spot.wrong(`may have at most ${most.toLocaleString("en")}, and has ${value.length.toLocaleString("en")}`);
  return [];
}
