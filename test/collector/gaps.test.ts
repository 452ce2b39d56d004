import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import type { DatabaseSyncInstance } from "@photostructure/sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { degradedReason, toDrop } from "../../src/collector/fold/loss";
import { openDatabase } from "../../src/collector/store/open";
import { createSqliteStore } from "../../src/collector/store/sqlite";
import type { Refused, Store } from "../../src/collector/store/store";
import type { StoredEvent } from "../../src/protocol/event";
import type { Health, Range, SessionGap } from "../../src/protocol/health";
import { DROPPED_PER_REPORT, GAP_SETTLE_MS, REFUSED_NUMBERS, REFUSED_WAITING } from "../../src/protocol/limits";
import { MASTER_KEYS, openInMemory } from "./openInMemory";

let database: DatabaseSyncInstance;
let store: Store;
const T = 1_800_000_000_000;
const MINUTE = 60_000;

beforeEach(async () => {
  database = await openInMemory();
  store = createSqliteStore({ database, masterKeys: MASTER_KEYS });
});
afterEach(() => database.close());

let made = 0;
const event = (more: Partial<StoredEvent> = {}): StoredEvent => ({
  id: `e${++made}`, type: "page.viewed", at: T, received: T, site: "s1", source: "page", visitor: "v1", session: "w1", data: {}, ...more,
});
const numbers = (...seqs: number[]) => seqs.map((seq) => event({ seq }));
const dropped = (count: unknown, more: Partial<StoredEvent> = {}, data: object = {}) => event({ type: "sdk.dropped", data: { reason: "full", count, ...data }, ...more });
const refused = (seq: number, more: Partial<NonNullable<Refused["number"]>> = {}, reason = "too_large"): Refused =>
  ({ site: "s1", reason, received: T, number: { session: "w1", visitor: "v1", seq, ...more } });
const health = (now = T, site = "s1") => store.health({ site, now, limit: 50 });
const gap = async () => (await health()).sessions[0];
const counts = (now = T + GAP_SETTLE_MS) => store.gaps(now);
const rows = (table: string) => (database.prepare(`SELECT count(*) AS n FROM ${table}`).get() as { n: number }).n;

