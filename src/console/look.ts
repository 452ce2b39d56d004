/** Derives what a card looks like at one moment: colour, title, icon, words and duration. Nothing of it is stored. */
import type { Card, ConversationCard, SessionCard } from "../protocol/card";
import type { Level } from "../protocol/contact";
import { CARD, statusAt } from "../protocol/conversation";
import type { Status } from "../protocol/conversation";
import { IDLE_MINUTES } from "../protocol/limits";
import { shortAddress } from "./link";
import { words } from "./words/words";

export interface Look {
  color: "blue" | "white" | "gray" | "green";
  status: Status | "active" | "inactive";
  /** The status in words, or the wrap-up code that replaces it. */
  label: string;
  title: string;
  icon: "chat" | "call" | "visit";
  name: string;
  /** How well it is known who that is. */
  level?: Level;
  /** A program visits, and no person. */
  isBot?: true;
  /** The last queue and the last agent. */
  queue?: string;
  agent?: string;
  durationMs: number;
}

/** @param now the collector's clock, milliseconds */
export function look(card: Card, now: number): Look {
  return card.kind === "session" ? ofSession(card, now) : ofConversation(card, now);
}

/** A visitor is on the site until twenty minutes have passed without a sign of life. */
export function isActive(card: SessionCard, now: number): boolean {
  return now - card.lastAt < IDLE_MINUTES * 60_000;
}

/** Without a name nothing is said of how well it is known. */
function named({ name, level }: Card): Pick<Look, "name" | "level"> {
  return name ? { name, ...(level && { level }) } : { name: words.common.unknown };
}

/** What kind of conversation it is. */
export function titleOf({ channel, direction }: Pick<ConversationCard, "channel" | "direction">): string {
  const { titles } = words.card;
  return channel === "call" ? titles[direction === "outbound" ? "outbound" : "inbound"] : titles[channel];
}

function ofConversation(card: ConversationCard, now: number): Look {
  const status = statusAt(card, now);
  const queue = card.queues[card.queues.length - 1];
  const agent = card.agents[card.agents.length - 1];
  return {
    color: CARD[status].color,
    status,
    label: (status === "wrapped_up" && card.code) || words.card.statuses[status],
    title: titleOf(card),
    icon: card.channel === "call" ? "call" : "chat",
    ...named(card),
    ...(queue && { queue }),
    ...(agent && { agent }),
    durationMs: (card.endedAt ?? now) - card.startedAt,
  };
}

function ofSession(card: SessionCard, now: number): Look {
  const active = isActive(card, now);
  return {
    color: active ? "green" : "gray",
    status: active ? "active" : "inactive",
    label: words.card.statuses[active ? "active" : "inactive"],
    title: card.title || (card.url && shortAddress(card.url)) || words.common.noPage,
    icon: "visit",
    ...named(card),
    ...(card.visit?.bot && { isBot: true }),
    durationMs: (active ? now : card.lastAt) - card.startedAt,
  };
}
