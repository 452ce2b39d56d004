/** How long a conversation takes, and what the time is spent with. */
import type { Party } from "./event";
import type { Fact } from "./facts";
import { WRAP_UP_MINUTES } from "./limits";

/** How long a conversation took so far, in milliseconds: all of it up to its end, and what it was spent with. */
export interface Durations {
  wholeMs: number;
  waitedMs: number;
  talkedMs: number;
  afterCallMs: number;
}

/** What of a conversation tells of time. */
export interface Timed {
  status: string;
  since: number;
  startedAt: number;
  endedAt?: number;
  endedBy?: Party;
  wrappedAt?: number;
  waitedMs: number;
  talkedMs: number;
}

/** @param now the collector's clock, milliseconds */
export function durations({ status, since, startedAt, endedAt, endedBy, wrappedAt, waitedMs, talkedMs }: Timed, now: number): Durations {
  const open = Math.max(0, now - since);
  // What agents do after a customer has left is known only once they say that they are done.
  const worked = endedBy === "customer" ? wrappedAt : (wrappedAt ?? Math.min(now, (endedAt ?? now) + WRAP_UP_MINUTES * 60_000));
  const isWork = endedAt !== undefined && (status !== "wrapped_up" || wrappedAt !== undefined);
  return {
    wholeMs: Math.max(0, (endedAt ?? now) - startedAt),
    waitedMs: waitedMs + (status === "waiting" ? open : 0),
    talkedMs: talkedMs + (status === "connected" ? open : 0),
    afterCallMs: isWork && worked !== undefined ? Math.max(0, worked - endedAt) : 0,
  };
}

/** Where the moves lead, and how long the customer waited and was with an agent on the way. */
export function follow(moves: Fact[], startedAt: number, endedAt = Infinity) {
  const way = { status: "waiting" as "waiting" | "connected", since: startedAt, waitedMs: 0, talkedMs: 0 };
  const spend = (to: number) => {
    way[way.status === "waiting" ? "waitedMs" : "talkedMs"] += to - way.since;
    way.since = to;
  };
  for (const move of moves) {
    if (move.at > endedAt) break;
    const status = moved(move);
    if (status === way.status) continue;
    spend(move.at);
    way.status = status;
  }
  if (endedAt !== Infinity) spend(endedAt);
  return way;
}

/** A transfer to an agent by name stays connected, one to a queue waits. */
function moved({ state, agent }: Fact): "waiting" | "connected" {
  return state === "connected" || (state === "transferred" && agent) ? "connected" : "waiting";
}
