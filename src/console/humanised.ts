/** Makes words of names that were made for programs. */
import { words } from "./words/words";

/** `order_completed` reads "Order completed". */
export function humanised(name: string): string {
  const text = spaced(name);
  return text ? text[0]!.toUpperCase() + text.slice(1) : words.steps.unnamed;
}

/** `orderCompleted` reads "order completed". */
export const spaced = (name: string) => name.replace(/([a-z\d])([A-Z])/g, "$1 $2").replace(/[._\-\s]+/g, " ").trim().toLowerCase();
