import fc from "fast-check";
import type { DatabaseSyncInstance } from "@photostructure/sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createSqliteStore } from "../../src/collector/store/sqlite";
import type { Cards, Refused, Store } from "../../src/collector/store/store";
import type { StoredEvent } from "../../src/protocol/event";
import { GAP_SETTLE_MS } from "../../src/protocol/limits";
import { anEvent, NOW, openCollector } from "./openCollector";
import { MASTER_KEYS, openInMemory } from "./openInMemory";

let database: DatabaseSyncInstance;
let store: Store;
const failures: unknown[] = [];
const T = 1_800_000_000_000;

beforeEach(async () => {
  failures.length = 0;
  database = await openInMemory();
  store = createSqliteStore({ database, masterKeys: MASTER_KEYS, foldFailed: (problem) => failures.push(problem) });
});
afterEach(() => {
  database.close();
  expect(failures).toEqual([]);
});

let made = 0;
const event = (more: Partial<StoredEvent> = {}): StoredEvent => ({
  id: `e${++made}`, type: "page.viewed", at: T, received: T, site: "s1", source: "page", visitor: "v1", session: "w1", data: {}, ...more,
});
const numbers = (...seqs: number[]) => seqs.map((seq) => event({ seq }));
/** The same event as its heir sends it. */
const copy = (of: StoredEvent, seq: number, more: Partial<StoredEvent> = {}): StoredEvent => ({ ...of, seq, ...more });
const all = (sql: string, from = database) => (from.prepare(sql).all() as object[]).map((row) => ({ ...row }));
const seqs = () => all("SELECT id, seq FROM events ORDER BY n");
const states = (from = database) => (all("SELECT state FROM sessions ORDER BY site, id", from) as { state: string }[]).map(({ state }) => JSON.parse(state) as unknown);
const read = (of = store) => of.health({ site: "s1", now: T, limit: 50 });
const gaps = async () => (await read()).sessions;
const counts = (now = T + GAP_SETTLE_MS) => store.gaps(now);
const none = { open: 0, settling: 0, explained: 0, missing: 0 };

