/** One collector with two sites, of which one is full of what nobody of the other may ever see. */
import path from "node:path";
import type { DatabaseSyncInstance } from "@photostructure/sqlite";
import { expect, vi } from "vitest";
import { createLogins } from "../../../src/collector/access/logins";
import { hashToken } from "../../../src/collector/access/token";
import { loadSqlite } from "../../../src/collector/store/open";
import type { Site } from "../../../src/collector/store/store";
import { createId } from "../../../src/protocol/id";
import type { Role } from "../../../src/protocol/roles";
import type { RuleSet } from "../../../src/protocol/rules";
import { anEvent, NOW, openCollector, ORIGIN, type Collector } from "../openCollector";

/** Everything that says something on the full site has one of these in it. */
export const CANARIES = ["zeisig", "7911123456"];
/** What both sites have, so that whoever finds by it finds the wrong one. */
export const SHARED = { visitor: "visitor-1", session: "0190a1b2-0000-7000-8000-00000001e240", conversation: "chat-1", call: "call-1", externalId: "ext-1", email: "shared@example.com", phone: "+447911000111", event: "shared-event", colleague: "colleague@example.com" };
/** Whoever does not say which browser they are is taken for a robot, and no rule looks at those. */
const BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
/** What is written on neither site. */
export const NOWHERE = "0190a1b2-0000-7000-8000-0000000000ff";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
export interface Asked { method: Method; url: string; body?: object | string | undefined }
export interface Told { status: number; text: string; headers: string }

/** One of the two, as those see it who belong to it. */
export interface Side {
  site: Site;
  secret: string;
  server: { [header: string]: string };
  admin: { [header: string]: string };
  /** Tells events as a page of the site does, or as its server. */
  page(events: object[], more?: object): Promise<{ accepted: number; duplicates: number; rejected: { reason: string }[] }>;
  report(...events: object[]): Promise<void>;
  ask(asked: Asked, as: { [header: string]: string }): Promise<Told>;
  /** As the site's server, and it has to be done. */
  make(asked: Asked, as?: { [header: string]: string }): Promise<{ id: string }>;
}

export interface TwoSites {
  collector: Collector;
  /** The site that everything was told to, and the one that nothing was. */
  full: Side;
  empty: Side;
  /** Somebody who has an account on each, and comes by that on the full one. */
  logInToBoth(): Promise<{ [header: string]: string }>;
  /** The file itself, beside the collector. */
  database: DatabaseSyncInstance;
  close(): Promise<void>;
}

/** @param isFirstFull is the one that is full the operator's, or one that came later? */
export async function openTwoSites(isFirstFull: boolean, environment: { [name: string]: string } = {}): Promise<TwoSites> {
  const collector = await openCollector(environment);
  const secret = `sk_${"o".repeat(40)}`;
  const other: Site = { id: "other-site", name: "Another", key: "pk_another0another0another0", secretHash: hashToken(secret) };
  await collector.store.createSite(other);
  const { DatabaseSync } = await loadSqlite();
  const database = new DatabaseSync(path.join(collector.folder, "parley.db")) as DatabaseSyncInstance;
  const nameOf = (isFull: boolean) => (isFull ? "Zeisig admin" : "An admin");
  const first = await sideOf(collector, { site: collector.site, secret: collector.secret, admin: nameOf(isFirstFull) });
  const second = await sideOf(collector, { site: other, secret, admin: nameOf(!isFirstFull) });
  const [full, empty] = isFirstFull ? [first, second] : [second, first];
  return {
    collector, full, empty, database,
    async logInToBoth() {
      // Of one password there is one hash on all of a person's accounts.
      await logIn(collector, empty.site.id, { name: "Somebody with both", role: "admin", passwordHash: "one-hash" });
      return logIn(collector, full.site.id, { name: "Zeisig with both", role: "admin", passwordHash: "one-hash" });
    },
    async close() {
      database.close();
      await collector.close();
    },
  };
}

/** Somebody of a site who is logged in. */
export async function logIn({ store, clock }: Collector, site: string, { name, ...more }: { name: string; role: Role; passwordHash?: string }): Promise<{ [header: string]: string }> {
  const account = { id: createId(clock.now), site, name, email: `${name.replace(/\W+/g, ".").toLowerCase()}@example.com`, ...more, active: true, createdAt: clock.now };
  expect(await store.addAccount(account)).toBeUndefined();
  const logins = createLogins({ store, now: () => clock.now, secure: false });
  return { cookie: (await logins.begin(account.id, undefined)).split(";")[0]!, "sec-fetch-site": "same-origin" };
}

