/** What servers report of conversations by the contact centre's own ids, over HTTP and on a real database. */
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { hashToken } from "../../src/collector/access/token";
import { createTakeReport } from "../../src/collector/ingest/report";
import { createMetrics } from "../../src/collector/metrics";
import type { Take } from "../../src/collector/ingest/take";
import { createSqliteStore } from "../../src/collector/store/sqlite";
import { REPORTS } from "../../src/protocol/report";
import { MASTER_KEYS, openInMemory } from "./openInMemory";
import { anEvent, NOW, openCollector, type Collector } from "./openCollector";

let collector: Collector;
let bearer: { authorization: string };
beforeEach(async () => {
  collector = await openCollector();
  bearer = { authorization: `Bearer ${collector.secret}` };
});
afterEach(() => collector.close());

type Headers = { [name: string]: string | string[] };
const ask = async (method: "GET" | "POST", url: string, { body, headers = bearer }: { body?: unknown; headers?: Headers } = {}) => {
  const payload = body === undefined || typeof body === "string" || Buffer.isBuffer(body) ? body : Object(body);
  const answer = await collector.server.inject({ method, url, headers, ...(payload !== undefined && { payload }) });
  return { status: answer.statusCode, body: answer.json(), headers: answer.headers };
};
const report = (id: string, verb: string, body?: unknown, headers: Headers = {}) => ask("POST", `/v1/conversations/${encodeURIComponent(id)}/${verb}`, { body, headers: { ...bearer, ...headers } });
const card = async (id: string) => (await ask("GET", `/v1/conversations/${encodeURIComponent(id)}`)).body;
const list = async (query = "") => ((await ask("GET", `/v1/conversations${query}`)).body.conversations as { id: string; status: string }[]).map(({ id, status }) => `${id} ${status}`);
const MINUTE = 60_000;
const VERBS = Object.keys(REPORTS);

