/**
 * Draws an offer: a dialog beside the page's content that takes no focus by itself. No markup is parsed and no element has a
 * style of its own, so pages may be as strict about scripts and styles as they like.
 */
import { RULES } from "../../protocol/rules";
import type { OfferAction } from "../../protocol/rules";
import { webAddress } from "./address";
import { STYLE } from "./style";

export interface Answering {
  accept(): void;
  decline(): void;
}

/** What is not there yet when the dialog comes is read out to those who do not see it. */
const ANNOUNCE_MS = 100;

/**
 * @returns takes it away; where the visitor was in it they are back where they came from
 * @throws where the browser cannot
 */
export function draw(action: OfferAction, { accept, decline }: Answering): () => void {
  const host = document.createElement("div");
  host.setAttribute("data-pe-offer", "");
  const root = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  root.adoptedStyleSheets = [sheet];

  /** Each part has its name as id, too: shadow roots have ids of their own. */
  const add = <Tag extends keyof HTMLElementTagNameMap>(to: Node, tag: Tag, name: string, text = ""): HTMLElementTagNameMap[Tag] => {
    const element = document.createElement(tag);
    element.id = name;
    element.setAttribute("part", name);
    element.textContent = text;
    return to.appendChild(element);
  };
  const press = (element: HTMLElement, act: () => void) => element.addEventListener("click", act);
  const { title, text } = action;
  const box = add(root, "div", "dialog");
  box.setAttribute("role", "dialog");
  box.setAttribute("aria-labelledby", title ? "title" : "text");
  if (title) box.setAttribute("aria-describedby", "text");
  const words = add(box, "div", "words");
  words.setAttribute("aria-live", "polite");

  let refusal = action.decline;
  if (action.type === "content") {
    const { image, link } = action;
    const source = image && webAddress(image.url);
    if (source) {
      const picture = add(box, "img", "image");
      // It may be gone, or the page may show pictures of its own only.
      picture.onerror = () => picture.remove();
      picture.alt = image.alt;
      picture.src = source;
    }
    const href = link && webAddress(link.url);
    if (href) {
      const way = add(box, "a", "accept", link.text);
      way.href = href;
      if (link.newTab) {
        way.target = "_blank";
        way.rel = "noopener";
      }
      press(way, accept);
    }
    refusal ||= "Close";
  } else {
    press(add(box, "button", "accept", action.accept || "Yes"), accept);
    refusal ||= "No, thanks";
  }
  press(add(box, "button", "decline", refusal), decline);
  const close = add(box, "button", "close", "×");
  close.setAttribute("aria-label", refusal);
  press(close, decline);

  let from: HTMLElement | null = null;
  // Heard out here of the way in alone; from another window that is from nowhere.
  host.addEventListener("focusin", ({ relatedTarget }) => (from = (relatedTarget as HTMLElement | null) ?? from));
  host.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    // The page's own dialogs stay open.
    event.stopPropagation();
    decline();
  });
  // Not what the page may call by the name of its body.
  document.querySelector("body")!.append(host);
  setTimeout(() => {
    if (title) add(words, "h2", "title", title);
    add(words, "p", "text", action.type === "content" ? text : [...text].slice(0, RULES.offerChars).join(""));
  }, ANNOUNCE_MS);
  return () => {
    const isInside = root.activeElement;
    host.remove();
    if (isInside) from?.focus();
  };
}
