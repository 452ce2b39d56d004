/** Notices that the page may be about to go. */

/**
 * @param leaving called whenever the page may have become hidden; with `true` once no task of it may follow this one, and
 *   with `false` when it is shown, maybe again
 * @param signal takes the listeners out of the page
 */
export function captureExit(leaving: (forGood?: boolean) => void, signal: AbortSignal): void {
  for (const type of ["visibilitychange", "freeze"]) document.addEventListener(type, () => leaving(), { signal });
  // On window: these events do not reach document.
  for (const type of ["pagehide", "pageshow"])
    addEventListener(type, () => leaving(type === "pagehide"), { signal });
}
