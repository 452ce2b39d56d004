import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { DatabaseSyncInstance } from "@photostructure/sqlite";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createCommit } from "../../src/collector/store/commit";
import { MIGRATIONS } from "../../src/collector/store/migrations";
import { loadSqlite, openDatabase } from "../../src/collector/store/open";
import { createSqliteStore } from "../../src/collector/store/sqlite";
import type { Cards, Store } from "../../src/collector/store/store";
import { MASTER_KEYS } from "./openInMemory";
import type { StoredEvent } from "../../src/protocol/event";
import { GAP_SETTLE_MS } from "../../src/protocol/limits";

let folder: string;
let database: DatabaseSyncInstance;
let store: Store;
const commits: number[] = [];
const failures: unknown[] = [];

const open = async () => {
  database = await openDatabase(folder);
  store = createSqliteStore({ database, masterKeys: MASTER_KEYS, committed: (seconds) => commits.push(seconds), foldFailed: (problem) => failures.push(problem) });
};
beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "parley-"));
  commits.length = failures.length = 0;
  await open();
  await store.createSite({ id: "s1", name: "One", key: "pk_1", secretHash: "h1" });
  await store.createSite({ id: "s2", name: "Two", key: "pk_2", secretHash: "h2" });
});
afterEach(async () => {
  if (database.isOpen) await store.close();
  rmSync(folder, { recursive: true });
});

/** Puts a file in place that an older version has left, with as many steps of its tables done. */
const openOld = async (steps: number) => {
  await store.close();
  rmSync(folder, { recursive: true });
  mkdirSync(folder);
  const { DatabaseSync } = await loadSqlite();
  const file = new DatabaseSync(path.join(folder, "parley.db"));
  for (const step of MIGRATIONS.slice(0, steps)) file.exec(step);
  file.exec(`INSERT INTO sites VALUES ('s1', 'One', 'pk_1', 'h1'); PRAGMA user_version = ${steps}`);
  // The store's own database is opened again by the test: until then this stands in for it.
  database = file as DatabaseSyncInstance;
  store = { close: async () => file.close() } as Store;
};

let made = 0;
const event = (more: Partial<StoredEvent> = {}): StoredEvent => ({
  id: `e${++made}`, type: "page.viewed", at: made, received: made, site: "s1", source: "page", visitor: "v1", session: "w1", data: {}, ...more,
});
const claim = (displayName: string, more: Partial<StoredEvent> = {}) => event({ type: "identity.claimed", data: { traits: { displayName } }, ...more });
const count = () => (database.prepare("SELECT count(*) AS n FROM events").get() as { n: number }).n;

