/** The figures of queues, against the cards of a simulated day counted one by one. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dayIn } from "../../../src/collector/reports/dayIn";
import { queueReport } from "../../../src/collector/reports/queueReport";
import { createSqliteStore } from "../../../src/collector/store/sqlite";
import type { Store } from "../../../src/collector/store/store";
import type { ConversationCard } from "../../../src/protocol/card";
import type { QueueFigures } from "../../../src/protocol/queueReport";
import { createTrace, SITE } from "../../simulator/trace";
import { MASTER_KEYS, openInMemory } from "../openInMemory";

const HOUR = 3_600_000;
const MINUTE = 60_000;
const BATCH = 200;
/** The simulated day begins at eight, by UTC. */
const DAY = Date.UTC(2026, 10, 20);

type Database = Awaited<ReturnType<typeof openInMemory>>;

/** What the store has at a moment of the day. */
async function at(now: number, seed: string): Promise<{ store: Store; cards: ConversationCard[]; database: Database }> {
  const database = await openInMemory();
  const store = createSqliteStore({ database, masterKeys: MASTER_KEYS, foldFailed: (problem) => { throw problem; }, now: () => now });
  const events = createTrace(seed, 400, 200).filter((event) => event.at <= now).map((event) => ({ ...event, received: event.at }));
  const agents = ["Sales", "Support"].map((queue, i) => ({ site: SITE, id: `free-${i}`, type: "queue.changed", at: now, received: now, source: "server" as const, data: { queue, agents: i + 2 } }));
  for (let i = 0; i < events.length; i += BATCH) await store.append(events.slice(i, i + BATCH));
  await store.append(agents);
  const { cards } = await store.cards({ site: SITE, limit: 1_000_000 });
  return { store, database, cards: cards.filter((card): card is ConversationCard => card.kind === "conversation") };
}

/** One after the other, as somebody would who has only cards and a pencil. */
function counted(cards: ConversationCard[], { from, until }: { from: number; until: number }, now: number) {
  const seen = cards.filter(({ status, direction }) => status !== "pending" && status !== "linked" && direction !== "outbound");
  const within = (time: number | undefined, first = from, end = until) => time !== undefined && first <= time && time < end;
  const gaveUp = ({ endedBy, connectedAt, endedAt }: ConversationCard) => (endedBy === "customer" && connectedAt === undefined ? endedAt : undefined);
  const of = (own: ConversationCard[]) => {
    const times = own.flatMap((card) => {
      const decided = card.connectedAt ?? gaveUp(card);
      return within(decided) ? [decided! - card.startedAt] : [];
    }).sort((a, b) => a - b);
    const waiting = own.filter(({ status }) => status === "waiting");
    return {
      started: own.filter((card) => within(card.startedAt)).length,
      answered: own.filter((card) => within(card.connectedAt)).length,
      abandoned: own.filter((card) => within(gaveUp(card))).length,
      ...(times.length && { medianWaitMs: Math.round((times[(times.length - 1) >> 1]! + times[times.length >> 1]!) / 2) }),
      ...(within(now) && {
        live: {
          waiting: waiting.length, connected: own.filter(({ status }) => status === "connected").length,
          ...(waiting.length && { waitingSince: Math.min(...waiting.map(({ since }) => since)) }),
          hour: { answered: own.filter((card) => within(card.connectedAt, now - HOUR, now + 1)).length, abandoned: own.filter((card) => within(gaveUp(card), now - HOUR, now + 1)).length },
        },
      }),
    };
  };
  const queues = new Map<string, ReturnType<typeof of>>();
  for (const name of new Set(seen.map((card) => card.queues.at(-1) ?? ""))) queues.set(name, of(seen.filter((card) => (card.queues.at(-1) ?? "") === name)));
  const quarters = [];
  for (let first = from; first < until; first += 15 * MINUTE) {
    const end = Math.min(first + 15 * MINUTE, until);
    const many = (time: (card: ConversationCard) => number | undefined) => seen.filter((card) => within(time(card), first, end)).length;
    const spans = seen.flatMap((card) => (within(card.connectedAt ?? gaveUp(card), first, end) ? [(card.connectedAt ?? gaveUp(card))! - card.startedAt] : [])).sort((a, b) => a - b);
    const medianWaitMs = Math.round((spans[(spans.length - 1) >> 1]! + spans[spans.length >> 1]!) / 2);
    quarters.push({ at: first, started: many((card) => card.startedAt), answered: many((card) => card.connectedAt), abandoned: many(gaveUp), ...(spans.length && { medianWaitMs }) });
  }
  return { all: of(seen), queues, quarters };
}

