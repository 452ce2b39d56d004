import { describe, expect, it } from "vitest";
import { createClocks } from "../../src/collector/ingest/clocks";

const HOUR = 3_600_000;
const NOW = 1_790_000_000_000;

/** @param after how long after the first request of all this one comes */
const createOff = () => {
  const clocks = createClocks();
  return (visitor: string | undefined, difference: number, after = 0) => clocks.offMs(visitor, NOW + after - difference, NOW + after);
};

describe("A visitor's clock", () => {
  it.each([
    ["is right, however long requests take", [5_000, 200, 9_900, 1_900, 11_000], [0, 0, 0, 0, 0]],
    ["is a little ahead", [-1_900, 300], [0, 0]],
    ["is late, which a second request tells", [5_400, 5_100, 8_000, 5_200], [0, 5_100, 5_100, 5_100]],
    ["is an hour late, whatever the requests after the first take", [HOUR + 200, HOUR + 7_000, HOUR + 100, HOUR + 3_000], [HOUR + 200, HOUR + 200, HOUR + 100, HOUR + 100]],
    ["is an hour ahead", [200 - HOUR, 7_000 - HOUR], [200 - HOUR, 200 - HOUR]],
    ["was set back", [200, HOUR, HOUR + 5_000], [0, HOUR, HOUR]],
    ["was set forward", [200, -HOUR, 5_000 - HOUR], [0, -HOUR, -HOUR]],
    ["said what no clock says", [-1e300, 300, 1e300, 300], [-1e300, 0, 1e300, 0]],
  ])("%s", (_what, differences, expected) => {
    const off = createOff();
    expect(differences.map((difference) => off("v", difference))).toEqual(expected);
  });

  it.each([
    ["while they keep coming", [0, 20, 40, 60, 80], [-5_000, -5_000, -5_000, -5_000, 0]],
    ["when they come back", [0, 61], [-5_000, 0]],
  ])("was put right by a few seconds, which is believed within the hour %s", (_when, minutes, expected) => {
    const off = createOff();
    expect(minutes.map((after, i) => off("v", i ? 200 : -5_000, after * 60_000))).toEqual(expected);
  });

  it("is as late in the next half hour: what is known of it goes on", () => {
    const off = createOff();
    expect([0, 10, 31, 62].map((after) => off("v", 5_000 + after, after * 60_000))).toEqual([0, 5_000, 5_000, 5_031]);
  });

  it("is that visitor's alone, and nobody's where none is named", () => {
    const off = createOff();
    expect([off("a", 6_000), off("b", 6_000), off(undefined, 6_000), off(undefined, 6_000)]).toEqual([0, 0, 0, 0]);
    expect([off("a", 6_000), off("b", 100), off(undefined, HOUR)]).toEqual([6_000, 0, HOUR]);
  });

  it("is forgotten when ten thousand others came since", () => {
    const off = createOff();
    for (const visitor of ["kept", "old", "kept"]) off(visitor, 6_000);
    for (let i = 0; i < 9_999; i++) off(`v${i}`, 0);
    expect([off("kept", 6_000), off("old", 6_000)]).toEqual([6_000, 0]);
  });
});
