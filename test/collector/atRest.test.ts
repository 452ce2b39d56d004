/** What is on disk of people, and what opens it. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, statSync, writeFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { DatabaseSyncInstance } from "@photostructure/sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { hashValue } from "../../src/collector/contacts/lookup";
import { MIGRATIONS } from "../../src/collector/store/migrations";
import { closeDatabase, loadSqlite, openDatabase } from "../../src/collector/store/open";
import { isSealed } from "../../src/collector/store/openVault";
import { createSqliteStore } from "../../src/collector/store/sqlite";
import { parseMasterKeys, readMasterKeys } from "../../src/collector/vault/masterKeys";
import { seal, unseal } from "../../src/collector/vault/seal";
import { anEvent, NOW, openCollector, type Collector } from "./openCollector";

/** All bytes of a data folder, but of the key itself. */
const bytesOf = (folder: string) => Buffer.concat(readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name !== "master.key").map((entry) => readFileSync(path.join(entry.parentPath, entry.name))));
const isIn = (bytes: Buffer, texts: string[]) => texts.filter((text) => bytes.includes(text) || bytes.includes(Buffer.from(text, "utf16le")) || bytes.includes(Buffer.from(text).toString("base64").slice(0, -4)));

const masterKeys = (...fills: number[]) => parseMasterKeys(fills.map((fill) => Buffer.alloc(32, fill).toString("base64")).join())!;

