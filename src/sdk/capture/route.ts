/** Hears of every change of the address within a document. */

/** The little of the Navigation API that is used here; browsers without it get their history methods wrapped. */
interface Navigation {
  currentEntry?: unknown;
  addEventListener(type: "currententrychange", listener: () => void, options: { signal: AbortSignal }): void;
}

/**
 * @param changed called after the address has changed, or was set to what it was
 * @param signal takes the hooks out of the page
 */
export function captureRoute(changed: () => void, signal: AbortSignal): void {
  const { navigation } = window as { navigation?: Navigation };
  // A page may have a variable or an element of this name.
  if (navigation?.currentEntry) return navigation.addEventListener("currententrychange", changed, { signal });

  for (const name of ["pushState", "replaceState"] as const) {
    const original = history[name];
    const wrapped = function (this: History, ...args: Parameters<History["pushState"]>) {
      original.apply(this, args);
      if (!signal.aborted) changed();
    };
    history[name] = wrapped;
    signal.addEventListener("abort", () => {
      // Somebody may have wrapped ours since: then it stays in the chain, silent.
      if (history[name] === wrapped) history[name] = original;
    });
  }
  for (const type of ["popstate", "hashchange"]) addEventListener(type, changed, { signal });
}
