/** The agent's line to the collector: asks, tells, and notices when the login has ended. */
import type { Me } from "../protocol/card";
import type { Answer, Batch, WireEvent } from "../protocol/event";
import { REQUEST_MS } from "../protocol/limits";
import type { RuleProblem } from "../protocol/rules";
import { words } from "./words/words";

export type Reply<T> = { ok: true; body: T } | { ok: false; reason: string; refusal?: Refusal };

/** What the collector says for programs of what it did not take: its word for that, and what is wrong where. */
export interface Refusal {
  error?: string;
  problems?: RuleProblem[];
}

export interface Desk {
  /** @returns an address of the collector's for links, downloads and streams, as this desk asks for it: of the page's site */
  at(path: string): string;
  ask<T>(path: string): Promise<Reply<T>>;
  /** Changes something that is no event: a contact, the rules. */
  change<T>(method: "POST" | "PUT" | "PATCH" | "DELETE", path: string, body?: object): Promise<Reply<T>>;
  /** Tells of events by the door that all events take. The same batch may be told again: ids make it count once. */
  tell(key: string, batch: string, events: WireEvent[]): Promise<Reply<Answer>>;
}

/** The collector's own sentence, where it says one that is no secret of machines. */
const KNOWN = [400, 404, 409, 412, 413, 415, 422];
const TOO_MANY = 429;
/** Read for what it says to programs; its sentence is one of many. */
const FORBIDDEN = 403;
/** What the collector says where the login has no account on the site, or there is no such site. */
export const UNKNOWN_SITE = "unknown_site";
const REASONS: { [status: number]: "ended" | "forbidden" | "busy" } = { 401: "ended", 403: "forbidden", 429: "busy", 503: "busy" };

/** What an agent can do about it. */
const REFUSALS: { [reason: string]: "unknownCode" | "ambiguousCode" | "unknownTalk" } = {
  unknown_session_code: "unknownCode", ambiguous_session_code: "ambiguousCode", unknown_conversation: "unknownTalk",
};

export interface DeskOptions {
  /** Called on every answer that says so. */
  onLoginEnded: () => void;
  /** Called on every answer that says that whoever is logged in has no account on the site. */
  onUnknownSite?: () => void;
  /** Has an address name the site. */
  at?: (path: string) => string;
  ask?: typeof fetch;
}

export function createDesk({ onLoginEnded, onUnknownSite = () => {}, at = (path) => path, ask = (...call) => fetch(...call) }: DeskOptions): Desk {
  const call = async <T>(path: string, init?: RequestInit): Promise<Reply<T>> => {
    try {
      const response = await ask(at(path), { ...init, signal: AbortSignal.timeout(REQUEST_MS) });
      if (response.status === 401) onLoginEnded();
      if (!response.ok) {
        const reply = await refused(response);
        if (!reply.ok && reply.refusal?.error === UNKNOWN_SITE) onUnknownSite();
        return reply;
      }
      return { ok: true, body: (response.status === 204 ? undefined : await response.json()) as T };
    } catch {
      return { ok: false, reason: reasonFor(0) };
    }
  };

  return {
    at,
    ask: (path) => call(path),
    change: (method, path, body) =>
      call(path, { method, ...(body && { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }) }),
    tell: async (key, batch, events) => {
      const body: Batch = { v: 1, key, batch, sentAt: Date.now(), events };
      const reply = await call<Answer>("/v1/events", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      });
      const refused = reply.ok && reply.body.rejected[0];
      return refused ? { ok: false, reason: refusalOf(refused.reason) } : reply;
    },
  };
}

function refusalOf(reason: string): string {
  const known = Object.hasOwn(REFUSALS, reason) && REFUSALS[reason];
  return known ? words.desk[known] : words.desk.refused(reason);
}

async function refused(response: Response): Promise<Reply<never>> {
  const { status } = response;
  const isSaid = KNOWN.includes(status);
  const said = isSaid || [FORBIDDEN, TOO_MANY].includes(status) ? ((await response.json().catch(() => undefined)) as (Refusal & { message?: unknown }) | undefined) : undefined;
  const reason = isSaid && typeof said?.message === "string" ? said.message : reasonFor(status);
  return { ok: false, reason, ...(said && { refusal: said }) };
}

/** A refusal in words. @param status of the answer; 0 when there was none */
export function reasonFor(status: number): string {
  if (!status) return words.desk.unreachable;
  const known = REASONS[status];
  return known ? words.desk[known] : words.desk.failed(status);
}

/** Everything below the page's root needs to know who works here, and how to reach the collector. */
export interface Seat {
  me: Me;
  desk: Desk;
  /** Asks anew who works here and what there is to choose from: it may have changed. */
  renew: () => void;
}
