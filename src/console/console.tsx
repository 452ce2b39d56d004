/** Lays the console out: a bar, a row of counts, and the two regions of cards. */
import { useState } from "preact/hooks";
import { IDLE_MINUTES } from "../protocol/limits";
import { Bar } from "./bar";
import type { Seat } from "./desk";
import type { FeedState } from "./feed";
import { Region } from "./region";
import { conversations, counts, sessions } from "./store";
import type { Cards } from "./store";

export interface ConsoleProps {
  seat: Seat;
  /** Nothing until the first frame has come. */
  cards: Cards | undefined;
  live: FeedState;
  now: number;
  news: string;
}

const WORDS = { live: "Live", reconnecting: "Reconnecting…" } as const;

export function Console({ seat, cards, live, now, news }: ConsoleProps) {
  const [typed, setTyped] = useState("");
  const shared = { typed, now, seat, cards: cards ?? new Map() };
  return (
    <>
      <Bar seat={seat} here="/console/" fresh={live === "live"} says={WORDS[live]} />
      <main>
        <div class="row">
          <Counts {...counts(shared.cards, now)} />
          <label class="find">
            <span>Find a session</span>
            <input type="search" placeholder="Code, name, page or queue" value={typed} onInput={(event) => setTyped(event.currentTarget.value)} />
          </label>
        </div>
        {!cards && <p class="hint">Waiting for the collector…</p>}
        {cards && (
          <div class="regions">
            <Region id="conversations" title="Conversations" list={conversations(cards)} {...shared}>
              <p><strong>No conversations yet.</strong></p>
              <p>A card appears here when a visitor starts a chat or a message, accepts an offer, or a call comes in. To see one now, <a href="/demo/">open the demo</a> and start a chat.</p>
            </Region>
            <Region id="sessions" title="Web sessions" list={sessions(cards)} {...shared}>
              <p><strong>No visitors yet.</strong></p>
              <p>Paste this tag into your pages, or <a href="/demo/">open the demo</a>:</p>
              <pre><code>{`<script async src="${location.origin}/pe.js" data-key="${seat.me.site.key}"></script>`}</code></pre>
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
      <div data-count="waiting"><dt>Waiting</dt><dd>{waiting}</dd></div>
      <div data-count="connected"><dt>Connected</dt><dd>{connected}</dd></div>
      <div data-count="visitors"><dt>Visitors, last {IDLE_MINUTES} min</dt><dd>{visitors}</dd></div>
    </dl>
  );
}
