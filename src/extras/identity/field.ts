/** Reads what a page tells of a field, past whatever the page has named its other fields. */
import { toWords } from "./words";
import type { Facts } from "./kind";

/** Types that hold a text; any other word for a type is one, too. */
const NO_TEXT = /^(hidden|password|file|checkbox|radio|range|color|date|datetime-local|month|week|time|submit|button|image|reset)$/;
/** Longest text before a field that is taken for its label. */
const LABEL_CHARS = 80;
/** How far up the page a label is looked for. */
const STEPS_UP = 4;
const { getAttribute } = Element.prototype;
const FIELDS = "input:not([type=hidden]),select,textarea";

/** A form may have a field named like any property of its own; a field has no children that could answer in its place. */
export const read = (element: Element, name: string): string => getAttribute.call(element, name) ?? "";

export function isTextField(node: unknown): node is HTMLInputElement {
  return node instanceof HTMLInputElement && !NO_TEXT.test(read(node, "type").toLowerCase());
}

/** Can a person see it? What nobody sees is a trap for machines, or somebody's hidden copy. */
export function isSeen(field: Element): boolean {
  if (field.checkVisibility?.({ opacityProperty: true, visibilityProperty: true }) === false) return false;
  if (read(field, "aria-hidden") === "true" && read(field, "tabindex") === "-1") return false;
  const { width, height, right, bottom } = field.getBoundingClientRect();
  return width > 1 && height > 1 && right + scrollX > 0 && bottom + scrollY > 0;
}

/** Has the site, or anybody above the field, said that it is nobody's business? */
export const isIgnored = (field: Element): boolean => Boolean(upwards(field, "[data-pe-ignore],.pe-ignore,[data-pe=off]"));

/** The nearest ancestor, out of open shadow roots, too. */
function upwards(element: Element, selector: string): Element | null {
  const found = element.closest(selector);
  const root = element.getRootNode();
  return found ?? (root instanceof ShadowRoot ? upwards(root.host, selector) : null);
}

export function describe(field: HTMLInputElement): Facts & { labelled: boolean } {
  const named = read(field, "aria-labelledby");
  const texts: (string | undefined)[] = [...(field.labels ?? [])].map(({ textContent }) => textContent?.slice(0, LABEL_CHARS));
  texts.push(read(field, "aria-label"));
  if (named) {
    const root = field.getRootNode() as Document | ShadowRoot;
    texts.push(...named.split(/\s+/).map((id) => root.getElementById?.(id)?.textContent?.slice(0, LABEL_CHARS)));
  }
  const own = texts.map((text) => text && toWords(text)).filter(Boolean);
  const placeholder = toWords(read(field, "placeholder"));
  const label = [...own, ...(own[0] ? [] : [toWords(textBefore(field))]), placeholder].filter(Boolean);
  return {
    type: read(field, "type").toLowerCase(),
    inputMode: read(field, "inputmode").toLowerCase(),
    autocomplete: read(field, "autocomplete").trim().toLowerCase(),
    name: toWords(`${read(field, "name")} ${read(field, "id")}`),
    label: label.join(" "),
    labelled: Boolean(label[0]),
  };
}

/** What stands before the field in its row or cell, and after any field before it. */
function textBefore(field: Element): string {
  let text = "";
  for (let node: Node | null = field, up = 0; node && up < STEPS_UP && !text; node = node.parentNode, up++) {
    if (node instanceof HTMLFormElement || node instanceof HTMLBodyElement) break;
    for (let before = node.previousSibling; before && text.length < LABEL_CHARS; before = before.previousSibling) {
      if (before instanceof Element) {
        if (before.matches(FIELDS) || before.querySelector(FIELDS)) return text;
        if (/^(script|style)$/.test(before.localName)) continue;
      }
      text = `${before.textContent?.trim().slice(0, LABEL_CHARS) ?? ""} ${text}`.trim();
    }
  }
  return text;
}