describe("A server reports a conversation by the contact centre's own id", () => {
  it("from its start to the wrap-up, and reads the card after each step", async () => {
    const steps: [verb: string, body: object | undefined, card: object][] = [
      ["start", { channel: "call", direction: "inbound", vendor: "acme", visitor: "v1", session: "w1" }, { status: "waiting", channel: "call", direction: "inbound", vendor: "acme", visitor: "v1", session: "w1", startedAt: NOW, queues: [], agents: [] }],
      ["route", { queue: "Sales" }, { status: "waiting", queues: ["Sales"] }],
      ["connect", { agent: "Dana" }, { status: "connected", agents: ["Dana"], connectedAt: NOW + 2_000 }],
      ["transfer", { queue: "Support" }, { status: "waiting", queues: ["Sales", "Support"] }],
      ["transfer", { agent: "Kim" }, { status: "connected", agents: ["Dana", "Kim"] }],
      ["end", { by: "agent" }, { status: "wrapping", endedBy: "agent", endedAt: NOW + 5_000 }],
      ["wrap-up", { code: "Sale", notes: "Wants the larger one." }, { status: "wrapped_up", code: "Sale" }],
    ];
    for (const [verb, body, seen] of steps) {
      const answer = await report("call-7", verb, body);
      expect([verb, answer.status, answer.body]).toEqual([verb, 202, { event: expect.stringMatching(/^[\da-f-]{36}$/), state: "stored" }]);
      expect(await card("call-7")).toMatchObject({ kind: "conversation", id: "call-7", ...seen });
      collector.clock.now += 1_000;
    }
    const events = await collector.events();
    expect(events.map(({ type, source, at }) => [type, source, at - NOW])).toEqual(steps.map(([verb], i) => [`conversation.${REPORTS[verb as keyof typeof REPORTS]}`, "server", i * 1_000]));
    expect(JSON.parse(events[6]!.data)).toEqual({ conversation: "call-7", code: "Sale", notes: "Wants the larger one." });
  });

  it("with nothing to say but that, and with a time of its own", async () => {
    await report("c1", "start", { channel: "chat", at: NOW - 5 * MINUTE });
    for (const verb of ["route", "connect"]) expect((await report("c1", verb)).status).toBe(202);
    expect((await report("c1", "end", "", { "content-type": "application/json" })).status).toBe(202);
    expect(await card("c1")).toMatchObject({ status: "wrapping", endedBy: "system", startedAt: NOW - 5 * MINUTE, endedAt: NOW });
    await report("c2", "start", { channel: "chat", at: NOW + MINUTE });
    expect((await card("c2")).startedAt).toBe(NOW);
  });

  it("in any order, and ignoring what it does not know", async () => {
    await report("c1", "connect", { agent: "Dana", at: NOW - 1_000, mood: "good", queueId: 7 });
    await report("c1", "start", { channel: "messaging", at: NOW - 2_000 });
    expect(await card("c1")).toMatchObject({ status: "connected", channel: "messaging", startedAt: NOW - 2_000 });
    expect(JSON.parse((await collector.events())[0]!.data)).toEqual({ conversation: "c1", agent: "Dana" });
  });

  it("whatever its body is called, as text, as JSON or as gzip", async () => {
    const body = JSON.stringify({ queue: "Sales" });
    for (const type of ["application/json", "text/plain", "application/x-www-form-urlencoded", "none"]) expect((await report("c1", "route", body, { "content-type": type })).status).toBe(202);
    expect((await report("c2", "route", gzipSync(body))).status).toBe(202);
    expect((await card("c2")).queues).toEqual(["Sales"]);
  });

  it("and who the customer is goes on with the event", async () => {
    const taken: Parameters<Take>[] = [];
    const take: Take = async (...given) => {
      taken.push(given);
      return { answer: { accepted: 1, duplicates: 0, rejected: [] } };
    };
    const takeReport = createTakeReport({ store: collector.store, take, metrics: createMetrics(), now: () => NOW });
    const customer = { phone: "+4930901820", displayName: "Ada", plan: "gold" };
    const { id: site } = collector.site;
    expect(await takeReport({ site, verb: "start", conversation: "c1", body: { channel: "call", customer, visitor: "v1" } })).toMatchObject({ reported: { state: "stored" } });
    const event = { id: expect.any(String), type: "conversation.started", at: NOW, data: { conversation: "c1", channel: "call", customer } };
    expect(taken).toEqual([[{ events: [event], sentAt: NOW, visitor: "v1" }, { sender: { site: collector.site, source: "server" }, received: NOW }]]);
  });

  it.each(["a/b", "100%", "%2F", "..%2f..", "a b?c#d", "日本語🌍", "../../v1/me", "__proto__", "constructor", "start", "x".repeat(255)])("that is called %s", async (id) => {
    expect((await report(id, "start", { channel: "call" })).status).toBe(202);
    expect(await card(id)).toMatchObject({ id, status: "waiting", channel: "call" });
    expect(await list()).toEqual([`${id} waiting`]);
  });
});

