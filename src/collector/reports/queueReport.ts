/** Makes the figures of queues of what the store knows: a pure function. */
import { QUARTER_MS, type LiveFigures, type QueueCounts, type QueueFigures, type QueueReport } from "../../protocol/queueReport";
import type { UnderWay, Wait } from "../store/waits";
import type { DaySpan } from "./dayIn";

const HOUR_MS = 3_600_000;

export interface QueueFacts {
  span: DaySpan;
  now: number;
  /** Those that began within the span, or came to be answered or given up in it. */
  waits: Wait[];
  underWay: UnderWay[];
  /** Free agents by queue. */
  agents: ReadonlyMap<string, number>;
  /** Of which queue the quarters of an hour are told, `""` for those that were in none; of all without. */
  quartersOf?: string | undefined;
}

export function queueReport({ span, now, waits, underWay, agents, quartersOf }: QueueFacts): QueueReport {
  const { day, zone, from, until } = span;
  const isToday = now >= from && now < until;
  const names = new Set([...waits, ...(isToday ? underWay : [])].map(({ queue }) => queue));
  if (isToday) for (const queue of agents.keys()) names.add(queue);
  const figures = (isOf: (queue: string | undefined) => boolean, free: number | undefined): QueueFigures => {
    const own = waits.filter(({ queue }) => isOf(queue));
    return { ...countsOf(own, span), ...median(own, span), ...(isToday && { live: liveOf(own, underWay.filter(({ queue }) => isOf(queue)), now, free) }) };
  };
  return {
    day, zone, from, until, now,
    all: figures(() => true, agents.size ? [...agents.values()].reduce((sum, count) => sum + count, 0) : undefined),
    queues: [...names].sort(byName).map((name) => ({ ...(name !== undefined && { queue: name }), ...figures((queue) => queue === name, name === undefined ? undefined : agents.get(name)) })),
    quarters: quarters(quartersOf === undefined ? waits : waits.filter(({ queue = "" }) => queue === quartersOf), span),
  };
}

/** What has no name comes last. */
const byName = (a: string | undefined, b: string | undefined) => (a === undefined ? 1 : b === undefined ? -1 : a < b ? -1 : 1);

type Within = Pick<DaySpan, "from" | "until">;
const isIn = (at: number | undefined, { from, until }: Within): at is number => at !== undefined && at >= from && at < until;
const decidedAt = ({ answeredAt, abandonedAt }: Wait) => answeredAt ?? abandonedAt;

function countsOf(waits: Wait[], within: Within): QueueCounts {
  const counts = { started: 0, answered: 0, abandoned: 0 };
  for (const { startedAt, answeredAt, abandonedAt } of waits) {
    if (isIn(startedAt, within)) counts.started++;
    if (isIn(answeredAt, within)) counts.answered++;
    if (isIn(abandonedAt, within)) counts.abandoned++;
  }
  return counts;
}

const median = (waits: Wait[], within: Within) => middle(waits.filter((wait) => isIn(decidedAt(wait), within)).map(waitedMs));
const waitedMs = (wait: Wait) => Math.max(0, decidedAt(wait)! - wait.startedAt);

function middle(spans: number[]): { medianWaitMs?: number } {
  const times = spans.sort((a, b) => a - b);
  const [low, high] = [times[Math.floor((times.length - 1) / 2)], times[Math.floor(times.length / 2)]];
  return low === undefined || high === undefined ? {} : { medianWaitMs: Math.round((low + high) / 2) };
}

function liveOf(waits: Wait[], underWay: UnderWay[], now: number, agents: number | undefined): LiveFigures {
  const waiting = underWay.filter(({ status }) => status === "waiting");
  const { answered, abandoned } = countsOf(waits, { from: now - HOUR_MS, until: now + 1 });
  return {
    waiting: waiting.length,
    connected: underWay.length - waiting.length,
    ...(waiting.length > 0 && { waitingSince: Math.min(...waiting.map(({ since }) => since)) }),
    hour: { answered, abandoned },
    ...(agents !== undefined && { agents }),
  };
}

function quarters(waits: Wait[], { from, until }: Within): QueueReport["quarters"] {
  const list = Array.from({ length: Math.ceil((until - from) / QUARTER_MS) }, (_, i) => ({ at: from + i * QUARTER_MS, started: 0, answered: 0, abandoned: 0 }));
  const count = (at: number | undefined, what: keyof QueueCounts) => {
    if (isIn(at, { from, until })) list[Math.floor((at - from) / QUARTER_MS)]![what]++;
  };
  const spans = list.map((): number[] => []);
  for (const wait of waits) {
    count(wait.startedAt, "started");
    count(wait.answeredAt, "answered");
    count(wait.abandonedAt, "abandoned");
    const at = decidedAt(wait);
    if (isIn(at, { from, until })) spans[Math.floor((at - from) / QUARTER_MS)]!.push(waitedMs(wait));
  }
  return list.map((quarter, i) => ({ ...quarter, ...middle(spans[i]!) }));
}
