/** Draws one card: what an agent sees of a web session or of a conversation session. */
import { useId, useRef } from "preact/hooks";
import type { Card as CardData, ConversationCard, SessionCard } from "../protocol/card";
import type { Status } from "../protocol/conversation";
import { sessionCode } from "../protocol/id";
import { Chips } from "./chips";
import type { Seat } from "./desk";
import { Elapsed } from "./elapsed";
import { CardIcon } from "./icon";
import { Level } from "./level";
import { cameFrom, shortAddress, webAddress } from "./link";
import { look } from "./look";
import { Opened } from "./openedLater";
import { keyOf, type Store } from "./store";
import type { Ticker } from "./ticker";
import { visitLine } from "./visitLine";
import { words } from "./words/words";
import { Work } from "./work";

export interface CardProps {
  card: CardData;
  /** The visit that whoever a conversation is with is making now. */
  visit: SessionCard | undefined;
  /** Number of the last event that may have changed the journey: the card's own, or its web session's. */
  n: number;
  /** In its list, from 1, and of how many. */
  place: number;
  size: number;
  isOpen: boolean;
  /** Tab leads here. */
  isFirst: boolean;
  onToggle: (id: string) => void;
  store: Store;
  ticker: Ticker;
  seat: Seat;
}

export function Card(props: CardProps) {
  const { card, visit, place, size, isOpen, isFirst, onToggle, store, ticker, seat } = props;
  const article = useRef<HTMLElement>(null);
  const seen = look(card, ticker.now());
  const heading = useId();
  return (
    <article class="card" id={keyOf(card)} ref={article} tabIndex={isFirst ? 0 : -1} aria-labelledby={heading} aria-posinset={place} aria-setsize={size} data-card={card.kind} data-id={card.id} data-color={seen.color} data-status={seen.status}>
      <header>
        <span class="card-icon"><CardIcon icon={seen.icon} status={seen.status} /></span>
        <div class="card-heading">
          <h3 class="card-title" id={heading}>{seen.title}</h3>
          <p class="card-who"><span class="card-name">{seen.name}</span> {seen.level && <Level level={seen.level} />} {seen.isBot && <span class="bot" title={words.card.botMeans}>{words.card.bot}</span>}</p>
        </div>
        <div class="card-state">
          <span class="card-status">{seen.label}</span>
          <Elapsed card={card} ticker={ticker} />
        </div>
      </header>
      {card.kind === "session" && <Chips card={card} />}
      {card.kind === "session" ? <SessionFacts card={card} /> : <ConversationFacts card={card} visit={visit} queue={seen.queue} agent={seen.agent} />}
      <footer>
        <button type="button" class="quiet toggle" aria-expanded={isOpen} aria-label={words.card.journeyOf(seen.name, seen.title)} onClick={() => onToggle(card.id)}>
          {words.card.journey}
        </button>
        {/* The look of a conversation never has the two words of web sessions. */}
        {card.kind === "conversation" && seat.me.may.includes("work") && <Work card={card} status={seen.status as Status} seat={seat} store={store} onFocusLost={() => article.current?.focus()} />}
      </footer>
      {isOpen && <Opened {...props} />}
    </article>
  );
}

function ConversationFacts({ card, visit, queue, agent }: { card: ConversationCard; visit: SessionCard | undefined; queue: string | undefined; agent: string | undefined }) {
  if (!agent && !queue && !card.session && !visit && !card.offer) return null;
  return (
    <dl class="facts">
      {agent && <div><dt>{words.card.agent}</dt><dd class="card-agent">{agent}</dd></div>}
      {queue && <div><dt>{words.card.queue}</dt><dd class="card-queue">{queue}</dd></div>}
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
