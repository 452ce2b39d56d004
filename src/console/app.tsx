/** Holds what the page knows: who works here, the cards, the clock; and decides which page that makes. */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Me } from "../protocol/card";
import { createAnnouncer } from "./announce";
import { Console } from "./console";
import { createDesk } from "./desk";
import { startFeed } from "./feed";
import type { FeedState } from "./feed";
import { LoginEnded, Notice } from "./notice";
import { applyFrame, conversations, counts } from "./store";
import type { Cards } from "./store";

const TICK_MS = 1_000;
const RETRY_MS = 3_000;

export function App() {
  const [ended, setEnded] = useState(false);
  const [failure, setFailure] = useState("");
  const [me, setMe] = useState<Me>();
  const [cards, setCards] = useState<Cards>();
  const [live, setLive] = useState<FeedState>("reconnecting");
  const [news, setNews] = useState("");
  const [here, setHere] = useState(Date.now);
  // Durations follow the collector's clock: an agent's computer may be minutes off.
  const offset = useRef(0);
  const desk = useMemo(() => createDesk(() => setEnded(true)), []);

  useEffect(() => {
    if (me || ended) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const load = async () => {
      const reply = await desk.ask<Me>("/v1/me");
      if (reply.ok) return setMe(reply.body);
      setFailure(reply.reason);
      timer = setTimeout(load, RETRY_MS);
    };
    void load();
    return () => clearTimeout(timer);
  }, [me, ended]);

  useEffect(() => {
    if (!me || ended) return;
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
      onRefused: () => void desk.ask("/v1/me"),
    });
  }, [me, ended]);

  useEffect(() => {
    const timer = setInterval(() => setHere(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);

  const now = here + offset.current;
  const waiting = cards && !ended ? counts(cards, now).waiting : 0;
  useEffect(() => {
    document.title = waiting ? `(${waiting}) Parley` : "Parley";
  }, [waiting]);

  const seat = useMemo(() => me && { me, desk }, [me]);
  if (ended) return <LoginEnded />;
  if (!seat) return <Notice title={failure ? "Parley cannot be shown yet" : "Loading…"}>{failure && <p role="alert">{failure} Trying again…</p>}</Notice>;
  return <Console seat={seat} cards={cards} live={live} now={now} news={news} />;
}
