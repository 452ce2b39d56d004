/**
 * deep-chat, a chat as a custom element. Facts known by running npm deep-chat 2.4.2 in Chromium and Firefox.
 *
 * Each message fires `message` and then, with the same detail, the older `new-message`, on the element itself. Neither
 * bubbles, but the capture phase begins at the document all the same. Neither leaves a shadow root around the element,
 * so the roots of elements that the visitor enters are listened to as well. Of the message its role alone is read.
 */
import type { Vendor } from "../vendor";

interface Told {
  isHistory?: boolean;
  /** What the versions before 2 called it. */
  isInitial?: boolean;
  message?: { role?: string };
}

export const deepchat: Vendor<Document> = {
  name: "deep-chat",

  // There is nothing to wait for: the document is here, and only a deep-chat element makes it say anything.
  find: (page) => page.document,

  tap(document, { say, guard, signal }) {
    const options = { capture: true, signal };
    const heard = new WeakSet<object>();
    const talking = new WeakSet<EventTarget>();

    const hear = guard((event: Event) => {
      const [element] = event.composedPath();
      if (!element || !isDeepChat(element)) return;
      const told = (event as CustomEvent<Told | null>).detail;
      if (!told || heard.has(told)) return;
      heard.add(told);

      const visitor = told.message?.role === "user";
      if (visitor) talking.add(element);
      if (told.isHistory || told.isInitial) return;
      if (visitor) say("started");
      // A greeting that nobody answered is not a conversation.
      if (talking.has(element)) say(visitor ? "message_sent" : "message_received");
    });

    const hearIn = (root: EventTarget) => {
      root.addEventListener("message", hear, options);
      root.addEventListener("new-message", hear, options);
    };
    const follow = guard((event: Event) => {
      // A root that is entered again gets the same listeners again, which a browser takes for the same.
      for (const target of event.composedPath()) if (isDeepChat(target)) hearIn(target.getRootNode());
    });

    hearIn(document);
    document.addEventListener("focusin", follow, options);
  },
};

function isDeepChat(target: EventTarget): target is Element {
  return (target as Partial<Element>).localName === "deep-chat";
}
