/** Notices that the visitor is there, so that reading a long page does not end the session. */

const EVERY_MS = 60_000;

/**
 * @param active called at a sign of life, at most once a minute
 * @param signal takes the listeners out of the page
 */
export function captureActivity(active: () => void, now: () => number, signal: AbortSignal): void {
  let last = now();
  const seen = () => {
    if (now() - last < EVERY_MS) return;
    last = now();
    active();
  };
  for (const type of ["pointerdown", "keydown", "scroll"])
    document.addEventListener(type, seen, { capture: true, passive: true, signal });
}
