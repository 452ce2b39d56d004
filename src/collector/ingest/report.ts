/** Takes what a server reports of a conversation: makes the one event that it is, which enters by the door that all events enter by. */
import type { Data } from "../../protocol/event";
import { createId } from "../../protocol/id";
import { REPORTS, type Report, type Reported, type Verb } from "../../protocol/report";
import type { Metrics } from "../metrics";
import type { Store } from "../store/store";
import { explainRefusal } from "./explainRefusal";
import { eventIdOf, sortedJson } from "./idempotency";
import { reportShape } from "./schema";
import type { Take } from "./take";

export interface ReportDependencies {
  store: Pick<Store, "siteById" | "fingerprint" | "eventData">;
  take: Take;
  metrics: Pick<Metrics, "count">;
  now: () => number;
}

/** A report as it came, of a server whose secret key is good. */
export interface GivenReport {
  /** Id of the site. */
  site: string;
  verb: Verb;
  /** Id of the conversation. */
  conversation: string;
  body: { [name: string]: unknown };
  /** What names this report over retries; without it each is another event. */
  key?: string | undefined;
}

export interface Problem {
  status: number;
  error: string;
  message: string;
}

export type TakeReport = (given: GivenReport) => Promise<{ reported: Reported } | { problem: Problem }>;

/** What a report says: of everything else that stands in the body nothing is read. */
const FACTS = Object.keys(reportShape.Schema().properties);

export function createTakeReport({ store, take, metrics, now }: ReportDependencies): TakeReport {
  return async ({ site: siteId, verb, conversation, body, key }) => {
    const received = now();
    const refuse = (reason: string) => ({ problem: { status: 422, error: reason, message: explainRefusal(reason, body) } });
    const { visitor, session, at = received, ...facts }: Report = Object.fromEntries(FACTS.filter((name) => Object.hasOwn(body, name)).map((name) => [name, body[name]]));
    const count = (reason: string) => metrics.count("parley_rejected_total", { step: "report", reason });
    // The door itself looks at events alone, and knows no verbs.
    const wrong = visitor !== undefined && reportShape.Errors({ visitor }).First() ? "wrong_visitor" : verb === "start" && facts.channel === undefined ? "wrong_channel" : undefined;
    if (wrong !== undefined) {
      count(wrong);
      return refuse(wrong);
    }

    const site = await store.siteById(siteId);
    if (!site) throw new Error("The site of this secret key is gone.");
    const id = key === undefined ? createId(received) : eventIdOf(await store.fingerprint(siteId, JSON.stringify(["report", verb, conversation, key])));
    // The key is part of it: without it nobody finds out by trying which phone the body had.
    const digest = key === undefined ? undefined : await store.fingerprint(siteId, JSON.stringify(["body", key, sortedJson(body)]));
    const data: Data = { ...facts, conversation, ...(digest !== undefined && { digest }) };
    const event = { id, type: `conversation.${REPORTS[verb]}`, at, data, ...(session !== undefined && { session }) };
    const taken = await take({ events: [event], sentAt: received, ...(visitor !== undefined && { visitor }) }, { sender: { site, source: "server" }, received });
    if ("refusal" in taken) return { problem: taken.refusal };

    const [rejected] = taken.answer.rejected;
    if (rejected) return refuse(rejected.reason);
    if (taken.answer.accepted) return { reported: { event: id, state: "stored" } };
    // Whoever came first has been written by now, and with it what the body was.
    const { digest: first } = (await store.eventData({ site: siteId, id })) ?? {};
    if (first === undefined || first === digest) return { reported: { event: id, state: "duplicate" } };
    count(reused.error);
    return { problem: reused };
  };
}

const reused: Problem = {
  status: 422,
  error: "idempotency_key_reused",
  message: "This Idempotency-Key came with another body before. A retry sends the same body again; for another report make another key.",
};
