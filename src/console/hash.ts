/** What stands behind the `#` of the page's address: the part of a page that is open, so that it can be linked to and gone back from. */
import { useEffect, useState } from "preact/hooks";

export function useHash(): string {
  const read = () => decodeURIComponent(location.hash.slice(1));
  const [hash, setHash] = useState(read);
  useEffect(() => {
    const changed = () => setHash(read());
    addEventListener("hashchange", changed);
    return () => removeEventListener("hashchange", changed);
  }, []);
  return hash;
}
