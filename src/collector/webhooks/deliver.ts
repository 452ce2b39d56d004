/** Sends one message once. What comes of it is a value: whoever receives may do anything, and none of it is an exception here. */
import http from "node:http";
import https from "node:https";
import type { LookupFunction } from "node:net";
import type { Address, Guard, Problem } from "./guard";

/** What the receiver answered. */
export interface Answered {
  status: number;
  /** How long it wants to be left alone, counted from now. */
  retryAfterMs?: number;
}

/** An answer, or a sentence that says why there is none. */
export type Attempt = Answered | Problem;

export interface Message {
  url: string;
  headers: { [name: string]: string };
  body: string;
  /** Gives it up, when the collector stops. */
  signal?: AbortSignal;
}

export type Deliver = (message: Message) => Promise<Attempt>;

export interface DeliverDependencies {
  guard: Guard;
  now: () => number;
  /** All of it: name, connection and answer. */
  timeoutMs?: number;
}

const TIMEOUT_MS = 15_000;
/** So much of an answer is read, and thrown away; the rest is not waited for. */
const ANSWER_BYTES = 65_536;

export function createDeliver({ guard, now, timeoutMs = TIMEOUT_MS }: DeliverDependencies): Deliver {
  // Agents of its own: they know no proxy of the environment, and each message has a connection of its own, to an address that was checked for it.
  const agents = { "http:": new http.Agent({ keepAlive: false }), "https:": new https.Agent({ keepAlive: false }) };
  const late: Problem = { problem: `There was no answer within ${timeoutMs / 1_000} seconds.` };

  const send = ({ headers, body }: Message, url: URL, addresses: Address[], signal: AbortSignal): Promise<Attempt> =>
    new Promise((resolve) => {
      const { request } = url.protocol === "https:" ? https : http;
      const agent = agents[url.protocol as keyof typeof agents];
      let answered: Answered | undefined;
      const settle = (problem: Problem) => resolve(answered ?? (signal.aborted ? late : problem));
      const sent = request(url, { method: "POST", agent, signal, lookup: toLookup(addresses), headers: { ...headers, "content-length": Buffer.byteLength(body) } });
      sent.on("response", (response) => {
        const retryAfterMs = toMs(response.headers["retry-after"], now());
        answered = { status: response.statusCode ?? 0, ...(retryAfterMs !== undefined && { retryAfterMs }) };
        let bytes = 0;
        response.on("data", (part: Buffer) => {
          if ((bytes += part.length) > ANSWER_BYTES) sent.destroy();
        });
        // It may break off: what counts has been said.
        response.on("error", () => undefined);
      });
      sent.on("error", (problem: NodeJS.ErrnoException) => settle({ problem: `The connection failed: ${problem.code ?? problem.message}.` }));
      sent.on("close", () => settle({ problem: "The connection was closed without an answer." }));
      sent.end(body);
    });

  return async (message) => {
    const read = guard.read(message.url);
    if ("problem" in read) return read;
    const controller = new AbortController();
    const { signal } = controller;
    const giveUp = () => controller.abort();
    const timer = setTimeout(giveUp, timeoutMs);
    const aborted = new Promise<Problem>((resolve) => signal.addEventListener("abort", () => resolve(late), { once: true }));
    message.signal?.addEventListener("abort", giveUp, { once: true });
    if (message.signal?.aborted) giveUp();
    try {
      const found = await Promise.race([guard.find(read.url), aborted]);
      return "problem" in found ? found : await send(message, read.url, found.addresses, signal);
    } finally {
      clearTimeout(timer);
      message.signal?.removeEventListener("abort", giveUp);
    }
  };
}

/** Hands out the addresses that were checked, whatever the name has become; the name itself remains what the certificate is for. */
function toLookup(addresses: Address[]): LookupFunction {
  const [first] = addresses;
  return (_hostname, { all }, done) => (all ? done(null, addresses) : done(null, first?.address ?? "", first?.family));
}

/** Seconds, or a date. Source: RFC 9110, section 10.2.3 */
function toMs(retryAfter: string | undefined, now: number): number | undefined {
  if (retryAfter === undefined) return undefined;
  const ms = /^\d+$/.test(retryAfter) ? Number(retryAfter) * 1_000 : Date.parse(retryAfter) - now;
  return ms > 0 ? ms : undefined;
}
