/** Takes one request of a vendor: proves the sender, says what it means, and hands that to the one door. */
import { createHash } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import type { Answer, WireEvent } from "../../protocol/event";
import { BATCH_EVENTS } from "../../protocol/limits";
import type { Take } from "../ingest/take";
import type { Store } from "../store/store";
import type { Delivery, Forgery, Told } from "./connector";
import { header } from "./signature";
import type { Tallies } from "./tallies";
import { findConnector } from "./vendors";

export interface DeliverDependencies {
  store: Pick<Store, "connector" | "siteById">;
  take: Take;
  tallies: Tallies;
  now: () => number;
  /** The collector's own public address: some vendors sign where they send to. */
  own: string;
}

export interface Posted {
  /** Which connector was written to. */
  id: string;
  /** Path and query as they came. */
  url: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

interface Problem {
  status: 400 | 401 | 404 | 503;
  error: string;
  message: string;
}

/** `answer` only where something in it was refused. */
export type Deliver = (posted: Posted) => Promise<{ answer?: Answer } | { problem: Problem }>;

const FORGERIES: { [forgery in Forgery]: string } = {
  missing_signature: "The request is not signed. Take the address from POST /v1/connectors, and give the vendor the secret.",
  wrong_signature: "The signature is not of this body and this secret. Check the secret, and that nothing on the way changes the address or the body.",
  stale_timestamp: "The request was signed more than five minutes ago, or ahead of time. Check both clocks.",
};
const UNKNOWN: Problem = { status: 404, error: "unknown_connector", message: "There is no connector at this address. It may have been taken away; POST /v1/connectors makes a new one." };
const NO_SECRET: Problem = { status: 401, error: "no_secret", message: "This connector has no secret yet: PATCH /v1/connectors/{id} with the one that the vendor shows." };
const WRONG_ENCODING: Problem = { status: 400, error: "wrong_encoding", message: "The body is signed, and cannot be read: it must be what the vendor documents, in UTF-8 and not compressed." };

export function createDeliver({ store, take, tallies, now, own }: DeliverDependencies): Deliver {
  return async ({ id, url, headers, body }) => {
    const received = now();
    const set = await store.connector(id);
    const connector = findConnector(set?.vendor);
    const site = set && (await store.siteById(set.site));
    if (!set || !connector || !site) {
      tallies.countUnknown("unknown_connector");
      return { problem: UNKNOWN };
    }
    const refuse = (problem: Problem) => {
      tallies.count({ connector: set, result: "refused", reason: problem.error, at: received });
      return { problem };
    };
    if (set.secret === undefined) return refuse(NO_SECRET);
    const delivery: Delivery = { body, headers, address: own + url, secret: set.secret, received };
    const forgery = connector.verify(delivery);
    if (forgery) return refuse({ status: 401, error: forgery, message: FORGERIES[forgery] });
    const payloads = (header(headers, "content-encoding") ?? "identity") === "identity" ? attempt(() => connector.read(delivery)) : undefined;
    if (!payloads) return refuse(WRONG_ENCODING);

    const events = payloads.flatMap((payload, index) => toEvents(connector.tell(payload, { names: set.names, delivery, index }), connector.vendor, received));
    if (!events.length) {
      tallies.count({ connector: set, result: "ignored", at: received });
      return {};
    }
    const answer: Answer = { accepted: 0, duplicates: 0, rejected: [] };
    // A long list in parts: others are served in between.
    for (let from = 0; from < events.length; from += BATCH_EVENTS) {
      // The vendor's clock is not known, but good: `sentAt` is now, so that no time is corrected. What is ahead happened now.
      const taken = await take({ events: events.slice(from, from + BATCH_EVENTS), sentAt: received }, { sender: { site, source: "server" }, received });
      if ("refusal" in taken) return refuse({ status: 503, error: taken.refusal.error, message: taken.refusal.message });
      answer.accepted += taken.answer.accepted;
      answer.duplicates += taken.answer.duplicates;
      answer.rejected.push(...taken.answer.rejected);
    }
    for (const { reason } of answer.rejected) tallies.count({ connector: set, result: "refused", reason, at: received });
    if (answer.accepted) tallies.count({ connector: set, result: "delivered", at: received });
    else if (answer.duplicates) tallies.count({ connector: set, result: "repeated", at: received });
    return answer.rejected.length ? { answer } : {};
  };
}

function attempt<Result>(read: () => Result): Result | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/**
 * Things that one payload tells of its one moment are a millisecond apart, in their order, and the last of them at the latest
 * now: what a card shows depends on who was first.
 */
function toEvents(told: Told | undefined, vendor: string, received: number): WireEvent[] {
  if (!told) return [];
  const { key, about, means } = told;
  const timeless = means.filter(({ at }) => at === undefined);
  const moment = Math.min(told.at ?? received, received - Math.max(0, timeless.length - 1));
  return means.map((meaning, i) => {
    const { state, at, ...facts } = meaning;
    const id = createHash("sha256").update(JSON.stringify([vendor, key, i])).digest("hex");
    const known = Object.entries({ vendor, ...about, ...facts }).filter(([, value]) => value !== undefined);
    return { id, type: `conversation.${state}`, at: at ?? moment + timeless.indexOf(meaning), data: Object.fromEntries(known) };
  });
}