describe("The numbers that a session misses", () => {
  it("are known exactly, and none is missing when all have come", async () => {
    await store.append(numbers(0, 1, 2, 8, 3, 13, 9, 10, 11));
    expect(await gap()).toEqual({
      session: "w1", code: expect.stringMatching(/^\d{6}$/), visitor: "v1", stored: 9, expected: 14, refused: [], dropped: [], unexplained: 5,
      missing: [[4, 7], [12, 12]], more: false, heardAt: T,
    });
    await store.append(numbers(4, 7, 6, 5));
    expect(await gap()).toMatchObject({ stored: 13, unexplained: 1, missing: [[12, 12]] });
    await store.append(numbers(12));
    expect([await gap(), await counts()]).toEqual([undefined, { open: 0, settling: 0, explained: 0, missing: 0 }]);
  });

  it("begin with the first number", async () => {
    await store.append(numbers(2));
    expect(await gap()).toMatchObject({ missing: [[0, 1]], expected: 3 });
  });

  it("are not hidden by a number that was used twice", async () => {
    await store.append(numbers(0, 2, 2, 2));
    expect(await gap()).toMatchObject({ stored: 2, expected: 3, unexplained: 1, missing: [[1, 1]] });
  });

  it("are neither filled nor made by what another visitor tells", async () => {
    await store.append(numbers(0, 2));
    await store.append([event({ seq: 1, visitor: "thief", received: T + 1 }), event({ seq: 900, visitor: "thief", received: T + 1 })]);
    expect(await gap()).toMatchObject({ visitor: "v1", missing: [[1, 1]], expected: 3 });
  });

  it("may still come while the session was heard of in the last minute", async () => {
    await store.append(numbers(0, 4));
    expect(await counts(T + GAP_SETTLE_MS - 1)).toEqual({ open: 0, settling: 1, explained: 0, missing: 0 });
    expect(await counts(T + GAP_SETTLE_MS)).toEqual({ open: 1, settling: 0, explained: 0, missing: 3 });
    await store.append([event({ received: T + MINUTE })]);
    expect(await counts(T + GAP_SETTLE_MS)).toMatchObject({ open: 0, settling: 1 });
    expect((await gap())?.heardAt).toBe(T + MINUTE);
  });

  it("are reckoned again for the sessions of a commit only", async () => {
    await store.append(numbers(0, 2));
    database.exec("DELETE FROM gaps");
    await store.append([event({ session: "w2", seq: 1 })]);
    expect((await health()).sessions.map(({ session }) => session)).toEqual(["w2"]);
  });

  it("are listed in bounds, however many they are", async () => {
    await store.append(numbers(...Array.from({ length: 60 }, (_, i) => i * 2)));
    const listed = await gap();
    expect([listed?.missing.length, listed?.more, listed?.unexplained]).toEqual([20, true, 59]);
    await store.append(Array.from({ length: 80 }, (_, i) => event({ session: `x${i}`, seq: 1 })));
    expect([(await health()).sessions.length, (await counts()).open]).toEqual([50, 81]);
    await store.append(Array.from({ length: 60 }, (_, i) => dropped(1, { session: `x${i}` })));
    const { sessions } = await health();
    expect([sessions.length, sessions.filter(({ unexplained }) => unexplained).length, (await counts()).explained]).toEqual([50, 21, 60]);
  });

  it("cannot be made too large to read", async () => {
    await store.append(Array.from({ length: 1_100 }, (_, i) => event({ session: `x${i}`, seq: Number.MAX_SAFE_INTEGER })));
    const { open, missing } = await counts();
    expect([open, missing > 1e18]).toEqual([1_100, true]);
    expect((await gap())?.missing).toEqual([[0, Number.MAX_SAFE_INTEGER - 1]]);
  });

  it("are found without reading the log, in every question that is asked of it", async () => {
    const asked: string[] = [];
    const listening = { exec: () => {}, prepare: (sql: string) => (asked.push(sql), database.prepare(sql)) };
    // As much of a database as the store's beginning uses.
    createSqliteStore({ database: listening as unknown as DatabaseSyncInstance, masterKeys: MASTER_KEYS });
    const plans = asked.flatMap((sql) => (database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all() as { detail: string }[]).map(({ detail }) => ({ sql, detail })));
    expect(plans.length).toBeGreaterThan(50);
    const byNumber = plans.filter(({ sql, detail }) => /^SEARCH events\b/.test(detail) && /WHERE[^]*\bseq (= |IS NOT NULL)/.test(sql));
    expect([byNumber.length > 2, byNumber.filter(({ detail }) => !detail.includes("events_by_number"))]).toEqual([true, []]);
    expect(plans.filter(({ detail }) => /^SCAN (events|sessions|drops|refusals|r|s|tallies)\b/.test(detail))).toEqual([]);
  });
});

