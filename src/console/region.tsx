/** A titled list of cards, of which what is on screen is drawn, or a word on how to get the first one. */
import type { ComponentChildren, RefObject } from "preact";
import { useCallback, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Card as CardData } from "../protocol/card";
import { Card, type CardProps } from "./card";
import type { Seat } from "./desk";
import { keyOf, type Store } from "./store";
import type { Ticker } from "./ticker";
import type { View } from "./view";
import { useVirtual } from "./virtual";
import { words } from "./words/words";

/** Cards that an agent has written in stay drawn; of these the last. */
const TOUCHED_CARDS = 20;

export interface RegionProps {
  id: string;
  title: string;
  view: View<CardData>;
  /** How many cards there are, whatever is shown of them. */
  total: number;
  store: Store;
  ticker: Ticker;
  seat: Seat;
  /** Why nothing is shown though there is something. */
  none: string;
  /** Is given the keyboard's way to another card of the list, which may not be drawn: so many further down. */
  mover: RefObject<((by: number) => void) | undefined>;
  /** To be shown, opened, with the focus on it: another object each time. It is in the list, or will be. */
  linked: { id: string } | undefined;
  /** What may be chosen of the list. */
  lists: ComponentChildren;
  /** What to do while there is nothing to list. */
  children: ComponentChildren;
}

export function Region({ id, title, view, total, store, ticker, seat, none, mover, linked, lists, children }: RegionProps) {
  const { list } = view;
  const scroller = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [touched, setTouched] = useState<string[]>([]);
  const [focused, setFocused] = useState<string>();
  // The list itself changes between two pictures.
  const ids = useMemo(() => list.map((card) => card.id), [list, view.turn]);
  const keyAt = useCallback((index: number) => ids[index] ?? String(index), [ids]);
  const held = useMemo(() => (focused === undefined ? -1 : ids.indexOf(focused)), [ids, focused]);
  const places = useMemo(() => {
    const wanted = new Set([...open, ...touched, ...(focused === undefined ? [] : [focused])]);
    return wanted.size ? ids.flatMap((one, i) => (wanted.has(one) ? [i] : [])) : [];
  }, [ids, open, touched, focused]);
  const { items, heightPx, measure, show } = useVirtual({ scroller, count: list.length, keyAt, pinned: places, held: held < 0 ? undefined : held });

  // Where cards change places, browsers take the focus from what is moved.
  const had = document.activeElement;
  useLayoutEffect(() => {
    if (document.activeElement !== document.body) return;
    if (had instanceof HTMLElement && had.isConnected && scroller.current?.contains(had)) had.focus({ preventScroll: true });
    // Nobody has left it: it was drawn anew.
    else if (focused !== undefined) reach(focused);
  });
  /** Of this list's cards; the other list has some, too. */
  const idAt = (target: EventTarget | null) =>
    target instanceof Element && scroller.current?.contains(target) ? target.closest<HTMLElement>(".card")?.dataset.id : undefined;
  const toggle = useCallback((one: string) => setOpen((before) => {
    const after = new Set(before);
    if (!after.delete(one)) after.add(one);
    return after;
  }), []);
  const touch = (event: Event) => {
    const one = idAt(event.target);
    if (one !== undefined && !touched.includes(one)) setTouched([...touched, one].slice(-TOUCHED_CARDS));
  };
  const focus = (one: string | undefined) => {
    if (one === focused) return;
    setFocused(one);
    store.hold(one === undefined ? undefined : keyOf({ kind: list[0]!.kind, id: one }));
  };
  const left = ({ relatedTarget }: FocusEvent) => {
    // While another window is in front, the focus stays where it was.
    if (idAt(relatedTarget) === undefined && idAt(document.activeElement) !== focused) focus(undefined);
  };
  /** @returns is it drawn, and has the focus now? */
  const reach = (one: string) => {
    const element = [...scroller.current!.querySelectorAll<HTMLElement>(".card")].find(({ dataset }) => dataset.id === one);
    element?.focus({ preventScroll: true });
    return element !== undefined;
  };
  /** To be focused as soon as it is drawn. */
  const wanted = useRef<string | undefined>(undefined);
  const goTo = (to: number, align?: "start") => {
    const card = list[to];
    if (!card) return;
    show(to, align);
    // On a narrow screen the other list may be a page away.
    scroller.current!.scrollIntoView({ block: "nearest" });
    if (reach(card.id)) return;
    wanted.current = card.id;
    focus(card.id);
  };
  const followed = useRef<typeof linked>(undefined);
  useLayoutEffect(() => {
    mover.current = (by) => goTo(Math.min(list.length - 1, Math.max(0, held + by)));
    const to = linked && linked !== followed.current ? ids.indexOf(linked.id) : -1;
    if (linked && to >= 0) {
      followed.current = linked;
      setOpen(new Set([...open, linked.id]));
      goTo(to, "start");
    }
    if (wanted.current !== undefined && reach(wanted.current)) wanted.current = undefined;
  });

  return (
    <section class="region" aria-labelledby={id}>
      <div class="region-head">
        <h2 id={id}>{title} <span class="count">{list.length}</span></h2>
        {lists}
      </div>
      {total === 0 && <div class="empty">{children}</div>}
      {total > 0 && list.length === 0 && <p class="empty">{none}</p>}
      <div class="scroller" ref={scroller} onInput={touch} onChange={touch} onFocusIn={(event) => focus(idAt(event.target))} onFocusOut={left}>
        <div class="cards" {...(list.length > 0 && { role: "feed" as const, "aria-labelledby": id })} style={{ blockSize: `${heightPx}px` }}>
          {items.map(({ index, start }) => {
            const card = list[index];
            if (!card) return null;
            const visit = card.kind === "conversation" ? store.visitOf(card) : undefined;
            return (
              <div key={card.id} class="slot" data-index={index} ref={measure} style={{ transform: `translateY(${start}px)` }}>
                <Slot card={card} visit={visit} n={newsOf(card, store)} place={index + 1} size={list.length} isOpen={open.has(card.id)} isFirst={focused === undefined ? index === 0 : card.id === focused} onToggle={toggle} store={store} ticker={ticker} seat={seat} />
              </div>
            );
          })}
        </div>
      </div>
    </section>
  );
}

/** A card is drawn anew when something that it shows has changed, and not with every frame. */
function Slot(props: CardProps) {
  const { card, visit, n, place, size, isOpen, isFirst, seat } = props;
  return useMemo(() => <Card {...props} />, [card, visit, n, place, size, isOpen, isFirst, seat, words]);
}

/** A conversation's journey grows with the pages of its web session too. */
function newsOf(card: CardData, store: Store): number {
  const session = card.kind === "conversation" && card.session ? store.session(card.session) : undefined;
  return Math.max(card.n, session?.n ?? 0);
}