describe("The store", () => {
  it("writes appends that come together in one commit", async () => {
    const results = await Promise.all(Array.from({ length: 50 }, () => store.append([event(), event()])));
    expect(results.flat()).toEqual(Array.from({ length: 100 }, () => "stored"));
    expect(commits).toHaveLength(1);
    expect(count()).toBe(100);
  });

  it("keeps an event once a site, for as long as it keeps events", async () => {
    const first = event();
    expect(await store.append([first, first, { ...first, site: "s2" }])).toEqual(["stored", "duplicate", "stored"]);
    await store.close();
    await open();
    expect(await store.append([{ ...first, data: { changed: true } }])).toEqual(["duplicate"]);
    expect((await store.journey({ site: "s1", of: "session", id: "w1", limit: 9 })).steps.map(({ data }) => data)).toEqual([{}]);
  });

  it("keeps an event once that comes in several batches of one commit, whose answers say so", async () => {
    const [one, two] = [event({ seq: 0 }), event({ seq: 1 })];
    const refused = { site: "s1", reason: "too_large", received: 1, number: { session: "w1", visitor: "v1", seq: 2 } };
    const results = await Promise.all([store.append([one, two], [refused]), store.append([two, one], [refused]), store.append([{ ...one, site: "s2" }, one])]);
    expect([results, commits.length, count()]).toEqual([[["stored", "stored"], ["duplicate", "duplicate"], ["stored", "duplicate"]], 1, 3]);
    expect(await store.health({ site: "s1", now: made, limit: 9 })).toMatchObject({ stored: 2, duplicates: 3, refused: [{ count: 2 }], sessions: [] });
  });

  it("does not fold a duplicate again", async () => {
    const page = event();
    await store.append([page]);
    await store.append([page]);
    expect((await store.cards({ site: "s1", limit: 9 })).cards).toMatchObject([{ kind: "session", pages: 1 }]);
  });

  it("keeps nothing of a commit that fails, says so to all who wait for it, and goes on", async () => {
    const [good, bad] = [store.append([event()]), store.append([event({ site: "nowhere" })])];
    await expect(good).rejects.toThrow(/FOREIGN KEY/);
    await expect(bad).rejects.toThrow(/FOREIGN KEY/);
    expect(count()).toBe(0);
    expect((await store.cards({ site: "s1", limit: 9 })).cards).toEqual([]);
    expect(await store.append([event()])).toEqual(["stored"]);
    expect((await store.cards({ site: "s1", limit: 9 })).cards).toMatchObject([{ id: "w1", pages: 1 }]);
  });

  it("says so when the disk is full, damages nothing, and goes on when there is room again", async () => {
    const { page_count: pages } = database.prepare("PRAGMA page_count").get() as { page_count: number };
    database.exec(`PRAGMA max_page_count = ${pages + 2}`);
    const large = () => event({ data: { text: "x".repeat(8_000) } });
    await expect(store.append([large(), large(), large()])).rejects.toThrow(/full/);
    expect(count()).toBe(0);
    database.exec("PRAGMA max_page_count = 100000");
    expect(await store.append([large(), large()])).toEqual(["stored", "stored"]);
    expect(Object.values(database.prepare("PRAGMA integrity_check").get() as object)).toEqual(["ok"]);
  });

  it("keeps an event that cannot be folded, and counts it", async () => {
    const odd = event({ url: "https://example.com/" });
    Object.defineProperty(odd, "session", { get: () => (new Error().stack?.includes("foldSession") ? JSON.parse("broken") : "w1") });
    expect(await store.append([odd, event({ session: "w2" })])).toEqual(["stored", "stored"]);
    expect(failures).toHaveLength(1);
    expect((await store.cards({ site: "s1", limit: 9 })).cards).toMatchObject([{ id: "w2" }]);
  });

  it("keeps its files to their owner", () => {
    expect(existsSync(path.join(folder, "parley.db"))).toBe(true);
    expect(statSync(path.join(folder, "parley.db")).mode & 0o077).toBe(0);
  });

  it("flushes every commit to disk", () => {
    const read = (pragma: string) => Object.values(database.prepare(`PRAGMA ${pragma}`).get() as object)[0];
    expect([read("journal_mode"), read("synchronous"), read("foreign_keys")]).toEqual(["wal", 2, 1]);
  });

  it("refuses a folder that a newer version has written", async () => {
    database.exec("PRAGMA user_version = 99");
    await store.close();
    await expect(openDatabase(folder)).rejects.toThrow(/newer version of Parley/);
  });

  it("brings the tables of an older file up to date with all steps or with none", async () => {
    const last = MIGRATIONS.findLastIndex((step) => step.includes("CREATE TABLE"));
    await openOld(last - 2);
    // A step meets what it makes: those before it are undone as well.
    database.exec(`CREATE TABLE ${/(?<=CREATE TABLE )\w+/.exec(MIGRATIONS[last]!)![0]} (n INTEGER)`);
    const read = (file: DatabaseSyncInstance) => [Object.values(file.prepare("PRAGMA user_version").get() as object), file.prepare("SELECT name, sql FROM sqlite_schema ORDER BY name").all()];
    const before = read(database);
    await store.close();
    await expect(openDatabase(folder)).rejects.toThrow(/already/);
    const { DatabaseSync } = await loadSqlite();
    const after = new DatabaseSync(path.join(folder, "parley.db")) as DatabaseSyncInstance;
    expect(read(after)).toEqual(before);
    after.close();
  });

  it("has nothing to carry over from earlier versions where the file is new", async () => {
    const fresh = await openDatabase(path.join(folder, "fresh"));
    expect(fresh.prepare("SELECT name FROM sqlite_schema WHERE name GLOB '*_contacts'").all()).toEqual([]);
    fresh.close();
  });

  it("takes Node's own SQLite only where that is new enough, and else the package's", async () => {
    const builtIn = { DatabaseSync: class {} };
    const asked = vi.spyOn(process, "getBuiltinModule").mockReturnValue(builtIn as never);
    const own = await import("@photostructure/sqlite");
    expect((await loadSqlite("3.51.3")).DatabaseSync).toBe(builtIn.DatabaseSync);
    for (const version of [undefined, "3.46.1", "3.50.4", "3.51.2"]) expect((await loadSqlite(version)).DatabaseSync).toBe(own.DatabaseSync);
    asked.mockRestore();
  });

  it("refuses a folder that another collector uses, and takes it when that one is gone", async () => {
    await expect(openDatabase(folder)).rejects.toThrow(/Another collector uses it/);
    await store.close();
    await open();
    expect(await store.append([event()])).toEqual(["stored"]);
  });

  it("leaves other programs the reading of its file", async () => {
    await store.append([event()]);
    const { DatabaseSync } = await loadSqlite();
    const reader = new DatabaseSync(path.join(folder, "parley.db"));
    expect(reader.prepare("SELECT count(*) AS n FROM events").get()).toEqual({ n: 1 });
    reader.close();
  });

  it("says in a sentence that the file is damaged", async () => {
    await store.close();
    for (const rest of ["-wal", "-shm"]) rmSync(path.join(folder, `parley.db${rest}`), { force: true });
    writeFileSync(path.join(folder, "parley.db"), "x".repeat(5_000));
    await expect(openDatabase(folder)).rejects.toThrow(/parley\.db is damaged or no database/);
  });

  it("takes the sessions of an older version along, and what they miss", async () => {
    await openOld(1);
    const old = { id: "w1", startedAt: 5, lastAt: 9, pages: 2, numbered: 2, highest: 3, owner: { at: 7, id: "e", visitor: "v1" }, page: { at: 9, id: "e", title: "Old" } };
    const unowned = { id: "w2", startedAt: 5, lastAt: 9, pages: 1, numbered: 0, highest: -1 };
    const put = database.prepare("INSERT INTO sessions (site, id, n, visitor, incomplete, state) VALUES ('s1', ?, 1, ?, ?, ?)");
    put.run("w1", "v1", 1, JSON.stringify(old));
    put.run("w2", null, 0, JSON.stringify(unowned));
    const tell = database.prepare("INSERT INTO events (site, id, type, at, received, source, visitor, session, seq, data) VALUES ('s1', ?, 'page.viewed', 8, ?, 'page', ?, 'w1', ?, '{}')");
    for (const [id, received, visitor, seq] of [["a", 90_000, "v1", 0], ["b", 90_001, "v1", 3], ["c", 90_002, "thief", 1]] as const) tell.run(id, received, visitor, seq);
    await store.close();
    await open();
    expect(await store.gaps(90_001 + GAP_SETTLE_MS)).toEqual({ open: 1, settling: 0, explained: 0, missing: 2 });
    expect(await store.health({ site: "s1", now: 90_002, limit: 9 })).toMatchObject({ lastAt: 90_002, stored: 3, sessions: [{ session: "w1", stored: 2, expected: 4, missing: [[1, 2]] }] });
    await store.append([event({ at: 12, received: 90_003, seq: 1, data: { title: "New" } }), event({ visitor: "thief", data: { title: "Forged" } })]);
    const { cards } = await store.cards({ site: "s1", limit: 9 });
    expect(cards).toMatchObject([{ id: "w1", visitor: "v1", pages: 3, startedAt: 5, lastAt: 12, title: "New" }, { id: "w2", visitor: "", pages: 1 }]);
    expect((await store.health({ site: "s1", now: 90_004, limit: 9 })).sessions).toMatchObject([{ missing: [[2, 2]], unexplained: 1, heardAt: 90_003 }]);
  });
});