describe("An event that came without its number", () => {
  it("takes it from the copy that brings it", async () => {
    const left = event();
    await store.append([...numbers(0, 2), left]);
    expect(await gaps()).toMatchObject([{ stored: 2, expected: 3, unexplained: 1, missing: [[1, 1]] }]);
    expect(await store.append([copy(left, 1)])).toEqual(["duplicate"]);
    expect([await gaps(), await counts(), seqs()[2]]).toEqual([[], none, { id: left.id, seq: 1 }]);
    expect(await read()).toMatchObject({ stored: 3, duplicates: 1, refused: [] });
  });

  it("promises with it the numbers before, which may still be on their way", async () => {
    const left = event();
    await store.append([...numbers(0), left]);
    expect(await gaps()).toEqual([]);
    await store.append([copy(left, 3, { received: T + 5_000 })]);
    expect(await gaps()).toMatchObject([{ stored: 2, expected: 4, missing: [[1, 2]], unexplained: 2, heardAt: T + 5_000 }]);
    expect(await counts(T + 5_000 + GAP_SETTLE_MS - 1)).toMatchObject({ open: 0, settling: 1 });
  });

  it("changes nothing else of its session by it", async () => {
    const left = event({ at: T - 7, url: "https://shop.example/?utm_source=x", data: { title: "Shop" } });
    await store.append([event({ type: "session.started", seq: 0, at: T - 9 }), left]);
    const { cards } = await store.cards({ site: "s1", limit: 9 });
    await store.append([copy(left, 1, { at: T + 90_000, received: T + 99_000, url: "https://shop.example/other", data: { title: "Other" } })]);
    expect((await store.cards({ site: "s1", limit: 9 })).cards).toEqual(cards);
    expect(cards).toMatchObject([{ pages: 1, startedAt: T - 9, lastAt: T - 7, title: "Shop" }]);
    expect(states()).toMatchObject([{ visits: [{ pages: 1, numbered: 2, highest: 1, heard: { at: T }, latest: T + 99_000 }] }]);
    expect(all(`SELECT at, received, url, data FROM events WHERE id = '${left.id}'`)).toEqual([{ at: T - 7, received: T, url: left.url, data: '{"title":"Shop"}' }]);
  });

  it("is no news to consoles, whatever came in the meantime", async () => {
    const left = event();
    await store.append([left]);
    await store.append([event({ session: "w2" }), event({ data: { title: "Later" } })]);
    const before = await store.cards({ site: "s1", limit: 9 });
    const told: Cards[] = [];
    store.onChange((_site, changed) => told.push(changed));
    await store.append([copy(left, 0)]);
    expect([told, await store.cards({ site: "s1", limit: 9 })]).toEqual([[], before]);
    const [same] = numbers(1);
    await store.append([copy(left, 0), same!]);
    expect(told.map(({ cards }) => cards.map(({ id, n }) => [id, n]))).toEqual([[["w1", 4]]]);
  });

  it("takes it once, however often the copy comes, and whether in the same commit", async () => {
    const [left, other] = [event(), event()];
    expect(await store.append([left, copy(left, 1), copy(left, 1), ...numbers(0), other, copy(other, 3)])).toEqual(["stored", "duplicate", "duplicate", "stored", "stored", "duplicate"]);
    await store.append([copy(left, 1), left]);
    expect(await gaps()).toMatchObject([{ stored: 3, expected: 4, missing: [[2, 2]], unexplained: 1, refused: [] }]);
  });

  it("has nothing to take from a copy that was there first", async () => {
    const left = event({ received: T + 1 });
    await store.append([...numbers(0, 2), copy(left, 1)]);
    const before = [states(), seqs(), all("SELECT * FROM gaps")];
    expect(await store.append([left])).toEqual(["duplicate"]);
    expect([[states(), seqs(), all("SELECT * FROM gaps")], await gaps()]).toEqual([before, []]);
  });

  it("hides no missing number by one that was used before, or is used again", async () => {
    const left = event();
    await store.append([...numbers(0, 2), left]);
    await store.append([copy(left, 2)]);
    expect(await gaps()).toMatchObject([{ stored: 2, expected: 3, missing: [[1, 1]], unexplained: 1 }]);
    const later = event({ session: "w2" });
    await store.append([later, copy(later, 1)]);
    await store.append([event({ session: "w2", seq: 1 })]);
    expect((await gaps()).find(({ session }) => session === "w2")).toMatchObject({ stored: 1, expected: 2, missing: [[0, 0]], unexplained: 1 });
  });

  it("takes it for the page that told it, not for the site's server that knows the same visitor", async () => {
    const left = event();
    await store.append([...numbers(0, 3), left, event({ source: "server" })]);
    await store.append([copy(left, 1)]);
    expect(await gaps()).toMatchObject([{ stored: 3, expected: 4, missing: [[2, 2]], unexplained: 1 }]);
  });

  it("does not count again what it reports as lost", async () => {
    const left = event({ type: "sdk.dropped", data: { reason: "full", count: 1 } });
    await store.append([...numbers(0, 4), left]);
    await store.append([copy(left, 2)]);
    expect(await gaps()).toMatchObject([{ stored: 3, dropped: [{ count: 1 }], unexplained: 1 }]);
  });

  it("keeps none when its commit fails", async () => {
    const left = event();
    await store.append([left]);
    await expect(store.append([copy(left, 0), event({ site: "nowhere" })])).rejects.toThrow(/FOREIGN KEY/);
    expect([seqs(), states()]).toMatchObject([[{ seq: null }], [{ visits: [{ numbered: 0, highest: -1 }] }]]);
    await store.append([copy(left, 0)]);
    expect([seqs(), states()]).toMatchObject([[{ seq: 0 }], [{ visits: [{ numbered: 1, highest: 0 }] }]]);
  });

  it("takes it through the door, too", async () => {
    const collector = await openCollector();
    const { post, batch } = collector;
    const { seq: _unknown, ...left } = { ...anEvent({ session: "w1" }), seq: 1 };
    const answers = [await post(batch([anEvent({ session: "w1", seq: 0 }), left, anEvent({ session: "w1", seq: 2 })])), await post(batch([{ ...left, seq: 1 }]))];
    expect(answers.map((answer) => answer.json())).toMatchObject([{ accepted: 3, duplicates: 0 }, { accepted: 0, duplicates: 1, rejected: [] }]);
    expect(await collector.store.gaps(NOW + GAP_SETTLE_MS)).toEqual(none);
    await collector.close();
  });
});

