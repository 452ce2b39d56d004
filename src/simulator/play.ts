/** Plays a day against a collector: each batch when its time has come, on a clock that may run faster than ours. */
import { BATCH_EVENTS, BODY_BYTES } from "../protocol/limits";
import type { Sent } from "./line";
import { pause } from "./pause";
import { createTally, type Counts } from "./tally";
import type { Delivery } from "./told";

/** How many times faster than real time, or as fast as the collector takes it. */
export type Speed = number | "max";

export interface PlayOptions {
  deliveries: Iterable<Delivery>;
  speed: Speed;
  /** When the day begins, milliseconds since 1970. */
  startsAt: number;
  send: (delivery: Delivery) => Promise<Sent>;
  now: () => number;
  signal: AbortSignal;
  /** Hears of every batch that is through. */
  progressed?: (progress: Progress) => void;
}

export interface Progress extends Counts {
  /** How far the day is: milliseconds since 1970, by the day's own clock. */
  at: number;
  events: number;
  duplicates: number;
  batches: number;
  /** Events that the collector did not take, by its reason. */
  rejected: { [reason: string]: number };
  /** How far the play is behind its own clock, milliseconds. */
  lateMs: number;
}

export type Played = Progress & { end: "over" | "stopped" | { refusal: string } };

/** Most requests at once: as many as a few dozen browsers and one server have. */
const REQUESTS = 24;
/** Longest that the contact centre's words wait for each other: the collector takes one large batch more easily than ten. */
const JOIN_MS = 50;
/** What a batch has besides its events. */
const ENVELOPE_BYTES = 1_000;

/**
 * Events tell when they happened. At speed 1 that is now. Faster, the day's minutes are so much shorter, and what takes five
 * minutes in a contact centre takes five seconds at speed 60 for the collector, too: nothing ever lies in the future. With `max`
 * times stay as they are, so the day should have begun so long ago that it is over.
 *
 * @returns how it went, when all has been told, or after what was under way where it was stopped
 */
export async function play({ deliveries, speed, startsAt, send, now, signal, progressed = () => {} }: PlayOptions): Promise<Played> {
  const tally = createTally();
  const progress = { at: startsAt, events: 0, duplicates: 0, batches: 0, rejected: {} as { [reason: string]: number }, lateMs: 0 };
  const underWay = new Set<Promise<void>>();
  let refusal: string | undefined;

  const real = (at: number) => (speed === "max" ? at : startsAt + (at - startsAt) / speed);
  const stamp = (delivery: Delivery): Delivery => ({ ...delivery, events: delivery.events.map((event) => ({ ...event, at: Math.min(now(), Math.floor(real(event.at))) })) });

  const deliver = async (delivery: Delivery) => {
    const sent = await send(stamp(delivery));
    if (sent === "stopped") return;
    if ("refusal" in sent) {
      refusal ??= `${sent.refusal.status} ${sent.refusal.error}: ${sent.refusal.message}`;
      return;
    }
    const { accepted, duplicates, rejected } = sent.answer;
    progress.events += accepted;
    progress.duplicates += duplicates;
    progress.batches++;
    progress.at = Math.max(progress.at, delivery.at);
    for (const { reason } of rejected) progress.rejected[reason] = (progress.rejected[reason] ?? 0) + 1;
    if (delivery.teller === "server") delivery.events.forEach(tally.hear);
    progressed({ ...progress, ...tally.counts() });
  };
  const begin = async (delivery: Delivery) => {
    while (underWay.size >= REQUESTS) await Promise.race(underWay);
    const one: Promise<void> = deliver(delivery).finally(() => underWay.delete(one));
    underWay.add(one);
  };
  const isOver = () => signal.aborted || refusal !== undefined;

  for (const delivery of joined(deliveries, speed)) {
    const waitMs = speed === "max" ? 0 : real(delivery.at) - now();
    progress.lateMs = Math.max(0, -waitMs);
    if (waitMs > 0) await pause(waitMs, signal);
    if (isOver()) break;
    await begin(delivery);
    if (isOver()) break;
  }
  await Promise.all(underWay);
  const end = refusal === undefined ? (signal.aborted ? "stopped" : "over") : { refusal };
  return { ...progress, ...tally.counts(), end };
}

/** Puts together what the contact centre tells within a moment of the real clock; pages send for themselves. */
function* joined(deliveries: Iterable<Delivery>, speed: Speed): Generator<Delivery> {
  let box: Delivery | undefined;
  let since = 0;
  let bytes = 0;
  const lingerMs = speed === "max" ? Infinity : JOIN_MS * speed;
  for (const delivery of deliveries) {
    if (box && delivery.at - since > lingerMs) {
      yield box;
      box = undefined;
    }
    if (delivery.teller === "page") {
      yield delivery;
      continue;
    }
    const more = JSON.stringify(delivery.events).length;
    if (box && (box.events.length + delivery.events.length > BATCH_EVENTS || bytes + more > BODY_BYTES - ENVELOPE_BYTES)) {
      yield box;
      box = undefined;
    }
    if (!box) {
      since = delivery.at;
      bytes = 0;
    }
    bytes += more;
    box = { ...delivery, events: [...(box?.events ?? []), ...delivery.events] };
  }
  if (box) yield box;
}