describe("A canary", () => {
  let collector: Collector;
  beforeEach(async () => {
    collector = await openCollector();
  });
  afterEach(() => collector.close());

  const NAMES = ["Kanarija", "Zwitschermann", "Vogelhaus"];
  const CANARIES = [...NAMES, "kanarija.bird@example.com", "Kanarija.Bird@Example.com", "kanarija.bird", "+4930901820", "4930901820", "30901820", "030 90 18 20", "C-4711-bird", "secret-attribute"];
  const tellAll = async () => {
    const { post, batch, server, secret, store, site } = collector;
    const headers = { authorization: `Bearer ${secret}` };
    const [givenName, familyName, companyName] = NAMES;
    const identity = (data: object) => anEvent({ type: "identity.claimed", session: "w1", data: data as never });
    const traits = { email: "Kanarija.Bird@Example.com", phone: "030 90 18 20", givenName, familyName, companyName, plan: "secret-attribute" };
    await post(batch([anEvent({ type: "page.viewed", session: "w1", data: { title: "An open word" } }), identity({ email: "Kanarija.Bird@Example.com", form: "f", moment: "submit" }), identity({ phone: "030 90 18 20", region: "DE", e164: "+4930901820" })]));
    await post(batch([identity({ traits, externalId: "C-4711-bird" }), identity({ emailHash: hashValue("kanarija.bird@example.com") })]));
    await post(batch([identity({ traits })], { visitor: undefined }));
    await post(batch([identity({ traits })], { visitor: "v2" }), headers);
    const made = await server.inject({ method: "POST", url: "/v1/contacts", headers, payload: { displayName: `${givenName} ${familyName}`, companyName, emails: ["kanarija.bird@example.com"], phones: ["+49 30 901820"], externalIds: ["C-4711-bird"], traits: { plan: "secret-attribute" } } });
    expect(made.statusCode).toBe(201);
    const { id } = made.json() as { id: string };
    await post(batch([anEvent({ type: "identity.verified", data: { visitor: "v1", contact: id } })], { visitor: undefined }), headers);
    await server.inject({ method: "PATCH", url: `/v1/contacts/${id}`, headers, payload: { givenName, familyName } });
    await store.importContacts({ site: site.id, rows: [{ givenName: givenName!, emails: ["other@example.com"] }], now: NOW });
    await server.inject({ method: "GET", url: `/v1/contacts?q=${givenName}`, headers });
    return id;
  };

  it("that is told in every way is in no file in clear, while the collector runs and after", async () => {
    await tellAll();
    const running = bytesOf(collector.folder);
    expect([isIn(running, ["An open word"]), isIn(running, CANARIES)]).toEqual([["An open word"], []]);
    expect(readdirSync(collector.folder).sort()).toEqual(expect.arrayContaining(["parley.db", "parley.db-shm", "parley.db-wal"]));
    await collector.stop();
    const stopped = bytesOf(collector.folder);
    expect([isIn(stopped, ["An open word"]), isIn(stopped, CANARIES)]).toEqual([["An open word"], []]);
    expect(isIn(stopped, [hashValue("kanarija.bird@example.com")])).toEqual([]);
  });

  it("that is erased leaves neither its key nor anything that the key sealed", async () => {
    const id = await tellAll();
    await collector.stop();
    const { DatabaseSync } = await loadSqlite();
    const read = new DatabaseSync(path.join(collector.folder, "parley.db"));
    const sealed = [...(read.prepare("SELECT key, fields AS data FROM contacts WHERE id = ?").all(id) as { key: Uint8Array; data: Uint8Array }[]),
      ...(read.prepare("SELECT key, state AS data FROM visitors WHERE id = 'v1'").all() as { key: Uint8Array; data: Uint8Array }[])];
    const told = (read.prepare("SELECT data FROM events WHERE type = 'identity.claimed' AND visitor = 'v1'").all() as { data: string }[]).map(({ data }) => data);
    read.close();
    expect([sealed.length, told.length, told.every((data) => data.startsWith('"'))]).toEqual([2, 4, true]);
    const pieces = [...sealed.flatMap(({ key, data }) => [key, data]).map((one) => Buffer.from(one)), ...told.map((data) => Buffer.from(data.slice(1, -1)))];
    const left = () => pieces.filter((piece) => bytesOf(collector.folder).includes(piece.subarray(0, 40))).length;
    expect(left()).toBe(8);

    const database = await openDatabase(collector.folder);
    const store = createSqliteStore({ database, masterKeys: readMasterKeys({ folder: collector.folder }) });
    expect(await store.eraseContact({ site: collector.site.id, id, now: NOW })).toMatchObject({ contacts: 1, visitors: 2, events: expect.any(Number) });
    expect(left()).toBe(0);
    await store.close();
    expect(left()).toBe(0);
  });

  it("is in no line of the log", async () => {
    const { log } = collector.server;
    const symbol = Object.getOwnPropertySymbols(log).find((one) => one.description === "pino.stream")!;
    const lines: string[] = [];
    (log as unknown as { [stream: symbol]: object })[symbol] = { write: (line: string) => void lines.push(line) };
    log.level = "trace";
    const id = await tellAll();
    const headers = { authorization: `Bearer ${collector.secret}` };
    for (const q of CANARIES) await collector.server.inject({ url: `/v1/contacts?q=${encodeURIComponent(q)}`, headers });
    await collector.server.inject({ method: "PUT", url: "/v1/contacts?externalId=C-4711-bird", headers, payload: { displayName: NAMES[0] } });
    for (const payload of [{ emails: ["kanarija.bird"] }, { externalIds: ["C-4711-bird"] }]) await collector.server.inject({ method: "POST", url: "/v1/contacts", headers, payload });
    await collector.server.inject({ url: `/v1/contacts/${id}/export`, headers });
    expect(lines.length).toBeGreaterThan(40);
    expect(isIn(Buffer.from(lines.join("") + collector.warnings.join("")), CANARIES)).toEqual([]);
  });
});

describe("What is sealed", () => {
  const [key, other] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
  it("opens with its key, in its place, as long as no bit has changed, and never looks the same twice", () => {
    const sealed = seal(key, "Ada", "here");
    expect(unseal(key, sealed, "here").toString()).toBe("Ada");
    expect(() => unseal(other, sealed, "here")).toThrow();
    expect(() => unseal(key, sealed, "there")).toThrow();
    for (let i = 0; i < sealed.length; i++) {
      const broken = Buffer.from(sealed);
      broken[i]! ^= 1;
      expect(() => unseal(key, broken, "here")).toThrow();
    }
    expect(new Set(Array.from({ length: 5_000 }, () => seal(key, "Ada", "here").subarray(0, 12).toString("hex"))).size).toBe(5_000);
  });
});

