/** The little that must be read or written at once, in the page's first or last task. Silent where the browser refuses. */

/** @returns what was written, or `null` */
export function readLocal(key: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(key)!);
  } catch {
    return null;
  }
}

/** @param value what to keep; without one the key goes */
export function writeLocal(key: string, value?: unknown): void {
  try {
    if (value) localStorage.setItem(key, JSON.stringify(value));
    else localStorage.removeItem(key);
  } catch {}
}