describe("What is wrong is named, with what to do", () => {
  it.each([
    ["start", {}, "wrong_channel", 'Say on which channel it starts: {"channel": "call"}, or chat, or messaging.'],
    ["start", { channel: "fax" }, "wrong_channel", "channel must be chat, messaging or call."],
    ["route", { channel: null }, "wrong_channel", "channel must be chat, messaging or call."],
    ["start", { channel: "call", direction: "up" }, "wrong_direction", "direction must be inbound or outbound."],
    ["end", { by: "nobody" }, "wrong_by", "by must be customer, agent or system."],
    ["route", { queue: 7 }, "wrong_queue", "queue must be a text."],
    ["connect", { agent: ["Dana"] }, "wrong_agent", "agent must be a text."],
    ["wrap-up", { code: {} }, "wrong_code", "code must be a text."],
    ["wrap-up", { notes: 1 }, "wrong_notes", "notes must be a text."],
    ["route", { vendor: false }, "wrong_vendor", "vendor must be a text."],
    ["route", { ref: "" }, "wrong_ref", "ref must be a text of 1 to 255 characters."],
    ["route", { customer: "Ada" }, "wrong_customer", "customer must be an object."],
    ["route", { customer: { phone: 30901820 } }, "wrong_customer", "customer.phone must be a text."],
    ["route", { visitor: 7 }, "wrong_visitor", "visitor must be a text of 1 to 255 characters."],
    ["route", { visitor: "v".repeat(256) }, "wrong_visitor", "visitor must be a text of 1 to 255 characters."],
    ["route", { session: "" }, "wrong_session", "session must be a text of 1 to 255 characters."],
    ["route", { session: "w\u0000" }, "unclean_text", "The session's id holds a control character or half a character. Send it as the page has it."],
    ["route", { at: "now" }, "wrong_at", "at must be a number: milliseconds since 1970."],
    ["route", '{"at":1e999}', "wrong_at", "at must be a number: milliseconds since 1970."],
    ["route", { notes: "x".repeat(33_000) }, "too_large", "The report is larger than 32000 bytes. Shorten its notes."],
    ["route", '{"customer":{"__proto__":{"phone":"1"}}}', "forbidden_key", "A key in customer is called __proto__, constructor or prototype. Call it something else."],
    ["route", { customer: { more: JSON.parse(`${"[".repeat(20)}${"]".repeat(20)}`) } }, "too_deep", "The report nests too deeply. Flatten what is in customer."],
    ["route", '{"customer":{"n":1e999}}', "number_out_of_range", "A number in customer is too large for JSON. Send it as a text."],
    ["route", { customer: Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`k${i}`, 1])) }, "too_many_keys", "There are too many keys in customer. Send those that say who it is."],
    ["route", { customer: { list: Array.from({ length: 300 }, () => 1) } }, "too_many_values", "There are too many values in customer. Send those that say who it is."],
  ])("%s %j: %s", async (verb, body, error, message) => {
    expect(await report("c1", verb, body)).toMatchObject({ status: 422, body: { error, message } });
    expect(await collector.events()).toEqual([]);
  });

  it.each([
    ["an array", "[]", 400, "wrong_report"], ["a text", '"x"', 400, "wrong_report"], ["null", "null", 400, "wrong_report"], ["a number", "7", 400, "wrong_report"],
    ["half of it", '{"queue":', 400, "not_json"], ["a form", "queue=Sales", 400, "not_json"], ["no UTF-8", Buffer.from([0x7b, 0xff, 0x7d]), 400, "not_utf8"],
    ["deep", `{"a":${"[".repeat(1000)}${"]".repeat(1000)}}`, 400, "too_deep"], ["a megabyte", JSON.stringify({ notes: "x".repeat(1_000_000) }), 413, "body_too_large"], ["a broken gzip", Buffer.from([0x1f, 0x8b, 1, 2]), 400, "not_gzip"],
  ])("a body that is %s", async (_name, body, status, error) => {
    expect(await report("c1", "route", body)).toMatchObject({ status, body: { error, message: expect.stringMatching(/^[A-Z].*\.$/) } });
    expect(await collector.events()).toEqual([]);
  });

  it("keys of JavaScript's own objects say nothing", async () => {
    await report("c1", "start", '{"channel":"chat","__proto__":{"queue":"Sales"},"constructor":{"prototype":{"agent":"Eve"}},"toString":7}');
    expect(await card("c1")).toMatchObject({ queues: [], agents: [], channel: "chat" });
    expect(({} as { queue?: string }).queue).toBeUndefined();
    expect((await report("c2", "start", '{"__proto__":{"channel":"chat"}}')).body.error).toBe("wrong_channel");
  });

  it("ids that are none, and addresses that cannot be read", async () => {
    for (const id of ["", "x".repeat(256), "x".repeat(9_000), "a\u0000b", "a\u001f"]) {
      expect(await report(id, "route")).toMatchObject({ status: 422, body: { error: "wrong_conversation", message: "The conversation's id, in the address, must be a text of 1 to 255 characters, none of them a control character." } });
    }
    for (const raw of ["a%ff", "%", "%c3%28"]) expect(await ask("POST", `/v1/conversations/${raw}/route`)).toMatchObject({ status: 400, body: { error: "bad_request" } });
    expect(await collector.events()).toEqual([]);
  });

  it("and verbs that are none, with those that there are", async () => {
    for (const url of ["/v1/conversations/c1/dance", "/v1/conversations/c1/START", "/v1/conversations/c1/start/now", "/v1/conversations/c1/wrapup", "/v1/conversations"]) {
      const answer = await ask("POST", url);
      expect([url, answer.status, answer.body.error]).toEqual([url, 404, "unknown_verb"]);
      for (const verb of VERBS) expect(answer.body.message).toContain(verb);
    }
    expect((await ask("GET", "/v1/conversations/c1/start")).body.error).toBe("unknown_verb");
    expect((await ask("POST", "/v1/nothing")).body.error).toBe("not_found");
  });

  it("what was refused is counted, as all that is refused", async () => {
    await report("c1", "route", { queue: 7 });
    await report("c1", "route", { visitor: 7 });
    await report("c1", "start");
    for (const queue of ["Sales", "Support"]) await report("c1", "route", { queue }, { "idempotency-key": "k" });
    const counted = (await collector.server.inject("/metrics")).body.split("\n").filter((line) => line.startsWith("parley_rejected_total{")).sort();
    expect(counted).toEqual([["conversation", "wrong_queue"], ["report", "idempotency_key_reused"], ["report", "wrong_channel"], ["report", "wrong_visitor"]].map(([step, reason]) => `parley_rejected_total{step="${step}",reason="${reason}"} 1`));
  });
});

