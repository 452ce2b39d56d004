import { once } from "node:events";
import { request } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import Fastify from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sendProblem } from "../../src/collector/routes/problem";
import { anEvent, NOW, openCollector, ORIGIN, type Collector } from "./openCollector";

let collector: Collector;
beforeAll(async () => {
  collector = await openCollector({ PE_ORIGINS: "http://localhost:3000,https://example.com,https://*.shop.example,https://bücher.example" });
});
afterAll(() => collector.close());

const YEAR = 365 * 86_400_000;

describe("A batch that cannot be taken is refused as a whole, with a reason", () => {
  const cases: [what: string, body: () => string | Buffer, status: number, error: string][] = [
    ["is empty", () => "", 400, "not_json"],
    ["is no JSON", () => "hello", 400, "not_json"],
    ["is JSON null", () => "null", 400, "wrong_shape"],
    ["is a list", () => "[]", 400, "wrong_shape"],
    ["has no events", () => collector.batch([], { events: undefined }), 400, "wrong_shape"],
    ["has events that are no list", () => collector.batch([], { events: {} }), 400, "wrong_shape"],
    ["is of another version", () => collector.batch([], { v: 2 }), 400, "wrong_shape"],
    ["has no clock", () => collector.batch([], { sentAt: "now" }), 400, "wrong_shape"],
    ["has an endless clock", () => collector.batch([]).replace(String(NOW), "1e400"), 400, "wrong_shape"],
    ["is not UTF-8", () => Buffer.from([0x22, 0xff, 0x22]), 400, "not_utf8"],
    ["has 200,000 brackets, packed", () => gzipSync("[".repeat(200_000)), 400, "too_deep"],
    ["has 50,000 brackets, plain", () => "[".repeat(50_000), 400, "too_deep"],
    ["has a key that nobody knows", () => collector.batch([anEvent()], { key: "pk_unknown" }), 401, "unknown_key"],
    ["has no key", () => collector.batch([anEvent()], { key: undefined }), 401, "unknown_key"],
    ["has 101 events", () => collector.batch(Array.from({ length: 101 }, () => anEvent())), 413, "too_many_events"],
    ["is 300 kB", () => collector.batch([anEvent({ data: { text: "x".repeat(300_000) } })]), 413, "body_too_large"],
    ["is a gzip bomb", () => gzipSync(Buffer.alloc(50_000_000)), 413, "body_too_large"],
    ["is broken gzip", () => Buffer.from([0x1f, 0x8b, 1, 2, 3]), 400, "not_gzip"],
  ];
  it.each(cases)("because it %s", async (_what, body, status, error) => {
    const answer = await collector.post(body());
    expect(answer.statusCode).toBe(status);
    expect(answer.json()).toEqual({ error, message: expect.stringMatching(/^[A-Z`].{15,}\.$/s) });
    expect(answer.headers).toMatchObject({
      "access-control-allow-origin": ORIGIN, "access-control-expose-headers": "Retry-After", vary: "Origin", "cache-control": "no-store",
      "x-content-type-options": "nosniff", "cross-origin-resource-policy": "cross-origin",
    });
    expect(await collector.events()).toEqual([]);
  });

  it("and names the place of a wrong shape", async () => {
    expect((await collector.post(collector.batch([], { sentAt: "now" }))).json().message).toContain("/sentAt");
  });

  it("while a bomb costs little memory", async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000));
    expect(bomb.length).toBeLessThan(60_000);
    const before = process.memoryUsage().rss;
    await collector.post(bomb);
    expect(process.memoryUsage().rss - before).toBeLessThan(30_000_000);
  });
});

describe("Only allowed websites may send", () => {
  const refused = [
    "https://example.com.evil.io", "https://evilexample.com", "http://example.com", "https://example.com:8443", "https://EXAMPLE.com",
    "https://example.com.", "https://bücher.example", "https://xn--bcher-kva.example.evil.io", "null", "", "https://shop.example",
    "https://evilshop.example", "https://a..shop.example", "https://evil.io/.shop.example", "https://evil.io#.shop.example", "http://a.shop.example",
    "http://localhost:3001", "https://example.com, https://example.com", "file://",
  ];
  it.each(refused)("and %j is none of them", async (origin) => {
    const answer = await collector.post(collector.batch([anEvent()]), { origin: Buffer.from(origin).toString("latin1") });
    expect(answer.statusCode).toBe(403);
    expect(answer.json()).toMatchObject({ error: "origin_not_allowed", message: expect.stringContaining("PE_ORIGINS") });
    expect(await collector.events()).toEqual([]);
  });

  it.each(["https://example.com", "https://a.shop.example", "https://a.b.shop.example", "https://xn--bcher-kva.example", "http://localhost:8787"])("and %s is one", async (origin) => {
    const answer = await collector.post(collector.batch([]), { origin });
    expect(answer.statusCode).toBe(202);
    expect(answer.headers["access-control-allow-origin"]).toBe(origin);
  });

  it("so a request that names two origins is refused", async () => {
    await collector.server.listen({ port: 0 });
    const { port } = collector.server.server.address() as AddressInfo;
    const status = await new Promise((resolve, reject) => {
      const sent = request({ port, path: "/v1/events", method: "POST" });
      sent.setHeader("origin", ["https://example.com", "https://example.com"]);
      sent.on("response", (answer) => resolve(answer.resume().statusCode)).on("error", reject).end(collector.batch([anEvent()]));
    });
    expect(status).toBe(403);
  });

  it.each([
    ["https://example.com/page", 202],
    ["https://evil.io/https://example.com", 403],
    ["nonsense", 403],
    [undefined, 403],
  ])("and without an origin the referrer %s decides", async (referer, status) => {
    const { server, batch } = collector;
    const answer = await server.inject({ method: "POST", url: "/v1/events", payload: batch([]), headers: { "content-type": "text/plain", ...(referer && { referer }) } });
    expect(answer.statusCode).toBe(status);
  });

  it("and a preflight of the JSON content type is answered for two hours", async () => {
    const answer = await collector.server.inject({ method: "OPTIONS", url: "/v1/events", headers: { origin: ORIGIN, "access-control-request-method": "POST" } });
    expect(answer.statusCode).toBe(204);
    expect(answer.headers).toMatchObject({ "access-control-allow-origin": ORIGIN, "access-control-max-age": "7200", "access-control-allow-headers": "content-type" });
    expect(answer.headers["access-control-allow-credentials"]).toBeUndefined();
  });
});

describe("An operator is told", () => {
  let told: Collector;
  beforeAll(async () => {
    told = await openCollector({ PE_ORIGINS: "https://example.com" });
  });
  afterAll(() => told.close());
  const lines = () => told.warnings.splice(0).map((line) => JSON.parse(line));

  it("of a website that may not send, once a minute", async () => {
    for (let i = 0; i < 3; i++) await told.post(told.batch([]), { origin: "https://shop.example" });
    await told.post(told.batch([]), { origin: "https://other.example" });
    const line = { level: 40, time: NOW, error: "origin_not_allowed", origin: "https://shop.example", msg: expect.stringContaining("in PE_ORIGINS") };
    expect(lines()).toEqual([line, { ...line, origin: "https://other.example" }]);
    told.clock.now += 60_000;
    await told.post(told.batch([]), { origin: "https://shop.example" });
    expect(lines()).toEqual([{ ...line, time: NOW + 60_000 }]);
  });

  it("of a key that is not known, without the key itself, and of no other trouble", async () => {
    const known = { origin: "https://example.com" };
    await told.post(told.batch([], { key: "pk_of_another_time" }), known);
    await told.post(told.batch([], { key: "pk_of_another_time" }), known);
    await told.post(told.batch([]), { authorization: "Bearer sk_of_another_time" });
    await told.post("nonsense", known);
    await told.post(told.batch([]), known);
    const written = told.warnings.join();
    expect(lines()).toMatchObject([{ error: "unknown_key", key: "pk_of_an…", origin: "https://example.com" }, { error: "unknown_secret" }]);
    for (const secret of ["another_time", "sk_of", "127.0.0.1"]) expect(written).not.toContain(secret);
  });

  it("of no more than a hundred a minute", async () => {
    told.clock.now += 60_000;
    for (let i = 0; i < 120; i++) await told.post(told.batch([]), { origin: `https://s${i}.example` });
    expect(lines()).toHaveLength(100);
  });
});

describe("A batch is taken", () => {
  it.each([undefined, "application/json", "text/plain;charset=UTF-8", "application/octet-stream", "foo", "", ";", "text/plain; =", "a/b/c"])("whatever its content type: %s", async (type) => {
    const { server, batch } = collector;
    const answer = await server.inject({ method: "POST", url: "/v1/events", payload: batch([anEvent()]), headers: { origin: ORIGIN, "content-type": type } });
    expect([answer.statusCode, answer.json()]).toEqual([202, { accepted: 1, duplicates: 0, rejected: [] }]);
  });

  it("packed with gzip, without a header that says so", async () => {
    expect((await collector.post(gzipSync(collector.batch([anEvent()])))).json()).toEqual({ accepted: 1, duplicates: 0, rejected: [] });
  });

  it("packed and plain, and counts once", async () => {
    const body = collector.batch([anEvent(), anEvent()]);
    expect((await collector.post(gzipSync(body))).json()).toEqual({ accepted: 2, duplicates: 0, rejected: [] });
    for (const again of [body, gzipSync(body)]) expect((await collector.post(again)).json()).toEqual({ accepted: 0, duplicates: 2, rejected: [] });
  });

  it("five times at once, packed and plain, and counts once, each answer after the disk", async () => {
    const commits: number[] = [];
    let onDisk = false;
    const slow = await openCollector({}, (store) => ({
      ...store,
      append: async (events, refused) => {
        commits.push(events.length);
        const stored = await store.append(events, refused);
        await new Promise((resolve) => setTimeout(resolve, 20));
        onDisk = true;
        return stored;
      },
    }));
    const body = slow.batch([anEvent({ session: "w1", seq: 0 }), anEvent({ session: "w1", seq: 1 }), { ...anEvent({ session: "w1", seq: 2 }), type: "" }]);
    const answers = await Promise.all(Array.from({ length: 5 }, (_, i) => slow.post(i % 2 ? gzipSync(body) : body).then((answer) => [onDisk, answer.statusCode, answer.json()])));
    const told = (accepted: number) => [true, 202, { accepted, duplicates: 2 - accepted, rejected: [{ id: expect.any(String), reason: "wrong_type" }] }];
    expect(answers.sort((a, b) => b[2].accepted - a[2].accepted)).toEqual([told(2), told(0), told(0), told(0), told(0)]);
    expect([commits, (await slow.events()).length]).toEqual([[2, 2, 2, 2, 2], 2]);
    const { payload } = await slow.server.inject("/metrics");
    expect(payload).toContain("parley_duplicates_total 8\n");
    await slow.close();
  });

  it("twice, and counts once", async () => {
    const body = collector.batch([anEvent(), anEvent()]);
    expect((await collector.post(body)).json()).toEqual({ accepted: 2, duplicates: 0, rejected: [] });
    expect((await collector.post(body)).json()).toEqual({ accepted: 0, duplicates: 2, rejected: [] });
  });

  it("and of two events with one id the first stays", async () => {
    const first = anEvent({ data: { n: 1 } });
    const body = collector.batch([first, { ...first, data: { n: 2 } }]);
    expect((await collector.post(body)).json()).toEqual({ accepted: 1, duplicates: 1, rejected: [] });
    expect((await collector.events()).filter(({ id }) => id === first.id)).toMatchObject([{ data: '{"n":1}' }]);
  });

  it("with a clock that is a year off, in either direction, and loses nothing", async () => {
    for (const off of [YEAR, -YEAR]) {
      const event = anEvent({ at: NOW + off - 5_000 });
      expect((await collector.post(collector.batch([event], { sentAt: NOW + off }))).json().accepted).toBe(1);
      expect((await collector.events()).find(({ id }) => id === event.id)?.at).toBe(NOW - 5_000);
    }
  });

  it.each([NOW + YEAR, -5, -1e300, 1e300])("and what happened at the impossible time %d happened now", async (at) => {
    const event = anEvent({ at });
    await collector.post(collector.batch([event]));
    expect((await collector.events()).find(({ id }) => id === event.id)?.at).toBe(NOW);
  });

  it("or else is told to come again when the disk fails, and the next one is taken", async () => {
    let broken = true;
    const fragile = await openCollector({}, (store) => ({ ...store, append: (events) => (broken ? Promise.reject(new Error("disk full")) : store.append(events)) }));
    const answer = await fragile.post(fragile.batch([anEvent()]));
    expect([answer.statusCode, answer.headers["retry-after"], answer.json().error]).toEqual([503, "5", "not_stored"]);
    expect(answer.headers).toMatchObject({ "access-control-allow-origin": ORIGIN, "access-control-expose-headers": "Retry-After" });
    broken = false;
    expect((await fragile.post(fragile.batch([anEvent()]))).statusCode).toBe(202);
    await fragile.close();
  });
});

describe("A refusal that is not for ever", () => {
  it.each([[429, "5"], [503, "5"], [413, undefined], [401, undefined]])("says when to come again: %d", async (status, after) => {
    const server = Fastify();
    server.get("/", (_request, reply) => sendProblem(reply, { status, error: "busy", message: "Busy." }));
    expect((await server.inject("/")).headers["retry-after"]).toBe(after);
  });

  it("is no refusal at all while the collector stops: what still arrives is kept, and its page can read the answer", async () => {
    const stopping = await openCollector();
    await stopping.server.listen({ port: 0 });
    const { port } = stopping.server.server.address() as AddressInfo;
    const socket = connect(port).setEncoding("utf8");
    let heard = "";
    socket.on("data", (text: string) => (heard += text));
    const body = stopping.batch([anEvent({ id: "first" })]);
    const last = stopping.batch([anEvent({ id: "last" })]);
    const head = (text: string) => `POST /v1/events HTTP/1.1\r\nHost: x\r\nOrigin: ${ORIGIN}\r\nContent-Type: text/plain\r\nContent-Length: ${text.length}\r\n\r\n`;
    const begun = once(stopping.server.server, "request");
    socket.write(head(body) + body.slice(0, 10));
    await begun;
    const closed = stopping.server.close();
    socket.write(body.slice(10) + head(last) + last);
    await Promise.all([once(socket, "close"), closed]);
    expect(heard.match(/HTTP\/1.1 \d+/g)).toEqual(["HTTP/1.1 202", "HTTP/1.1 202"]);
    expect(heard.match(/access-control-allow-origin/g)).toHaveLength(2);
    expect((await stopping.events()).map(({ id }) => id)).toEqual(["first", "last"]);
    await stopping.close();
  });
});
