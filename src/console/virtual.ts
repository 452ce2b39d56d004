/** Draws of a long list what is on screen, and what must not go: the card that has the focus, and those that an agent has opened. */
import { elementScroll, observeElementOffset, observeElementRect, Virtualizer, type VirtualItem } from "@tanstack/virtual-core";
import { useLayoutEffect, useReducer, useRef } from "preact/hooks";
import type { RefObject } from "preact";
import { isSeen, middleOf, shiftOf, type Screen } from "./steady";

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
  /** What somebody works with: as long as it is seen, it does not move, and where it is not, nothing that is seen does. */
  held: number | undefined;
}

export interface Virtual {
  items: VirtualItem[];
  heightPx: number;
  /** For the `ref` of each item's element, which has its place as `data-index`. */
  measure: (element: Element | null) => void;
  /** Brings an item into view, to the top of it where that is said, and has it drawn. */
  show(index: number, align?: "start"): void;
}

export function useVirtual({ scroller, count, keyAt, pinned, held }: VirtualOptions): Virtual {
  const [, draw] = useReducer<number, void>((turn) => turn + 1, 0);
  const made = useRef<Virtualizer<HTMLElement, Element> | undefined>(undefined);
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
    rangeExtractor: ({ startIndex, endIndex, overscan }: { startIndex: number; endIndex: number; overscan: number }) => {
      const shown = new Set(pinned);
      for (let i = Math.max(0, startIndex - overscan); i <= Math.min(count - 1, endIndex + overscan); i++) shown.add(i);
      return [...shown].sort((a, b) => a - b);
    },
    onChange: () => draw(),
  };
  made.current ??= new Virtualizer(options);
  const virtualizer = made.current;
  const screen = (): Screen => {
    const top = virtualizer.scrollOffset ?? 0;
    return { top, bottom: top + (virtualizer.scrollRect?.height ?? 0) };
  };
  /** Whoever looks at the newest sees them come; whoever reads further down, or works with one, sees nothing move. */
  const isSteady = (now: Screen) => held !== undefined || now.top > 0;
  // What grows above whatever is read, or worked with, pushes nothing down.
  virtualizer.shouldAdjustScrollPositionOnItemSizeChange = ({ index }) => {
    const now = screen();
    if (!isSteady(now)) return false;
    const worked = held === undefined ? undefined : virtualizer.measurementsCache[held];
    const kept = worked && isSeen(worked, now) ? worked : virtualizer.getVirtualItemForOffset(middleOf(now));
    return kept !== undefined && index < kept.index;
  };

  const before = screen();
  const isNewOrder = virtualizer.options.getItemKey !== options.getItemKey;
  const seen = isNewOrder && isSteady(before) ? virtualizer.getVirtualItems().filter((item) => isSeen(item, before)) : [];
  virtualizer.setOptions(options);
  /** What is drawn is on screen at once; the list itself can be scrolled as soon as it has its new height. */
  const isBehind = useRef(false);
  if (seen.length > 0) {
    // Reckons all places anew.
    virtualizer.getTotalSize();
    const indexes = new Map(Array.from({ length: count }, (_, index) => [keyAt(index), index]));
    const worked = seen.filter(({ key }) => held !== undefined && key === keyAt(held));
    const shift = shiftOf(worked.length ? worked : seen, (key) => virtualizer.measurementsCache[indexes.get(key as string) ?? -1]?.start, middleOf(before));
    virtualizer.scrollOffset = Math.max(0, before.top + shift);
    isBehind.current ||= shift !== 0;
  }
  useLayoutEffect(() => virtualizer._didMount(), []);
  useLayoutEffect(() => {
    virtualizer._willUpdate();
    if (isBehind.current && scroller.current) scroller.current.scrollTop = virtualizer.scrollOffset ?? 0;
    isBehind.current = false;
  });
  return {
    items: virtualizer.getVirtualItems(),
    heightPx: virtualizer.getTotalSize(),
    measure: virtualizer.measureElement,
    show: (index, align) => virtualizer.scrollToIndex(index, align && { align }),
  };
}