describe("Cards", () => {
  it("show a name that was told later, or before, in every session and conversation of the visitor", async () => {
    await store.append([event({ session: "w1" }), event({ type: "conversation.started", session: "w1", data: { conversation: "c1" } })]);
    const changes: Cards[] = [];
    store.onChange((_site, changed) => changes.push(changed));
    await store.append([claim("Ada", { session: "w2" })]);
    await store.append([event({ session: "w3" })]);
    const { cards } = await store.cards({ site: "s1", limit: 9 });
    expect(cards.map(({ id, name }) => [id, name]).sort()).toEqual([["c1", "Ada"], ["w1", "Ada"], ["w2", "Ada"], ["w3", "Ada"]]);
    expect(changes[0]!.cards.map(({ id, name, n }) => [id, name, n]).sort()).toEqual([["c1", "Ada", 3], ["w1", "Ada", 3], ["w2", "Ada", 3]]);
  });

  it("of another visitor or another site stay as they are", async () => {
    await store.append([event({ visitor: "v2", session: "w9" }), event({ site: "s2" }), claim("Ada")]);
    expect((await store.cards({ site: "s1", since: 1, limit: 9 })).cards.map(({ id }) => id)).toEqual(["w1"]);
    const named = async (site: string) => (await store.cards({ site, limit: 9 })).cards.map(({ id, name }) => [id, name]);
    expect([await named("s1"), await named("s2")]).toEqual([[["w1", "Ada"], ["w9", undefined]], [["w1", undefined]]]);
  });

  it("that changed since a number of the log are found by it", async () => {
    await store.append([event({ session: "w1" }), event({ session: "w2" })]);
    const { n } = await store.cards({ site: "s1", limit: 9 });
    await store.append([event({ session: "w1" }), event({ session: "w3" })]);
    const since = await store.cards({ site: "s1", since: n, limit: 9 });
    expect([n, since.n, since.cards.map(({ id }) => id)]).toEqual([2, 4, ["w3", "w1"]]);
  });

  it("are the same when the same events come one by one or all at once, in any order", async () => {
    const events = [
      event({ visitor: "v1", session: "w1", url: "https://example.com/?utm_source=x" }), claim("Old"), claim("New"),
      event({ type: "conversation.accepted", data: { conversation: "c1", channel: "messaging" } }),
      event({ type: "conversation.connected", source: "server", data: { conversation: "c1", agent: "Bo" } }),
      event({ type: "conversation.ended", data: { conversation: "c1", by: "customer" } }),
    ];
    await store.append(events);
    for (const one of [...events].reverse()) await store.append([{ ...one, site: "s2" }]);
    const plain = async (site: string) => (await store.cards({ site, limit: 9 })).cards.map(({ n, ...card }) => card).sort((a, b) => (a.id < b.id ? -1 : 1));
    expect(await plain("s2")).toEqual(await plain("s1"));
    expect(await plain("s1")).toHaveLength(2);
  });

  it("of conversations that are open come however many newer ones are over", async () => {
    const talk = (conversation: string, state = "started") => event({ type: `conversation.${state}`, data: { conversation, by: "customer" } });
    await store.append([talk("waits")]);
    for (let i = 0; i < 20; i++) await store.append([talk(`c${i}`), talk(`c${i}`, "ended")]);
    const shown = (await store.cards({ site: "s1", limit: 5 })).cards.filter(({ kind }) => kind === "conversation").map(({ id }) => id);
    expect(shown).toEqual(["waits", "c19", "c18", "c17", "c16", "c15"]);
  });

  it("leave out what is no conversation yet: a window that was opened, an offer that was shown", async () => {
    const changes: Cards[] = [];
    store.onChange((_site, changed) => changes.push(changed));
    await store.append([event({ type: "conversation.opened", session: undefined as never, data: { conversation: "c1" } })]);
    const cards = async (since?: number) => (await store.cards({ site: "s1", limit: 9, ...(since !== undefined && { since }) })).cards.filter(({ kind }) => kind === "conversation");
    expect([await cards(), await cards(0), changes.flatMap((one) => one.cards)]).toEqual([[], [], []]);
    await store.append([event({ type: "conversation.started", session: undefined as never, data: { conversation: "c1" } })]);
    expect([await cards(), await cards(1)]).toMatchObject([[{ id: "c1" }], [{ id: "c1" }]]);
  });

  it("carry the last twenty queues and agents only", async () => {
    await store.append(Array.from({ length: 30 }, (_, i) => event({ source: "server", type: "conversation.routed", data: { conversation: "c1", queue: `q${i}`, agent: `a${i}` } })));
    const [card] = (await store.cards({ site: "s1", limit: 9 })).cards;
    const last = (letter: string) => Array.from({ length: 20 }, (_, i) => `${letter}${i + 10}`);
    expect(card).toMatchObject({ queues: last("q"), agents: last("a") });
  });

  it("with missing numbers count as gaps until the numbers come", async () => {
    await store.append([event({ seq: 0 }), event({ seq: 2 })]);
    expect((await store.gaps(made + GAP_SETTLE_MS)).open).toBe(1);
    await store.append([event({ seq: 1 })]);
    expect((await store.gaps(made + GAP_SETTLE_MS)).open).toBe(0);
  });
});

