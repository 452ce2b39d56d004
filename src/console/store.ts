/** Keeps the cards by kind and id, takes frames of the feed in, and has what the page shows of them ready: lists, counts, whose visit is whose. */
import type { Card, ConversationCard, Frame, SessionCard } from "../protocol/card";
import { CARD } from "../protocol/conversation";
import { SNAPSHOT_CARDS } from "../protocol/limits";
import { createGroups } from "./groups";
import { isActive } from "./look";
import { createTally, standing, type Standing, type Tally } from "./tally";
import { createView, type Selection, type View } from "./view";

/** A console that stays open for weeks lets go of what has been quiet the longest, but of no open conversation; of each kind the collector's snapshot has a quarter of this. */
const KEPT_CARDS = 4 * SNAPSHOT_CARDS;
/** So many at once, so that not each new card looks for the quietest. */
const SPARE_CARDS = 1_000;

/** Names of the stream's events: all there is, more of it, what changed. */
export type StreamEvent = "snapshot" | "more" | "cards";

export const keyOf = ({ kind, id }: Pick<Card, "kind" | "id">) => `${kind}:${id}`;

// The id breaks ties, so that two cards of one moment never swap places while an agent reaches for one.
const byId = (a: Card, b: Card) => (a.id === b.id ? 0 : a.id < b.id ? 1 : -1);
export const newestFirst = (a: Card, b: Card) => b.startedAt - a.startedAt || byId(a, b);

export interface Store extends Pick<Tally, "counts" | "queues" | "agents"> {
  /** Conversation sessions; those still pending (a window opened, an offer shown) are no conversations yet. */
  readonly conversations: View<ConversationCard>;
  /** Web sessions. */
  readonly sessions: View<SessionCard>;
  /** How many cards are kept. */
  readonly size: number;
  /**
   * A snapshot is all there is, in one frame or several; other frames say what changed. A resumed stream may repeat, so older
   * news of a card is dropped.
   *
   * @returns the conversations that it tells of, and whether that is news: what is there at first is none
   */
  take(event: StreamEvent, frame: Frame): { told: ConversationCard[]; areNews: boolean };
  /** Looks at what time alone changes. @returns did anything change? */
  pass(now: number): boolean;
  select(selection: Selection<ConversationCard>): void;
  selectSessions(selection: Selection<SessionCard>): void;
  /** The card that somebody works with keeps its place. */
  hold(key: string | undefined): void;
  /** Has all there was at first been told? */
  readonly isComplete: boolean;
  /** @param key as of `keyOf` @returns one that some list can show */
  card(key: string): Card | undefined;
  session(id: string): SessionCard | undefined;
  /** The visit that whoever a conversation is with is making now: its own, or another of the same contact's. */
  visitOf(card: ConversationCard): SessionCard | undefined;
}

interface Held {
  card: Card;
  standing: Standing;
  /** The snapshot that it was last part of, or news after. */
  round: number;
}

/** @param agent whose console it is */
export function createStore({ agent = "" }: { agent?: string } = {}): Store {
  const cards = new Map<string, Held>();
  const fading = new Set<string>();
  const tally = createTally();
  const groups = createGroups();
  const conversations = createView<ConversationCard>({ fits: () => true, compare: newestFirst });
  const sessions = createView<SessionCard>({ fits: () => true, compare: newestFirst });
  let now = 0;
  let round = 0;
  let isFirst = true;
  let held: string | undefined;

  const all = function* <C extends Card>(kind: C["kind"]): Generator<C> {
    for (const { card, standing: { status } } of cards.values()) if (card.kind === kind && status !== "pending") yield card as C;
  };
  const show = (card: Card, { status }: Standing) => {
    if (card.kind === "session") sessions.place(card);
    else if (status === "pending") conversations.drop(card.id);
    else conversations.place(card);
  };
  const put = (key: string, card: Card) => {
    const before = cards.get(key);
    if (before) tally.count(before.standing, -1);
    groups.replace(before?.card, card);
    const stands = standing(card, { agent, now });
    tally.count(stands, 1);
    if (stands.isFading) fading.add(key);
    else fading.delete(key);
    cards.set(key, { card, standing: stands, round });
    show(card, stands);
  };
  const remove = (key: string) => {
    const before = cards.get(key);
    if (!before) return;
    tally.count(before.standing, -1);
    groups.replace(before.card, undefined);
    fading.delete(key);
    cards.delete(key);
    (before.card.kind === "session" ? sessions : conversations).drop(before.card.id);
  };
  const trim = () => {
    if (cards.size <= KEPT_CARDS) return;
    const isOpen = ({ status }: Standing) => status !== undefined && CARD[status].color === "blue";
    const quietest = [...cards].filter(([key, one]) => key !== held && !isOpen(one.standing)).sort(([, a], [, b]) => a.card.lastAt - b.card.lastAt);
    for (const [key] of quietest.slice(0, cards.size - KEPT_CARDS + SPARE_CARDS)) remove(key);
  };

  return {
    conversations,
    sessions,
    counts: tally.counts,
    queues: tally.queues,
    agents: tally.agents,
    get size() {
      return cards.size;
    },
    take(event, frame) {
      now = frame.now;
      if (event === "snapshot") round++;
      const told: ConversationCard[] = [];
      const areNews = !isFirst;
      for (const card of frame.cards) {
        const key = keyOf(card);
        const known = cards.get(key);
        if (known && known.card.n > card.n) {
          known.round = round;
          continue;
        }
        // What has turned out to be part of another conversation has no card of its own any more.
        if (card.kind === "conversation" && card.status === "linked") remove(key);
        else put(key, card);
        if (card.kind === "conversation") told.push(card);
      }
      for (const id of frame.gone ?? []) remove(keyOf({ kind: "conversation", id }));
      if (event !== "cards" && !frame.more) {
        isFirst = false;
        // What the snapshot has not is there no more.
        for (const [key, one] of cards) if (one.round < round) remove(key);
      }
      trim();
      return { told, areNews };
    },
    pass(at) {
      now = at;
      let changed = false;
      for (const key of fading) {
        const { card, standing: before } = cards.get(key)!;
        if (standing(card, { agent, now }).isFading === before.isFading) continue;
        // Another object, by which whoever draws it sees that it looks different.
        put(key, { ...card });
        changed = true;
      }
      return changed;
    },
    select: (selection) => conversations.select(selection, all<ConversationCard>("conversation")),
    selectSessions: (selection) => sessions.select(selection, all<SessionCard>("session")),
    hold(key) {
      if (key === held) return;
      const before = held === undefined ? undefined : cards.get(held);
      held = key;
      const idOf = (kind: Card["kind"]) => (key?.startsWith(`${kind}:`) ? key.slice(kind.length + 1) : undefined);
      conversations.hold(idOf("conversation"));
      sessions.hold(idOf("session"));
      if (before) show(before.card, before.standing);
    },
    get isComplete() {
      return !isFirst;
    },
    card(key) {
      const one = cards.get(key);
      return one?.standing.status === "pending" ? undefined : one?.card;
    },
    session(id) {
      const card = cards.get(keyOf({ kind: "session", id }))?.card;
      return card?.kind === "session" ? card : undefined;
    },
    visitOf(card) {
      const theirs = groups.visitsOf(card).flatMap((id) => {
        const visit = cards.get(keyOf({ kind: "session", id }))?.card;
        return visit?.kind === "session" && isActive(visit, now) ? [visit] : [];
      });
      return theirs.sort((a, b) => Number(b.id === card.session) - Number(a.id === card.session) || b.lastAt - a.lastAt)[0];
    },
  };
}
