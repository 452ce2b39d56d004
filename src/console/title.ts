/** Names the page in the browser's tab, in whatever language is spoken. */
import { useEffect } from "preact/hooks";
import { words } from "./words/words";

/** @param page what it is called in the bar */
export function useTitle(page: string): void {
  const title = words.common.title(page);
  useEffect(() => void (document.title = title), [title]);
}
