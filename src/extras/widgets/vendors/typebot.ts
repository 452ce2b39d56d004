/**
 * Typebot. Facts known by running the vendor's own build (npm @typebot.io/js 0.10.7) in Chromium; e2e/typebot.spec.ts
 * still does.
 *
 * Each of its elements has a property an event: slots, behind accessors of its own. They are taken as late as possible,
 * when the visitor touches the element or enters it, which is before any answer; so it does not matter when a page puts
 * it there. That one opens by itself, before anybody has touched it, is therefore not told. Answers carry what was said,
 * and are not read.
 */
import { slotsOf } from "../slot";
import type { Vendor } from "../vendor";

export const typebot: Vendor<Document> = {
  name: "typebot",

  // There is nothing to wait for: the document is here, and only Typebot's elements make it say anything.
  find: (page) => page.document,

  tap(document, { hear, guard, signal }) {
    const known = new WeakSet<EventTarget>();
    const meet = guard((event: Event) => {
      for (const target of event.composedPath()) {
        if (known.has(target) || !/^typebot-/.test(`${(target as Partial<Element>).localName}`)) continue;
        known.add(target);
        hear(slotsOf(target, "on"), { Open: "opened", PreviewMessageClick: "accepted", Answer: "message_sent", End: "ended" });
      }
    });
    document.addEventListener("pointerdown", meet, { capture: true, signal });
    document.addEventListener("focusin", meet, { capture: true, signal });
  },

  isThere: ({ Typebot }) => !!Typebot,
  open: (_document, page) => (page.Typebot as { open(): void }).open(),
};
