/** The words for pages that are loaded when they are opened: their own, besides those of all pages. Other languages have all of them in one file. */
import { pages } from "./en/pages";
import { words as spoken, type AllWords } from "./words";

const english: { [group: string]: unknown } = pages;

/** As `words/words` has them: of the language that is spoken at the moment. */
export const words = new Proxy({} as AllWords, {
  get: (_, group: string) => (spoken as { [group: string]: unknown })[group] ?? english[group],
});
