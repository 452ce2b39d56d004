/** A stand-in for a page's window: timers are the test's, and insertions are told by hand. */
import type { Page } from "../../../src/extras/widgets/vendor";

export interface PageStandIn {
  window: Page & { [global: string]: unknown };
  document: EventTarget;
  /** Tells the observer of a new element, as if the page had put it in. */
  insert(localName: string, within?: string): void;
  observing(): boolean;
}

export function createPage(): PageStandIn {
  const document = new EventTarget();
  let tell: ((records: unknown[]) => void) | undefined;
  class MutationObserver {
    constructor(callback: (records: unknown[]) => void) {
      this.callback = callback;
    }
    callback;
    observe() {
      tell = this.callback;
    }
    disconnect() {
      tell = undefined;
    }
  }
  const window = Object.assign(new EventTarget(), {
    document,
    MutationObserver,
    setTimeout: (run: () => void, ms: number) => setTimeout(run, ms),
    clearTimeout: (timer: ReturnType<typeof setTimeout>) => clearTimeout(timer),
  });
  const insert = (localName: string, within?: string) => {
    const has = (selectors: string, name?: string) => !!name && selectors.split(",").includes(name);
    const node = {
      matches: (selectors: string) => has(selectors, within ?? localName),
      querySelector: (selectors: string) => (within && has(selectors, localName) ? node : null),
    };
    tell?.([{ addedNodes: [node] }]);
  };
  // The one cast: only what the extra touches is there.
  return { window: window as unknown as PageStandIn["window"], document, insert, observing: () => !!tell };
}
