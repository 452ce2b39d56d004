/** Reads from an address what the visitor searched for on the site. */

/** The search words of an address, if it has any. */
export function parseSearch(url: string): string | undefined {
  for (const [name, words] of new URL(url).searchParams) if (/^(q|query|search|term|s)$/.test(name) && words.trim()) return words.trim();
  return undefined;
}
