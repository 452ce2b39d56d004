/** Draws one card: what an agent sees of a web session or of a conversation session. */
import { useId, useRef, useState } from "preact/hooks";
import type { Card as CardData, ConversationCard, SessionCard } from "../protocol/card";
import type { Status } from "../protocol/conversation";
import { sessionCode } from "../protocol/id";
import type { Seat } from "./desk";
import { duration } from "./duration";
import { CardIcon } from "./icon";
import { Journey } from "./journey";
import { Level } from "./level";
import { cameFrom, shortAddress, webAddress } from "./link";
import { look } from "./look";
import { Who } from "./who";
import { Work } from "./work";

/** @param n number of the last event that may have changed the journey: the card's own, or its web session's */
export function Card({ card, n, now, seat }: { card: CardData; n: number; now: number; seat: Seat }) {
  const [open, setOpen] = useState(false);
  const toggle = useRef<HTMLButtonElement>(null);
  const seen = look(card, now);
  const time = duration(seen.durationMs);
  const heading = useId();
  return (
    <article class="card" aria-labelledby={heading} data-card={card.kind} data-id={card.id} data-color={seen.color} data-status={seen.status}>
      <header>
        <span class="card-icon"><CardIcon icon={seen.icon} status={seen.status} /></span>
        <div class="card-heading">
          <h3 class="card-title" id={heading}>{seen.title}</h3>
          <p class="card-who"><span class="card-name">{seen.name}</span> {seen.level && <Level level={seen.level} />}</p>
        </div>
        <div class="card-state">
          <span class="card-status">{seen.label}</span>
          <time class="card-duration" role="timer" aria-label="Duration" dateTime={time.iso}>{time.text}</time>
        </div>
      </header>
      {card.kind === "session" ? <SessionFacts card={card} /> : <ConversationFacts card={card} queue={seen.queue} agent={seen.agent} />}
      <footer>
        <button type="button" class="quiet toggle" ref={toggle} aria-expanded={open} aria-label={`Journey of ${seen.name}, ${seen.title}`} onClick={() => setOpen(!open)}>
          Journey
        </button>
        {/* The look of a conversation never has the two words of web sessions. */}
        {card.kind === "conversation" && <Work card={card} status={seen.status as Status} seat={seat} onFocusLost={() => toggle.current?.focus()} />}
      </footer>
      {open && card.visitor && <Who visitor={card.visitor} n={n} now={now} seat={seat} />}
      {open && <Journey card={card} n={n} desk={seat.desk} />}
    </article>
  );
}

function ConversationFacts({ card, queue, agent }: { card: ConversationCard; queue: string | undefined; agent: string | undefined }) {
  if (!agent && !queue && !card.session) return null;
  return (
    <dl class="facts">
      {agent && <div><dt>Agent</dt><dd class="card-agent">{agent}</dd></div>}
      {queue && <div><dt>Queue</dt><dd class="card-queue">{queue}</dd></div>}
      {card.session && <div><dt>Session code</dt><dd class="card-code">{sessionCode(card.session)}</dd></div>}
    </dl>
  );
}

function SessionFacts({ card }: { card: SessionCard }) {
  const link = webAddress(card.url);
  const from = cameFrom(card);
  return (
    <dl class="facts">
      {card.url && (
        <div class="wide">
          <dt>Page</dt>
          <dd class="card-url">{link ? <a href={link} target="_blank" rel="noopener noreferrer nofollow">{shortAddress(link)}</a> : card.url}</dd>
        </div>
      )}
      {card.pages > 0 && <div><dt>Pages</dt><dd class="card-pages">{card.pages}</dd></div>}
      <div><dt>Session code</dt><dd class="card-code">{card.code}</dd></div>
      {from && <div><dt>Came from</dt><dd class="card-source">{from}</dd></div>}
    </dl>
  );
}
