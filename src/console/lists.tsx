/** The agent's lists: which of the cards a region shows, and in which order. */
import type { ConversationCard, SessionCard } from "../protocol/card";
import { statusAt } from "../protocol/conversation";
import { isActive } from "./look";
import { isKey, matches } from "./matches";
import { newestFirst, type Store } from "./store";
import { standing } from "./tally";
import type { Selection } from "./view";
import { words } from "./words/words";

export type TalkList = "all" | "waiting" | "mine";
export type VisitList = "all" | "live";

export interface Asked {
  talks: TalkList;
  /** Only conversations that are or were in it last; "" for every queue. */
  queue: string;
  visits: VisitList;
  typed: string;
  /** Contacts that have the typed e-mail or phone, as the directory says. */
  contacts: ReadonlySet<string>;
}

/** Who has waited longest comes first. */
const longestFirst = (a: ConversationCard, b: ConversationCard) => a.since - b.since || -newestFirst(a, b);

const isTheirs = (card: ConversationCard | SessionCard, { typed, contacts }: Asked) => isKey(typed) && card.contact !== undefined && contacts.has(card.contact);

/** @param now the collector's clock at that moment */
export function talksOf(asked: Asked, agent: string, now: () => number): Selection<ConversationCard> {
  const { talks, queue, typed } = asked;
  const isListed = (card: ConversationCard) =>
    talks === "all" || (talks === "waiting" ? statusAt(card, now()) === "waiting" : standing(card, { agent, now: now() }).isMine === true);
  return {
    fits: (card) => isListed(card) && (queue === "" || card.queues[card.queues.length - 1] === queue) && (matches(card, typed, now()) || isTheirs(card, asked)),
    compare: talks === "waiting" ? longestFirst : newestFirst,
  };
}

export function visitsOf(asked: Asked, now: () => number): Selection<SessionCard> {
  return { fits: (card) => (asked.visits === "all" || isActive(card, now())) && (matches(card, asked.typed, now()) || isTheirs(card, asked)), compare: newestFirst };
}

/** Why a list is empty though there are cards. */
export function noTalks({ talks, queue, typed }: Asked): string {
  if (typed.trim()) return words.work.lists.noneMatches(typed.trim());
  if (queue) return words.work.lists.noneInQueue(queue);
  return talks === "waiting" ? words.work.lists.noneWaiting : words.work.lists.noneMine;
}

export const noVisits = ({ typed }: Asked) => (typed.trim() ? words.work.lists.noneMatches(typed.trim()) : words.work.lists.noneLive);

interface ListsProps {
  asked: Asked;
  store: Store;
  onAsk: (changed: Partial<Asked>) => void;
}

export function TalkLists({ asked, store, onAsk }: ListsProps) {
  const { counts: { waiting, mine }, queues } = store;
  const names = [...new Set([...queues.keys(), ...(asked.queue ? [asked.queue] : [])])].sort((a, b) => a.localeCompare(b));
  return (
    <div class="lists" role="group" aria-label={words.work.lists.conversations}>
      <Choice name={words.work.lists.all} isChosen={asked.talks === "all"} onChoose={() => onAsk({ talks: "all" })} />
      <Choice name={words.work.lists.waiting} count={waiting} isChosen={asked.talks === "waiting"} onChoose={() => onAsk({ talks: "waiting" })} />
      <Choice name={words.work.lists.mine} count={mine} isChosen={asked.talks === "mine"} onChoose={() => onAsk({ talks: "mine" })} />
      {names.length > 0 && (
        <select aria-label={words.work.lists.queue} value={asked.queue} onChange={(event) => onAsk({ queue: event.currentTarget.value })}>
          <option value="">{words.work.lists.everyQueue}</option>
          {names.map((name) => <option key={name} value={name}>{`${name} (${queues.get(name) ?? 0})`}</option>)}
        </select>
      )}
    </div>
  );
}

export function VisitLists({ asked, store, onAsk }: ListsProps) {
  return (
    <div class="lists" role="group" aria-label={words.work.lists.sessions}>
      <Choice name={words.work.lists.all} isChosen={asked.visits === "all"} onChoose={() => onAsk({ visits: "all" })} />
      <Choice name={words.work.lists.live} count={store.counts.live} isChosen={asked.visits === "live"} onChoose={() => onAsk({ visits: "live" })} />
    </div>
  );
}

function Choice({ name, count, isChosen, onChoose }: { name: string; count?: number; isChosen: boolean; onChoose: () => void }) {
  return <button type="button" class="choice" aria-pressed={isChosen} onClick={onChoose}>{name}{count !== undefined && <> <span class="count">{count}</span></>}</button>;
}
