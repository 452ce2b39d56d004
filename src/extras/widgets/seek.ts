/** Looks for widgets, which come when they please: a consent manager may load the chat minutes after the page. */
import type { Page, Vendor } from "./vendor";

const FIRST_MS = 250;
const LONGEST_MS = 1_000;
const PATIENCE_MS = 60_000;
/** What a widget arrives as. */
const CARRIERS = "script,iframe";

/**
 * Calls back once for each vendor whose widget is on the page, now or later. It polls for a while, and again after
 * every script or frame that is put into the page; a trap on the vendor's global would miss some ways of defining it.
 *
 * @returns how to stop looking
 */
export function seek(page: Page, vendors: readonly Vendor[], found: (vendor: Vendor, api: unknown) => void): () => void {
  let missing = vendors;
  let timer: number | undefined;
  let pause = FIRST_MS;
  let waited = 0;

  const look = () => {
    timer = undefined;
    missing = missing.filter((vendor) => {
      const api = find(vendor, page);
      if (api) found(vendor, api);
      return !api;
    });
    if (!missing.length) return stop();
    if (waited >= PATIENCE_MS) return;
    timer = page.setTimeout(look, pause);
    waited += pause;
    pause = Math.min(pause * 1.25, LONGEST_MS);
  };

  const arrivals = new page.MutationObserver((records) => {
    if (!records.some((record) => [...record.addedNodes].some(carries))) return;
    waited = 0;
    if (timer !== undefined) return;
    // The patience was used up: look again as if the page had just loaded.
    pause = FIRST_MS;
    timer = page.setTimeout(look, pause);
  });

  const stop = () => {
    arrivals.disconnect();
    page.clearTimeout(timer);
    timer = undefined;
  };

  arrivals.observe(page.document, { childList: true, subtree: true });
  look();
  return stop;
}

/** A vendor's getters may throw before its script has loaded; that is no more than "not here yet". */
function find(vendor: Vendor, page: Page): unknown {
  try {
    return vendor.find(page);
  } catch {
    return undefined;
  }
}

function carries(node: Node): boolean {
  const element = node as Partial<Element>;
  return !!element.matches?.(CARRIERS) || !!element.querySelector?.(CARRIERS);
}
