/** Where an offer may lead: rules are checked by the collector, and what a page does with them here once more. */

/**
 * @returns the whole address, if it is one of the web
 * @throws where it is none at all
 */
export function webAddress(address: string): string | false {
  const { protocol, href } = new URL(address, document.baseURI);
  return /^https?:$/.test(protocol) && href;
}
