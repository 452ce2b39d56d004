/** Draws one card: what an agent sees of a web session or of a conversation session. */
import { useId, useRef, useState } from "preact/hooks";
import type { Card as CardData, ConversationCard, SessionCard } from "../protocol/card";
import type { Status } from "../protocol/conversation";
import { sessionCode } from "../protocol/id";
import { Chips } from "./chips";
import type { Seat } from "./desk";
import { duration } from "./duration";
import { CardIcon } from "./icon";
import { Journey } from "./journey/journey";
import { Level } from "./level";
import { cameFrom, shortAddress, webAddress } from "./link";
import { look } from "./look";
import { Times } from "./times";
import { Together } from "./contact/together";
import { visitLine } from "./visitLine";
import { words } from "./words/words";
import { Notes } from "./contact/notes";
import { Past } from "./contact/past";
import { Who } from "./contact/who";
import { keyOf } from "./store";
import { Work } from "./work";

export interface CardProps {
  card: CardData;
  /** The visit that whoever a conversation is with is making now. */
  visit: SessionCard | undefined;
  /** Number of the last event that may have changed the journey: the card's own, or its web session's. */
  n: number;
  now: number;
  seat: Seat;
}

export function Card({ card, visit, n, now, seat }: CardProps) {
  const [open, setOpen] = useState(false);
  const toggle = useRef<HTMLButtonElement>(null);
  const seen = look(card, now);
  const time = duration(seen.durationMs);
  const heading = useId();
  const who = (card.kind === "conversation" ? card.who ?? card.visitor : card.visitor) || undefined;
  return (
    <article class="card" id={keyOf(card)} aria-labelledby={heading} data-card={card.kind} data-id={card.id} data-color={seen.color} data-status={seen.status}>
      <header>
        <span class="card-icon"><CardIcon icon={seen.icon} status={seen.status} /></span>
        <div class="card-heading">
          <h3 class="card-title" id={heading}>{seen.title}</h3>
          <p class="card-who"><span class="card-name">{seen.name}</span> {seen.level && <Level level={seen.level} />} {seen.isBot && <span class="bot" title={words.card.botMeans}>{words.card.bot}</span>}</p>
        </div>
        <div class="card-state">
          <span class="card-status">{seen.label}</span>
          <time class="card-duration" role="timer" aria-label="Duration" dateTime={time.iso}>{time.text}</time>
        </div>
      </header>
      {card.kind === "session" && <Chips card={card} />}
      {card.kind === "session" ? <SessionFacts card={card} /> : <ConversationFacts card={card} visit={visit} queue={seen.queue} agent={seen.agent} />}
      <footer>
        <button type="button" class="quiet toggle" ref={toggle} aria-expanded={open} aria-label={`Journey of ${seen.name}, ${seen.title}`} onClick={() => setOpen(!open)}>
          {words.card.journey}
        </button>
        {/* The look of a conversation never has the two words of web sessions. */}
        {card.kind === "conversation" && <Work card={card} status={seen.status as Status} seat={seat} onFocusLost={() => toggle.current?.focus()} />}
      </footer>
      {open && card.kind === "conversation" && <Times card={card} now={now} />}
      {open && who && <Who visitor={who} n={n} now={now} seat={seat} />}
      {open && <Notes contact={card.contact} {...(card.kind === "conversation" && { conversation: card.id })} n={n} seat={seat} />}
      {open && <Journey card={card} n={n} now={now} desk={seat.desk} />}
      {open && card.kind === "conversation" && <Together card={card} n={n} seat={seat} />}
      {open && who && <Past of={card.contact ? { contact: card.contact } : { visitor: who }} here={keyOf(card)} n={n} now={now} desk={seat.desk} />}
    </article>
  );
}

function ConversationFacts({ card, visit, queue, agent }: { card: ConversationCard; visit: SessionCard | undefined; queue: string | undefined; agent: string | undefined }) {
  if (!agent && !queue && !card.session && !visit && !card.offer) return null;
  return (
    <dl class="facts">
      {agent && <div><dt>{words.card.agent}</dt><dd class="card-agent"><bdi>{agent}</bdi></dd></div>}
      {queue && <div><dt>{words.card.queue}</dt><dd class="card-queue"><bdi>{queue}</bdi></dd></div>}
      {card.session && <div><dt>{words.card.code}</dt><dd class="card-code">{sessionCode(card.session)}</dd></div>}
      {card.offer && <div><dt>{words.card.offer}</dt><dd class="card-offer">{card.offer.name ?? card.offer.map ?? card.offer.id}</dd></div>}
      {visit && <div><dt>{words.card.visit}</dt><dd class="card-visit">{visit.title || (visit.url && shortAddress(visit.url)) || words.card.untitled}</dd></div>}
    </dl>
  );
}

function SessionFacts({ card }: { card: SessionCard }) {
  const link = webAddress(card.url);
  const from = cameFrom(card);
  const visit = card.visit && visitLine(card.visit);
  return (
    <dl class="facts">
      {card.url && (
        <div class="wide">
          <dt>{words.card.page}</dt>
          <dd class="card-url">{link ? <a href={link} target="_blank" rel="noopener noreferrer nofollow">{shortAddress(link)}</a> : card.url}</dd>
        </div>
      )}
      {card.pages > 0 && <div><dt>{words.card.pages}</dt><dd class="card-pages">{card.pages}</dd></div>}
      <div><dt>{words.card.code}</dt><dd class="card-code">{card.code}</dd></div>
      {from && <div><dt>{words.card.cameFrom}</dt><dd class="card-source">{from}</dd></div>}
      {visit && <div><dt>{words.card.visitsWith}</dt><dd class="card-device" title={visit.more}><bdi>{visit.text}</bdi></dd></div>}
    </dl>
  );
}
