/** Notices that the page may be about to go. */

/**
 * @param leaving called whenever the page may have become hidden, is gone, or was shown again: with the browser's word for it
 * @param signal takes the listeners out of the page
 */
export function captureExit(leaving: (type: string) => void, signal: AbortSignal): void {
  // Half of these events happen to the document, and half to the window: where all pass before anybody can stop them.
  for (const type of ["visibilitychange", "freeze", "pagehide", "pageshow"])
    addEventListener(type, () => leaving(type), { capture: true, signal });
}