describe("A drop that a page reports", () => {
  it("explains the gap of its own session", async () => {
    await store.append([...numbers(0, 4, 5), dropped(2, { seq: 6 })]);
    expect(await gap()).toMatchObject({ dropped: [{ reason: "full", count: 2 }], missing: [[1, 3]], unexplained: 1 });
    await store.append([dropped(1, { seq: 7 }, { reason: "too_large" })]);
    expect(await gap()).toMatchObject({ dropped: [{ reason: "full", count: 2 }, { reason: "too_large", count: 1 }], unexplained: 0 });
    expect(await counts()).toEqual({ open: 0, settling: 0, explained: 1, missing: 0 });
  });

  it("explains that of an earlier session of the same visitor, before or after its events", async () => {
    const late = () => dropped(2, { session: "w2", seq: 0 }, { session: "w1" });
    await store.append([late()]);
    expect((await health()).sessions).toEqual([]);
    await store.append(numbers(0, 3));
    expect(await gap()).toMatchObject({ session: "w1", unexplained: 0, missing: [[1, 2]] });
    await store.append(numbers(6));
    expect(await gap()).toMatchObject({ unexplained: 2 });
    await store.append([{ ...late(), session: "w3" }]);
    expect(await gap()).toMatchObject({ unexplained: 0 });
  });

  it("counts once, however often it comes", async () => {
    const report = dropped(1, { seq: 3 });
    await store.append([...numbers(0), report, report]);
    await store.append([report]);
    expect(await gap()).toMatchObject({ dropped: [{ count: 1 }], unexplained: 1 });
  });

  it("of more than is missing explains no more than that", async () => {
    await store.append([...numbers(0, 2), dropped(50, { seq: 3 })]);
    expect(await gap()).toMatchObject({ unexplained: 0 });
  });

  it("is nobody's but the visitor's whose session it is", async () => {
    await store.append(numbers(0, 2));
    await store.append([
      dropped(1, { visitor: "thief" }), dropped(1, { visitor: "thief", session: "w9" }, { session: "w1" }),
      dropped(1, { visitor: undefined as never }), dropped(1, { visitor: undefined as never, session: "w9" }, { session: "w1" }), dropped(1, { source: "server" }),
    ]);
    expect(await gap()).toMatchObject({ dropped: [], unexplained: 1 });
  });

  it("of a page without a visitor is about its own session only, where nobody is known to be the visitor", async () => {
    const nobody = { visitor: undefined as never, session: "w5" };
    await store.append([event({ ...nobody, seq: 0 }), event({ ...nobody, seq: 3 }), dropped(1, { ...nobody, session: "w6" }, { session: "w5" })]);
    expect(await gap()).toMatchObject({ session: "w5", visitor: "", dropped: [], unexplained: 2 });
    await store.append([dropped(1, nobody)], [refused(1, { session: "w5", visitor: "" })]);
    expect(await gap()).toMatchObject({ dropped: [{ count: 1 }], refused: [{ count: 1 }], unexplained: 0 });
  });

  it.each([[0], [-1], [1.5], ["2"], [null], [undefined], [Infinity]])("of %j events says nothing", (count) => {
    expect(toDrop(dropped(count))).toBeUndefined();
  });

  it("names its session as a text, or none", () => {
    for (const session of ["", 5, null, "x".repeat(256)]) expect(toDrop(dropped(1, {}, { session }))).toBeUndefined();
    expect(toDrop(event({ type: "sdk.dropped", session: undefined as never, data: { count: 1 } }))).toBeUndefined();
    expect(toDrop(event({ data: { count: 1, reason: "full" } }))).toBeUndefined();
    expect(toDrop(dropped(1e300))?.count).toBe(DROPPED_PER_REPORT);
  });

  it("has one of few reasons, and so has storage that failed", () => {
    expect(["full", "refused", "too_large", "made up", 5].map((reason) => toDrop(dropped(1, {}, { reason }))?.reason)).toEqual(["full", "refused", "too_large", "other", "other"]);
    const degraded = (reason: unknown, more = {}) => degradedReason(event({ type: "sdk.degraded", data: { reason }, ...more }));
    expect([degraded("SecurityError"), degraded("made up"), degraded("full", { source: "server" }), degradedReason(event())]).toEqual(["SecurityError", "other", undefined, undefined]);
  });
});

