/** Watches the offers that a site has marked: shown long enough to be seen, then taken up or not. */
import { attribute } from "./element";
import type { Guard } from "../widgets/guard";
import { MARK, readMark } from "./marks";
import type { Running } from "../../sdk/extras/host";
import type { ConversationDetail } from "../../sdk/types";

/** How much of an offer must be in view, and for how long, to have been offered. */
const SHOWN_SHARE = 0.5;
const SHOWN_MS = 1_000;

export interface Offers {
  /** Takes an element that may be an offer. */
  watch(element: Element): void;
  /** Hears what is said of offers on its way to the story. */
  observe: Running["observe"];
}

export function createOffers(guard: Guard, observe: Running["observe"], signal: AbortSignal): Offers {
  const timers = new Map<Element, ReturnType<typeof setTimeout>>();
  /** Offers that were made on this page: with what is known of them, until they are answered. */
  const made = new Map<string, ConversationDetail | undefined>();

  const observer = new IntersectionObserver(
    guard((entries: IntersectionObserverEntry[]) => {
      for (const { target, intersectionRatio, intersectionRect } of entries) {
        clearTimeout(timers.get(target));
        const look = guard(() => {
          observer.unobserve(target);
          // Laid out is not shown: it may be empty still, or waiting to fade in. Then it is looked at afresh.
          if (!intersectionRect.height || Element.prototype.checkVisibility?.call(target, { opacityProperty: true, visibilityProperty: true }) === false)
            return observer.observe(target);
          const detail = readMark([target]);
          if (made.has(detail.offer!)) return;
          made.set(detail.offer!, detail);
          observe("offered", detail);
        });
        if (intersectionRatio >= SHOWN_SHARE) timers.set(target, setTimeout(look, SHOWN_MS));
      }
    }),
    { threshold: SHOWN_SHARE },
  );
  const leave = guard(() => {
    made.forEach((detail, offer) => {
      made.set(offer, undefined);
      if (detail) observe("ignored", detail);
    });
  });
  addEventListener("pagehide", leave, { signal });
  signal.addEventListener("abort", () => observer.disconnect());
  return {
    watch(element) {
      if (attribute(element, `${MARK}-offer`)) observer.observe(element);
    },
    observe(state, detail, moment) {
      if (detail.offer) made.set(detail.offer, undefined);
      observe(state, detail, moment);
    },
  };
}
