/** Sends one body and says what became of it: the mechanism, without policy. */
import { REQUEST_MS } from "../../protocol/limits";

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
}

const RETRY_AFTER_MAX_MS = 3_600_000;

/** How many milliseconds an answer asks to wait, as the collector says it: in seconds. Nothing sensible is 0. */
export const parseRetryAfter = (value: string | null) => (/^\d+$/.test(value!) ? Math.min(Number(value) * 1_000, RETRY_AFTER_MAX_MS) : 0);

/**
 * Creates the function that posts. A text body without a header of our own is a simple request: no preflight.
 * `keepalive` lets it outlive the page; the body is within its budget by the limits of a batch.
 */
export function createPost({ url, fetch }: PostOptions): (body: string) => Promise<Outcome> {
  return async (body) => {
    try {
      const request: RequestInit = { method: "POST", body, keepalive: true, credentials: "omit" };
      if (AbortSignal.timeout) request.signal = AbortSignal.timeout(REQUEST_MS);
      const answer = await fetch(url, request);
      // An answer whose body is not read to its end goes on holding the page's keepalive budget in Chromium.
      const text = await answer.text();
      const { status } = answer;
      return {
        // Done is what the collector says is done: a proxy or service worker may answer in its place. After a 401 or 403
        // the site's key or origins may be mended: nothing is thrown away for them.
        kind: status === 413 ? "split" : status === 202 || (status > 399 && status < 500 && ![401, 403, 408, 429].includes(status)) ? "done" : "retry",
        waitMs: parseRetryAfter(answer.headers.get("retry-after")),
        status,
        text,
      };
    } catch {
      return { kind: "retry" };
    }
  };
}