describe("A number that a copy brings for an event that has another", () => {
  it("explains why no event has it, and is not counted as refused", async () => {
    const twice = event({ seq: 1 });
    await store.append([...numbers(0, 3), twice]);
    expect(await counts()).toMatchObject({ open: 1, explained: 0 });
    expect(await store.append([copy(twice, 2)])).toEqual(["duplicate"]);
    expect(await gaps()).toMatchObject([{ stored: 3, expected: 4, refused: [{ reason: "copy", count: 1 }], missing: [], unexplained: 0 }]);
    expect(await counts()).toEqual({ ...none, explained: 1 });
    expect([await read(), seqs()[2]]).toMatchObject([{ duplicates: 1, refused: [] }, { id: twice.id, seq: 1 }]);
  });

  it("explains nothing any more when an event has it after all", async () => {
    const twice = event({ seq: 1 });
    await store.append([...numbers(0), twice, copy(twice, 2), ...numbers(4)]);
    expect(await gaps()).toMatchObject([{ refused: [{ reason: "copy", count: 1 }], missing: [[3, 3]] }]);
    await store.append(numbers(2));
    expect(await gaps()).toMatchObject([{ stored: 4, refused: [], missing: [[3, 3]], unexplained: 1 }]);
  });

  it("is the reason that counts, whatever the door refused under the same number", async () => {
    const twice = event({ seq: 0 });
    const refused = (seq: number): Refused => ({ site: "s1", reason: "forbidden_key", received: T, number: { session: "w1", visitor: "v1", seq } });
    await store.append([twice, copy(twice, 1), ...numbers(3)], [refused(1), refused(2)]);
    await store.append([copy(twice, 2)]);
    expect(await gaps()).toMatchObject([{ refused: [{ reason: "copy", count: 2 }], missing: [], unexplained: 0 }]);
  });

  it("is that of the session which the copy names, whether that is known already or not", async () => {
    const [left, had] = [event(), event({ seq: 0 })];
    await store.append([left, had, event({ session: "w2", seq: 1 }), copy(left, 0, { session: "w2" })]);
    await store.append([copy(had, 1, { session: "w3" })]);
    expect(seqs()).toMatchObject([{ seq: null }, { seq: 0 }, { seq: 1 }]);
    expect(await gaps()).toMatchObject([{ session: "w2", stored: 1, expected: 2, refused: [{ reason: "copy", count: 1 }], missing: [], unexplained: 0 }]);
    await store.append([event({ session: "w3", seq: 0 }), event({ session: "w3", seq: 2 })]);
    expect((await gaps()).find(({ session }) => session === "w3")).toMatchObject({ stored: 2, expected: 3, refused: [{ reason: "copy", count: 1 }], unexplained: 0 });
    expect(states()).toMatchObject([{ id: "w1", visits: [{ pages: 2, numbered: 1 }] }, { id: "w2", visits: [{ pages: 1 }] }, { id: "w3", visits: [{ pages: 2 }] }]);
  });

  it("promises the numbers before it, as it would if the event had it", async () => {
    for (const [session, first, second] of [["w1", 1, 3], ["w2", 3, 1]] as const) {
      const left = event({ session });
      await store.append([event({ session, seq: 0 }), left, copy(left, first)]);
      await store.append([copy(left, second)]);
    }
    const both = { stored: 2, expected: 4, refused: [{ reason: "copy", count: 1 }], missing: [[2, 2]], unexplained: 1 };
    expect((await gaps()).sort((a, b) => (a.session < b.session ? -1 : 1))).toMatchObject([{ session: "w1", ...both }, { session: "w2", ...both }]);
    expect(await counts()).toEqual({ open: 2, settling: 0, explained: 0, missing: 2 });
  });
});