async function sideOf(collector: Collector, { site, secret, admin: name }: { site: Site; secret: string; admin: string }): Promise<Side> {
  const server = { authorization: `Bearer ${secret}` };
  const admin = await logIn(collector, site.id, { name, role: "admin" });
  const ask: Side["ask"] = async ({ method, url, body }, as) => {
    const type = typeof body === "string" ? "text/csv" : "application/json";
    const answer = await collector.server.inject({ method, url, headers: { ...as, ...(body !== undefined && { "content-type": type }) }, ...(body !== undefined && { payload: body }), payloadAsStream: true });
    const stream = answer.stream();
    let text = "";
    // The stream of cards never ends by itself.
    const isEndless = String(answer.headers["content-type"]).startsWith("text/event-stream");
    for await (const bytes of stream) {
      text += String(bytes);
      if (isEndless && /event: snapshot\n[^]*\n\n$/.test(text)) break;
    }
    stream.destroy();
    return { status: answer.statusCode, text, headers: JSON.stringify(answer.headers) };
  };
  const post = async (events: object[], more: object, headers: { [name: string]: string }) =>
    (await collector.post(collector.batch(events.map((event) => anEvent(event)), { key: site.key, visitor: SHARED.visitor, ...more }), headers)).json();
  return {
    site, secret, server, admin, ask,
    page: (events, more = {}) => post(events, more, { origin: ORIGIN, "user-agent": BROWSER }),
    async report(...events) {
      expect(await post(events, { visitor: undefined }, server)).toMatchObject({ accepted: events.length, rejected: [] });
    },
    async make(asked, as = server) {
      const { status, text } = await ask(asked, as);
      expect([asked, status, text]).toEqual([asked, expect.toSatisfy((code: number) => code >= 200 && code < 300), text]);
      return text === "" ? { id: "" } : (JSON.parse(text) as { id: string });
    },
  };
}

export const RULES: RuleSet = {
  segments: [{ id: "seg-1", name: "Zeisig segment", of: "session", color: "#ff8800", when: { field: "page.path", is: "startsWith", value: "/" } }],
  outcomes: [{ id: "out-1", name: "Zeisig outcome", when: { field: "page.path", is: "startsWith", value: "/" } }],
  actionMaps: [{ id: "map-1", name: "Zeisig map", repeats: "session", when: { field: "page.path", is: "startsWith", value: "/" }, action: { type: "chat", text: "Zeisig offer" } }],
};

