/** The little that must be read or written at once, in the task that emitted it. Silent where the browser refuses. */

/** @returns what was written, or `null` */
export function readLocal(key: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(key)!);
  } catch {
    return null;
  }
}

/**
 * @param value what to keep; without one the key goes, and so does the old value where the new one does not fit
 */
export function writeLocal(key: string, value?: unknown): void {
  try {
    if (value) localStorage.setItem(key, JSON.stringify(value));
    else localStorage.removeItem(key);
  } catch {
    if (value) writeLocal(key);
  }
}

/** The keys that begin like this. */
export function localKeys(start: string): string[] {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(start));
  } catch {
    return [];
  }
}