describe("What is no copy by a page changes nothing", () => {
  const books = () => [states(), ...["events", "sessions", "gaps", "refusals", "drops"].map((table) => all(`SELECT * FROM ${table}`))];

  it.each<[string, Partial<StoredEvent>, Partial<StoredEvent>]>([
    ["by a server", {}, { source: "server" }],
    ["by an agent", {}, { source: "agent" }],
    ["of a server's", { source: "server" }, { source: "page" }],
    ["by a server, of a server's", { source: "server" }, { source: "server" }],
    ["without a session", {}, { session: undefined as never }],
  ])("%s", async (_who, of, by) => {
    const [left, had] = [event(of), event({ ...of, seq: 4 })];
    await store.append([...numbers(0, 2), event({ session: "w2", seq: 1 }), event({ session: "w2", visitor: "thief", seq: 1 }), left, had]);
    const before = books();
    expect(await store.append([copy(left, 1, by), copy(had, 0, { session: "w2", ...by }), copy(had, 3, by)])).toEqual(["duplicate", "duplicate", "duplicate"]);
    expect(books()).toEqual(before);
  });

  it("without a number", async () => {
    const [left, had] = [event(), event({ seq: 0 })];
    await store.append([left, had]);
    const before = books();
    const { seq: _left, ...again } = had;
    await store.append([left, again, { ...again, session: "w2" }]);
    expect(books()).toEqual(before);
  });

  it("and one by another visitor spends that one's numbers only", async () => {
    const left = event();
    await store.append([...numbers(0, 2), left]);
    const card = states();
    const before = await gaps();
    await store.append([copy(left, 1, { visitor: "thief" }), copy(left, 7, { visitor: undefined as never })]);
    expect([states(), await gaps()]).toEqual([card, before]);
    // The session after a log-out, which inherits what was left before it and may not have it.
    await store.append([event({ session: "w2", visitor: "v2", seq: 0 }), copy(left, 1, { session: "w2", visitor: "v2" }), event({ session: "w2", visitor: "v2", seq: 2 })]);
    expect((await gaps()).find(({ session }) => session === "w2")).toMatchObject({ stored: 2, expected: 3, refused: [{ reason: "copy", count: 1 }], unexplained: 0 });
    expect(await counts()).toMatchObject({ open: 1, explained: 1 });
  });

  it("and a page that names no visitor is its own", async () => {
    const left = event({ visitor: undefined as never });
    await store.append([left, event({ visitor: undefined as never, seq: 1 })]);
    await store.append([copy(left, 0)]);
    expect(await gaps()).toEqual([]);
  });
});

