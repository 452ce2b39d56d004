/** What supervisors ask of queues: the figures of a day, now and in quarters of an hour, and the day's conversations to take along. */
import { Readable } from "node:stream";
import type { FastifyReply } from "fastify";
import { isOwnQueue, type Handles } from "../../protocol/mayHandle";
import type { Caller, Guard } from "../access/callers";
import type { GuardedRoutes } from "../access/demandGuards";
import { dayIn, type DaySpan } from "../reports/dayIn";
import { conversationsCsv, figuresCsv } from "../reports/queueCsv";
import { queueReport } from "../reports/queueReport";
import type { QueueReport } from "../../protocol/queueReport";
import type { Store } from "../store/store";
import type { Begun } from "../store/waits";
import { sendProblem } from "./problem";

export interface QueueRoutes {
  store: Pick<Store, "waits" | "underWay" | "agentsFree" | "begun">;
  guarded: Guard;
  now: () => number;
}

const HOUR_MS = 3_600_000;
const wrongDay = { status: 400, error: "wrong_query", message: "Ask for ?day= with a day, 2026-11-27, and ?zone= with the name of a time zone, Europe/Berlin; without them for today, by UTC." };

export function addQueueRoutes(server: GuardedRoutes, { store, guarded, now }: QueueRoutes): void {
  const spanOf = (query: unknown): DaySpan | undefined => {
    const { day, zone = "UTC" } = query as { day?: unknown; zone?: unknown };
    return (day === undefined || typeof day === "string") && typeof zone === "string" ? dayIn({ day, zone, now: now() }) : undefined;
  };
  const report = async ({ site, handles }: Caller, span: DaySpan): Promise<QueueReport> => {
    const at = now();
    // Just after midnight the last hour is longer than the day.
    const from = at >= span.from && at < span.until ? Math.min(span.from, at - HOUR_MS) : span.from;
    const ours = <Of extends { queue?: string }>(all: Of[]) => (handles ? all.filter(({ queue }) => isOwnQueue(handles, queue)) : all);
    const free = [...(await store.agentsFree(site))].map(([queue, agents]) => ({ queue, agents }));
    return queueReport({
      span, now: at, waits: ours(await store.waits({ site, from, until: span.until })), underWay: ours(await store.underWay(site)),
      agents: new Map(ours(free).map(({ queue, agents }) => [queue, agents])),
    });
  };
  const csv = (reply: FastifyReply, name: string) => reply.type("text/csv; charset=utf-8").header("content-disposition", `attachment; filename="${name}.csv"`);

  server.get("/v1/queues/report", guarded("queues.see", async (caller, { query }, reply) => {
    const span = spanOf(query);
    return span ? report(caller, span) : sendProblem(reply, wrongDay);
  }));

  server.get("/v1/queues/report.csv", guarded("queues.see", async (caller, { query }, reply) => {
    const span = spanOf(query);
    return span ? csv(reply, `queues-${span.day}`).send(figuresCsv(await report(caller, span))) : sendProblem(reply, wrongDay);
  }));

  server.get("/v1/queues/conversations.csv", guarded("queues.see", async ({ site, handles }, { query }, reply) => {
    const span = spanOf(query);
    if (!span) return sendProblem(reply, wrongDay);
    const lines = conversationsCsv(own(store.begun({ site, from: span.from, until: span.until }), handles), { zone: span.zone, now: now() });
    return csv(reply, `conversations-${span.day}`).send(Readable.from(lines));
  }));
}

async function* own(begun: AsyncIterable<Begun>, handles: Handles = () => true): AsyncGenerator<Begun> {
  for await (const one of begun) if (handles(one)) yield one;
}
