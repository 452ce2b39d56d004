/** Keeps the cards by kind and id, takes frames of the feed in, and lists them newest first. */
import type { Card, ConversationCard, Frame, SessionCard } from "../protocol/card";
import { CARD, statusAt } from "../protocol/conversation";
import { sessionCode } from "../protocol/id";
import { isActive, look } from "./look";

/** A console that stays open for weeks lets go of what has been quiet the longest, but of no open conversation; the collector's snapshot is half of this. */
const KEPT_CARDS = 2_000;

export type Cards = ReadonlyMap<string, Card>;

export const keyOf = ({ kind, id }: Pick<Card, "kind" | "id">) => `${kind}:${id}`;

/** A snapshot is all there is; other frames say what changed. A resumed stream may repeat, so older news of a card is dropped. */
export function applyFrame(before: Cards, event: "snapshot" | "cards", frame: Frame): Cards {
  const after = new Map(event === "snapshot" ? [] : before);
  for (const card of frame.cards) {
    const key = keyOf(card);
    const known = after.get(key);
    if (known && known.n > card.n) continue;
    // What has turned out to be part of another conversation has no card of its own any more.
    if (card.kind === "conversation" && card.status === "linked") after.delete(key);
    else after.set(key, card);
  }
  const spare = after.size - KEPT_CARDS;
  if (spare <= 0) return after;
  const quietest = [...after.values()].filter((card) => !isOpen(card, frame.now)).sort((a, b) => a.lastAt - b.lastAt);
  for (const card of quietest.slice(0, spare)) after.delete(keyOf(card));
  return after;
}

/** Waiting, connected, or in after-call work: somebody still has to do something. */
const isOpen = (card: Card, now: number) => card.kind === "conversation" && CARD[statusAt(card, now)].color === "blue";

// The id breaks ties, so that two cards of one moment never swap places while an agent reaches for one.
const newestFirst = (a: Card, b: Card) => b.startedAt - a.startedAt || (a.id < b.id ? 1 : -1);

/** Conversation sessions, newest first. Those still pending (a window opened, an offer shown) are no conversations yet. */
export function conversations(cards: Cards): ConversationCard[] {
  return [...cards.values()]
    .filter((card): card is ConversationCard => card.kind === "conversation" && card.status !== "pending")
    .sort(newestFirst);
}

/** Web sessions, newest first. */
export function sessions(cards: Cards): SessionCard[] {
  return [...cards.values()].filter((card): card is SessionCard => card.kind === "session").sort(newestFirst);
}

/** The visit that whoever a conversation is with is making now: its own, or another of the same contact's. */
export function visitOf(card: ConversationCard, cards: Cards, now: number): SessionCard | undefined {
  const { session, contact, visitor } = card;
  const isTheirs = (visit: SessionCard) => visit.id === session || (contact !== undefined && visit.contact === contact) || (visitor !== undefined && visit.visitor === visitor);
  const live = [...cards.values()].filter((one): one is SessionCard => one.kind === "session" && isActive(one, now) && isTheirs(one));
  return live.sort((a, b) => Number(b.id === session) - Number(a.id === session) || b.lastAt - a.lastAt)[0];
}

/** What the summary row counts. One visitor with two visits at once is one visitor. */
export function counts(cards: Cards, now: number): { waiting: number; connected: number; visitors: number } {
  const talks = conversations(cards);
  return {
    waiting: talks.filter((card) => card.status === "waiting").length,
    connected: talks.filter((card) => card.status === "connected").length,
    visitors: new Set(sessions(cards).filter((card) => isActive(card, now)).map((card) => card.visitor || card.id)).size,
  };
}

/** Does a card answer to what an agent typed: a code that a visitor read out, a name, a page, a queue? */
export function matches(card: Card, typed: string, now: number): boolean {
  const wanted = typed.trim().toLowerCase();
  if (!wanted) return true;
  const { title, name, queue, agent, label } = look(card, now);
  const code = card.kind === "session" ? card.code : card.session && sessionCode(card.session);
  // Six digits are read out, and typed, in groups.
  const digits = wanted.replace(/[\s\p{Pd}]+/gu, "");
  if (digits && code?.includes(digits)) return true;
  return [title, name, queue, agent, label, card.kind === "session" ? card.url : ""].some((text) => text?.toLowerCase().includes(wanted));
}
