/** Holds what the agents' main page knows: the cards, the clock, and what is news. */
import { useEffect, useMemo, useReducer, useRef, useState } from "preact/hooks";
import { createAlerts } from "./alerts";
import { createAnnouncer } from "./announce";
import { Console } from "./console";
import type { Seat } from "./desk";
import { startFeed } from "./feed";
import type { FeedState } from "./feed";
import { createFrames } from "./frames";
import { usePreferences } from "./preferences";
import { prepare } from "./openedLater";
import { createStore } from "./store";
import { createTicker } from "./ticker";

export function Watch({ seat }: { seat: Seat }) {
  const store = useMemo(() => createStore({ agent: seat.me.agent }), [seat]);
  const ticker = useMemo(createTicker, []);
  const [turn, draw] = useReducer<number, void>((before) => before + 1, 0);
  const [state, setState] = useState<FeedState>({ isLive: false, since: undefined });
  const [news, setNews] = useState("");
  const [preferences, change] = usePreferences();
  const chosen = useRef(preferences);
  chosen.current = preferences;

  useEffect(() => {
    const announcer = createAnnouncer(setNews);
    const alerts = createAlerts({ chosen: () => chosen.current });
    const frames = createFrames({
      take(all) {
        for (const [event, frame] of all) {
          const { told, areNews } = store.take(event, frame);
          if (areNews) alerts.alert(announcer.hear(told));
          else announcer.known(told);
        }
        draw();
      },
    });
    const stop = startFeed({
      onFrame(event, frame) {
        ticker.set(frame.now);
        frames.add(event, frame);
      },
      onState: setState,
      onRefused: () => void seat.desk.ask("/v1/me"),
    });
    const forget = ticker.watch(() => store.pass(ticker.now()) && draw());
    return () => {
      stop();
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
  useEffect(() => {
    document.title = waiting ? `(${waiting}) Parley` : "Parley";
    return () => void (document.title = "Parley");
  }, [waiting]);

  return <Console seat={seat} store={store} ticker={ticker} turn={turn} state={state} news={news} preferences={preferences} onPreferences={change} />;
}
