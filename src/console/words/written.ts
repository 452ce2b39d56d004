/** Writes numbers, counts, times and lists as the reader's language and country write them. Sentences are made with it, so it follows whatever language is spoken. */

let locale = "en";

/** @param tag of the language and country that numbers, dates and plurals are written for from now on */
export function follow(tag: string): void {
  locale = tag;
}

/** "1,204" */
export const number = (n: number, options?: Intl.NumberFormatOptions): string => n.toLocaleString(locale, options);

/** Forms of a word by how many there are; `other` where a language has no form of its own for the number. */
export type Forms = { [rule in Exclude<Intl.LDMLPluralRule, "other">]?: string } & { other: string };

/** The form of a word that goes with a number. */
export const form = (n: number, forms: Forms): string => forms[new Intl.PluralRules(locale).select(n)] ?? forms.other;

/** "1 event", "1,204 events" */
export const counted = (n: number, forms: Forms): string => `${number(n)} ${form(n, forms)}`;

/** The same from the two forms that English and German have. */
export const many = (n: number, one: string, other: string): string => counted(n, { one, other });

/** "14:05" or "2:05 PM" @param at milliseconds @param more what else is written */
export const timeOfDay = (at: number, more: Intl.DateTimeFormatOptions = {}): string => new Date(at).toLocaleTimeString(locale, { hour: "2-digit", minute: "2-digit", ...more });

/** "2 Mar" @param at milliseconds */
export const day = (at: number, options: Intl.DateTimeFormatOptions): string => new Date(at).toLocaleDateString(locale, options);

/** Date and time in full. @param at milliseconds */
export const fully = (at: number): string => new Date(at).toLocaleString(locale);

const SPANS: [seconds: number, unit: Intl.RelativeTimeFormatUnit][] = [[86_400, "day"], [3_600, "hour"], [60, "minute"], [1, "second"]];

/** "3 min. ago" @param ms a span in milliseconds; two clocks may disagree, so less than a second is now */
export function ago(ms: number): string {
  const [seconds, unit] = SPANS.find(([least]) => ms >= least * 1_000) ?? [1, "second"];
  const count = Math.max(0, Math.floor(ms / 1_000 / seconds));
  return new Intl.RelativeTimeFormat(locale, { style: "short", numeric: count ? "always" : "auto" }).format(-count, unit);
}

/** The name of a country or a language; what is no code at all is shown as it is. */
export function nameOf(type: "region" | "language", code: string): string {
  try {
    return new Intl.DisplayNames(locale, { type }).of(code) ?? code;
  } catch {
    return code;
  }
}
