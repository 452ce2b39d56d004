/** How long somebody has to wait who tries the same password for several accounts of one e-mail at once. */
import { describe, expect, it } from "vitest";
import { createThrottle, type Throttle } from "../../../src/collector/access/throttle";
import type { Tries, TriesStore } from "../../../src/collector/store/loginTries";

const HERE = { free: 5, longestMs: 900_000 };
const ALL = { free: 50, longestMs: 60_000 };
const THERE = { free: 30, longestMs: 900_000 };

/** A throttle whose book is in memory, and its clock. */
function make(): { throttle: Throttle; clock: { now: number } } {
  const clock = { now: 1_000_000 };
  const book = new Map<string, Tries>();
  const store: TriesStore = {
    async changeTries({ keys, forgottenAt }, decide) {
      const known = new Map([...book].filter(([key, { lastAt }]) => keys.includes(key) && lastAt > forgottenAt));
      const result = decide(known);
      for (const key of keys) {
        const tries = known.get(key);
        if (tries) book.set(key, tries);
        else book.delete(key);
      }
      return result;
    },
  };
  return { throttle: createThrottle({ store, now: () => clock.now }), clock };
}
const enter = ({ throttle }: { throttle: Throttle }, branches: string[], place = "here") => throttle.enter({ limits: { [`account from ${place}`]: HERE, account: ALL }, common: { [`from ${place}`]: THERE }, branches });
const pass = async ({ throttle }: { throttle: Throttle }, branches: string[], place = "here") => {
  await throttle.passed({ keys: [`account from ${place}`, "account"], branches });
  await throttle.takeBack([`from ${place}`]);
};

/** The same numbers each time. */
function random(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

describe("Who passes on one branch", () => {
  it("has all tries there again, and none for the others", async () => {
    const one = make();
    for (let i = 0; i < 4; i++) {
      expect(await enter(one, ["a", "b"])).toEqual({ waitMs: 0, open: ["a", "b"] });
      await pass(one, ["b"]);
    }
    await enter(one, ["a", "b"]);
    for (let i = 0; i < 4; i++) expect(await enter(one, ["a", "b"])).toEqual({ waitMs: 0, open: ["b"] });
    expect(await enter(one, ["a", "b"])).toEqual({ waitMs: 1_000, open: [] });
    expect(await enter(one, ["a", "b"], "elsewhere")).toEqual({ waitMs: 0, open: ["a", "b"] });
  });

  it("learns nothing of whether there are others by what is answered, whatever is tried and however it is waited", async () => {
    const seen = new Set<string>();
    for (let seed = 1; seed <= 30; seed++) {
      const next = random(seed * 7_919);
      const [alone, among] = [make(), make()];
      for (let i = 0; i < 200; i++) {
        const [isRight, place] = [next() < 0.3, next() < 0.9 ? "here" : "elsewhere"];
        const waits = next() < 0.5 ? 0 : Math.floor(2 ** (next() * 20));
        for (const one of [alone, among]) one.clock.now += waits;
        const answers = [];
        for (const [one, branches] of [[alone, ["b"]], [among, ["a", "b"]]] as const) {
          const { waitMs, open } = await enter(one, branches.slice(), place);
          const isOpen = open.includes("b");
          if (isRight && isOpen) await pass(one, ["b"], place);
          answers.push({ waitMs, isIn: isRight && isOpen });
        }
        expect([seed, i, answers[1]]).toEqual([seed, i, answers[0]]);
        seen.add(answers[0]!.waitMs > 0 ? "waits" : answers[0]!.isIn ? "is in" : "is wrong");
      }
    }
    expect([...seen].sort()).toEqual(["is in", "is wrong", "waits"]);
  });
});
