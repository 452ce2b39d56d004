/** Lays the console out: a bar, a row of counts, and the two regions of cards. */
import { useState } from "preact/hooks";
import { IDLE_MINUTES } from "../protocol/limits";
import { Bar } from "./bar";
import type { Seat } from "./desk";
import type { FeedState } from "./feed";
import { Region } from "./region";
import { conversations, counts, sessions } from "./store";
import type { Cards } from "./store";
import { words } from "./words/words";

export interface ConsoleProps {
  seat: Seat;
  /** Nothing until the first frame has come. */
  cards: Cards | undefined;
  live: FeedState;
  now: number;
  news: string;
}

export function Console({ seat, cards, live, now, news }: ConsoleProps) {
  const [typed, setTyped] = useState("");
  const { sessions: says } = words;
  const shared = { typed, now, seat, cards: cards ?? new Map() };
  return (
    <>
      <Bar seat={seat} here="/console/" fresh={live === "live"} says={says[live]} />
      <main>
        <div class="row">
          <Counts {...counts(shared.cards, now)} />
          <label class="find">
            <span>{says.find}</span>
            <input type="search" placeholder={says.findBy} value={typed} onInput={(event) => setTyped(event.currentTarget.value)} />
          </label>
        </div>
        {!cards && <p class="hint">{words.common.waiting}</p>}
        {cards && (
          <div class="regions">
            <Region id="conversations" title={says.conversations} list={conversations(cards)} {...shared}>
              <p><strong>{says.noConversations}</strong></p>
              <p>{says.firstConversation[0]}<a href="/demo/">{says.openDemo}</a>{says.firstConversation[1]}</p>
            </Region>
            <Region id="sessions" title={says.webSessions} list={sessions(cards)} {...shared}>
              <p><strong>{says.noVisitors}</strong></p>
              <p>{says.pasteTag[0]}<a href="/demo/">{says.openDemo}</a>{says.pasteTag[1]}</p>
              <pre dir="ltr"><code>{`<script async src="${location.origin}/pe.js" data-key="${seat.me.site.key}"></script>`}</code></pre>
            </Region>
          </div>
        )}
      </main>
      <p role="status" class="spoken">{news}</p>
    </>
  );
}

function Counts({ waiting, connected, visitors }: ReturnType<typeof counts>) {
  return (
    <dl class="counts">
      <div data-count="waiting"><dt>{words.sessions.waiting}</dt><dd>{waiting}</dd></div>
      <div data-count="connected"><dt>{words.sessions.connected}</dt><dd>{connected}</dd></div>
      <div data-count="visitors"><dt>{words.sessions.visitors(IDLE_MINUTES)}</dt><dd>{visitors}</dd></div>
    </dl>
  );
}
