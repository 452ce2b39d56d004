/** Keys that do something by themselves: between cards, with the card that has the focus, and on the page. */
import { useLayoutEffect } from "preact/hooks";

/** Where a letter is one: nobody who types may lose what they type. */
const FIELD = "input, textarea, select, [contenteditable]";
/** Where Enter and the space bar have a meaning of their own. */
const PRESSED = "a, button, summary";

export interface KeyboardOptions {
  /** Of single characters; what else keys do stays. */
  isOn: boolean;
  /** Moves so many cards on, in the list that has the focus. */
  onMove: (by: number) => void;
  onOtherList: () => void;
  onSearch: () => void;
  onSheet: () => void;
}

/** What a key asks for. */
export type Meaning = "next" | "previous" | "other" | "open" | "search" | "sheet" | "act" | "leave";

const KEYS: { [key: string]: Meaning } = { j: "next", k: "previous", o: "other", "/": "search", "?": "sheet", t: "act", e: "act", x: "act", w: "act" };
const CARD_KEYS: { [key: string]: Meaning } = { ArrowDown: "next", ArrowUp: "previous", Enter: "open" };

/** @param target what has the focus */
export function meaningOf({ key, ctrlKey, metaKey, altKey, isComposing }: KeyboardEvent, target: Element | null, isOn: boolean): Meaning | undefined {
  if (ctrlKey || metaKey || altKey || isComposing) return undefined;
  if (target?.matches(FIELD)) return key === "Escape" ? "leave" : undefined;
  // Arrows and Enter belong to the card itself, and not to a button in it.
  if (Object.hasOwn(CARD_KEYS, key)) return target?.matches(".card") ? CARD_KEYS[key] : undefined;
  if (!isOn || target?.closest("dialog")) return undefined;
  if (key === " " && target?.matches(PRESSED)) return undefined;
  return Object.hasOwn(KEYS, key) ? KEYS[key] : undefined;
}

export function useKeyboard({ isOn, onMove, onOtherList, onSearch, onSheet }: KeyboardOptions): void {
  // With the picture that it belongs to, and not after it: a key that is pressed in between has the meaning that can be seen.
  useLayoutEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      const active = document.activeElement;
      // WebKit leaves the focus in a sheet that was closed until it draws the next picture.
      const target = active?.closest("dialog:not([open])") ? null : active;
      const card = target?.closest<HTMLElement>(".card");
      const meaning = event.defaultPrevented ? undefined : meaningOf(event, target, isOn);
      const act = meaning === "act" ? card?.querySelector<HTMLElement>(`[aria-keyshortcuts="${event.key}"]`) : undefined;
      if (meaning === undefined || (meaning === "act" && !act) || (meaning === "leave" && !card && !target?.closest(".find"))) return;
      event.preventDefault();
      if (meaning === "next" || meaning === "previous") onMove(meaning === "next" ? 1 : -1);
      else if (meaning === "other") onOtherList();
      else if (meaning === "search") onSearch();
      else if (meaning === "sheet") onSheet();
      else if (meaning === "open") card?.querySelector<HTMLElement>(".toggle")?.click();
      else if (meaning === "leave") (card ?? document.querySelector<HTMLElement>('.card[tabindex="0"]'))?.focus();
      // A field is there to be filled in.
      else if (act!.matches(FIELD)) act!.focus();
      else act!.click();
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  });
}
