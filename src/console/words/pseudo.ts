/** A language for tests: English from right to left, each word two fifths longer, so that what points the wrong way or does not fit is seen. Nobody can choose it on the page. */
import { en } from "./en";
import { pages } from "./en/pages";
import type { AllWords } from "./words";

const LONGER = 0.4;

/** "Waiting" reads "Waaaaiting", and still does when it is a part of something longer. */
export const longer = (text: string): string =>
  text.replace(/\p{L}{2,}/gu, (word) => {
    if (/(\p{L})\1\1/iu.test(word)) return word;
    const at = Math.max(0, word.search(/[aeiou]/i));
    return word.slice(0, at) + word[at]!.repeat(Math.max(2, Math.ceil(word.length * LONGER))) + word.slice(at);
  });

function stretched(from: unknown): unknown {
  if (typeof from === "string") return longer(from);
  if (typeof from === "function") return (...told: unknown[]) => stretched((from as (...told: unknown[]) => unknown)(...told));
  if (Array.isArray(from)) return from.map(stretched);
  return Object.fromEntries(Object.entries(from as object).map(([key, value]) => [key, stretched(value)]));
}

export const pseudo: AllWords = { ...(stretched({ ...en, ...pages }) as AllWords), locale: en.locale, dir: "rtl" };
