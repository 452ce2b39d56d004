/** Sends one request as often as it takes, always as the same request, and settles with the answer or the error. */
import { CollectorError } from "./collectorError";
import type { RuleProblem } from "../protocol/rules";
import { retryAfterMs } from "./retryAfter";

export interface RequestDependencies {
  /** Of the collector, without a slash at its end. */
  url: string;
  secretKey: string;
  fetch: typeof globalThis.fetch;
  /** Each try gets this long. */
  timeoutMs: number;
  /** Most tries of one call, the first among them. */
  tries: number;
  wait?: (ms: number) => Promise<unknown>;
  /** From 0 to less than 1. */
  random?: () => number;
}

export interface Call {
  method: "GET" | "POST" | "PUT";
  path: string;
  /** The body of each try as JSON text: a batch says when it was sent. */
  body?: () => string;
  /** Makes the tries one: the collector takes the first that arrives. */
  idempotencyKey?: string;
}

export type Request = <Answer>(call: Call) => Promise<Answer>;

/** The pause after a first failure is up to so long; it doubles with each. */
const RETRY_MS = 500;
const RETRY_MAX_MS = 10_000;
/** Whoever asks for more has to be asked again later, by whoever called. */
const RETRY_AFTER_MAX_MS = 60_000;

const isWorthRetrying = (status: number) => status === 0 || status === 408 || status === 429 || status >= 500;

export function createRequest({ url, secretKey, fetch, timeoutMs, tries, wait = sleep, random = Math.random }: RequestDependencies): Request {
  const attempt = async ({ method, path, body, idempotencyKey }: Call): Promise<{ value: unknown } | { failure: CollectorError }> => {
    const headers = {
      authorization: `Bearer ${secretKey}`,
      ...(body && { "content-type": "application/json" }),
      // In quotes, as the draft of the header has it.
      ...(idempotencyKey !== undefined && { "idempotency-key": `"${idempotencyKey.replace(/["\\]/g, "\\$&")}"` }),
    };
    try {
      // A redirect would lose the body or the secret: it is an answer.
      const options = { method, headers, redirect: "manual" as const, signal: AbortSignal.timeout(timeoutMs) };
      const answer = await fetch(url + path, body ? { ...options, body: body() } : options);
      return read(answer.status, await answer.text(), retryAfterMs(answer.headers, Date.now()));
    } catch (cause) {
      const isLate = cause instanceof Error && cause.name === "TimeoutError";
      const message = isLate ? `The collector did not answer within ${timeoutMs} ms.` : `The collector at ${url} cannot be reached.`;
      return { failure: new CollectorError({ status: 0, error: isLate ? "timeout" : "network", message, cause }) };
    }
  };

  return async <Answer>(call: Call) => {
    for (let tried = 1; ; tried++) {
      const result = await attempt(call);
      // What the collector answers is what its types say: the one cast of the client.
      if ("value" in result) return result.value as Answer;
      const { failure } = result;
      const asked = failure.retryAfterMs ?? 0;
      if (tried >= tries || !isWorthRetrying(failure.status) || asked > RETRY_AFTER_MAX_MS) throw failure;
      await wait(asked + random() * Math.min(RETRY_MAX_MS, RETRY_MS * 2 ** (tried - 1)));
    }
  };
}

function read(status: number, text: string, asked: number | undefined): { value: unknown } | { failure: CollectorError } {
  const value = parse(text);
  const isGood = status >= 200 && status < 300;
  if (isGood && value !== undefined) return { value };
  const { error, message, problems } = typeof value === "object" && value !== null ? (value as { error?: unknown; message?: unknown; problems?: RuleProblem[] }) : {};
  const told = typeof error === "string" && typeof message === "string" ? { error, message } : { error: "wrong_answer", message: `The collector, or what stands before it, answered with status ${status} and no reason. Check the url, and the proxy if there is one.` };
  return { failure: new CollectorError({ status, ...told, retryAfterMs: asked, problems }) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