const withoutAgents = ({ live, ...rest }: QueueFigures) => ({ ...rest, ...(live && { live: (({ agents: _agents, ...told }) => told)(live) }) });

describe.each([["one", 8 * HOUR + 20 * MINUTE], ["two", 10 * HOUR + 7 * MINUTE], ["three", 14 * HOUR], ["four", 30 * HOUR]])("At a moment of the day “%s”", (seed, after) => {
  const now = DAY + after;
  let known: Awaited<ReturnType<typeof at>>;
  beforeAll(async () => {
    known = await at(now, seed);
  });
  afterAll(() => known.store.close());

  it.each(["UTC", "Europe/Berlin", "Asia/Kathmandu", "Pacific/Kiritimati"])("the figures are those of the cards, by the clocks of %s", async (zone) => {
    for (const day of ["2026-11-19", "2026-11-20", "2026-11-21"]) {
      const span = dayIn({ day, zone, now })!;
      const [waits, underWay, agents] = [await known.store.waits({ site: SITE, from: Math.min(span.from, now - HOUR), until: span.until }), await known.store.underWay(SITE), await known.store.agentsFree(SITE)];
      const report = queueReport({ span, now, waits, underWay, agents });
      const naive = counted(known.cards, span, now);
      expect(withoutAgents(report.all)).toEqual(naive.all);
      expect(report.quarters).toEqual(naive.quarters);
      for (const { queue = "" } of report.queues) {
        const own = queueReport({ span, now, waits, underWay, agents, quartersOf: queue });
        expect(own.quarters).toEqual(counted(known.cards.filter((card) => (card.queues.at(-1) ?? "") === queue), span, now).quarters);
        expect({ ...own, quarters: [] }).toEqual({ ...report, quarters: [] });
      }
      for (const { queue, ...figures } of report.queues) expect([queue, withoutAgents(figures)]).toEqual([queue, naive.queues.get(queue ?? "") ?? expect.objectContaining({ started: 0, answered: 0, abandoned: 0 })]);
      const isAmong = (name: string) => report.queues.some(({ queue }) => (queue ?? "") === name);
      for (const [name, { started, answered, abandoned }] of naive.queues) if (started + answered + abandoned) expect([name, isAmong(name)]).toEqual([name, true]);
      if (day === "2026-11-20" && zone === "UTC") expect(report.all.started).toBeGreaterThan(5);
      if (report.all.live) expect([report.all.live.agents, report.queues.find(({ queue }) => queue === "Support")?.live?.agents]).toEqual([5, 3]);
    }
  });

  it("the conversations that began on the day are all there, oldest first", async () => {
    const ids: string[] = [];
    for await (const { id } of known.store.begun({ site: SITE, from: DAY, until: DAY + 24 * HOUR })) ids.push(id);
    const expected = known.cards.filter(({ status, startedAt }) => status !== "pending" && status !== "linked" && startedAt < DAY + 24 * HOUR).sort((a, b) => a.startedAt - b.startedAt || (a.id < b.id ? -1 : 1));
    expect(ids).toEqual(expected.map(({ id }) => id));
  });
});

it("a day is read from indexes alone", async () => {
  const { store, database } = await at(DAY + 9 * HOUR, "one");
  const plan = (sql: string) => (database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all() as { detail: string }[]).map(({ detail }) => detail);
  const columns = "queue, started_at, answered_at, decided_at";
  expect(plan(`SELECT ${columns} FROM conversations WHERE site = 's' AND started_at >= 1 AND started_at < 2 AND waited = 1`)).toEqual([expect.stringContaining("USING COVERING INDEX conversations_begun (site=? AND started_at>? AND started_at<?)")]);
  expect(plan(`SELECT ${columns} FROM conversations WHERE site = 's' AND decided_at >= 1 AND decided_at < 2 AND waited = 1`)).toEqual([expect.stringContaining("USING COVERING INDEX conversations_decided (site=? AND decided_at>? AND decided_at<?)")]);
  await store.close();
});