describe("Who may report and read", () => {
  const callers = async (): Promise<{ [who: string]: Headers }> => ({
    "no key": {},
    "the public key": { authorization: `Bearer ${collector.site.key}` },
    "a wrong secret": { authorization: `Bearer sk_${"x".repeat(40)}` },
    "a secret without its scheme": { authorization: collector.secret },
    "an agent": { cookie: await collector.cookie(), "sec-fetch-site": "same-origin" },
    "an agent's cookie from elsewhere": { cookie: await collector.cookie(), origin: "https://elsewhere.example", "sec-fetch-site": "cross-site" },
    "a server": bearer,
    "a server with an agent's cookie": { ...bearer, cookie: await collector.cookie() },
  });
  const servers = ["a server", "a server with an agent's cookie"];

  it("reports: servers alone", async () => {
    for (const [who, headers] of Object.entries(await callers())) {
      for (const verb of VERBS) {
        const answer = await ask("POST", `/v1/conversations/c1/${verb}`, { body: { channel: "chat" }, headers });
        expect([who, verb, answer.status]).toEqual([who, verb, servers.includes(who) ? 202 : who.startsWith("an agent") ? 403 : 401]);
        if (answer.status === 401) expect(answer.body).toMatchObject({ error: "unknown_secret", message: expect.stringContaining("Bearer sk_…") });
      }
    }
    expect(await collector.events()).toHaveLength(2 * VERBS.length);
    expect(new Set((await collector.events()).map(({ source }) => source))).toEqual(new Set(["server"]));
  });

  it("reads: servers and agents", async () => {
    await report("c1", "start", { channel: "chat" });
    for (const [who, headers] of Object.entries(await callers())) {
      const status = servers.includes(who) || who === "an agent" ? 200 : who.startsWith("an agent") ? 403 : 401;
      for (const url of ["/v1/conversations", "/v1/conversations/c1"]) {
        const answer = await ask("GET", url, { headers });
        expect([who, url, answer.status, answer.headers["cache-control"]]).toEqual([who, url, status, "no-store"]);
      }
    }
  });

  it("of their own site alone", async () => {
    await collector.store.createSite({ id: "other", name: "Other", key: "pk_other", secretHash: hashToken("sk_other") });
    await report("c1", "start", { channel: "chat" }, { "idempotency-key": "k" });
    const headers = { authorization: "Bearer sk_other" };
    expect((await ask("GET", "/v1/conversations/c1", { headers })).status).toBe(404);
    expect((await ask("GET", "/v1/conversations", { headers })).body).toEqual({ conversations: [] });
    // The same key is another's key there.
    expect(await ask("POST", "/v1/conversations/c1/start", { body: { channel: "call" }, headers: { ...headers, "idempotency-key": "k" } })).toMatchObject({ status: 202, body: { state: "stored" } });
    expect((await card("c1")).channel).toBe("chat");
  });
});

