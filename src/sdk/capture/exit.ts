/** Notices that the page may be about to go. */

/**
 * @param leaving called whenever it may be the last moment; with `true` once no task of the page may follow this one,
 *   and with `false` when it came back from the back-forward cache after all
 * @param signal takes the listeners out of the page
 */
export function captureExit(leaving: (forGood?: boolean) => void, signal: AbortSignal): void {
  document.addEventListener("visibilitychange", () => document.hidden && leaving(), { signal });
  // On window: these events do not reach document.
  for (const type of ["pagehide", "pageshow"])
    addEventListener(type, () => leaving(type === "pagehide"), { signal });
}
