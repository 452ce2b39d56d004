/** Notices that the page may be about to go. */

/**
 * @param leaving called whenever it may be the last moment; it often is not
 * @param signal takes the listeners out of the page
 */
export function captureExit(leaving: () => void, signal: AbortSignal): void {
  document.addEventListener("visibilitychange", () => document.hidden && leaving(), { signal });
  document.addEventListener("freeze", leaving, { signal });
  // On window: the event does not reach document.
  addEventListener("pagehide", leaving, { signal });
}