describe("An Idempotency-Key", () => {
  const KEY = { "idempotency-key": "8e03978e-40d5-43dd-bc93-6894a57f9324" };
  const reused = { status: 422, body: { error: "idempotency_key_reused", message: expect.stringContaining("make another key") } };

  it("makes a retry a duplicate, however its body is written and however late it comes", async () => {
    const first = await report("c1", "route", { queue: "Sales", agent: "Dana" }, KEY);
    expect(first).toMatchObject({ status: 202, body: { state: "stored" } });
    collector.clock.now += 300 * 24 * 60 * MINUTE;
    for (const body of [{ queue: "Sales", agent: "Dana" }, { agent: "Dana", queue: "Sales" }, '{ "agent" : "Dana",\n"queue":"\\u0053ales" }']) {
      expect(await report("c1", "route", body, KEY)).toMatchObject({ status: 202, body: { event: first.body.event, state: "duplicate" } });
    }
    expect(await report("c1", "route", { queue: "Sales", agent: "Dana" }, { "idempotency-key": `"${KEY["idempotency-key"]}"` })).toMatchObject({ body: { event: first.body.event, state: "duplicate" } });
    expect(await collector.events()).toHaveLength(1);
    expect((await card("c1")).lastAt).toBe(NOW);
  });

  it("with another body is refused, and changes nothing", async () => {
    await report("c1", "route", { queue: "Sales", customer: { phone: "+4930901820" } }, KEY);
    const before = await card("c1");
    for (const body of [{ queue: "Support", customer: { phone: "+4930901820" } }, { queue: "Sales", customer: { phone: "+4930901821" } }, { queue: "Sales" }, {}, undefined, { queue: "Sales", customer: { phone: "+4930901820" }, at: NOW }]) {
      expect(await report("c1", "route", body, KEY)).toMatchObject(reused);
    }
    expect(await card("c1")).toEqual(before);
  });

  it("is one of its address: another verb or conversation may have it as well", async () => {
    const told = [await report("c1", "route", {}, KEY), await report("c1", "connect", {}, KEY), await report("c2", "route", {}, KEY), await report("c1", "route", {}, { "idempotency-key": "8E03978E-40d5-43dd-bc93-6894a57f9324" })];
    expect(told.map(({ body }) => body.state)).toEqual(["stored", "stored", "stored", "stored"]);
    expect(new Set(told.map(({ body }) => body.event)).size).toBe(4);
  });

  it("is kept over a restart", async () => {
    const first = await report("c1", "start", { channel: "call" }, KEY);
    const { folder, stop } = collector;
    await stop();
    collector = await openCollector({ PE_DATA: folder });
    expect(await report("c1", "start", { channel: "call" }, KEY)).toMatchObject({ status: 202, body: { event: first.body.event, state: "duplicate" } });
    expect(await report("c1", "start", { channel: "chat" }, KEY)).toMatchObject(reused);
  });

  it("of twenty requests at once stores one, and refuses those that say something else", async () => {
    const same = await Promise.all(Array.from({ length: 20 }, () => report("c1", "route", { queue: "Sales" }, KEY)));
    expect(same.map(({ body }) => body.state).sort()).toEqual([...Array.from({ length: 19 }, () => "duplicate"), "stored"]);
    const mixed = await Promise.all(Array.from({ length: 20 }, (_, i) => report("c2", "route", { queue: `Q${i}` }, KEY)));
    expect(mixed.map(({ status }) => status).sort()).toEqual([202, ...Array.from({ length: 19 }, () => 422)]);
    const winner = mixed.findIndex(({ status }) => status === 202);
    expect((await card("c2")).queues).toEqual([`Q${winner}`]);
    expect(await collector.events()).toHaveLength(2);
  });

  it("is not used up by what was refused", async () => {
    expect((await report("c1", "start", { channel: "fax" }, KEY)).status).toBe(422);
    expect((await report("c1", "start", { channel: "call" }, KEY)).body.state).toBe("stored");
  });

  it("that is none is refused, and without one each request is another event", async () => {
    for (const key of ["", " ", "x".repeat(256), "a\"b", "käse", "a, b", ["a", "b"]]) {
      expect([key, (await report("c1", "route", {}, { "idempotency-key": key as string })).body.error]).toEqual([key, "wrong_idempotency_key"]);
    }
    expect((await report("c1", "route", {}, { "idempotency-key": "x".repeat(255) })).status).toBe(202);
    const told = [await report("c1", "route"), await report("c1", "route")].map(({ body }) => body);
    expect([told.map(({ state }) => state), new Set(told.map(({ event }) => event)).size]).toEqual([["stored", "stored"], 2]);
  });

  it("leaves nothing behind by which the body could be found out", async () => {
    const [first] = await Promise.all([report("c1", "start", { channel: "call", notes: "n" }, KEY)]);
    const kept = JSON.stringify(await collector.events());
    expect(kept).not.toContain(KEY["idempotency-key"]);
    const { digest } = (await collector.store.eventData({ site: collector.site.id, id: first!.body.event }))!;
    expect(digest).toMatch(/^[\da-f]{32}$/);
    // By another key, in another database, the same body leaves other traces.
    const other = await openCollector();
    const answer = await other.server.inject({ method: "POST", url: "/v1/conversations/c1/start", headers: { authorization: `Bearer ${other.secret}`, ...KEY }, payload: { channel: "call", notes: "n" } });
    expect(answer.json().event).not.toBe(first!.body.event);
    expect(JSON.stringify(await other.events())).not.toContain(digest);
    await other.close();
  });

  it("of a report that could not be stored is good for the retry", async () => {
    await collector.close();
    let isBroken = true;
    collector = await openCollector({}, (store) => ({ ...store, append: async (...args) => {
      if (isBroken) throw new Error("disk");
      return store.append(...args);
    } }));
    const headers = { authorization: `Bearer ${collector.secret}`, ...KEY };
    const failed = await report("c1", "route", {}, headers);
    expect([failed.status, failed.body.error, failed.headers["retry-after"]]).toEqual([503, "not_stored", "5"]);
    isBroken = false;
    expect((await report("c1", "route", {}, headers)).body.state).toBe("stored");
  });
});