describe("The order does not matter", () => {
  const shuffled = <T>(lines: T[]) => fc.shuffledSubarray(lines, { minLength: lines.length });
  const size = fc.integer({ min: 1, max: 12 });
  const write = async (lines: StoredEvent[], each: number) => {
    const own = await openInMemory();
    const books = createSqliteStore({ database: own, masterKeys: MASTER_KEYS, foldFailed: (problem) => failures.push(problem) });
    for (let i = 0; i < lines.length; i += each) await books.append(lines.slice(i, i + each));
    return { own, books };
  };
  const look = async ({ own, books }: Awaited<ReturnType<typeof write>>) => {
    const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);
    const { sessions, stored, dropped, refused } = await read(books);
    const { cards } = await books.cards({ site: "s1", limit: 99 });
    return {
      sessions: sessions.sort((a, b) => (a.session < b.session ? -1 : 1)), stored, dropped, refused, states: states(own),
      gaps: all("SELECT * FROM gaps ORDER BY session", own), counts: await books.gaps(T + GAP_SETTLE_MS), refusals: all("SELECT * FROM refusals", own),
      cards: cards.map(({ n: _n, ...card }) => card).sort(byId), log: all("SELECT id, session, visitor, seq, at FROM events ORDER BY id", own),
    };
  };

  const one = fc.record({
    visitor: fc.constantFrom("v1", "v1", "v2"), session: fc.constantFrom("w1", "w2"), at: fc.integer({ min: T - 5, max: T }), received: fc.integer({ min: T, max: T + 5 }),
    seq: fc.option(fc.integer({ min: 0, max: 9 }), { nil: undefined, freq: 5 }), type: fc.constantFrom("page.viewed", "page.viewed", "order_completed", "sdk.dropped"),
    bare: fc.integer({ min: 0, max: 2 }), copies: fc.integer({ min: 1, max: 2 }),
  });
  const scenario = fc.array(one, { minLength: 1, maxLength: 14 }).chain((drawn) => {
    const events = drawn.map(({ bare, copies, seq, ...rest }, i) => {
      const left = event({ ...rest, id: `e${i}`, data: rest.type === "sdk.dropped" ? { reason: "full", count: 1 } : { title: `Page ${i}` } });
      return { numbered: seq === undefined ? left : copy(left, seq), left, bare, copies };
    });
    const lines = events.flatMap(({ numbered, left, bare, copies }) => [...Array.from({ length: bare }, () => left), ...Array.from({ length: copies }, () => numbered)]);
    return fc.record({ plain: fc.constant(events.map(({ numbered }) => numbered)), lines: shuffled(lines), size });
  });

  it("in which events without numbers, copies and repeats come: all is as if each had come once, numbered", async () => {
    await fc.assert(fc.asyncProperty(scenario, async ({ plain, lines, size: each }) => {
      const [once, mixed] = [await write(plain, plain.length), await write(lines, each)];
      const expected = await look(once);
      expect(await look(mixed)).toEqual(expected);
      // The log alone says the same again.
      const log = all("SELECT id, type, at, received, site, source, visitor, session, seq, data FROM events ORDER BY n", mixed.own) as { data: string; seq: number | null }[];
      const refolded = await write(log.map(({ data, seq, ...row }) => ({ ...(row as unknown as StoredEvent), data: JSON.parse(data), ...(seq !== null && { seq }) })), each);
      expect(await look(refolded)).toEqual(expected);
      for (const { own } of [once, mixed, refolded]) own.close();
    }), { numRuns: 150 });
  });

  const told = fc.record({ of: fc.integer({ min: 0, max: 4 }), session: fc.constantFrom("w1", "w1", "w2"), seq: fc.option(fc.integer({ min: 0, max: 9 }), { nil: undefined }) });
  const contrary = fc.array(told, { minLength: 1, maxLength: 16 }).chain((lines) => fc.record({ lines: fc.constant(lines), other: shuffled(lines), size }));

  it("in which copies come that name different numbers and sessions: what is open is all that none of them named", async () => {
    await fc.assert(fc.asyncProperty(contrary, async ({ lines, other, size: each }) => {
      const known = ["w1", "w2"].map((session) => event({ id: session, session }));
      const open = async (of: typeof lines) => {
        const wire = of.map(({ of: which, seq, ...rest }) => event({ ...rest, id: `e${which}`, ...(seq !== undefined && { seq }) }));
        const { own, books } = await write([...known, ...wire], each);
        const { sessions } = await read(books);
        own.close();
        return sessions.filter(({ unexplained }) => unexplained).sort((a, b) => (a.session < b.session ? -1 : 1)).map(({ session, expected, unexplained, missing, stored, refused }) =>
          ({ session, expected, unexplained, missing: missing.flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, i) => first + i)), accounted: stored + (refused[0]?.count ?? 0) }));
      };
      const reckoned = ["w1", "w2"].flatMap((session) => {
        const named = new Set(lines.flatMap((line) => (line.session === session ? line.seq ?? [] : [])));
        const highest = Math.max(-1, ...named);
        const missing = Array.from({ length: highest + 1 }, (_, i) => i).filter((i) => !named.has(i));
        return missing.length ? [{ session, expected: highest + 1, unexplained: missing.length, missing, accounted: named.size }] : [];
      });
      expect([await open(lines), await open(other)]).toEqual([reckoned, reckoned]);
    }), { numRuns: 150 });
  });
});
