/** Names the countries whose numbering plans phones may follow. */

const LETTERS = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
/** Names of things that are no countries: unions, tests, outlying places. */
const OTHERS = /^(E[UZ]|UN|QO|X[AB]|ZZ)$/;

/** @param locale whose words for countries, and whose order of letters */
export function regions(locale: string): { code: string; name: string }[] {
  const names = new Intl.DisplayNames([locale], { type: "region", fallback: "none" });
  return LETTERS.flatMap((a) => LETTERS.map((b) => a + b))
    // Codes of countries that are no more are other names for what came after.
    .filter((code) => !OTHERS.test(code) && new Intl.Locale(`und-${code}`).region === code)
    .flatMap((code) => {
      const name = names.of(code);
      return name ? [{ code, name }] : [];
    })
    .sort((a, b) => a.name.localeCompare(b.name, locale));
}

/** The browser's own region, as a first guess. */
export function ownRegion(language: string): string {
  try {
    return new Intl.Locale(language).region ?? "";
  } catch {
    return "";
  }
}