describe("A database", () => {
  let folder: string;
  let database: DatabaseSyncInstance;
  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), "parley-"));
    database = await openDatabase(folder);
  });
  afterEach(() => {
    if (database.isOpen) database.close();
    rmSync(folder, { recursive: true });
  });
  const open = async (keys = masterKeys(1)) => {
    if (!database.isOpen) database = await openDatabase(folder);
    return createSqliteStore({ database, masterKeys: keys });
  };
  const withAda = async (keys = masterKeys(1)) => {
    const store = await open(keys);
    await store.createSite({ id: "s1", name: "One", key: "pk_1", secretHash: "h1" });
    const made = await store.createContact({ site: "s1", fields: { displayName: "Ada", emails: ["ada@example.com"] }, now: 1 });
    const bo = await store.createContact({ site: "s1", fields: { displayName: "Bo", phones: ["+4930901820"] }, now: 1 });
    await store.addProofKey("s1", { id: "p1", algorithm: "HS256", secret: "abc", createdAt: 1 });
    await store.append([{ id: "e1", type: "identity.claimed", at: 1, received: 1, site: "s1", source: "page", visitor: "v1", session: "w1", data: { email: "ada@example.com" } }]);
    return { store, ada: (made as { id: string }).id, bo: (bo as { id: string }).id };
  };

  it("does not open rows whose seals were swapped", async () => {
    const { store, ada, bo } = await withAda();
    database.exec("CREATE TEMP TABLE swap AS SELECT id, fields, key FROM contacts");
    const swap = (column: string) => database.prepare(`UPDATE contacts SET ${column} = (SELECT ${column} FROM swap WHERE swap.id <> contacts.id)`).run();
    swap("fields");
    await expect(store.contact({ site: "s1", id: ada })).rejects.toThrow();
    swap("key");
    await expect(store.contact({ site: "s1", id: bo })).rejects.toThrow();
    await store.close();
  });

  it("refuses to start without the key that it was written with, and says which is missing", async () => {
    const { store } = await withAda();
    await store.close();
    await expect(open(masterKeys(9))).rejects.toThrow(/The master key [\da-f]{8} is missing. Put it back/);
  });

  it("goes over to a new master key while it runs, after which the old one may go, and back", async () => {
    const { store, ada } = await withAda();
    await store.close();
    const limits = { now: 2, sites: [] };
    for (const [keys, alone] of [[masterKeys(2, 1), masterKeys(2)], [masterKeys(1, 2), masterKeys(1)], [masterKeys(2, 1), masterKeys(2)]] as const) {
      const both = await open(keys);
      expect(await both.contact({ site: "s1", id: ada })).toMatchObject({ displayName: "Ada" });
      while (await both.tidy(limits));
      await both.close();
      const after = await open(alone);
      expect(await after.contact({ site: "s1", id: ada })).toMatchObject({ displayName: "Ada" });
      expect(await after.identity("s1", "v1")).toMatchObject({ level: "matched", contact: { id: ada } });
      expect((await after.journey({ site: "s1", of: "session", id: "w1", limit: 9 })).steps).toMatchObject([{ data: { email: "ada@example.com" } }, { type: "identity.matched" }]);
      expect(await after.proofKeys("s1")).toMatchObject([{ secret: "abc" }]);
      expect((await after.findContacts({ site: "s1", q: "ada@example.com", limit: 9 })).contacts).toHaveLength(1);
      await after.close();
    }
  });

  it("has a key of its own where none is given, for its owner only, and takes no damaged one", () => {
    const [made] = readMasterKeys({ folder });
    expect(readMasterKeys({ folder })).toEqual([made]);
    expect(statSync(path.join(folder, "master.key")).mode & 0o777).toBe(0o600);
    expect(parseMasterKeys(readFileSync(path.join(folder, "master.key"), "utf8"))).toEqual([made]);
    const given = Buffer.alloc(32, 3).toString("base64");
    expect(readMasterKeys({ given, folder })).toEqual([...masterKeys(3), made]);
    rmSync(path.join(folder, "master.key"));
    expect([readMasterKeys({ given, folder }), existsSync(path.join(folder, "master.key"))]).toEqual([masterKeys(3), false]);
    writeFileSync(path.join(folder, "master.key"), "half");
    expect(() => readMasterKeys({ folder })).toThrow(/master\.key holds no key/);
  });

  it("that is sealed gets no new key where its own is lost", async () => {
    expect(isSealed(database)).toBe(false);
    const { store } = await withAda();
    expect(isSealed(database)).toBe(true);
    await store.close();
    expect(() => readMasterKeys({ folder, isSealed: true })).toThrow(/the key is missing: PE_MASTER_KEY is not set, and there is no master\.key in it\. Put back/);
    expect(existsSync(path.join(folder, "master.key"))).toBe(false);
    const given = Buffer.alloc(32, 1).toString("base64");
    expect(readMasterKeys({ given, folder, isSealed: true })).toEqual(masterKeys(1));
  });

  it("has a whole key or none, where its first start was cut short", () => {
    // A directory of that name stands for a disk that takes no more.
    mkdirSync(path.join(folder, "master.key.new"));
    expect(() => readMasterKeys({ folder })).toThrow();
    expect(existsSync(path.join(folder, "master.key"))).toBe(false);
    rmdirSync(path.join(folder, "master.key.new"));
    writeFileSync(path.join(folder, "master.key.new"), "half");
    expect(readMasterKeys({ folder })).toHaveLength(1);
    expect([existsSync(path.join(folder, "master.key.new")), statSync(path.join(folder, "master.key")).mode & 0o777]).toEqual([false, 0o600]);
  });

  it("keeps nothing of who was too old, not even in the log of writes", async () => {
    const store = await open();
    await store.createSite({ id: "s1", name: "One", key: "pk_1", secretHash: "h1" });
    await store.append([{ id: "e1", type: "identity.claimed", at: 1, received: 1, site: "s1", source: "page", visitor: "v1", session: "w1", data: { email: "ada@example.com" } }]);
    const { key, state } = database.prepare("SELECT key, state FROM visitors").get() as { key: Uint8Array; state: Uint8Array };
    const left = () => [key, state].filter((piece) => bytesOf(folder).includes(Buffer.from(piece).subarray(0, 40))).length;
    expect(left()).toBe(2);
    const limits = { now: 61 * 86_400_000, sites: [] };
    while (await store.tidy(limits));
    expect([(await store.identity("s1", "v1")).claims, left()]).toEqual([[], 0]);
    await store.close();
  });

  it("overwrites what it frees", () => {
    expect(Object.values(database.prepare("PRAGMA secure_delete").get() as object)).toEqual([1]);
  });
});

