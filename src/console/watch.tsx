/** Holds what the agents' main page knows: the cards, the clock, and what is news. */
import { useEffect, useMemo, useReducer, useRef, useState } from "preact/hooks";
import type { Me } from "../protocol/card";
import { createAlerts, showNotification } from "./alerts";
import { createAnnouncer } from "./announce";
import { Console } from "./console";
import type { Seat } from "./desk";
import { startFeed, streamAfter } from "./feed";
import type { FeedState } from "./feed";
import { createFrames } from "./frames";
import { usePreferences } from "./preferences";
import { prepare } from "./openedLater";
import { createStore } from "./store";
import { createTicker } from "./ticker";
import { takeTurns } from "./turns";
import { words } from "./words/words";

const PRODUCT = "Parley";

/** Where there are several sites, it says of which one the cards are. */
const titleOf = ({ site, sites }: Me) => (sites ? words.common.title(site.name) : PRODUCT);

export function Watch({ seat }: { seat: Seat }) {
  const store = useMemo(() => createStore({ agent: seat.me.agent }), [seat.me.agent]);
  const ticker = useMemo(createTicker, []);
  const [turn, draw] = useReducer<number, void>((before) => before + 1, 0);
  const [state, setState] = useState<FeedState>({ isLive: false, since: undefined });
  const [news, setNews] = useState("");
  const [preferences, change] = usePreferences();
  const chosen = useRef(preferences);
  chosen.current = preferences;
  const here = useRef(seat);
  here.current = seat;

  useEffect(() => {
    const announcer = createAnnouncer(setNews);
    const alerts = createAlerts({ chosen: () => chosen.current, notify: (text) => showNotification(titleOf(here.current.me), text, seat.me.site.key) });
    let isMyTurn = false;
    /** What came while this tab rested was told by another. */
    let isRested = false;
    const frames = createFrames({
      take(all) {
        for (const [event, frame] of all) {
          const { told, areNews } = store.take(event, frame);
          if (!areNews) announcer.known(told);
          else {
            const begun = announcer.hear(told);
            if (isMyTurn && !isRested) alerts.alert(begun);
          }
        }
        isRested = false;
        draw();
      },
    });
    const feed = startFeed({
      open: (lastId) => new EventSource(seat.desk.at(streamAfter(lastId))),
      onFrame(event, frame) {
        ticker.set(frame.now);
        frames.add(event, frame);
      },
      onState: setState,
      onSettings: () => here.current.renew(),
      onRefused: () => void seat.desk.ask("/v1/me"),
    });
    const leave = takeTurns({
      site: seat.me.site.key,
      onTurn: (isMine) => void (isMyTurn = isMine),
      onRest(isResting) {
        isRested = true;
        if (isResting) feed.rest();
        else feed.wake();
      },
    });
    const forget = ticker.watch(() => store.pass(ticker.now()) && draw());
    return () => {
      leave();
      feed.stop();
      forget();
      frames.stop();
    };
  }, [store]);

  // As soon as there is something to open; where it cannot be had, a card says so.
  const isShown = turn > 0;
  useEffect(() => {
    if (isShown) prepare().catch(() => {});
  }, [isShown]);

  const { waiting } = store.counts;
  const title = titleOf(seat.me);
  useEffect(() => {
    // A tab that rests counts nothing that is true.
    document.title = waiting && state.isLive ? `(${waiting}) ${title}` : title;
    return () => void (document.title = title);
  }, [waiting, state.isLive, title]);

  return <Console seat={seat} store={store} ticker={ticker} turn={turn} state={state} news={news} preferences={preferences} onPreferences={change} />;
}