describe("Conversations are listed", () => {
  it("newest first, by status, so many as were asked for", async () => {
    const make = async (id: string, verbs: [string, object?][]) => {
      for (const [verb, body] of verbs) await report(id, verb, body);
    };
    const start: [string, object] = ["start", { channel: "chat" }];
    await make("w1", [start]);
    await make("c1", [start, ["connect", { agent: "Dana" }]]);
    await make("a1", [start, ["connect"], ["end", { by: "agent" }]]);
    await make("e1", [start, ["end", { by: "customer" }]]);
    await make("g1", [start, ["connect"], ["end", { by: "agent" }], ["wrap-up", { code: "Sale" }]]);
    await make("w2", [start]);
    expect(await list()).toEqual(["w2 waiting", "g1 wrapped_up", "e1 ended_by_customer", "a1 wrapping", "c1 connected", "w1 waiting"]);
    expect([await list("?status=waiting"), await list("?status=connected"), await list("?status=wrapping")]).toEqual([["w2 waiting", "w1 waiting"], ["c1 connected"], ["a1 wrapping"]]);
    expect(await list("?status=open")).toEqual(["w2 waiting", "a1 wrapping", "c1 connected", "w1 waiting"]);
    expect([await list("?limit=2"), await list("?status=open&limit=2"), await list("?status=waiting&limit=1")]).toEqual([["w2 waiting", "g1 wrapped_up"], ["w2 waiting", "a1 wrapping"], ["w2 waiting"]]);
  });

  it("as they are now: after-call work that nobody ends is over after half an hour", async () => {
    await report("c1", "start", { channel: "chat" });
    await report("c1", "end", { by: "agent" });
    expect([await list("?status=wrapping"), await list("?status=open")]).toEqual([["c1 wrapping"], ["c1 wrapping"]]);
    collector.clock.now += 31 * MINUTE;
    expect([await list("?status=wrapping"), await list("?status=open"), await list()]).toEqual([[], [], ["c1 wrapped_up"]]);
    expect(await card("c1")).toMatchObject({ status: "wrapped_up" });
  });

  it("at most a hundred, and without what is no conversation yet", async () => {
    await collector.post(collector.batch([anEvent({ type: "conversation.opened", session: "w1", data: { conversation: "opened", channel: "chat" } })]));
    const events = Array.from({ length: 100 }, (_, i) => anEvent({ type: "conversation.started", data: { conversation: `c${i}`, channel: "chat" } }));
    await collector.post(collector.batch(events, { visitor: undefined }), bearer);
    await report("c100", "start", { channel: "chat" });
    const all = await list();
    expect([all.length, all[0], all[99]]).toEqual([100, "c100 waiting", "c1 waiting"]);
    expect(await list("?status=open&limit=100")).toEqual(all);
    expect((await ask("GET", "/v1/conversations/opened")).body).toMatchObject({ error: "unknown_conversation", message: expect.stringContaining("POST /v1/conversations/{id}/start") });
  });

  it("and a question that is none is told so", async () => {
    for (const query of ["?status=", "?status=ended", "?status=pending", "?status=waiting&status=open", "?limit=0", "?limit=101", "?limit=-1", "?limit=1.5", "?limit=x", "?limit=", "?limit=1&limit=2", "?limit=0x10"]) {
      expect([query, (await ask("GET", `/v1/conversations${query}`)).body.error]).toEqual([query, "wrong_query"]);
    }
  });

  it("by an index, not by reading all there are", async () => {
    const database = await openInMemory();
    const prepare = vi.spyOn(database, "prepare");
    const store = createSqliteStore({ database, masterKeys: MASTER_KEYS });
    expect(await store.conversations({ site: "s1", status: "waiting", now: NOW, limit: 9 })).toEqual([]);
    const [statement] = prepare.mock.calls.map(([sql]) => sql).filter((sql) => sql.includes("card.status = ?2"));
    const plan = database.prepare(`EXPLAIN QUERY PLAN ${statement}`).all("s1", "waiting", 9) as { detail: string }[];
    expect(plan.map(({ detail }) => detail)).toEqual([
      expect.stringContaining("USING INDEX conversations_by_status (site=? AND status=?)"), expect.stringContaining("SEARCH who"),
      // Whether the visitor is a contact, or else the customer is asked for.
      expect.stringContaining("SUBQUERY"), expect.stringMatching(/SEARCH visitors USING INDEX .*\(site=\? AND id=\?\)/),
    ]);
  });
});
