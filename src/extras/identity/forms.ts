/** Knows which fields belong together: those of a form, or without one those that share a button. */
import { read } from "./field";

const BUTTONS = "button:not([type=reset]),input[type=submit],input[type=button],input[type=image],[role=button],a[class*=btn i],a[class*=button i]";

// A form may have fields named "elements" or "id", which would answer in its place.
const elementsOf = Object.getOwnPropertyDescriptor(HTMLFormElement.prototype, "elements")!.get as (this: HTMLFormElement) => HTMLFormControlsCollection;

/** What a form calls itself. */
export const formName = (form: Element | undefined): string => (form && (read(form, "name").trim() || read(form, "id").trim())) || "form";

/** The form of a field, which may be outside the open shadow root that the field is in. */
export function formOf(node: Element): HTMLFormElement | undefined {
  const own: unknown = node instanceof HTMLInputElement || node instanceof HTMLButtonElement ? node.form : Element.prototype.closest.call(node, "form");
  if (own instanceof HTMLFormElement) return own;
  const root = node.getRootNode();
  return root instanceof ShadowRoot ? formOf(root.host) : undefined;
}

/** @param touched fields that a visitor used: those in shadow roots are no element of the form itself */
export function fieldsOf(form: HTMLFormElement, touched: Iterable<Element>): Element[] {
  const own = [...elementsOf.call(form)];
  return [...own, ...[...touched].filter((field) => !own.includes(field) && formOf(field) === form)];
}

/** The button that was pressed, if what was pressed is one. */
export const buttonOf = (node: Element): Element | null => node.closest(BUTTONS);

/** Does pressing it submit its form by itself? */
export function isSubmit(button: Element): boolean {
  const { type } = button as { type?: unknown };
  return (button instanceof HTMLButtonElement && type === "submit") || (button instanceof HTMLInputElement && (type === "submit" || type === "image"));
}

export const hasSubmit = (form: HTMLFormElement): boolean => [...elementsOf.call(form)].some(isSubmit) || Boolean(Element.prototype.querySelector.call(form, "input[type=image]"));

/**
 * The fields without a form whose nearest button was pressed. Where a page has none, whatever else invites to be pressed is one.
 *
 * @param pressed a button, or anything else
 */
export function fieldsBefore(pressed: Element, touched: Iterable<Element>): Element[] {
  const isButton = buttonOf(pressed) !== null;
  return [...touched].filter((field) => {
    if (formOf(field)) return false;
    let around = parentOf(field);
    while (around && !around.querySelector(BUTTONS)) around = parentOf(around);
    return around ? around.contains(pressed) && isButton : !isButton;
  });
}

/** Does it look to the visitor as if it could be pressed? Links lead elsewhere, and fields are filled in. */
export const invites = (element: Element): boolean => !element.closest("a[href],label,input,select,textarea") && getComputedStyle(element).cursor === "pointer";

function parentOf(node: Element): Element | undefined {
  const root = node.getRootNode();
  return node.parentElement ?? (root instanceof ShadowRoot ? root.host : undefined);
}
