/** A stand-in for a page's window: timers are the test's, and insertions are told by hand. */
import { vi } from "vitest";
import type { Page } from "../../../src/extras/widgets/vendor";

export interface PageStandIn {
  window: Page & { [global: string]: unknown };
  document: EventTarget;
  /** Tells the observer of a new element, as if the page had put it in. */
  insert(localName: string, within?: string, attributes?: { [name: string]: string }): void;
  observing(): boolean;
  /** Puts all of it where a browser has it, until the test unstubs its globals. */
  stub(): void;
}

/** Of an element no more than its name, its attributes and one child. */
export class ElementStandIn {
  localName;
  attributes;
  child;
  constructor(localName: string, attributes: { [name: string]: string } = {}, child?: ElementStandIn) {
    this.localName = localName;
    this.attributes = attributes;
    this.child = child;
  }
  matches(selectors: string): boolean {
    return selectors.split(",").some((selector) => selector === this.localName);
  }
  querySelectorAll(selectors: string): ElementStandIn[] {
    return this.child?.matches(selectors) ? [this.child] : [];
  }
  getAttribute(name: string): string | null {
    return this.attributes[name] ?? null;
  }
}

export function createPage(): PageStandIn {
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
  class IntersectionObserver {
    observe() {}
    disconnect() {}
  }
  const document = Object.assign(new EventTarget(), { documentElement: new ElementStandIn("html") });
  const window = Object.assign(new EventTarget(), {
    document,
    MutationObserver,
    IntersectionObserver,
    Element: ElementStandIn,
    location: { href: "https://shop.example/" },
    setTimeout: (run: () => void, ms: number) => setTimeout(run, ms),
    clearTimeout: (timer: ReturnType<typeof setTimeout>) => clearTimeout(timer),
  });
  const insert: PageStandIn["insert"] = (localName, within, attributes) => {
    const element = new ElementStandIn(localName, attributes);
    tell?.([{ addedNodes: [within ? new ElementStandIn(within, {}, element) : element] }]);
  };
  const stub = () => {
    vi.stubGlobal("window", window);
    for (const name of ["document", "MutationObserver", "IntersectionObserver", "Element", "location"] as const) vi.stubGlobal(name, window[name]);
    vi.stubGlobal("addEventListener", window.addEventListener.bind(window));
  };
  // The one cast: only what the extra touches is there.
  return { window: window as unknown as PageStandIn["window"], document, insert, observing: () => !!tell, stub };
}
