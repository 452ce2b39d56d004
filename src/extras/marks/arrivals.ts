/** Tells what comes to the page that may be or bring a widget, be it there already or put in minutes later. */
import { fits } from "./element";
import type { Guard } from "../widgets/guard";

/** @returns how to stop */
export function watchArrivals(guard: Guard, selector: string, arrived: (element: Element) => void): () => void {
  const tell = guard(arrived);
  const look = guard((node: Node) => {
    if (!(node instanceof Element)) return;
    if (fits(node, selector)) tell(node);
    Element.prototype.querySelectorAll.call(node, selector).forEach((element) => tell(element));
  });
  const observer = new MutationObserver((records) => records.forEach(({ addedNodes }) => addedNodes.forEach((node) => look(node))));
  observer.observe(document, { childList: true, subtree: true });
  look(document.documentElement);
  return () => observer.disconnect();
}
