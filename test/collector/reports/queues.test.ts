/** The addresses that tell of queues: figures in JSON, and files that spreadsheets open. */
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { QueueReport } from "../../../src/protocol/queueReport";
import { NOW, openCollector, type Collector } from "../openCollector";

let collector: Collector;
const MINUTE = 60_000;
const get = async (url: string, headers: { [name: string]: string } = { authorization: `Bearer ${collector.secret}` }) => collector.server.inject({ url, headers });

beforeAll(async () => {
  collector = await openCollector();
  const tell = async (conversation: string, minutesAgo: number, verb: string, body: object = {}) => {
    const answer = await collector.server.inject({ method: "POST", url: `/v1/conversations/${conversation}/${verb}`, headers: { authorization: `Bearer ${collector.secret}` }, payload: { at: NOW - minutesAgo * MINUTE, ...body } });
    expect(answer.statusCode).toBe(202);
  };
  await tell("answered", 50, "start", { channel: "call", queue: "=1+1" });
  await tell("answered", 48, "connect", { agent: "Jürgen \"J\" Groß" });
  await tell("answered", 30, "end", { by: "agent" });
  await tell("answered", 29, "wrap-up", { code: "-Sale" });
  await tell("gone", 90, "start", { channel: "chat", queue: "Sales" });
  await tell("gone", 80, "end", { by: "customer" });
  await tell("here", 3, "start", { channel: "chat", queue: "Sales" });
  await tell("ours", 20, "start", { channel: "call", direction: "outbound" });
});
afterAll(() => collector.close());

it("tells of today, of which something is live, and of other days", async () => {
  const report = (await get("/v1/queues/report?zone=Europe/Berlin")).json() as QueueReport;
  expect(report).toMatchObject({ day: "2026-11-20", zone: "Europe/Berlin", all: { started: 3, answered: 1, abandoned: 1, medianWaitMs: 6 * MINUTE, live: { waiting: 1, connected: 0, waitingSince: NOW - 3 * MINUTE, hour: { answered: 1, abandoned: 0 } } } });
  expect(report.queues.map(({ queue, started }) => [queue, started])).toEqual([["=1+1", 1], ["Sales", 2]]);
  expect(report.quarters).toHaveLength(96);
  const before = (await get("/v1/queues/report?day=2026-11-19&zone=Europe/Berlin")).json() as QueueReport;
  expect([before.all, before.queues]).toEqual([{ started: 0, answered: 0, abandoned: 0 }, []]);
});

it("tells the quarters of one queue, or of those that were in none, and of none that is several", async () => {
  const of = async (query: string) => ((await get(`/v1/queues/report?zone=UTC${query}`)).json() as QueueReport).quarters.filter(({ started, answered, abandoned }) => started + answered + abandoned);
  expect(await of("&queue=Sales")).toEqual([
    { at: NOW - 90 * MINUTE, started: 1, answered: 0, abandoned: 1, medianWaitMs: 10 * MINUTE }, { at: NOW - 15 * MINUTE, started: 1, answered: 0, abandoned: 0 },
  ]);
  expect(await of("&queue=")).toEqual([]);
  expect(await of("&queue=nobody's")).toEqual([]);
  expect(await of("")).toHaveLength(3);
  expect((await get("/v1/queues/report?queue=a&queue=b")).statusCode).toBe(400);
});

it("writes figures that a spreadsheet opens, and computes nothing of", async () => {
  const answer = await get("/v1/queues/report.csv?day=2026-11-20&zone=Europe/Berlin");
  expect(answer.headers).toMatchObject({ "content-type": "text/csv; charset=utf-8", "content-disposition": 'attachment; filename="queues-2026-11-20.csv"' });
  expect(answer.rawPayload.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
  const rows = parse(answer.payload, { bom: true, columns: true }) as { [column: string]: string }[];
  expect(rows.map(({ queue, started, abandoned, abandonedShare, longestWaitSeconds }) => [queue, started, abandoned, abandonedShare, longestWaitSeconds])).toEqual([
    ["'=1+1", "1", "0", "0", ""], ["Sales", "2", "1", "1", "180"], ["(all)", "3", "1", "0.5", "180"],
  ]);
});

it("writes the day's conversations, outbound ones too, and nobody's name but agents'", async () => {
  const answer = await get("/v1/queues/conversations.csv?day=2026-11-20&zone=Europe/Berlin");
  const rows = parse(answer.payload, { bom: true, columns: true }) as { [column: string]: string }[];
  expect(rows.map(({ conversation }) => conversation)).toEqual(["gone", "answered", "ours", "here"]);
  expect(rows[1]).toEqual({
    conversation: "answered", channel: "call", direction: "", vendor: "", status: "wrapped_up", queues: "'=1+1", agents: 'Jürgen "J" Groß', started: "2026-11-20 12:10:00", answered: "2026-11-20 12:12:00",
    ended: "2026-11-20 12:30:00", endedBy: "agent", wrappedUp: "2026-11-20 12:31:00", code: "'-Sale", waitedSeconds: "120", talkedSeconds: "1080", afterCallSeconds: "60", zone: "Europe/Berlin",
  });
});

it.each(["?day=2026-02-30", "?zone=Mars", "?day=a&day=b", "?zone="])("refuses %s", async (query) => {
  for (const path of ["report", "report.csv", "conversations.csv"]) expect((await get(`/v1/queues/${path}${query}`)).statusCode).toBe(400);
});

it("tells nobody without a login or the secret key", async () => {
  expect((await get("/v1/queues/report", {})).statusCode).toBe(401);
});
