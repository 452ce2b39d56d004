/** Looks for widgets, which come when they please: a consent manager may load the chat minutes after the page. */
import type { Page } from "./vendor";

const FIRST_MS = 250;
const LONGEST_MS = 1_000;
const PATIENCE_MS = 60_000;

/** What may come: a vendor's widget, or anything else that is found like one. */
export interface Sought {
  find(page: Page): unknown;
}

export interface Search {
  /** Something has come to the page: look again as if that had just loaded. */
  again(): void;
  stop(): void;
}

/**
 * Calls back once for each that is on the page, now or later. It polls for a while, as a trap on a vendor's global would
 * miss some ways of defining it.
 */
export function seek<One extends Sought>(page: Page, all: readonly One[], found: (one: One, api: unknown) => void): Search {
  let missing = all;
  let timer: number | undefined;
  let pause = FIRST_MS;
  let waited = 0;

  const look = () => {
    timer = undefined;
    missing = missing.filter((one) => {
      const api = find(one, page);
      if (api) found(one, api);
      return !api;
    });
    if (!missing.length || waited >= PATIENCE_MS) return;
    timer = page.setTimeout(look, pause);
    waited += pause;
    pause = Math.min(pause * 1.25, LONGEST_MS);
  };

  look();
  return {
    again() {
      waited = 0;
      if (timer !== undefined || !missing.length) return;
      // The patience was used up.
      pause = FIRST_MS;
      timer = page.setTimeout(look, pause);
    },
    stop() {
      page.clearTimeout(timer);
      timer = undefined;
      missing = [];
    },
  };
}

/** A vendor's getters may throw before its script has loaded; that is no more than "not here yet". */
function find(one: Sought, page: Page): unknown {
  try {
    return one.find(page);
  } catch {
    return undefined;
  }
}