describe("A journey", () => {
  it("of a session holds what the contact centre told of its conversations; that of a conversation only its own", async () => {
    await store.append([
      event({ id: "page", at: 1 }), event({ id: "start", at: 2, type: "conversation.started", data: { conversation: "c1" } }),
      event({ id: "routed", at: 3, type: "conversation.routed", source: "server", visitor: "v1", session: undefined as never, data: { conversation: "c1" } }),
      event({ id: "other", at: 4, session: "w2" }), event({ id: "elsewhere", at: 1, site: "s2" }),
    ]);
    const ids = async (of: "session" | "conversation", id: string) => (await store.journey({ site: "s1", of, id, limit: 9 })).steps.map((step) => step.id);
    expect(await ids("session", "w1")).toEqual(["page", "start", "routed"]);
    expect(await ids("conversation", "c1")).toEqual(["start", "routed"]);
    expect((await store.journey({ site: "s1", of: "session", id: "w1", limit: 2 })).steps.map(({ id }) => id)).toEqual(["start", "routed"]);
  });
});

describe("A journey's steps", () => {
  it("leave out what another visitor told of the session, and of conversations that claim it", async () => {
    const talk = (id: string, more: Partial<StoredEvent>) => event({ id, type: "conversation.started", data: { conversation: "c9" }, ...more });
    await store.append([
      event({ id: "mine" }), event({ id: "forged", visitor: "thief" }), event({ id: "nobody's", visitor: undefined as never }),
      talk("claimed", { visitor: "thief" }), talk("claimed too", { visitor: "thief", session: undefined as never }),
      talk("agent's", { source: "agent", visitor: undefined as never, session: undefined as never }),
      event({ id: "server's", source: "server", visitor: undefined as never }),
    ]);
    expect((await store.journey({ site: "s1", of: "session", id: "w1", limit: 9 })).steps.map(({ id }) => id)).toEqual(["mine", "server's"]);
  });

  it("are cut to what a person reads", async () => {
    await store.append([event({ data: { text: "x".repeat(8_000), deep: { list: ["y".repeat(301)] } } })]);
    const [step] = (await store.journey({ site: "s1", of: "session", id: "w1", limit: 9 })).steps;
    expect(step?.data).toEqual({ text: "x".repeat(300), deep: { list: ["y".repeat(300)] } });
  });
});

describe("A group commit", () => {
  it("keeps very long groups apart, and everybody's results their own", async () => {
    const write = vi.fn((items: number[]) => items.map((item) => -item));
    const commit = createCommit(write);
    const many = Array.from({ length: 30 }, (_, i) => Array.from({ length: 100 }, (_, j) => i * 100 + j));
    const results = await Promise.all(many.map((items) => commit.add(items)));
    expect(results).toEqual(many.map((items) => items.map((item) => -item)));
    expect(write.mock.calls.map(([items]) => items.length)).toEqual([2_000, 1_000]);
  });

  it("finishes what waits when it is told to stop", async () => {
    const commit = createCommit((items: number[]) => items);
    const added = commit.add([1]);
    commit.flush();
    expect(await added).toEqual([1]);
  });
});
