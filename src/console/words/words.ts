/** What the console says, in the language of whoever reads it: chosen before anything is drawn, and again whenever they choose another. */
import { en } from "./en";
import type { pages } from "./en/pages";
import { follow } from "./written";

/** Every language says the same things; English says what these are. */
export type Words = typeof en;
/** With those of pages that are loaded when they are opened. */
export type AllWords = Words & typeof pages;

/** Languages by their own names. */
export const LANGUAGES = { en: "English", de: "Deutsch" } as const;
export type Language = keyof typeof LANGUAGES;

/** English is at hand; each other language is a file of its own. */
const LOADERS: { [language: string]: () => Promise<Words> } = {
  en: async () => en,
  de: () => import("./de").then(({ de }) => de),
  pseudo: () => import("./pseudo").then(({ pseudo }) => pseudo),
};

/** Where the browser keeps what was chosen. */
const KEPT = "parley.language";

/** The words of the language that is spoken. Whatever is drawn reads them anew: nothing may keep them from before. */
export let words: Words = en;

/** Speaks a language from now on; English where it cannot be loaded, or is none. */
export async function speak(language: string): Promise<void> {
  const spoken = await (Object.hasOwn(LOADERS, language) ? LOADERS[language]!() : Promise.resolve(en)).catch(() => en);
  words = { ...spoken, locale: localeOf(spoken.locale, navigator.languages) };
  follow(words.locale);
  document.documentElement.lang = spoken.locale;
  document.documentElement.dir = spoken.dir;
}

/** @returns what was chosen in this browser, or else the first of its languages that the console speaks, or else English */
export function preferred(): string {
  const chosen = kept();
  if (chosen && Object.hasOwn(LOADERS, chosen)) return chosen;
  return firstOf(navigator.languages);
}

/** @param list tags of languages, the dearest first */
export function firstOf(list: readonly string[]): Language {
  return list.map(baseOf).find((base): base is Language => Object.hasOwn(LANGUAGES, base)) ?? "en";
}

/** Remembers what was chosen, and has it spoken. Without storage it holds as long as the page. */
export function choose(language: Language): void {
  try {
    localStorage.setItem(KEPT, language);
  } catch {
    held = language;
  }
  // The browser says the same when its own languages are changed.
  dispatchEvent(new Event("languagechange"));
}

/** Dates and numbers are written as in the reader's own country where it speaks the language: 24 hours in Britain, 12 in America. */
export function localeOf(language: string, list: readonly string[]): string {
  return list.find((tag) => baseOf(tag) === language) ?? language;
}

let held: string | undefined;

function kept(): string | undefined {
  try {
    return held ?? localStorage.getItem(KEPT) ?? undefined;
  } catch {
    return held;
  }
}

const baseOf = (tag: string) => tag.split("-")[0]!.toLowerCase();
