/** In which language a page without a script speaks: the one that its reader's browser likes best of those that there are. */
import { de } from "./de";
import { en } from "./en";

/** Every language says the same things; English says what these are. */
export type PageWords = typeof en;

const LANGUAGES = new Map([en, de].map((words) => [words.lang, words]));

/**
 * @param accepted the header `Accept-Language`, as far as there is one
 * @returns English where none of its languages is spoken
 */
export function pageWords(accepted = ""): PageWords {
  const wishes = accepted.split(",").map((wish) => {
    const [tag = "", ...parameters] = wish.split(";").map((part) => part.trim().toLowerCase());
    const weight = parameters.find((one) => one.startsWith("q="))?.slice(2);
    return { words: LANGUAGES.get(tag.split("-")[0]!), weight: weight === undefined ? 1 : Number(weight) };
  });
  // Of equal ones the first.
  const best = wishes.filter(({ words, weight }) => words && weight > 0).sort((a, b) => b.weight - a.weight)[0];
  return best?.words ?? en;
}
