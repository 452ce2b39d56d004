/** Follows links to cards, `#session:…` and `#conversation:…`, wherever in the lists the card is, and back. */
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Card, ConversationCard } from "../protocol/card";
import type { Seat } from "./desk";
import { readHash } from "./hash";
import type { Store } from "./store";
import type { Ticker } from "./ticker";

export interface LinkedOptions {
  seat: Seat;
  store: Store;
  ticker: Pick<Ticker, "now">;
  /** Of the store: another number when it knows more. */
  turn: number;
  /** Brings a card that the store has before the agent. */
  show: (card: Card) => void;
}

/** @returns is the card that was linked to nowhere to be had? And forgets that. */
export function useLinked({ seat, store, ticker, turn, show }: LinkedOptions): [isMissing: boolean, forget: () => void] {
  // Another object each time: whoever presses a link once more has scrolled away meanwhile.
  const [link, follow] = useState(() => ({ to: readHash() }));
  const [missing, setMissing] = useState<typeof link>();
  const followed = useRef<typeof link | undefined>(undefined);

  // Before anybody can press a link that stands on a card.
  useLayoutEffect(() => {
    const changed = () => follow({ to: readHash() });
    const pressed = (event: MouseEvent) => {
      const pressedLink = event.target instanceof Element && event.target.closest('a[href^="#"]');
      const from = pressedLink && pressedLink.closest(".card");
      // The way back leads to where the link was; what opens another tab leads nowhere here.
      if (from && !event.ctrlKey && !event.metaKey && !event.shiftKey) history.replaceState(history.state, "", `#${encodeURIComponent(from.id)}`);
    };
    addEventListener("hashchange", changed);
    document.addEventListener("click", pressed);
    return () => {
      removeEventListener("hashchange", changed);
      document.removeEventListener("click", pressed);
    };
  }, []);

  useEffect(() => {
    const [, kind, id = ""] = /^(session|conversation):(.+)$/s.exec(link.to) ?? [];
    if (followed.current === link || !kind) return;
    const card = store.card(link.to);
    // It may be in what is still to come.
    if (!card && !store.isComplete) return;
    followed.current = link;
    if (card) return show(card);
    const fetch = async () => {
      const reply = kind === "conversation" ? await seat.desk.ask<ConversationCard>(`/v1/conversations/${encodeURIComponent(id)}`) : undefined;
      if (followed.current !== link) return;
      const found = reply?.ok ? reply.body : undefined;
      if (found) store.take("cards", { now: ticker.now(), cards: [found] });
      // A conversation may have become part of another, and is found as that; one that has not begun is in no list.
      const there = found && store.card(`conversation:${found.id}`);
      if (there) show(there);
      else setMissing(link);
    };
    void fetch();
  }, [link, turn]);

  return [missing === link, () => setMissing(undefined)];
}
