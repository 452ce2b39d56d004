/** What two admins have made of one list stands together, or is shown to the later. */
import { describe, expect, it } from "vitest";
import { mergeLists } from "../../../src/console/admin/mergeList";

const merge = (base: string, mine: string, theirs: string) => {
  const { entries, ...told } = mergeLists({ base: [...base], mine: [...mine], theirs: [...theirs] });
  return { ...told, entries: entries.join("") };
};

describe("Two lists", () => {
  it.each([
    ["both have added", "ab", "abx", "aby", "abxy"],
    ["one has added at the front, and the other at the end", "ab", "xab", "aby", "xaby"],
    ["both have added the same", "ab", "abx", "abx", "abx"],
    ["one has removed and the other added", "abc", "ac", "abcx", "acx"],
    ["both have removed", "abc", "ac", "ab", "a"],
    ["both have removed the same", "abc", "ac", "ac", "ac"],
    ["one has renamed and the other added", "abc", "aBc", "abcx", "aBcx"],
    ["each has renamed another", "abc", "Abc", "abC", "AbC"],
    ["one has moved and the other added", "abc", "cab", "abxc", "cabx"],
    ["one has added and the other moved", "abc", "abcx", "cab", "cxab"],
    ["both have moved alike", "abc", "cab", "cab", "cab"],
    ["there was nothing", "", "x", "y", "xy"],
    ["one has emptied it", "ab", "", "abx", "x"],
    ["the other has done nothing", "ab", "ba", "ab", "ba"],
  ])("stand together where %s", (_what, base, mine, theirs, entries) => {
    expect(merge(base, mine, theirs)).toMatchObject({ entries, isDoubtful: false });
  });

  it.each([
    ["both have renamed the same", "abc", "axc", "ayc", "axyc"],
    ["each has another order", "abc", "cab", "bca", "cab"],
  ])("are to be looked at where %s, and nothing is lost", (_what, base, mine, theirs, entries) => {
    const merged = merge(base, mine, theirs);
    expect([merged.isDoubtful, [...merged.entries].sort()]).toEqual([true, [...entries].sort()]);
  });

  it("tell what the other has done", () => {
    expect(merge("abc", "abcz", "cxa")).toMatchObject({ added: ["x"], removed: ["b"], hasMoved: true });
    expect(merge("abc", "c", "abc")).toMatchObject({ added: [], removed: [], hasMoved: false });
  });

  it("never lose what one has added, nor keep what one has removed, whatever both have done", () => {
    let seed = 7;
    const random = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
    const change = (base: string[], fresh: string) => {
      const list = base.filter(() => random(4) > 0);
      for (const letter of fresh) if (random(2)) list.splice(random(list.length + 1), 0, letter);
      if (random(3) === 0) list.reverse();
      return list;
    };
    for (let i = 0; i < 2_000; i++) {
      const base = [..."abcdef"].slice(0, random(7));
      const [mine, theirs] = [change(base, "uvw"), change(base, "wxy")];
      const { entries } = mergeLists({ base, mine, theirs });
      const wanted = [...new Set([...base, ...mine, ...theirs])].filter((entry) => (base.includes(entry) ? mine.includes(entry) && theirs.includes(entry) : true));
      expect([...entries].sort()).toEqual(wanted.sort());
    }
  });
});
