/** Reads from an address what the visitor searched for on the site. */

const PARAMETERS = ["q", "query", "search", "term", "s"];

/** The search words of an address, if it has any. */
export function parseSearch(url: string): string | undefined {
  const { searchParams } = new URL(url);
  return PARAMETERS.map((parameter) => searchParams.get(parameter)?.trim()).find(Boolean);
}
