/** Reads, writes and finds places in rules, as the collector names them: `actionMaps[2].when.all[0].field`. */
import type { RuleProblem } from "../../protocol/rules";

type Tree = { [key: string]: unknown };

const keysOf = (place: string) => place.match(/[^.[\]]+/g) ?? [];
const isTree = (value: unknown): value is Tree => typeof value === "object" && value !== null;

/** @returns what stands at a place; nothing where the way there ends early */
export function read(from: unknown, place: string): unknown {
  return keysOf(place).reduce<unknown>((tree, key) => (isTree(tree) && Object.hasOwn(tree, key) ? tree[key] : undefined), from);
}

/**
 * @param value nothing takes the place itself away: what stands behind it in a list moves up, and an object that is left empty goes with it
 * @returns a copy with another value at a place
 */
export function written<T>(from: T, place: string, value: unknown): T {
  return (put(from, keysOf(place), value) ?? {}) as T;
}

function put(from: unknown, [key, ...rest]: string[], value: unknown): unknown {
  if (key === undefined) return value;
  const inner = put(isTree(from) ? from[key] : undefined, rest, value);
  if (Array.isArray(from)) return inner === undefined ? from.filter((_, i) => i !== Number(key)) : Object.assign([...from], { [key]: inner });
  const { [key]: _before, ...others } = (isTree(from) ? from : {}) as Tree;
  if (inner === undefined) return Object.keys(others).length ? others : undefined;
  // A key that was there stays where it was, so that the text of a rule does not jump about under whoever edits it.
  return isTree(from) && key in from ? { ...from, [key]: inner } : { ...others, [key]: inner };
}

/** Is one place the other, or within it? */
export const isWithin = (place: string, outer: string) => place.startsWith(outer) && /^($|[.[])/.test(place.slice(outer.length));

/**
 * Gives each problem to the place that is nearest to it among those that can be seen: its own, or what it lies within.
 *
 * @returns sentences by place
 */
export function assigned(problems: readonly RuleProblem[], places: readonly string[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { place, message } of problems) {
    const nearest = places.filter((seen) => isWithin(place, seen)).sort((a, b) => b.length - a.length)[0];
    if (nearest !== undefined) found.set(nearest, [...(found.get(nearest) ?? []), message]);
  }
  return found;
}
