/** What of a conversation tells of waiting, for figures of queues. */
import type { Conversation } from "../../protocol/conversation";

export interface WaitFacts {
  /** The last that it was in. */
  queue: string | undefined;
  /** Did a customer begin it, so that they waited? */
  waited: boolean;
  startedAt: number;
  /** When an agent was connected for the first time. */
  answeredAt: number | undefined;
  /** The same, or when the customer ended it before that. */
  decidedAt: number | undefined;
}

export function waitOf({ status, direction, queues, startedAt, connectedAt, endedAt, endedBy }: Conversation): WaitFacts {
  return {
    queue: queues[queues.length - 1],
    waited: status !== "pending" && status !== "linked" && direction !== "outbound",
    startedAt,
    answeredAt: connectedAt,
    decidedAt: connectedAt ?? (endedBy === "customer" ? endedAt : undefined),
  };
}
