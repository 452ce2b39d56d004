/** What an agent has chosen for this browser, and finds again the next day. */
import { useState } from "preact/hooks";

export interface Preferences {
  /** Keys that do something by themselves (WCAG 2.1.4). */
  shortcuts: boolean;
  /** For new conversations that wait. */
  sound: boolean;
  notify: boolean;
  /** No sound and no notification while the page is in view. */
  quiet: boolean;
}

const KEY = "parley.preferences";
const FIRST: Preferences = { shortcuts: true, sound: false, notify: false, quiet: true };

export function readPreferences(storage: Pick<Storage, "getItem"> = localStorage): Preferences {
  try {
    const kept: unknown = JSON.parse(storage.getItem(KEY) ?? "{}");
    const known = Object.entries(kept ?? {}).filter(([name, value]) => Object.hasOwn(FIRST, name) && typeof value === "boolean");
    return { ...FIRST, ...Object.fromEntries(known) };
  } catch {
    return FIRST;
  }
}

/** Where the browser keeps nothing, they hold until the page is closed. */
export function keepPreferences(preferences: Preferences, storage: Pick<Storage, "setItem"> = localStorage): void {
  try {
    storage.setItem(KEY, JSON.stringify(preferences));
  } catch {
    // Full, or refused.
  }
}

/** @returns them, and how to change some */
export function usePreferences(): [Preferences, (changed: Partial<Preferences>) => void] {
  const [preferences, set] = useState(readPreferences);
  const change = (changed: Partial<Preferences>) => {
    const next = { ...preferences, ...changed };
    set(next);
    keepPreferences(next);
  };
  return [preferences, change];
}
