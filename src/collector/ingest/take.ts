/** What every event passes, whoever brings it: checked one by one, recognised, and kept; the answer comes after the commit. */
import type { Answer, Customer, StoredEvent, WireEvent } from "../../protocol/event";
import { ID_CHARS, OFFERING_BATCH_MS } from "../../protocol/limits";
import { parseConsent } from "../contacts/consent";
import { degradedReason, toDrop } from "../fold/loss";
import type { Metrics } from "../metrics";
import type { IncomingEvent, Refused, Store } from "../store/store";
import { createDescribe, type Told } from "../visits/describe";
import { clean } from "./clean";
import { createClocks } from "./clocks";
import { createEnrich } from "./enrich";
import { createIdentify } from "./identify";
import { createLink } from "./link";
import { createOwn } from "./own";
import { recognise } from "./recognise";
import type { Refusal } from "./refusal";
import type { Envelope } from "./schema";
import type { Sender } from "./sender";
import { STEPS, type Context, type Reason } from "./steps";
import type { VisitorCookies } from "./visitorCookie";

export interface TakeDependencies {
  store: Store;
  metrics: Metrics;
  visitorCookies: VisitorCookies;
  /** Hears why a commit failed. */
  failed: (problem: unknown) => void;
}

/** Who brings the events, and when they came by the collector's clock. */
export interface Origin {
  sender: Sender;
  received: number;
  /** Of a browser's request: its cookie, what it says of consent, and how it names itself. */
  headers?: Told["headers"] & { cookie?: string | undefined; "sec-gpc"?: string | string[] | undefined };
  place?: Told["place"];
}

/** `cookie` is a `Set-Cookie` value that goes with the answer to a browser. */
export type Take = (envelope: Pick<Envelope, "events" | "sentAt" | "visitor" | "consent">, origin: Origin) => Promise<{ answer: Answer; cookie?: string | undefined } | { refusal: Refusal }>;

export function createTake({ store, metrics, visitorCookies, failed }: TakeDependencies): Take {
  const identify = createIdentify(store);
  const link = createLink(store);
  const own = createOwn(store);
  const enrich = createEnrich(createDescribe());
  const clocks = createClocks();

  return async (envelope, { sender, received, headers = {}, place }) => {
    const visitor = clean(envelope.visitor ?? "");
    const key = visitor === "" ? undefined : `${sender.site.id} ${visitor}`;
    // Agents and servers speak of the same moments from different clocks, and who was first decides what a card shows.
    const offMs = sender.source === "page" ? clocks.offMs(key, envelope.sentAt, received) : received - envelope.sentAt;
    const { events: checked, rejected } = checkEvents(envelope.events, { visitor, offMs }, sender, received);
    const consent = sender.source === "page" ? parseConsent(envelope.consent, headers["sec-gpc"]) : undefined;
    const consents = consent && visitor !== "" ? [{ site: sender.site.id, visitor, consent, at: received }] : [];
    try {
      const events: IncomingEvent[] = [];
      const { cookie, cameWith } = recognise(await visitorCookies(sender.site), { cookies: headers.cookie, consent });
      for (const [i, event] of (await identify(checked, { site: sender.site, consent, now: received })).entries()) {
        const linked = typeof event === "string" ? event : await link(withCustomer(event), sender.handles);
        const found = typeof linked === "string" ? linked : await own(linked, sender.handles);
        if (typeof found !== "string") events.push(enrich(cameWith(found), { headers, place }, consent));
        else rejected.push({ id: checked[i]?.id ?? "", step: "directory", reason: found, refused: { site: sender.site.id, reason: found, received } });
      }
      for (const { step, reason } of rejected) metrics.count("parley_rejected_total", { step, reason });
      const stored = await store.append(events, rejected.map((one) => one.refused), consents);
      const duplicates = stored.filter((one) => one === "duplicate").length;
      for (const [i, event] of events.entries()) {
        if (stored[i] === "stored") countStored(metrics, event);
        else metrics.count("parley_duplicates_total");
      }
      const answer: Answer = { accepted: stored.length - duplicates, duplicates, rejected: rejected.map(({ id, reason }) => ({ id, reason })) };
      const said = sender.source === "page" && visitor !== "" ? await store.rulePushes({ site: sender.site.id, visitor, now: received }) : undefined;
      if (said?.pushes.length) Object.assign(answer, { push: said.pushes });
      if (said?.isOffering) Object.assign(answer, { next: OFFERING_BATCH_MS });
      return { answer, ...(consents.length && stored.length && { cookie: cookie(await store.standing(sender.site.id, visitor)) }) };
    } catch (problem) {
      failed(problem);
      return { refusal: notStored };
    }
  };
}

const notStored: Refusal = { status: 503, error: "not_stored", message: "The events could not be written to disk. Send the same batch again later." };

function countStored(metrics: Metrics, event: StoredEvent): void {
  metrics.count("parley_events_total", { source: event.source });
  const drop = toDrop(event);
  if (drop) metrics.count("parley_sdk_dropped_total", { reason: drop.reason }, drop.count);
  const reason = degradedReason(event);
  if (reason !== undefined) metrics.count("parley_sdk_degraded_total", { reason });
}

/** Whom a conversation is with goes its own way from here: the log does not have it in clear. */
function withCustomer(event: IncomingEvent): IncomingEvent {
  const { customer, ...data } = event.data;
  return event.source === "server" && typeof customer === "object" && customer !== null ? { ...event, data, customer: customer as Customer } : event;
}

interface Rejected {
  id: string;
  step: string;
  reason: Reason;
  refused: Refused;
}

function checkEvents(events: Envelope["events"], { visitor, offMs }: { visitor: string; offMs: number }, { site, source, agent }: Sender, received: number) {
  const context: Context = { source, received, offMs, ...(agent !== undefined && { agent }) };
  const passed: StoredEvent[] = [];
  const rejected: Rejected[] = [];
  for (const given of events) {
    const event = passSteps(given, context);
    if ("event" in event) {
      passed.push({ ...event.event, data: event.event.data ?? {}, site: site.id, source, received, ...(visitor && { visitor }) });
      continue;
    }
    const number = source === "page" ? readNumber(given, visitor) : undefined;
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
