/** Sends one body and says what became of it: the mechanism, without policy. */
import { REQUEST_MS, RETRY_MAX_MS } from "../../protocol/limits";

export interface Outcome {
  /** `done` when the collector has answered for every event, `split` when it wants smaller bodies. */
  kind: "done" | "split" | "retry";
  /** How long to wait, where that is known. */
  waitMs?: number;
  status?: number;
  /** The collector's own words, for a developer who debugs. */
  text?: string;
}

export interface PostOptions {
  url: string;
  fetch: typeof fetch;
  now: () => number;
}

const RETRY_AFTER_MAX_MS = 3_600_000;

/** How long an answer asks to wait: seconds or a date, as RFC 9110 (section 10.2.3) allows; 0 when it does not say. */
export function parseRetryAfter(value: string | null, now: number): number {
  const ms = /^\d+$/.test(value!) ? Number(value) * 1_000 : Date.parse(value!) - now;
  return ms > 0 ? Math.min(ms, RETRY_AFTER_MAX_MS) : 0;
}

/**
 * Creates the function that posts. A text body without a header of our own is a simple request: no preflight.
 * `keepalive` lets it outlive the page; the body is within its budget by the limits of a batch.
 */
export function createPost({ url, fetch, now }: PostOptions): (body: string) => Promise<Outcome> {
  return async (body) => {
    try {
      const signal = AbortSignal.timeout?.(REQUEST_MS) ?? null;
      const answer = await fetch(url, { method: "POST", body, keepalive: true, credentials: "omit", signal });
      // An answer whose body is not read to its end goes on holding the page's keepalive budget in Chromium.
      const text = await answer.text();
      const { status } = answer;
      // The site's key or origins may be mended meanwhile: nothing is thrown away for them.
      const barred = status === 401 || status === 403;
      return {
        kind: status === 413 ? "split" : barred || status === 408 || status === 429 || status > 499 ? "retry" : "done",
        waitMs: barred ? RETRY_MAX_MS : parseRetryAfter(answer.headers.get("retry-after"), now()),
        status,
        text,
      };
    } catch {
      return { kind: "retry" };
    }
  };
}
