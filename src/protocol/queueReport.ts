/** What is told of queues: how many wait and how long, how many were answered and how many gave up, over one day. */

/** Length of the spans of time that a day is drawn in. */
export const QUARTER_MS = 900_000;

/** What happened on the day. Conversations that agents begin wait for nobody, and count in none of it. */
export interface QueueCounts {
  /** Conversations that began. */
  started: number;
  /** Those that an agent was connected with for the first time, whenever they had begun. */
  answered: number;
  /** Those that the customer ended before anybody was connected, whenever they had begun. */
  abandoned: number;
}

/** One queue, or all of them. */
export interface QueueFigures extends QueueCounts {
  /** From the beginning until somebody was connected or the customer gave up, of all who did on the day; nothing where nobody did. Milliseconds. */
  medianWaitMs?: number;
  /** How it is now; only of the day that is today. */
  live?: LiveFigures;
}

export interface Quarter extends QueueCounts {
  at: number;
  /** Of those who were answered or gave up in it; nothing where nobody was. Milliseconds. */
  medianWaitMs?: number;
}

export interface LiveFigures {
  waiting: number;
  connected: number;
  /** Since when whoever waits longest has waited; nothing where nobody waits. Milliseconds since 1970. */
  waitingSince?: number;
  /** Of the last hour. */
  hour: Pick<QueueCounts, "answered" | "abandoned">;
  /** Agents who are free, where the contact centre tells. */
  agents?: number;
}

/** Answer of `GET /v1/queues/report`. */
export interface QueueReport {
  /** `YYYY-MM-DD`, by the clocks of the zone. */
  day: string;
  /** By its IANA name. */
  zone: string;
  /** When the day begins, and when the next one does: milliseconds since 1970. */
  from: number;
  until: number;
  /** The collector's clock. */
  now: number;
  all: QueueFigures;
  /** By name; a conversation is counted in the last queue that it was in, and without a name where it was in none. */
  queues: (QueueFigures & { queue?: string })[];
  /** The day by quarters of an hour, each by when it begins: of all, or of the queue that was asked for. */
  quarters: Quarter[];
}
