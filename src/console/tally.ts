/** Counts cards as they come, change and go: by what they are to the agent who looks, by queue, by visitor. */
import type { Card } from "../protocol/card";
import { CARD, statusAt, type Status } from "../protocol/conversation";
import { isActive } from "./look";

/** What one card counts for at one moment. */
export interface Standing {
  /** Of a conversation. */
  status?: Status;
  /** The last queue of a conversation that is open. */
  queue?: string | undefined;
  agent?: string | undefined;
  /** The agent who looks has it, and something to do about it. */
  isMine?: boolean;
  /** Of a visit that goes on: whose it is. */
  live?: string;
  /** Time alone will change it. */
  isFading: boolean;
}

/** @param now the collector's clock, milliseconds */
export function standing(card: Card, { agent: me, now }: { agent: string; now: number }): Standing {
  if (card.kind === "session") return isActive(card, now) ? { live: card.visitor || card.id, isFading: true } : { isFading: false };
  const status = statusAt(card, now);
  const isOpen = CARD[status].color === "blue";
  const agent = card.agents[card.agents.length - 1];
  const isMine = agent === me && (isOpen || status === "ended_by_customer");
  return { status, queue: isOpen ? card.queues[card.queues.length - 1] : undefined, agent, isMine, isFading: status === "wrapping" };
}

export interface Counts {
  waiting: number;
  connected: number;
  mine: number;
  /** People who are on the website now: one with two visits at once is one. */
  visitors: number;
  /** Visits that go on. */
  live: number;
  /** Cards that are shown at all. */
  conversations: number;
  sessions: number;
}

export interface Tally {
  readonly counts: Readonly<Counts>;
  /** Open conversations by queue. */
  readonly queues: ReadonlyMap<string, number>;
  /** Conversations by their last agent. */
  readonly agents: ReadonlyMap<string, number>;
  /** @param by 1 where the card is there from now on, -1 where it is not any more */
  count(standing: Standing, by: 1 | -1): void;
}

export function createTally(): Tally {
  const counts: Counts = { waiting: 0, connected: 0, mine: 0, visitors: 0, live: 0, conversations: 0, sessions: 0 };
  const [queues, agents, visitors] = [new Map<string, number>(), new Map<string, number>(), new Map<string, number>()];
  const add = (all: Map<string, number>, name: string | undefined, by: number) => {
    if (name === undefined) return;
    const count = (all.get(name) ?? 0) + by;
    if (count) all.set(name, count);
    else all.delete(name);
  };
  return {
    counts,
    queues,
    agents,
    count({ status, queue, agent, isMine, live }, by) {
      if (status === undefined) counts.sessions += by;
      else if (status !== "pending") counts.conversations += by;
      if (status === "waiting" || status === "connected") counts[status] += by;
      if (isMine) counts.mine += by;
      if (live !== undefined) counts.live += by;
      add(queues, queue, by);
      add(agents, agent, by);
      add(visitors, live, by);
      counts.visitors = visitors.size;
    },
  };
}
