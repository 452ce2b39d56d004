/** Remembers a denial that the visitor gave through the page: one key, no id. Nothing else is stored while denied. */

const KEY = "parley:consent";

/** Was tracking denied on an earlier page? */
export function readDenial(): boolean {
  try {
    return localStorage.getItem(KEY) === "denied";
  } catch {
    return false;
  }
}

/** Remembers the denial, or forgets it. Without storage it holds for this page only. */
export function writeDenial(denied: boolean): void {
  try {
    if (denied) localStorage.setItem(KEY, "denied");
    else localStorage.removeItem(KEY);
  } catch {}
}
