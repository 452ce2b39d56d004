/** Reads from an address what the visitor searched for on the site. */

/** The search words of an address, if it has any. */
export function parseSearch(url: string): string | undefined {
  const { searchParams } = new URL(url);
  // In the order in which they are believed.
  return "q query search term s".split(" ").map((parameter) => searchParams.get(parameter)?.trim()).find(Boolean);
}