describe("A number that the collector refused", () => {
  it("explains its gap, and is listed by its reason", async () => {
    await store.append(numbers(0, 5), [refused(1), refused(2, {}, "wrong_type"), refused(3, {}, "wrong_type")]);
    expect(await gap()).toMatchObject({ refused: [{ reason: "wrong_type", count: 2 }, { reason: "too_large", count: 1 }], missing: [[4, 4]], unexplained: 1 });
    await store.append([], [refused(4)]);
    expect(await gap()).toMatchObject({ missing: [], unexplained: 0 });
    expect(await counts()).toMatchObject({ open: 0, explained: 1 });
  });

  it("counts once, however often it comes, and not when it has come after all", async () => {
    for (let i = 0; i < 3; i++) await store.append([], [refused(1), refused(1)]);
    await store.append(numbers(0, 3), [refused(1)]);
    expect(await gap()).toMatchObject({ refused: [{ count: 1 }], missing: [[2, 2]], unexplained: 1 });
    await store.append(numbers(1));
    expect(await gap()).toMatchObject({ stored: 3, refused: [], missing: [[2, 2]], unexplained: 1 });
  });

  it("has the same reason in whatever order two came", async () => {
    await store.append([...numbers(0, 2), event({ session: "w2", seq: 0 }), event({ session: "w2", seq: 2 })]);
    await store.append([], [refused(1, {}, "wrong_at"), refused(1, {}, "too_large"), refused(1, { session: "w2" }, "too_large"), refused(1, { session: "w2" }, "wrong_at")]);
    expect((await health()).sessions.map((one) => one.refused)).toEqual([[{ reason: "too_large", count: 1 }], [{ reason: "too_large", count: 1 }]]);
  });

  it("beyond the highest explains nothing yet", async () => {
    await store.append(numbers(0, 2), [refused(7)]);
    expect(await gap()).toMatchObject({ refused: [], missing: [[1, 1]], expected: 3 });
    await store.append(numbers(8));
    expect(await gap()).toMatchObject({ refused: [{ count: 1 }], missing: [[1, 1], [3, 6]], unexplained: 5 });
  });

  it("is nobody's but the visitor's whose session it is", async () => {
    await store.append(numbers(0, 2), [refused(1, { visitor: "thief" }), refused(1, { visitor: "" })]);
    expect(await gap()).toMatchObject({ refused: [], unexplained: 1 });
  });

  it("is remembered in bounds: so many of a session, the lowest in any order", async () => {
    const many = Array.from({ length: REFUSED_NUMBERS + 100 }, (_, i) => refused(i + 1));
    await store.append(numbers(0, 10_000), many.slice(50).reverse());
    await store.append([], many.slice(0, 50));
    expect(rows("refusals")).toBe(REFUSED_NUMBERS);
    expect((await gap())?.missing).toEqual([[REFUSED_NUMBERS + 1, 9_999]]);
  });

  it("is remembered in bounds: so many of sessions that nobody knows, the newest, and all of those that are known", async () => {
    await store.append(numbers(0, 2), [refused(1)]);
    await store.append([event({ session: "early", seq: 0 })]);
    for (let i = 0; i < 3; i++) await store.append([], Array.from({ length: REFUSED_WAITING }, (_, j) => refused(j, { session: `unknown${i}-${j}` })));
    expect(rows("refusals")).toBe(REFUSED_WAITING + 1);
    await store.append([], [refused(1, { session: "early" })]);
    await store.append([event({ session: "unknown2-999", seq: 1_000 }), event({ session: "early", seq: 2 })]);
    const { sessions } = await health();
    expect(sessions.map(({ session, refused }) => [session, refused.length]).sort()).toEqual([["early", 1], ["unknown2-999", 1], ["w1", 1]]);
  });

  it("outlives the collector, and is on disk when its batch is answered", async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "parley-"));
    const first = createSqliteStore({ database: await openDatabase(folder), masterKeys: MASTER_KEYS });
    await first.createSite({ id: "s1", name: "One", key: "pk_1", secretHash: "h1" });
    await first.append([], [refused(1)]);
    const second = createSqliteStore({ database: await first.close().then(() => openDatabase(folder)), masterKeys: MASTER_KEYS });
    await second.append(numbers(0, 2));
    expect((await second.health({ site: "s1", now: T, limit: 9 })).sessions).toMatchObject([{ unexplained: 0, refused: [{ reason: "too_large", count: 1 }] }]);
    await second.close();
    rmSync(folder, { recursive: true });
  });

  it("is forgotten with the rest of its commit when that fails", async () => {
    await expect(store.append([event({ site: "nowhere" })], [refused(1)])).rejects.toThrow(/FOREIGN KEY/);
    expect([rows("refusals"), rows("tallies"), rows("gaps")]).toEqual([0, 0, 0]);
    await store.append(numbers(0));
    expect([rows("refusals"), (await health()).refused]).toEqual([0, []]);
  });
});

