/** A stand-in for a Typebot element: properties behind accessors, of which the vendor reads what was set last. */
const EVENTS = ["onOpen", "onClose", "onInit", "onNewInputBlock", "onAnswer", "onEnd", "onPreviewMessageClick"];

export interface TypebotStandIn {
  element: { [property: string]: unknown };
  fire(event: string, told?: unknown): void;
  /** The visitor touches the element, or enters it; both are composed and so reach the document. */
  enter(document: EventTarget, type: "pointerdown" | "focusin"): void;
}

export function createTypebot(): TypebotStandIn {
  const kept: { [property: string]: unknown } = {};
  const element: TypebotStandIn["element"] = {};
  for (const name of EVENTS)
    Object.defineProperty(element, name, { get: () => kept[name], set: (value: unknown) => void (kept[name] = value), enumerable: true, configurable: true });
  Object.defineProperty(element, "localName", { value: "typebot-bubble" });
  return {
    element,
    fire(event, told) {
      const handler = kept[event];
      if (typeof handler === "function") handler(told);
    },
    enter(document, type) {
      const event = new Event(type);
      Object.defineProperty(event, "composedPath", { value: () => [element, document] });
      document.dispatchEvent(event);
    },
  };
}
