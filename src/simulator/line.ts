/** The line to a collector: one batch at a time, again and again where that may help, as pages and servers do. */
import type { Answer, Batch } from "../protocol/event";
import { REQUEST_MS, RETRY_AFTER_MAX_MS, RETRY_MS } from "../protocol/limits";
import { browserOf } from "./browserOf";
import { pause } from "./pause";
import type { Delivery } from "./told";

/** The collector does not want these batches at all, now and later; the message says what to do. */
export interface Refusal {
  status: number;
  error: string;
  message: string;
}

export type Sent = { answer: Answer } | { refusal: Refusal } | "stopped";

export interface LineOptions {
  url: string;
  /** The site's public key, and its secret one. */
  key: string;
  secret: string;
  /** The website that pages are on. */
  origin: string;
  now: () => number;
  /** Ends all waiting and every request. */
  signal: AbortSignal;
  /** Hears of every attempt that failed and is made again. */
  failed?: (reason: string) => void;
}

/** So often the pause between two attempts doubles: to half a minute. */
const DOUBLINGS = 5;
const TRY_AGAIN = new Set([408, 429, 500, 502, 503, 504]);

export function createLine({ url, key, secret, origin, now, signal, failed = () => {} }: LineOptions): (delivery: Delivery) => Promise<Sent> {
  const attempt = async ({ teller, visitor, events }: Delivery): Promise<Response> => {
    const batch: Batch = { v: 1, key, batch: events[0]?.id ?? "check", sentAt: now(), sdk: "simulator", ...(visitor !== undefined && { visitor }), events };
    const who = teller === "page" ? { origin, ...browserOf(visitor ?? "") } : { authorization: `Bearer ${secret}` };
    return fetch(`${url}/v1/events`, {
      method: "POST", body: JSON.stringify(batch), headers: { "content-type": "text/plain;charset=UTF-8", ...who },
      signal: AbortSignal.any([signal, AbortSignal.timeout(REQUEST_MS)]),
    });
  };

  return async (delivery) => {
    for (let tries = 0; !signal.aborted; tries++) {
      let waitMs = RETRY_MS * 2 ** Math.min(tries, DOUBLINGS);
      try {
        const response = await attempt(delivery);
        if (response.status === 202) return { answer: (await response.json()) as Answer };
        if (!TRY_AGAIN.has(response.status)) return { refusal: await readRefusal(response) };
        await response.body?.cancel();
        waitMs = retryAfterMs(response.headers.get("retry-after"), now()) ?? waitMs;
        failed(`answered ${response.status}`);
      } catch (problem) {
        if (signal.aborted) break;
        failed(reasonOf(problem));
      }
      await pause(waitMs, signal);
    }
    return "stopped";
  };
}

/** Seconds, or a date. Source: https://www.rfc-editor.org/rfc/rfc9110#field.retry-after */
function retryAfterMs(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  const ms = /^\d+$/.test(header.trim()) ? Number(header) * 1_000 : Date.parse(header) - now;
  return Number.isFinite(ms) ? Math.min(RETRY_AFTER_MAX_MS, Math.max(0, ms)) : undefined;
}

async function readRefusal(response: Response): Promise<Refusal> {
  const told = (await response.json().catch(() => ({}))) as Partial<Refusal>;
  return { status: response.status, error: told.error ?? "refused", message: told.message ?? "" };
}

/** Behind "fetch failed" stands what really happened. */
export function reasonOf(problem: unknown): string {
  const { cause, message } = problem as { cause?: { code?: string; message?: string }; message?: string };
  return cause?.code || cause?.message || message || String(problem);
}