describe("What is counted by the minute", () => {
  it("is what was stored, and in the last day what came twice, was refused, given up, or went on in memory", async () => {
    const first = event({ received: T - 30 * MINUTE });
    await store.append([first, event({ received: T - 59 * MINUTE }), event({ received: T - 60 * MINUTE }), ...numbers(0, 1)]);
    await store.append([{ ...first, received: T }]);
    await store.append([dropped(7), event({ type: "sdk.degraded", data: { reason: "SecurityError" } })], [refused(1), refused(1, {}, "not_for_pages"), refused(2)]);
    const read = await health();
    const minutes = Array.from({ length: 60 }, () => 0);
    Object.assign(minutes, { 0: 1, 29: 1, 59: 4 });
    expect(read).toMatchObject({
      now: T, minutes, lastAt: T, stored: 7, duplicates: 1, dropped: [{ reason: "full", count: 7 }], degraded: [{ reason: "SecurityError", count: 1 }],
      refused: [{ reason: "too_large", count: 2 }, { reason: "not_for_pages", count: 1 }],
    });
    expect(await health(T, "s2")).toEqual({ ...read, minutes: minutes.map(() => 0), lastAt: undefined, stored: 0, duplicates: 0, dropped: [], degraded: [], refused: [], sessions: [], gaps: expect.anything() });
    expect(await health(T + 1_439 * MINUTE)).toMatchObject({ stored: 4, duplicates: 1 });
    expect(await health(T + 1_440 * MINUTE)).toMatchObject({ stored: 0, duplicates: 0, lastAt: T });
  });

  it("is kept for a day, and the moment of the last event for as long as none follows", async () => {
    await store.append([event()], [{ ...refused(1), received: T - MINUTE }]);
    await store.append([], [{ ...refused(1), received: T + 3 * 1_440 * MINUTE }]);
    expect([rows("tallies"), (await health(T + 3 * 1_440 * MINUTE)).lastAt]).toEqual([2, T]);
    await store.append([event({ received: T + 6 * 1_440 * MINUTE })]);
    expect(rows("tallies")).toBe(1);
  });
});

