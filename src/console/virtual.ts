/** Draws of a long list what is on screen, and what must not go: the card that has the focus, and those that an agent has opened. */
import { elementScroll, observeElementOffset, observeElementRect, Virtualizer, type VirtualItem } from "@tanstack/virtual-core";
import { useLayoutEffect, useReducer, useRef } from "preact/hooks";
import type { RefObject } from "preact";

/** Height of a card that was never drawn, and the space between two; pixels. */
const ESTIMATED_PX = 168;
const GAP_PX = 12;
/** Drawn before and after what is seen, so that scrolling shows no holes. */
const OVERSCAN = 8;

export interface VirtualOptions {
  scroller: RefObject<HTMLElement | null>;
  count: number;
  /** Another function whenever cards come, go or move, and only then: all places are reckoned anew. */
  keyAt: (index: number) => string;
  /** What is drawn wherever it is. */
  pinned: number[];
  /** Somebody works with what is seen: it does not move when something comes before it. */
  isHeld: boolean;
}

export interface Virtual {
  items: VirtualItem[];
  heightPx: number;
  /** For the `ref` of each item's element, which has its place as `data-index`. */
  measure: (element: Element | null) => void;
  /** Brings an item into view, and has it drawn. */
  show(index: number): void;
}

export function useVirtual({ scroller, count, keyAt, pinned, isHeld }: VirtualOptions): Virtual {
  const [, draw] = useReducer<number, void>((turn) => turn + 1, 0);
  const held = useRef<Virtualizer<HTMLElement, Element> | undefined>(undefined);
  const options = {
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => ESTIMATED_PX,
    getItemKey: keyAt as (index: number) => string | number,
    gap: GAP_PX,
    overscan: OVERSCAN,
    scrollToFn: elementScroll,
    observeElementRect,
    observeElementOffset,
    // What is measured while it is being laid out is laid out with the next picture: in the same, browsers tell the page of an error.
    useAnimationFrameWithResizeObserver: true,
    // Whoever looks at the newest sees them come; whoever reads further down, or works with one, sees nothing move.
    anchorTo: isHeld || (scroller.current?.scrollTop ?? 0) > 0 ? ("end" as const) : ("start" as const),
    // It has no end that anybody waits at.
    scrollEndThreshold: -1,
    rangeExtractor: ({ startIndex, endIndex, overscan }: { startIndex: number; endIndex: number; overscan: number }) => {
      const shown = new Set(pinned);
      for (let i = Math.max(0, startIndex - overscan); i <= Math.min(count - 1, endIndex + overscan); i++) shown.add(i);
      return [...shown].sort((a, b) => a - b);
    },
    onChange: () => draw(),
  };
  held.current ??= new Virtualizer(options);
  const virtualizer = held.current;
  virtualizer.setOptions(options);
  useLayoutEffect(() => virtualizer._didMount(), []);
  useLayoutEffect(() => virtualizer._willUpdate());
  return {
    items: virtualizer.getVirtualItems(),
    heightPx: virtualizer.getTotalSize(),
    measure: virtualizer.measureElement,
    show: (index) => virtualizer.scrollToIndex(index),
  };
}
