/** Lays the console out: a bar, a row of counts, and the two regions of cards. */
import { useMemo, useRef, useState } from "preact/hooks";
import type { Card } from "../protocol/card";
import { IDLE_MINUTES } from "../protocol/limits";
import { Bar } from "./bar";
import type { Seat } from "./desk";
import type { FeedState } from "./feed";
import { useKeyboard } from "./keyboard";
import { noTalks, noVisits, TalkLists, talksOf, VisitLists, visitsOf, type Asked } from "./lists";
import { clock } from "./moment";
import type { Preferences } from "./preferences";
import { Region } from "./region";
import { Sheet } from "./sheet";
import type { Store } from "./store";
import type { Counts as CountsOf } from "./tally";
import type { Ticker } from "./ticker";
import { useContacts } from "./useContacts";
import { useLinked } from "./useLinked";
import { words } from "./words/words";

export interface ConsoleProps {
  seat: Seat;
  store: Store;
  ticker: Ticker;
  /** Of the store: 0 until the first frame has come. */
  turn: number;
  state: FeedState;
  news: string;
  preferences: Preferences;
  onPreferences: (changed: Partial<Preferences>) => void;
}

type Mover = (by: number) => void;

export function Console({ seat, store, ticker, turn, state, news, preferences, onPreferences }: ConsoleProps) {
  const [chosen, setChosen] = useState<Omit<Asked, "contacts">>({ talks: "all", queue: "", visits: "all", typed: "" });
  const [isSheetOpen, setSheetOpen] = useState(false);
  const { contacts, failure } = useContacts(seat, chosen.typed);
  const asked = { ...chosen, contacts };
  const ask = (changed: Partial<Asked>) => setChosen({ ...chosen, ...changed });
  const [linked, setLinked] = useState<Card>();
  const [isMissing, forget] = useLinked({
    seat, store, ticker, turn,
    show(card) {
      const isTalk = card.kind === "conversation";
      if (!(isTalk ? store.conversations : store.sessions).has(card.id)) {
        const wide: Partial<Asked> = isTalk ? { talks: "all", queue: "" } : { visits: "all" };
        const next = { ...asked, ...wide };
        // What was typed stays where it has room for the card.
        const fits = isTalk ? talksOf(next, seat.me.agent, ticker.now).fits(card) : visitsOf(next, ticker.now).fits(card);
        ask(fits ? wide : { ...wide, typed: "" });
      }
      setLinked({ ...card });
    },
  });
  const search = useRef<HTMLInputElement>(null);
  const movers = { talks: useRef<Mover | undefined>(undefined), visits: useRef<Mover | undefined>(undefined) };

  // Chosen before the regions are drawn, and only when something else is.
  useMemo(() => {
    store.select(talksOf(asked, seat.me.agent, ticker.now));
    store.selectSessions(visitsOf(asked, ticker.now));
  }, [store, chosen, contacts]);

  const inVisits = () => document.activeElement?.closest('[aria-labelledby="sessions"]') !== null;
  useKeyboard({
    isOn: preferences.shortcuts,
    onMove: (by) => (inVisits() ? movers.visits : movers.talks).current?.(by),
    onOtherList: () => (inVisits() ? movers.talks : movers.visits).current?.(0),
    onSearch: () => search.current?.focus(),
    onSheet: () => setSheetOpen(true),
  });
  const { sessions: says } = words;
  const shared = { store, ticker, seat };
  const hasDemo = seat.me.demo !== false;
  const freshness = state.isLive ? words.work.stream.live : state.since === undefined ? words.work.stream.connecting : words.work.stream.stale(clock(state.since));
  return (
    <>
      <Bar seat={seat} here="/console/" fresh={state.isLive} says={freshness} />
      <main class={state.isLive || turn === 0 ? "" : "stale"}>
        <div class="row">
          <Counts {...store.counts} />
          <label class="find wide-find">
            <span>{says.find}</span>
            <input type="search" ref={search} aria-keyshortcuts="/" placeholder={says.findBy} value={chosen.typed} onInput={(event) => ask({ typed: event.currentTarget.value })} />
          </label>
          <button type="button" aria-keyshortcuts="?" aria-haspopup="dialog" onClick={() => setSheetOpen(true)}>{words.work.keys.button}</button>
        </div>
        {failure && <p class="failure" role="alert">{words.work.search.failed} {failure}</p>}
        {isMissing && <p class="failure" role="alert">{words.work.search.noCard} <button type="button" class="quiet" onClick={forget}>{words.work.keys.close}</button></p>}
        {turn === 0 && <p class="hint">{words.common.waiting}</p>}
        {turn > 0 && (
          <div class="regions">
            <Region id="conversations" title={says.conversations} view={store.conversations} total={store.counts.conversations} none={noTalks(asked)} mover={movers.talks} linked={linked?.kind === "conversation" ? linked : undefined} lists={<TalkLists asked={asked} store={store} onAsk={ask} />} {...shared}>
              <p><strong>{says.noConversations}</strong></p>
              <p>{says.firstConversation}{hasDemo && <>{says.seeOne[0]}<a href="/demo/">{says.openDemo}</a>{says.seeOne[1]}</>}</p>
            </Region>
            <Region id="sessions" title={says.webSessions} view={store.sessions} total={store.counts.sessions} none={noVisits(asked)} mover={movers.visits} linked={linked?.kind === "session" ? linked : undefined} lists={<VisitLists asked={asked} store={store} onAsk={ask} />} {...shared}>
              <p><strong>{says.noVisitors}</strong></p>
              <p>{hasDemo ? <>{says.pasteTagOr[0]}<a href="/demo/">{says.openDemo}</a>{says.pasteTagOr[1]}</> : says.pasteTag}</p>
              <pre dir="ltr"><code>{`<script async src="${location.origin}/pe.js" data-key="${seat.me.site.key}"></script>`}</code></pre>
            </Region>
          </div>
        )}
      </main>
      <Sheet isOpen={isSheetOpen} onClose={() => setSheetOpen(false)} preferences={preferences} onChange={onPreferences} />
      <p role="status" class="spoken">{news}</p>
    </>
  );
}

function Counts({ waiting, connected, visitors }: CountsOf) {
  return (
    <dl class="counts">
      <div data-count="waiting"><dt>{words.sessions.waiting}</dt><dd>{waiting}</dd></div>
      <div data-count="connected"><dt>{words.sessions.connected}</dt><dd>{connected}</dd></div>
      <div data-count="visitors"><dt>{words.sessions.visitors(IDLE_MINUTES)}</dt><dd>{visitors}</dd></div>
    </dl>
  );
}
