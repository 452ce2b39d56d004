/** A stand-in for a deep-chat element: what of it reaches a listener that captures on the root it stands in. */
export interface DeepChatStandIn {
  /** Fires both events of one message, as 2.4.2 does. */
  message(role: string, more?: { isHistory?: boolean }): void;
  /** Fires one event with any detail. */
  fire(type: string, detail: unknown): void;
  /** The visitor enters the element; `focusin` is composed and so reaches the document from any open root. */
  enter(document: EventTarget): void;
}

export function createDeepChat(root: EventTarget, localName = "deep-chat"): DeepChatStandIn {
  const element = { localName, getRootNode: () => root };
  const dispatch = (at: EventTarget, event: Event) => {
    Object.defineProperty(event, "composedPath", { value: () => [element, root] });
    at.dispatchEvent(event);
  };
  const fire = (type: string, detail: unknown) => dispatch(root, new CustomEvent(type, { detail }));
  return {
    fire,
    message(role, more) {
      const detail = { isHistory: false, ...more, message: { role, text: "never to be read" } };
      fire("message", detail);
      fire("new-message", detail);
    },
    enter: (document) => dispatch(document, new Event("focusin")),
  };
}