describe("The books are the same", () => {
  type Line = { event: StoredEvent } | { refused: Refused };
  const visitor = fc.constantFrom("v1", "v2");
  const session = fc.constantFrom("w1", "w2");
  const received = fc.integer({ min: T, max: T + 5 });
  const seq = fc.integer({ min: 0, max: 12 });
  const line = fc.oneof(
    { weight: 6, arbitrary: fc.record({ visitor, session, received, seq: fc.option(seq, { nil: undefined }), source: fc.constantFrom("page", "page", "page", "server") }) },
    { weight: 1, arbitrary: fc.record({ visitor, session, received, seq, named: fc.option(session, { nil: undefined }), count: fc.integer({ min: 0, max: 4 }), reason: fc.constantFrom("full", "too_large", "odd") }) },
    { weight: 2, arbitrary: fc.record({ visitor, session, seq, refused: fc.constantFrom("wrong_at", "too_large") }) },
  );
  const scenario = fc.array(line, { minLength: 1, maxLength: 30 }).chain((drawn) => {
    const lines = drawn.map((one, i): Line => {
      if ("refused" in one) return { refused: { site: "s1", reason: one.refused, received: T, number: { session: one.session, visitor: one.visitor, seq: one.seq } } };
      if ("count" in one) {
        const { named, count, reason, ...rest } = one;
        return { event: event({ ...rest, id: `e${i}`, type: "sdk.dropped", data: { count, reason, ...(named && { session: named }) } }) };
      }
      const { seq: number, source, ...rest } = one;
      return { event: event({ ...rest, id: `e${i}`, source: source as "page", ...(number !== undefined && { seq: number }) }) };
    });
    const again = fc.subarray(lines);
    return fc.record({ lines: fc.constant(lines), other: again.chain((more) => fc.shuffledSubarray([...lines, ...more], { minLength: lines.length + more.length })), size: fc.integer({ min: 1, max: 12 }) });
  });

  /** What a bookkeeper would write who has all the events on the table. */
  function reckon(lines: Line[], of: string): Pick<SessionGap, "stored" | "expected" | "missing" | "refused" | "dropped"> & { open: number } | undefined {
    const events = lines.flatMap((one) => ("event" in one ? [one.event] : []));
    const told = events.filter((one) => one.session === of);
    const [first] = told.filter(({ source }) => source === "page").sort((a, b) => a.received - b.received || (a.id < b.id ? -1 : 1));
    const [server] = told.filter(({ source }) => source === "server").sort((a, b) => a.received - b.received || (a.id < b.id ? -1 : 1));
    const owner = (first ?? server)?.visitor;
    // A number that a server and a page both use would be counted for each: servers do not number what pages do.
    const own = new Set(told.filter((one) => one.source === "server" || one.visitor === owner).flatMap((one) => one.seq ?? []));
    if (!own.size) return undefined;
    const highest = Math.max(...own);
    const absent = Array.from({ length: highest }, (_, i) => i).filter((i) => !own.has(i));
    if (!absent.length) return undefined;
    const tally = (pairs: [string, number][]) => {
      const sums = new Map<string, number>();
      for (const [reason, count] of pairs) sums.set(reason, (sums.get(reason) ?? 0) + count);
      return [...sums].map(([reason, count]) => ({ reason, count })).sort((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1));
    };
    const reasons = new Map<number, string>();
    for (const one of lines) {
      const number = "refused" in one && one.refused.number;
      if (!number || number.session !== of || number.visitor !== owner || !absent.includes(number.seq)) continue;
      reasons.set(number.seq, [reasons.get(number.seq) ?? "~", one.refused.reason].sort()[0]!);
    }
    const drops = events.flatMap((one): [string, number][] =>
      one.type === "sdk.dropped" && one.visitor === owner && (one.data.session ?? one.session) === of && Number(one.data.count) > 0
        ? [[one.data.reason === "odd" ? "other" : String(one.data.reason), Number(one.data.count)]] : []);
    const missing: Range[] = [];
    for (const i of absent.filter((number) => !reasons.has(number))) {
      const last = missing[missing.length - 1];
      if (last && last[1] === i - 1) last[1] = i;
      else missing.push([i, i]);
    }
    const refused = tally([...reasons.values()].map((reason) => [reason, 1]));
    const dropped = tally(drops);
    const open = Math.max(0, absent.length - reasons.size - dropped.reduce((sum, { count }) => sum + count, 0));
    return { stored: own.size, expected: highest + 1, missing, refused, dropped, open };
  }

  const write = async (lines: Line[], size: number): Promise<Omit<Health, "pages">> => {
    const own = await openInMemory();
    const books = createSqliteStore({ database: own, masterKeys: MASTER_KEYS });
    for (let i = 0; i < lines.length; i += size) {
      const part = lines.slice(i, i + size);
      await books.append(part.flatMap((one) => ("event" in one ? [one.event] : [])), part.flatMap((one) => ("refused" in one ? [one.refused] : [])));
    }
    const read = await books.health({ site: "s1", now: T + 10, limit: 9 });
    const { open, missing } = await books.gaps(T + GAP_SETTLE_MS + 10);
    own.close();
    const still = read.sessions.filter(({ unexplained }) => unexplained > 0);
    expect([open, missing]).toEqual([still.length, still.reduce((sum, { unexplained }) => sum + unexplained, 0)]);
    return { ...read, sessions: read.sessions.sort((a, b) => (a.session < b.session ? -1 : 1)) };
  };

  it("in any order, repeated or not, in batches of any size, and as anybody would reckon them", async () => {
    await fc.assert(fc.asyncProperty(scenario, async ({ lines, other, size }) => {
      const [one, two] = [await write(lines, lines.length), await write(other, size)];
      expect(two.sessions).toEqual(one.sessions);
      const pagesOnly = lines.filter((each) => "refused" in each || each.event.source === "page");
      const books = pagesOnly.length === lines.length ? one : await write(pagesOnly, size);
      const reckoned = ["w1", "w2"].map((each) => reckon(pagesOnly, each));
      const kept = ["w1", "w2"].map((each) => books.sessions.find(({ session: id }) => id === each));
      expect(kept.map((each) => each && { stored: each.stored, expected: each.expected, missing: each.missing, refused: each.refused, dropped: each.dropped, open: each.unexplained })).toEqual(reckoned);
    }), { numRuns: 150 });
  });
});
