/** What becomes of a delivery after an attempt, and when the next one is: in seconds at first, in a day at last, over about three days. */
import type { Attempt } from "./deliver";

const SECOND = 1_000;
const MINUTE = 60_000;
const HOUR = 3_600_000;

/** The pause after each attempt that failed; after one more than there are here it is given up. */
export const DELAYS_MS = [5 * SECOND, 30 * SECOND, 2 * MINUTE, 10 * MINUTE, HOUR, 3 * HOUR, 8 * HOUR, 16 * HOUR, 24 * HOUR, 24 * HOUR];
/** Each pause is longer or shorter by up to this part of it: what failed together should not come again together. */
const JITTER = 0.1;
/** Whoever is overloaded and does not say for how long is left alone for so long. */
const QUIET_MS = MINUTE;
/** No receiver puts it off for longer. */
const QUIET_MOST_MS = 24 * HOUR;

const GONE = 410;
/** Too many requests; and gateways whose server does not keep up. */
const OVERLOADED = [429, 502, 503, 504];

export interface Verdict {
  /** `gone`: the receiver wants to hear nothing any more. */
  result: "delivered" | "retry" | "dead" | "gone";
  /** When to try again. */
  nextAt?: number;
  /** The receiver is told nothing at all until then. */
  quietUntil?: number;
}

export interface Tried {
  attempt: Attempt;
  /** How many there were by now, this one included. */
  attempts: number;
  now: number;
  /** From 0 up to 1. */
  random: number;
}

export function judge({ attempt, attempts, now, random }: Tried): Verdict {
  const status = "status" in attempt ? attempt.status : 0;
  if (status >= 200 && status < 300) return { result: "delivered" };
  if (status === GONE) return { result: "gone" };
  const asked = "status" in attempt ? attempt.retryAfterMs : undefined;
  const quietMs = OVERLOADED.includes(status) ? Math.min(asked ?? QUIET_MS, QUIET_MOST_MS) : 0;
  const quiet = quietMs ? { quietUntil: now + quietMs } : {};
  const delayMs = DELAYS_MS[attempts - 1];
  if (delayMs === undefined) return { result: "dead", ...quiet };
  const pauseMs = delayMs * (1 + JITTER * (2 * random - 1));
  return { result: "retry", nextAt: Math.round(now + Math.max(pauseMs, quietMs)), ...quiet };
}
