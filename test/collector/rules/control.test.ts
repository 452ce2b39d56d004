import { expect, it } from "vitest";
import { isControl } from "../../../src/collector/rules/control";
import { NOON, map, person, set } from "./person";

const PEOPLE = Array.from({ length: 10_000 }, (_, i) => `visitor-${i}`);
const groupOf = (id: string, control: number) => PEOPLE.filter((visitor) => isControl({ id, control }, visitor));
/** Four standard deviations of a share among so many people: 1 in 16,000 fair draws lies outside. */
const tolerance = (share: number) => 4 * Math.sqrt(share * (1 - share) * PEOPLE.length);

it.each([0.01, 0.1, 0.25, 0.5, 0.9])("is the share of people that was asked for: %f", (share) => {
  for (const id of ["help", "a", "b"]) expect(Math.abs(groupOf(id, share).length - share * PEOPLE.length)).toBeLessThan(tolerance(share));
});

it("draws evenly from 0 to 1", () => {
  const counts = Array.from({ length: 20 }, (_, i) => groupOf("help", (i + 1) / 20).length);
  const perBin = PEOPLE.length / 20;
  const chi = counts.reduce((sum, count, i) => sum + (count - (counts[i - 1] ?? 0) - perBin) ** 2 / perBin, 0);
  // 19 degrees of freedom: the chance of more than 43.8 is 0.1 %.
  expect(chi).toBeLessThan(43.8);
});

it("draws for each map anew", () => {
  const maps = ["help", "help2", "2", "offer"];
  const groups = maps.map((id) => new Set(groupOf(id, 0.5)));
  for (const [i, one] of groups.entries()) {
    for (const other of groups.slice(i + 1)) {
      const both = PEOPLE.filter((visitor) => one.has(visitor) && other.has(visitor)).length;
      expect(Math.abs(both - PEOPLE.length / 4)).toBeLessThan(tolerance(0.25));
    }
  }
});

it("keeps who is in it, always, and when the share grows", () => {
  const [small, same, large] = [groupOf("help", 0.1), groupOf("help", 0.1), new Set(groupOf("help", 0.2))];
  expect(same).toEqual(small);
  expect(small.filter((visitor) => !large.has(visitor))).toEqual([]);
});

it("does not mix up a map's end and a visitor's beginning", () => {
  const pairs = PEOPLE.slice(0, 200).map((_, i) => [isControl({ id: `m${i}`, control: 0.5 }, "1v"), isControl({ id: `m${i}1`, control: 0.5 }, "v")]);
  expect(pairs.filter(([one, other]) => one !== other).length).toBeGreaterThan(50);
});

it("is nobody, or everybody", () => {
  expect([groupOf("help", 0).length, groupOf("help", 1).length, PEOPLE.some((visitor) => isControl({ id: "help" }, visitor))]).toEqual([0, PEOPLE.length, false]);
});

it("is who is decided to be in it", () => {
  const group = new Set(groupOf("help", 0.3));
  for (const visitor of PEOPLE.slice(0, 300)) {
    const { sees } = person(set({ actionMaps: [map({ control: 0.3 })] }), { visitor });
    expect(sees({ holds: ["help"] })).toEqual([group.has(visitor) ? "help control_group" : "help acts"]);
    expect(sees({ holds: ["help"], now: NOON + 1 })).toEqual([]);
  }
});
