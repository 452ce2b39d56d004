/** Holds what the agents' main page knows: the cards, the clock, and what is news. */
import { useEffect, useRef, useState } from "preact/hooks";
import { createAnnouncer } from "./announce";
import { Console } from "./console";
import type { Seat } from "./desk";
import { startFeed } from "./feed";
import type { FeedState } from "./feed";
import { applyFrame, conversations, counts } from "./store";
import type { Cards } from "./store";

const TICK_MS = 1_000;

export function Watch({ seat }: { seat: Seat }) {
  const [cards, setCards] = useState<Cards>();
  const [live, setLive] = useState<FeedState>("reconnecting");
  const [news, setNews] = useState("");
  const [here, setHere] = useState(Date.now);
  // Durations follow the collector's clock: an agent's computer may be minutes off.
  const offset = useRef(0);

  useEffect(() => {
    const announce = createAnnouncer(setNews);
    let held: Cards = new Map();
    return startFeed({
      onFrame: (event, frame) => {
        offset.current = frame.now - Date.now();
        held = applyFrame(held, event, frame);
        setCards(held);
        setHere(Date.now());
        announce(conversations(held));
      },
      onState: setLive,
      onRefused: () => void seat.desk.ask("/v1/me"),
    });
  }, [seat]);

  useEffect(() => {
    const timer = setInterval(() => setHere(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);

  const now = here + offset.current;
  const waiting = cards ? counts(cards, now).waiting : 0;
  useEffect(() => {
    document.title = waiting ? `(${waiting}) Parley` : "Parley";
    return () => void (document.title = "Parley");
  }, [waiting]);

  return <Console seat={seat} cards={cards} live={live} now={now} news={news} />;
}
