/** Sends one body and says what became of it: the mechanism, without policy. */
import { BODY_BYTES, GZIP_CHARS, MENDED_MS, REQUEST_MS, RETRY_AFTER_MAX_MS } from "../../protocol/limits";
import { encode } from "../bytes";

export interface Outcome {
  /**
   * `done` when the collector has it, `refused` when it will never take it, `too_large` when it wants smaller bodies, `full`
   * when the browser has no room for it right now.
   */
  verdict: "done" | "refused" | "too_large" | "retry" | "full";
  /** How long to wait before a retry, where that is known. */
  waitMs?: number;
  /** The collector asked for that wait: it holds for every page. */
  asked?: boolean;
  status?: number;
  /** The collector's own words, for a developer who debugs. */
  text?: string;
}

export interface Post {
  /** Makes the body smaller where it pays; takes a moment, so a page that leaves has no time for it. */
  pack(text: string): Promise<ArrayBuffer>;
  /** @param leaving only if it can outlive the page */
  send(body: ArrayBuffer, leaving: boolean): Promise<Outcome>;
}

export interface PostOptions {
  url: string;
  fetch: typeof fetch;
  now: () => number;
  /** Do cookies come along? */
  credentials: RequestCredentials;
}

/** Done is what the collector says is done: a proxy or service worker may answer in its place. */
const VERDICTS: { [status: number]: Outcome["verdict"] } = { 202: "done", 400: "refused", 413: "too_large", 422: "refused" };

/** How many milliseconds an answer asks to wait: it names seconds or a date. Nothing sensible is 0. */
export function parseRetryAfter(value: string | null, now: number): number {
  const ms = /^\d+$/.test(value!) ? +value! * 1_000 : Date.parse(value!) - now;
  return ms > 0 ? Math.min(ms, RETRY_AFTER_MAX_MS) : 0;
}

/** Bytes have no type, so that no header names one: a simple request, no preflight. */
export function createPost({ url, fetch, now, credentials }: PostOptions): Post {
  let flying = 0;
  return {
    async pack(text) {
      try {
        if (text.length > GZIP_CHARS) return await new Response(new Response(text).body!.pipeThrough(new CompressionStream("gzip"))).arrayBuffer();
      } catch {}
      return encode(text);
    },
    async send(body, leaving) {
      const size = body.byteLength;
      // The browser refuses what exceeds its budget for all requests that may outlive the page together.
      const keepalive = flying + size <= BODY_BYTES;
      if (leaving && !keepalive) return { verdict: "full" };
      const share = keepalive ? size : 0;
      flying += share;
      try {
        const answer = await fetch(url, { method: "POST", body, keepalive, credentials, signal: AbortSignal.timeout?.(REQUEST_MS) as AbortSignal });
        // An answer whose body is not read to its end goes on holding the page's keepalive budget in Chromium.
        const text = await answer.text();
        const { status } = answer;
        const waitMs = parseRetryAfter(answer.headers.get("retry-after"), now());
        // A wrong key, origin or address may be mended: nothing is thrown away for them.
        const mended = /^4(?!08|25|29)/.test(`${status}`) ? MENDED_MS : 0;
        return { verdict: VERDICTS[status] ?? "retry", waitMs: waitMs || mended, asked: !!waitMs, status, text };
      } catch {
        return { verdict: "retry" };
      } finally {
        flying -= share;
      }
    },
  };
}
