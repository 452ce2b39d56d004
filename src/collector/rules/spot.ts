/** A place in JSON of unknown shape: what stands there, what the place is called, and what is found to be wrong with it. */
import type { RuleProblem } from "../../protocol/rules";
import { nearest } from "./nearest";

export interface Spot {
  value: unknown;
  place: string;
  /** Says what is wrong here. */
  wrong(message: string): false;
  at(key: string): Spot;
  items(): Spot[];
}

/** Most problems that are told at once: the first tell enough of a set that is wrong everywhere. */
export const PROBLEMS = 100;
/** Longest part of a wrong word that is repeated to who wrote it. */
const QUOTED_CHARS = 60;

export function createSpot(value: unknown, problems: RuleProblem[], place = ""): Spot {
  const at = (key: string, item: unknown) => createSpot(item, problems, place + step(key, place === ""));
  return {
    value,
    place,
    wrong(message) {
      if (problems.length < PROBLEMS) problems.push({ place, message });
      return false;
    },
    // What an object inherits, nobody has written.
    at: (key) => at(key, isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined),
    items: () => (Array.isArray(value) ? value.map((item: unknown, i) => createSpot(item, problems, `${place}[${i}]`)) : []),
  };
}

const step = (key: string, isFirst: boolean) => (/^[A-Za-z_]\w{0,127}$/.test(key) ? (isFirst ? key : `.${key}`) : `[${quote(key)}]`);

export function isRecord(value: unknown): value is { [key: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isGiven({ value }: Spot): boolean {
  return value !== undefined;
}

/** A wrong word as problems repeat it. */
export function quote(word: string): string {
  return JSON.stringify(word.length > QUOTED_CHARS ? `${word.slice(0, QUOTED_CHARS)}…` : word);
}

/** Is it an object with none but these keys? Every other one is told. */
export function checkKeys(spot: Spot, keys: readonly string[]): boolean {
  const { value } = spot;
  if (value === undefined) return spot.wrong("is missing");
  if (!isRecord(value)) return spot.wrong(`has to be an object, and is ${kindOf(value)}`);
  const unknown = Object.keys(value).filter((key) => !keys.includes(key));
  for (const key of unknown.slice(0, PROBLEMS)) spot.at(key).wrong(`is not known${didYouMean(key, keys)}`);
  return true;
}

/** What something is, in the words of JSON. */
export function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  return { string: "a text", number: "a number", boolean: "true or false", object: "an object" }[typeof value as string] ?? "nothing";
}

/** The end of a sentence about a wrong word: which of the right ones it looks like, or, where they are few, all of them. */
export function didYouMean(word: string, known: readonly string[]): string {
  const meant = nearest(word, known);
  if (meant !== undefined) return `: did you mean ${quote(meant)}?`;
  return known.length && known.length <= 16 ? `; known are ${known.join(", ")}` : "";
}
