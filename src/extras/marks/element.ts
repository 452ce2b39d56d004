/** Reads elements past their children: a form's fields may be named "getAttribute" or "matches", and would answer in its place. */

export const attribute = (element: Element, name: string): string | null => Element.prototype.getAttribute.call(element, name);

export const fits = (element: Element, selector: string): boolean => Element.prototype.matches.call(element, selector);

/** What an event passed on its way to the document, from the inside out, open shadow roots included. */
export const pathOf = (event: Event): Element[] => event.composedPath().filter((target): target is Element => target instanceof Element);