/** Tells a site of everything that there is, and says by which ids it can be asked for. */
export async function fill({ collector, full, database }: TwoSites): Promise<{ [what: string]: string }> {
  const { site, server, admin, make, page, report } = full;
  const { visitor, session, conversation, call, externalId, email, phone, event } = SHARED;
  const id = async (asked: Asked, as = server) => (await make(asked, as)).id;
  const at = NOW - 60_000;

  await make({ method: "PUT", url: "/v1/rules", body: { ...RULES, segments: [] } }, admin);
  await make({ method: "PUT", url: "/v1/rules", body: RULES });
  const contact = await id({ method: "POST", url: "/v1/contacts", body: { givenName: "Zeisig", displayName: "Zeisig Ada", emails: [email, "ada@zeisig.example"], phones: [phone, "+447911123456"], externalIds: [externalId], companyName: "Zeisig Ltd", traits: { nest: "zeisig" } } });
  const merged = await id({ method: "POST", url: "/v1/contacts", body: { displayName: "Zeisig double", externalIds: ["ext-2"] } });
  await make({ method: "POST", url: `/v1/contacts/${merged}/merge`, body: { into: contact } });
  const consent = { source: "custom", analytics: "granted", identity: "granted", personalization: "granted", messaging: "granted" };
  expect(await page([
    { id: event, type: "session.started", session, seq: 0, at, data: { referrer: "https://search.example/zeisig" } },
    { id: "page-1", type: "page.viewed", session, seq: 1, at, url: "https://shop.example/zeisig", data: { title: "Zeisig page" } },
    { type: "search.performed", session, seq: 2, at, data: { query: "zeisig lamps" } },
    { type: "identity.claimed", session, seq: 3, at, data: { email, traits: { displayName: "Zeisig claimed" } } },
    { type: "order_completed", session, seq: 4, at, data: { product: "zeisig" } },
    { type: "conversation.started", session, seq: 6, at, data: { conversation, channel: "chat", queue: "Zeisig queue" } },
    { type: "conversation.started", session, seq: "wrong" },
  ], { consent })).toMatchObject({ accepted: 6 });
  expect((await collector.post(collector.batch([anEvent()], { key: site.key }), { origin: "https://zeisig.example" })).statusCode).toBe(403);
  for (const [verb, body] of [["start", { channel: "call", direction: "inbound", queue: "Zeisig queue", customer: { phone: "+447911123456", displayName: "Zeisig caller" } }], ["connect", { agent: "Zeisig agent" }], ["end", {}], ["wrap-up", { agent: "Zeisig agent", code: "Zeisig sold", notes: "zeisig said" }]] as const) {
    await make({ method: "POST", url: `/v1/conversations/${call}/${verb}`, body });
  }
  await report(
    { type: "conversation.noted", at, data: { conversation: call, text: "Zeisig note", agent: "Zeisig agent" } }, { type: "contact.noted", at, data: { contact, text: "Zeisig note of her", agent: "Zeisig agent" } },
    { id: "zeisig-link", type: "conversation.linked", at, data: { conversation, visitor, session } }, { type: "queue.changed", at, data: { queue: "Zeisig queue", agents: 3 } },
    { type: "identity.verified", at, data: { visitor, contact, by: "server" } },
  );
  const webhook = await id({ method: "POST", url: "/v1/webhooks", body: { url: "https://zeisig.example/hook", types: ["order_completed"] } });
  database.prepare("INSERT INTO webhook_deliveries (site, webhook, event, attempts, status, reason, died_at) SELECT site, ?, n, 9, 500, 'zeisig', ? FROM events WHERE site = ? AND id = 'page-1'").run(webhook, NOW, site.id);
  const connector = await id({ method: "POST", url: "/v1/connectors", body: { vendor: "genesys", names: { q1: "Zeisig queue" } } });
  const proofKey = await id({ method: "POST", url: "/v1/proof-keys", body: { algorithm: "HS256" } });
  const dryRun = await id({ method: "POST", url: "/v1/rules/dry-run", body: { set: RULES, days: 2 } });
  const imported = await id({ method: "POST", url: "/v1/imports", body: "name,email,phone\nZeisig import,bad zeisig,\nZeisig good,zeisig.good@example.com,\n" });
  await vi.waitFor(async () => expect((await full.ask({ method: "GET", url: `/v1/imports/${imported}` }, server)).text).toContain('"state":"done"'), { timeout: 60_000, interval: 20 });
  await vi.waitFor(async () => expect((await full.ask({ method: "GET", url: `/v1/rules/dry-run/${dryRun}` }, server)).text).toContain('"state":"done"'), { timeout: 60_000, interval: 20 });
  const key = await id({ method: "POST", url: "/v1/keys", body: { name: "Zeisig key" } }, admin);
  const account = await id({ method: "POST", url: "/v1/accounts", body: { name: "Zeisig agent", email: SHARED.colleague, role: "agent" } }, admin);
  await make({ method: "PATCH", url: `/v1/accounts/${account}`, body: { queues: ["Zeisig queue"] } }, admin);
  await collector.store.saveScore({ site: site.id, rule: "zeisig rule", score: { outcome: "out-1", name: "Zeisig outcome", on: false, at: NOW, learned: { achieved: 1, others: 2 }, heldBack: { achieved: 1, others: 2 } } });
  await make({ method: "PATCH", url: "/v1/settings", body: { name: "Zeisig shop", origins: ["https://zeisig.example", ORIGIN], queues: ["Zeisig queue"], codes: ["Zeisig sold"] } });
  // A number that never came is found out after a while.
  collector.clock.now += 120_000;
  return { visitor, session, conversation, call, externalId, event, contact, merged, webhook, connector, proofKey, dryRun, imported, key, account, version: "2", site: site.id, publicKey: site.key, segment: "seg-1", queue: "Zeisig queue", q: "zeisig", email, phone };
}

/** Tables without a site, and how the rows of one are found there. */
const BY_OTHERS: { [table: string]: string } = {
  sites: "id = ?", contact_keys: "contact IN (SELECT n FROM contacts WHERE site = ?)", visitor_keys: "visitor IN (SELECT n FROM visitors WHERE site = ?)",
  unsettled: "visitor IN (SELECT n FROM visitors WHERE site = ?)", logins: "account IN (SELECT id FROM accounts WHERE site = ?)", retention: "task GLOB '* ' || ?",
};
/** What is of no site: keys of all, and keyed hashes of which nobody tells whose they are. */
const OF_NONE = ["vault", "tombstones", "proofs", "login_tries"];

/** Every row that a site has, table by table. */
export function rowsOf(database: DatabaseSyncInstance, site: string): { [table: string]: string[] } {
  const tables = (database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT GLOB 'sqlite_*' ORDER BY name").all() as { name: string }[]).map(({ name }) => name);
  return Object.fromEntries(tables.filter((table) => !OF_NONE.includes(table)).map((table) => {
    const hasSite = (database.prepare(`PRAGMA table_info(${table})`).all() as { name: string }[]).some(({ name }) => name === "site");
    const where = BY_OTHERS[table] ?? (hasSite ? "site = ?" : undefined);
    if (where === undefined) throw new Error(`Say how the rows of a site are found in the table ${table}.`);
    return [table, database.prepare(`SELECT * FROM ${table} WHERE ${where}`).all(site).map((row) => JSON.stringify(row, (_name, value: unknown) => (value instanceof Uint8Array ? Buffer.from(value).toString("hex") : value))).sort()];
  }));
}
