/** All visits and conversations of a person, newest first, each a way to its card where that is on the page. */
import { useId } from "preact/hooks";
import type { Card, History } from "../../protocol/card";
import { useAnswer, Waiting } from "../answer";
import type { Desk } from "../desk";
import { duration } from "../duration";
import { CardIcon } from "../icon";
import { look } from "../look";
import { Moment } from "../moment";
import { keyOf } from "../store";
import { words } from "../words/words";

export interface PastProps {
  of: { contact: string } | { visitor: string };
  /** The card that asks, `session:…` or `conversation:…`; it is listed without a way to itself. */
  here?: string;
  /** Changes whenever the collector may know more. */
  n: number;
  /** The collector's clock. */
  now: number;
  desk: Pick<Desk, "ask" | "at">;
  /** Where cards are: this page, or the main one. */
  page?: "/console/";
}

export function Past({ of, here, n, now, desk, page }: PastProps) {
  const heading = useId();
  const query = "contact" in of ? `contact=${encodeURIComponent(of.contact)}` : `visitor=${encodeURIComponent(of.visitor)}`;
  const answer = useAnswer(() => desk.ask<History>(`/v1/history?${query}`), `${n} ${query}`);
  const { past } = words.contact;
  const { body } = answer;
  const lists = body && ([[past.conversations, body.conversations, body.more.conversations], [past.sessions, body.sessions, body.more.sessions]] as const);
  return (
    <section class="who past" role="group" aria-labelledby={heading}>
      <h4 id={heading}>{past.title}</h4>
      <Waiting answer={answer} what={past.loading} />
      {lists?.map(([title, cards, more], i) => cards.length > 0 && (
        <div key={i}>
          <h5>{title(cards.length + more)}</h5>
          <ul class="who-list">
            {cards.map((card) => <Row key={keyOf(card)} card={card} isHere={keyOf(card) === here} now={now} to={(hash) => (page ? desk.at(page + hash) : hash)} />)}
          </ul>
          {more > 0 && <p class="hint">{past.more(more)}</p>}
        </div>
      ))}
    </section>
  );
}

function Row({ card, isHere, now, to }: { card: Card; isHere: boolean; now: number; to: (hash: string) => string }) {
  const { past } = words.contact;
  const { title, label, icon, status, durationMs, queue, agent } = look(card, now);
  const time = duration(durationMs);
  const more = [card.kind === "session" ? past.pages(card.pages) : queue, agent].filter(Boolean).join(", ");
  return (
    <li>
      <span class="past-card">
        <CardIcon icon={icon} status={status} />
        {isHere ? <span><bdi>{title}</bdi> <span class="hint">({past.here})</span></span> : <a href={to(`#${encodeURIComponent(keyOf(card))}`)}><bdi>{title}</bdi></a>}
        <span class="hint">{[label, more].filter(Boolean).join(", ")}</span>
      </span>
      <span class="hint"><Moment at={card.startedAt} /> · <time dateTime={time.iso}>{time.text}</time></span>
    </li>
  );
}
