import { describe, expect, it } from "vitest";
import { createClocks } from "../../src/collector/ingest/clocks";

const HOUR = 3_600_000;

/** By how much each request of one visitor is moved. */
function moved(...differences: number[]): number[] {
  const clocks = createClocks();
  return differences.map((difference) => clocks.offMs("v", difference));
}

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
    expect(moved(...differences)).toEqual(expected);
  });

  it("is that visitor's alone, and nobody's where none is named", () => {
    const clocks = createClocks();
    expect([clocks.offMs("a", 6_000), clocks.offMs("b", 6_000), clocks.offMs(undefined, 6_000), clocks.offMs(undefined, 6_000)]).toEqual([0, 0, 0, 0]);
    expect([clocks.offMs("a", 6_000), clocks.offMs("b", 100), clocks.offMs(undefined, HOUR)]).toEqual([6_000, 0, HOUR]);
  });

  it("is forgotten when ten thousand others came since", () => {
    const clocks = createClocks();
    for (const visitor of ["old", "kept", "old", "kept"]) clocks.offMs(visitor, 6_000);
    for (let i = 0; i < 9_999; i++) clocks.offMs(`v${i}`, 0);
    expect([clocks.offMs("kept", 6_000), clocks.offMs("old", 6_000)]).toEqual([6_000, 0]);
  });
});
