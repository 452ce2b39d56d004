/** What servers ask for and are answered, and who may ask. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Webhook } from "standardwebhooks";
import { openDatabase } from "../../../src/collector/store/open";
import { createSqliteStore } from "../../../src/collector/store/sqlite";
import type { Outcome } from "../../../src/collector/store/webhookStore";
import { parseMasterKeys, readMasterKeys } from "../../../src/collector/vault/masterKeys";
import { ROTATION_MS } from "../../../src/collector/webhooks/sign";
import { anEvent, NOW, openCollector, type Collector } from "../openCollector";
import { openReceiver, status, type Receiver } from "./receiver";

let collector: Collector;
let receiver: Receiver;
beforeEach(async () => {
  receiver = await openReceiver();
  collector = await openCollector({ PE_WEBHOOK_INTRANET: "on" });
});
afterEach(async () => {
  await collector.close();
  await receiver.close();
});

type Method = "GET" | "POST" | "PATCH" | "DELETE";
const call = async (method: Method, url: string, payload?: unknown, headers: { [name: string]: string } = { authorization: `Bearer ${collector.secret}` }) => {
  const answer = await collector.server.inject({ method, url, headers: { ...(payload !== undefined && { "content-type": "application/json" }), ...headers }, ...(payload !== undefined && { payload: JSON.stringify(payload) }) });
  return { status: answer.statusCode, body: answer.payload === "" ? undefined : answer.json() };
};
const create = async (more: object = {}) => (await call("POST", "/v1/webhooks", { url: receiver.url, types: ["*"], ...more })).body as { id: string; secret: string };
const ROUTES: [Method, string, number][] = [
  ["POST", "/v1/webhooks", 201], ["GET", "/v1/webhooks", 200], ["PATCH", "/v1/webhooks/ID", 200], ["POST", "/v1/webhooks/ID/rotate", 200],
  ["POST", "/v1/webhooks/ID/test", 200], ["GET", "/v1/webhooks/ID/dead", 200], ["POST", "/v1/webhooks/ID/replay", 202], ["DELETE", "/v1/webhooks/ID", 204],
];
const BODIES: { [path: string]: object } = { "POST /v1/webhooks": { url: "https://hooks.example.com/", types: ["*"] }, "PATCH /v1/webhooks/ID": { types: ["*"] }, "POST /v1/webhooks/ID/replay": {} };

describe("Only a server with the site's secret key, or an admin,", () => {
  it.each(ROUTES)("may ask for %s %s", async (method, route, good) => {
    const { id } = await create();
    const ask = async (headers: { [name: string]: string }) => (await call(method, route.replace("ID", id), BODIES[`${method} ${route}`], headers)).status;
    const cookie = await collector.cookie("Dana", "supervisor");
    const strangers = [
      {}, { authorization: `Bearer ${collector.site.key}` }, { authorization: `Bearer sk_${"x".repeat(40)}` }, { authorization: "Basic c2tfeDo=" },
    ];
    for (const headers of strangers) expect(await ask(headers as { [name: string]: string })).toBe(401);
    for (const headers of [{ "sec-fetch-site": "same-origin" }, { origin: "https://evil.example" }]) expect(await ask({ cookie, ...headers } as { [name: string]: string })).toBe(403);
    expect([receiver.received, (await call("GET", "/v1/webhooks")).body.webhooks.length]).toEqual([[], 1]);
    expect(await ask({ authorization: `Bearer ${collector.secret}` })).toBe(good);
  });

  it.each(ROUTES.filter(([, route]) => route.includes("ID")))("is told by %s %s that there is none of that id", async (method, route) => {
    const answer = await call(method, route.replace("ID", "nowhere"), BODIES[`${method} ${route}`]);
    expect(answer).toEqual({ status: 404, body: { error: "unknown_webhook", message: expect.stringMatching(/\.$/) } });
  });
});

describe("A webhook", () => {
  it("is made with a secret that is shown once and read by nobody again", async () => {
    const made = await call("POST", "/v1/webhooks", { url: receiver.url, types: ["conversation.*", "conversation.*", "identity.verified"] });
    expect(made).toEqual({ status: 201, body: { id: expect.any(String), url: receiver.url, types: ["conversation.*", "identity.verified"], personal: false, active: true, createdAt: NOW, secret: expect.stringMatching(/^whsec_/) } });
    const { id, secret } = made.body;
    const { secret: _secret, ...known } = made.body;
    expect((await call("GET", "/v1/webhooks")).body).toEqual({ webhooks: [{ ...known, waiting: 0, dead: 0, behind: 0 }] });
    const answers = [await call("GET", "/v1/webhooks"), await call("PATCH", `/v1/webhooks/${id}`, { types: ["*"] }), await call("POST", `/v1/webhooks/${id}/test`), await call("GET", `/v1/webhooks/${id}/dead`)];
    expect(JSON.stringify(answers)).not.toMatch(/whsec_|secret/);
    await collector.stop();
    const database = await openDatabase(collector.folder);
    const rows = JSON.stringify(database.prepare("SELECT * FROM webhooks").all().map((row) => Object.values(row as object).map((value) => (value instanceof Uint8Array ? Buffer.from(value).toString("latin1") : value))));
    expect([rows.includes(id), rows.includes(secret), rows.includes(secret.slice(6, 40))]).toEqual([true, false, false]);
    database.close();
  });

  it.each([
    ["nothing", undefined], ["no address", { types: ["*"] }], ["no types", { url: "https://hooks.example.com/" }], ["an empty list", { url: "https://hooks.example.com/", types: [] }],
    ["a pattern in the middle", { url: "https://hooks.example.com/", types: ["*.ended"] }], ["a type that is none", { url: "https://hooks.example.com/", types: [7] }], ["a type with a blank", { url: "https://hooks.example.com/", types: ["a b"] }],
    ["a long type", { url: "https://hooks.example.com/", types: ["x".repeat(129)] }], ["too many types", { url: "https://hooks.example.com/", types: Array.from({ length: 51 }, (_, i) => `t${i}`) }],
    ["a metadata address", { url: "http://169.254.169.254/", types: ["*"] }], ["an unknown word", { url: "https://hooks.example.com/", types: ["*"], secret: "whsec_mine" }], ["a word for yes", { url: "https://hooks.example.com/", types: ["*"], personal: "yes" }],
    ["a list", []], ["a text", "x"],
  ])("is not made of %s", async (_what, body) => {
    expect(await call("POST", "/v1/webhooks", body)).toEqual({ status: 400, body: { error: "wrong_webhook", message: expect.stringMatching(/\.$/) } });
    expect((await call("GET", "/v1/webhooks")).body).toEqual({ webhooks: [] });
  });

  it("is not made for this machine, unless the operator allows an intranet", async () => {
    const strict = await openCollector();
    const payload = { url: receiver.url, types: ["*"] };
    const headers = { authorization: `Bearer ${strict.secret}` };
    for (const url of [receiver.url, "http://127.1/", "https://2130706433/", "https://[::ffff:7f00:1]/", "https://①②⑦.0.0.1/", "https://169.254.169.254/"]) {
      const answer = await strict.server.inject({ method: "POST", url: "/v1/webhooks", headers, payload: { ...payload, url } });
      expect([url, answer.statusCode]).toEqual([url, 400]);
    }
    await strict.close();
  });

  it("can be one of twenty", async () => {
    for (let i = 0; i < 20; i++) await create();
    expect(await call("POST", "/v1/webhooks", { url: receiver.url, types: ["*"] })).toEqual({ status: 409, body: { error: "too_many_webhooks", message: expect.any(String) } });
  });

  it("is changed in its types, in what is personal and whether it is told", async () => {
    const { id } = await create();
    expect((await call("PATCH", `/v1/webhooks/${id}`, { types: ["page.viewed"], personal: true, active: false })).body).toMatchObject({ types: ["page.viewed"], personal: true, active: false });
    expect((await call("PATCH", `/v1/webhooks/${id}`, {})).body).toMatchObject({ types: ["page.viewed"], personal: true, active: false });
    for (const wrong of [{ url: "https://other.example/" }, { types: [] }, { active: "no" }, { personal: 1 }, { secrets: [] }]) expect((await call("PATCH", `/v1/webhooks/${id}`, wrong)).status).toBe(400);
  });

  it("gets a new secret, beside which the old one signs for a day", async () => {
    const { id, secret: old } = await create();
    const { status: code, body } = await call("POST", `/v1/webhooks/${id}/rotate`);
    expect([code, body]).toEqual([200, expect.objectContaining({ id, secret: expect.stringMatching(/^whsec_/), alsoSignsUntil: NOW + ROTATION_MS })]);
    const signatures = async () => {
      await call("POST", `/v1/webhooks/${id}/test`);
      const { headers, body: text } = receiver.received.at(-1)!;
      const expected = [body.secret, old].map((secret) => new Webhook(secret).sign(String(headers["webhook-id"]), new Date(collector.clock.now), text));
      return [String(headers["webhook-signature"]).split(" "), expected];
    };
    const [during, both] = await signatures();
    expect(during).toEqual(both);
    collector.clock.now += ROTATION_MS;
    const [after, [first]] = (await signatures()) as [string[], string[]];
    expect(after).toEqual([first]);
  });

  it("is tested at once, and the answer says in words what came of it", async () => {
    const { id } = await create({ types: ["page.viewed"] });
    const test = async () => (await call("POST", `/v1/webhooks/${id}/test`)).body;
    expect(await test()).toEqual({ delivered: true, status: 204, result: "It answered 204." });
    expect(receiver.received[0]!.message).toEqual({ type: "webhook.tested", timestamp: new Date(NOW).toISOString(), data: { id: expect.any(String), type: "webhook.tested", at: NOW, source: "server", data: {} } });
    receiver.answer = status(401);
    expect(await test()).toEqual({ delivered: false, status: 401, result: "It answered 401. Only an answer from 200 to 299 says that the event has arrived." });
    receiver.answer = status(410);
    expect(await test()).toMatchObject({ delivered: false, result: expect.stringMatching(/^It answered 410/) });
    const { port } = receiver;
    await receiver.close();
    expect(await test()).toEqual({ delivered: false, result: "The connection failed: ECONNREFUSED." });
    receiver = await openReceiver(port);
    // A test is no event: nothing is kept of it, and nothing becomes of it.
    expect([(await call("GET", "/v1/webhooks")).body.webhooks, await collector.events()]).toEqual([[expect.objectContaining({ active: true, waiting: 0, dead: 0 })], []]);
  });
});

describe("Dead letters", () => {
  it("are listed in pages, the newest first", async () => {
    const { id } = await create();
    const events = Array.from({ length: 60 }, () => anEvent());
    for (let i = 0; i < 4; i++) await collector.post(collector.batch(events.map((event) => ({ ...event, id: `${event.id}-${i}` }))));
    const webhook = { site: collector.site.id, id };
    const dead: Pick<Outcome, "webhook" | "result" | "said" | "now"> = { webhook, result: "dead", said: "It failed.", now: NOW };
    let due = (await collector.store.dueDeliveries({ ...webhook, now: NOW, limit: 999, except: new Set() })).deliveries;
    await Promise.all(due.map(({ n }) => collector.store.settleDelivery({ ...dead, n })));
    due = (await collector.store.dueDeliveries({ ...webhook, now: NOW, limit: 999, except: new Set() })).deliveries;
    await Promise.all(due.map(({ n }) => collector.store.settleDelivery({ ...dead, n })));
    const first = (await call("GET", `/v1/webhooks/${id}/dead`)).body;
    const second = (await call("GET", `/v1/webhooks/${id}/dead?cursor=${first.cursor}`)).body;
    const third = (await call("GET", `/v1/webhooks/${id}/dead?cursor=${second.cursor}`)).body;
    expect([first.dead.length, second.dead.length, third.dead.length, third.cursor]).toEqual([100, 100, 40, undefined]);
    const ids = [first, second, third].flatMap(({ dead: page }) => page.map(({ event }: { event: string }) => event));
    expect([new Set(ids).size, ids[0], ids[239]]).toEqual([240, `${events[59]!.id}-3`, `${events[0]!.id}-0`]);
    expect((await call("GET", `/v1/webhooks/${id}/dead?cursor=x`)).status).toBe(400);
    const metrics = (await collector.server.inject("/metrics")).payload;
    expect([/^parley_webhook_waiting (\d+)$/m, /^parley_webhook_dead (\d+)$/m].map((line) => line.exec(metrics)?.[1])).toEqual(["0", "240"]);
  });

  it.each([["a word", { ids: "e1" }], ["numbers", { ids: [1] }], ["too many", { ids: Array.from({ length: 101 }, () => "e") }], ["both", { ids: ["e"], since: 1 }], ["no time", { since: "yesterday" }], ["something else", { all: true }], ["a list", ["e1"]]])(
    "are not replayed by %s", async (_what, body) => {
      const { id } = await create();
      expect(await call("POST", `/v1/webhooks/${id}/replay`, body)).toEqual({ status: 400, body: { error: "wrong_webhook", message: expect.any(String) } });
    });
});

describe("The store", () => {
  it("takes no more from the log while ten thousand wait, and leaves nothing out when they are gone", async () => {
    const { id } = await create();
    const webhook = { site: collector.site.id, id };
    for (let i = 0; i < 103; i++) await collector.store.append(Array.from({ length: 100 }, (_, k) => ({ ...anEvent({ id: `n${i}-${k}` }), site: collector.site.id, source: "page" as const, received: NOW, data: {} })));
    const take = async (except: ReadonlySet<number> = new Set()) => collector.store.dueDeliveries({ ...webhook, now: NOW, limit: 99_999, except });
    for (let i = 0; i < 60; i++) await take();
    const held = await take();
    expect([held.deliveries.length, held.isBehind]).toEqual([10_000, false]);
    const said = { webhook, result: "delivered" as const, said: "It answered 204.", now: NOW };
    await Promise.all(held.deliveries.map(({ n }) => collector.store.settleDelivery({ ...said, n })));
    for (let i = 0; i < 3; i++) await take();
    const rest = await take();
    expect(rest.deliveries.length).toBe(300);
    expect(new Set([...held.deliveries, ...rest.deliveries].map(({ event }) => event.id)).size).toBe(10_300);
  });

  it("wraps the secrets' keys anew when the master key is changed", async () => {
    const { id, secret } = await create();
    const webhook = { site: collector.site.id, id };
    await collector.stop();
    const fresh = Buffer.alloc(32, 9).toString("base64");
    const reopen = async (masterKeys: ReturnType<typeof readMasterKeys>) => createSqliteStore({ database: await openDatabase(collector.folder), masterKeys });
    const both = await reopen(readMasterKeys({ given: fresh, folder: collector.folder }));
    while (await both.tidy({ now: NOW, sites: [] }));
    await both.close();
    const store = await reopen(parseMasterKeys(fresh)!);
    expect((await store.webhook(webhook))?.secrets).toEqual([{ secret }]);
    await store.close();
  });
});
