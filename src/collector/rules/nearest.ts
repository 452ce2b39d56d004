/** Finds the word that somebody meant who wrote another. */

/** Longer ones nobody mistypes. */
const CHARS = 40;

/** @returns the known word that takes the fewest changes of letters to come to, if these are few */
export function nearest(word: string, known: readonly string[]): string | undefined {
  if (word === "" || word.length > CHARS) return undefined;
  const most = Math.max(1, Math.floor(word.length / 3));
  let best: { word: string; changes: number } | undefined;
  for (const one of known) {
    if (Math.abs(one.length - word.length) > most) continue;
    const changes = changesBetween(word.toLowerCase(), one.toLowerCase());
    if (changes <= most && changes < (best?.changes ?? Infinity)) best = { word: one, changes };
  }
  return best?.word;
}

/** How many letters have to be put in, taken out, changed, or changed places with the next. Source: optimal string alignment. */
function changesBetween(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const isSame = a[i - 1] === b[j - 1];
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (isSame ? 0 : 1), swapped ? before[j - 2]! + 1 : Infinity);
    }
    [before, row] = [row, next];
  }
  return row[b.length]!;
}