describe("A database of an earlier version", () => {
  it("has its claims sealed, its names carried over, and nothing left in clear", async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "parley-"));
    const { DatabaseSync } = await loadSqlite();
    const old = new DatabaseSync(path.join(folder, "parley.db"));
    const steps = MIGRATIONS.findIndex((step) => step.includes("clear_contacts"));
    expect(steps).toBeGreaterThan(2);
    for (const step of MIGRATIONS.slice(0, steps)) old.exec(step);
    old.exec(`PRAGMA user_version = ${steps}; INSERT INTO sites VALUES ('s1', 'One', 'pk_1', 'h1')`);
    const add = old.prepare("INSERT INTO events (site, id, type, at, received, source, visitor, session, data) VALUES ('s1', ?, ?, ?, ?, 'page', ?, 'w1', ?)");
    const claim = JSON.stringify({ traits: { displayName: "Kanarija", email: "kanarija@example.com" } });
    add.run("e1", "page.viewed", 1, 1, "v1", '{"title":"An open word"}');
    add.run("e2", "identity.claimed", 2, 2, "v1", claim);
    add.run("e3", "identity.claimed", 3, 3, null, claim);
    add.run("e4", "identity.reset", 4, 4, "v1", "{}");
    const visit = { source: "page", visitor: "v1", heard: { at: 1, id: "e1" }, startedAt: 1, lastAt: 4, latest: 4, pages: 1, numbered: 0, highest: -1 };
    old.prepare("INSERT INTO sessions (site, id, n, visitor, state) VALUES ('s1', 'w1', 4, 'v1', ?)").run(JSON.stringify({ id: "w1", visits: [visit] }));
    old.prepare("INSERT INTO contacts VALUES ('s1', 'v1', 2, 'Kanarija', ?)").run(claim);
    old.close();
    expect(isIn(bytesOf(folder), ["Kanarija", "kanarija@example.com"])).toHaveLength(2);

    const database = await openDatabase(folder);
    const store = createSqliteStore({ database, masterKeys: masterKeys(1) });
    expect((await store.cards({ site: "s1", limit: 9 })).cards).toMatchObject([{ id: "w1", name: "Kanarija", level: "claimed" }]);
    expect((await store.journey({ site: "s1", of: "session", id: "w1", limit: 9 })).steps.map(({ type, data }) => [type, data])).toEqual([
      ["page.viewed", { title: "An open word" }], ["identity.claimed", JSON.parse(claim)], ["identity.reset", {}],
    ]);
    expect(await store.identity("s1", "v1")).toMatchObject({ claims: [{ event: "e2", value: "kanarija@example.com" }], contact: { name: "Kanarija", expiresAt: 2 + 60 * 86_400_000 } });
    expect(isIn(bytesOf(folder), ["Kanarija", "kanarija@example.com"])).toEqual([]);
    await store.close();
    const again = createSqliteStore({ database: await openDatabase(folder), masterKeys: masterKeys(1) });
    expect((await again.cards({ site: "s1", limit: 9 })).cards).toMatchObject([{ name: "Kanarija" }]);
    await again.close();
    expect(isIn(bytesOf(folder), ["An open word", "Kanarija", "kanarija@example.com"])).toEqual(["An open word"]);
    rmSync(folder, { recursive: true });
  });

  it("is swept by the next start when the first one was cut short", async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "parley-"));
    const { DatabaseSync } = await loadSqlite();
    const old = new DatabaseSync(path.join(folder, "parley.db"));
    const steps = MIGRATIONS.findIndex((step) => step.includes("clear_contacts"));
    for (const step of MIGRATIONS.slice(0, steps)) old.exec(step);
    old.exec(`PRAGMA user_version = ${steps}; INSERT INTO sites VALUES ('s1', 'One', 'pk_1', 'h1')`);
    // What an earlier version had freed is in no table any more, and still in the file.
    old.exec("PRAGMA secure_delete = OFF; INSERT INTO contacts VALUES ('s1', 'v1', 2, 'Kanarija', '{}'); DELETE FROM contacts");
    old.close();
    expect(isIn(bytesOf(folder), ["Kanarija"])).toEqual(["Kanarija"]);

    const database = await openDatabase(folder);
    const exec = (sql: string) => {
      if (sql.includes("VACUUM")) throw new Error("The disk is full.");
      database.exec(sql);
    };
    const failing = new Proxy(database, { get: (target, name: keyof DatabaseSyncInstance) => (name === "exec" ? exec : (target[name] as () => unknown).bind(target)) });
    expect(() => createSqliteStore({ database: failing, masterKeys: masterKeys(1) })).toThrow("The disk is full.");
    closeDatabase(database);
    const store = createSqliteStore({ database: await openDatabase(folder), masterKeys: masterKeys(1) });
    expect(isIn(bytesOf(folder), ["Kanarija"])).toEqual([]);
    await store.close();
    rmSync(folder, { recursive: true });
  });
});
