/** What stands behind the `#` of the page's address: the part of a page that is open, so that it can be linked to and gone back from. */
import { useLayoutEffect, useState } from "preact/hooks";

/** @returns nothing where somebody has typed what is no text */
export function readHash(): string {
  try {
    return decodeURIComponent(location.hash.slice(1));
  } catch {
    return "";
  }
}

export function useHash(): string {
  const [hash, setHash] = useState(readHash);
  // Before anybody can press a link that stands on the page.
  useLayoutEffect(() => {
    const changed = () => setHash(readHash());
    addEventListener("hashchange", changed);
    return () => removeEventListener("hashchange", changed);
  }, []);
  return hash;
}
