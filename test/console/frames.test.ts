import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createFrames } from "../../src/console/frames";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("frames are taken in together before the next picture, in order, and without one soon after", () => {
  const taken: string[][] = [];
  let picture = () => {};
  const frames = createFrames({ take: (told) => taken.push(told.map(([event, { now }]) => `${event} ${now}`)), picture: (then) => ((picture = then), 1) });
  frames.add("snapshot", { now: 1, cards: [] });
  frames.add("cards", { now: 2, cards: [] });
  expect(taken).toEqual([]);
  picture();
  expect(taken).toEqual([["snapshot 1", "cards 2"]]);
  vi.advanceTimersByTime(60_000);
  frames.add("cards", { now: 3, cards: [] });
  vi.advanceTimersByTime(250);
  expect(taken[1]).toEqual(["cards 3"]);
  // The picture that it did not wait for comes after all.
  picture();
  frames.add("cards", { now: 4, cards: [] });
  frames.stop();
  vi.advanceTimersByTime(60_000);
  picture();
  expect(taken.length).toBe(2);
});
