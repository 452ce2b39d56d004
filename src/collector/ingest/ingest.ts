/** The one door: bytes in; out comes an answer, after the commit, or the refusal of the whole batch. */
import type { FastifyRequest } from "fastify";
import type { Answer, StoredEvent, WireEvent } from "../../protocol/event";
import { BATCH_EVENTS, ID_CHARS } from "../../protocol/limits";
import { degradedReason, toDrop } from "../fold/loss";
import type { Metrics } from "../metrics";
import type { IncomingEvent, Refused } from "../store/store";
import { parseBody } from "./body";
import { parseConsent } from "../contacts/consent";
import { clean } from "./clean";
import { createIdentify } from "./identify";
import { createRecognise } from "./recognise";
import type { Envelope } from "./schema";
import { createFindSender, originOf, refuseOrigin, type Sender, type SenderDependencies } from "./sender";
import type { Refusal } from "./refusal";
import { STEPS, type Context, type Reason } from "./steps";
import type { VisitorCookie } from "./visitorCookie";
import { createTellRefusal, type TellRefusalDependencies } from "./tellRefusal";

export interface IngestDependencies extends SenderDependencies, TellRefusalDependencies {
  metrics: Metrics;
  visitorCookie: VisitorCookie;
  /** Hears why a commit failed. */
  failed: (problem: unknown) => void;
}

export interface Incoming extends Pick<FastifyRequest, "headers" | "host"> {
  body: Buffer;
}

/** `cookie` is a `Set-Cookie` value that goes with the answer. */
export type Ingest = (incoming: Incoming) => Promise<{ answer: Answer; cookie?: string | undefined } | { refusal: Refusal }>;

export function createIngest({ metrics, visitorCookie, now, failed, warn, ...senders }: IngestDependencies): Ingest {
  const { store, isAllowed } = senders;
  const findSender = createFindSender(senders);
  const tell = createTellRefusal({ now, warn });
  const identify = createIdentify(store);
  const recognise = createRecognise(visitorCookie);

  return async (incoming) => {
    const received = now();
    const body = await parseBody(incoming.body);
    if ("refusal" in body) return body;
    const { envelope } = body;

    const refuse = (refusal: Refusal) => {
      tell(refusal, { origin: originOf(incoming.headers), key: envelope.key });
      return { refusal };
    };
    const found = await findSender(incoming, envelope.key);
    if ("refusal" in found) return refuse(found.refusal);
    const { sender } = found;
    if (envelope.events.length > BATCH_EVENTS) return { refusal: tooMany };
    const foreign = refuseOrigin(incoming, sender, isAllowed);
    if (foreign) return refuse(foreign);

    const { events: checked, rejected } = checkEvents(envelope, sender, received);
    const consent = sender.source === "page" ? parseConsent(envelope.consent, incoming.headers["sec-gpc"]) : undefined;
    const visitor = clean(envelope.visitor ?? "");
    const consents = consent && visitor !== "" ? [{ site: sender.site.id, visitor, consent, at: received }] : [];
    try {
      const events: IncomingEvent[] = [];
      const { cookie, cameWith } = recognise(incoming.headers.cookie, consent);
      for (const [i, event] of (await identify(checked, { site: sender.site, consent, now: received })).entries()) {
        if (typeof event !== "string") events.push(cameWith(event));
        else rejected.push({ id: checked[i]?.id ?? "", step: "directory", reason: event, refused: { site: sender.site.id, reason: event, received } });
      }
      for (const { step, reason } of rejected) metrics.count("parley_rejected_total", { step, reason });
      const stored = await store.append(events, rejected.map((one) => one.refused), consents);
      const duplicates = stored.filter((one) => one === "duplicate").length;
      for (const [i, event] of events.entries()) {
        if (stored[i] === "stored") countStored(metrics, event);
        else metrics.count("parley_duplicates_total");
      }
      const answer = { accepted: stored.length - duplicates, duplicates, rejected: rejected.map(({ id, reason }) => ({ id, reason })) };
      return { answer, ...(consents.length && stored.length && { cookie: cookie(await store.standing(sender.site.id, visitor)) }) };
    } catch (problem) {
      failed(problem);
      return { refusal: notStored };
    }
  };
}

const tooMany: Refusal = { status: 413, error: "too_many_events", message: `A batch holds at most ${BATCH_EVENTS} events. Send them in several.` };
const notStored: Refusal = { status: 503, error: "not_stored", message: "The events could not be written to disk. Send the same batch again later." };

function countStored(metrics: Metrics, event: StoredEvent): void {
  metrics.count("parley_events_total", { source: event.source });
  const drop = toDrop(event);
  if (drop) metrics.count("parley_sdk_dropped_total", { reason: drop.reason }, drop.count);
  const reason = degradedReason(event);
  if (reason !== undefined) metrics.count("parley_sdk_degraded_total", { reason });
}

interface Rejected {
  id: string;
  step: string;
  reason: Reason;
  refused: Refused;
}

function checkEvents({ events, sentAt, visitor }: Envelope, { site, source, agent }: Sender, received: number) {
  const context: Context = { source, received, sentAt, ...(agent !== undefined && { agent }) };
  const passed: StoredEvent[] = [];
  const rejected: Rejected[] = [];
  for (const given of events) {
    const event = passSteps(given, context);
    if ("event" in event) {
      passed.push({ ...event.event, data: event.event.data ?? {}, site: site.id, source, received, ...(visitor && { visitor: clean(visitor) }) });
      continue;
    }
    const number = source === "page" ? readNumber(given, clean(visitor ?? "")) : undefined;
    rejected.push({ id: readId(given), ...event, refused: { site: site.id, reason: event.reason, received, ...(number && { number }) } });
  }
  return { events: passed, rejected };
}

function passSteps(given: unknown, context: Context): { event: WireEvent } | { step: string; reason: Reason } {
  // The first step holds the event to its type; the cast only lets all steps have one signature.
  let event = given as WireEvent;
  for (const [step, pass] of STEPS) {
    const result = pass(event, context);
    if (typeof result === "string") return { step, reason: result };
    event = result;
  }
  return { event };
}

/** An event without a usable id can only be reported without one. */
function readId(given: unknown): string {
  const id = typeof given === "object" && given !== null && "id" in given ? given.id : "";
  return typeof id === "string" ? clean(id.slice(0, 255)) : "";
}

/** Which number of a session will be missing, if the event can tell that in spite of what is wrong with it. */
function readNumber(given: unknown, visitor: string): Refused["number"] {
  const { session, seq } = typeof given === "object" && given !== null ? (given as { session?: unknown; seq?: unknown }) : {};
  if (typeof session !== "string" || session === "" || session.length > ID_CHARS || clean(session) !== session) return undefined;
  return typeof seq === "number" && Number.isSafeInteger(seq) && seq >= 0 ? { session, visitor, seq } : undefined;
}
