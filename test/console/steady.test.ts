import { expect, test } from "vitest";
import { isSeen, shiftOf, type Place } from "../../src/console/steady";

const HEIGHT = 100;
/** Items of a hundred pixels each, without a space between. */
const places = (keys: string): Place[] => [...keys].map((key, i) => ({ key, start: i * HEIGHT, end: (i + 1) * HEIGHT }));

/** By how much a list that is two and a half items high, and shows `seen` of `before`, has to be scrolled. */
function shift(before: string, seen: string, after: string): number {
  const shown = places(before).filter(({ key }) => seen.includes(String(key)));
  const middle = (shown[0]!.start + shown[shown.length - 1]!.end) / 2;
  return shiftOf(shown, (key) => places(after).find((one) => one.key === key)?.start, middle);
}

test.each([
  ["nothing has happened", "abcdef", "bcd", "abcdef", 0],
  ["one came in above", "abcdef", "bcd", "xabcdef", 100],
  ["one went above", "abcdef", "bcd", "bcdef", -100],
  ["something happened below", "abcdef", "bcd", "abcdxf", 0],
  ["one above went to below, and as many are there", "abcdef", "bcd", "bcdaef", -100],
  ["one below went to above", "abcdef", "bcd", "fabcde", 100],
  ["what was in the middle went to the end itself", "abcdef", "bcd", "abdefc", 0],
  ["what was in the middle went to the end itself, and more is seen", "abcdefgh", "bcdef", "xabcefghd", 100],
  ["what was in the middle went away", "abcdef", "bcd", "abdef", 0],
  ["all that was seen went away", "abcdef", "bcd", "aef", 0],
  ["one came in just above the middle", "abcdef", "bcde", "abcxdef", 0],
  ["one came in above the middle one of three", "abcdef", "bcd", "abxcdef", 100],
])("%s: %s, of which %s was seen, then %s", (_what, before, seen, after, px) => {
  expect(shift(before, seen, after)).toBe(px);
});

test("of two shifts that as many have in common, that of what is nearer to the middle counts", () => {
  const [a, b, c, d] = places("abcd");
  const startOf = (key: Place["key"]) => ({ a: 40, b: 140, c: 207, d: 307 })[String(key)];
  expect([shiftOf([d!, c!, b!, a!], startOf, 190), shiftOf([a!, b!, c!, d!], startOf, 210)]).toEqual([40, 7]);
});

test("what begins or ends beyond the screen is seen, what only touches it is not", () => {
  const screen = { top: 100, bottom: 300 };
  expect(places("abcd").map((place) => isSeen(place, screen))).toEqual([false, true, true, false]);
  expect([isSeen({ key: "x", start: 0, end: 101 }, screen), isSeen({ key: "x", start: 299, end: 900 }, screen), isSeen({ key: "x", start: 0, end: 900 }, screen)]).toEqual([true, true, true]);
});
