import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { anEvent, NOW, openCollector, type Collector } from "./openCollector";

let collector: Collector;
beforeAll(async () => {
  collector = await openCollector();
});
afterAll(() => collector.close());

const stored = async (id: string) => (await collector.events()).find((event) => event.id === id);

describe("One bad event rejects no neighbour", () => {
  const bad: [what: string, event: () => unknown, reason: string, id?: string][] = [
    ["is no object", () => 5, "wrong_event", ""],
    ["is null", () => null, "wrong_event", ""],
    ["has no id", () => ({ ...anEvent(), id: undefined }), "wrong_id", ""],
    ["has an id of 256 characters", () => anEvent({ id: "x".repeat(256) }), "wrong_id", "x".repeat(255)],
    ["has a NUL in its id", () => anEvent({ id: "bad\0" }), "unclean_text"],
    ["has half a character in its type", () => anEvent({ id: "bad", type: "a\ud800" }), "unclean_text"],
    ["has no type", () => anEvent({ id: "bad", type: "" }), "wrong_type"],
    ["has no time", () => ({ ...anEvent({ id: "bad" }), at: "yesterday" }), "wrong_at"],
    ["has a negative number in its session", () => anEvent({ id: "bad", seq: -1 }), "wrong_seq"],
    ["is larger than 32 kB", () => anEvent({ id: "bad", data: { parts: Array.from({ length: 5 }, () => "x".repeat(7_000)) } }), "too_large"],
    ["has too many keys", () => anEvent({ id: "bad", data: Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`k${i}`, i])) }), "too_many_keys"],
    ["has too many values", () => anEvent({ id: "bad", data: { list: Array.from({ length: 300 }, () => 1) } }), "too_many_values"],
    ["says of a page that its conversation was wrapped up", () => anEvent({ id: "bad", type: "conversation.wrapped_up", data: { conversation: "c" } }), "not_for_pages"],
    ["says of a page that it was verified", () => anEvent({ id: "bad", type: "identity.verified" }), "not_for_pages"],
    ["says of a page that a segment matched", () => anEvent({ id: "bad", type: "segment.matched" }), "not_for_pages"],
    ["tells of no conversation", () => anEvent({ id: "bad", type: "conversation.started", data: {} }), "wrong_conversation"],
    ["names a vendor's id that is no text", () => anEvent({ id: "bad", type: "conversation.started", data: { conversation: "c", ref: 42 } }), "wrong_ref"],
    ["tells of an unknown channel", () => anEvent({ id: "bad", type: "conversation.started", data: { conversation: "c", channel: "fax" } }), "wrong_channel"],
    ["tells of an unknown state", () => anEvent({ id: "bad", type: "conversation.exploded", data: { conversation: "c" } }), "unknown_state"],
    ["tells of a state and more", () => anEvent({ id: "bad", type: "conversation.started.twice", data: { conversation: "c" } }), "unknown_state"],
  ];
  it.each(bad)("when it %s", async (_what, event, reason, id = expect.stringMatching(/^bad/)) => {
    const answer = await collector.post(collector.batch([anEvent(), event(), anEvent()]));
    expect([answer.statusCode, answer.json()]).toEqual([202, { accepted: 2, duplicates: 0, rejected: [{ id, reason }] }]);
  });

  it.each([
    ['{"__proto__":{"polluted":true}}', "forbidden_key"],
    ['{"deep":[{"constructor":{"prototype":{"polluted":true}}}]}', "forbidden_key"],
    ['{"price":1e400}', "number_out_of_range"],
    ['{"price":-1e400}', "number_out_of_range"],
  ])("when its data is %s", async (data, reason) => {
    const event = anEvent({ data: {} });
    const body = collector.batch([anEvent(), event]).replace('"data":{}', `"data":${data}`);
    expect((await collector.post(body)).json()).toEqual({ accepted: 1, duplicates: 0, rejected: [{ id: event.id, reason }] });
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it("and every reason is counted by its step", async () => {
    const { payload } = await collector.server.inject("/metrics");
    expect(payload).toContain('parley_rejected_total{step="data",reason="forbidden_key"} 2');
    expect(payload).toContain('parley_rejected_total{step="allow",reason="not_for_pages"} 3');
  });

  it("and a forbidden key of the batch or the event itself changes nothing", async () => {
    const event = anEvent();
    const body = collector.batch([event]).replace('"v":1', '"v":1,"__proto__":{"polluted":1}').replace('"type"', '"__proto__":{"polluted":1},"type"');
    expect((await collector.post(body)).json().accepted).toBe(1);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});

describe("Data is kept as it was told", () => {
  it("down to eight levels", async () => {
    const event = anEvent({ data: { 1: { 2: { 3: { 4: { 5: { 6: { 7: { 8: { end: true } } } } } } } } } });
    expect((await collector.post(collector.batch([event]))).json().accepted).toBe(1);
    expect(JSON.parse((await stored(event.id))!.data)).toEqual(event.data);
  });

  it("but half characters become U+FFFD, and control characters disappear", async () => {
    const event = anEvent({ url: "https://example.com/\0a", data: { "k\0ey": "a\ud800b\udc00c 😀\0\u001b\t\n\r" } });
    await collector.post(collector.batch([event]));
    expect(await stored(event.id)).toMatchObject({ url: "https://example.com/a", data: JSON.stringify({ key: "a\ufffdb\ufffdc 😀\t\n" }) });
  });

  it("and a long address is cut at 2,048 characters", async () => {
    const event = anEvent({ url: `https://example.com/${"x".repeat(3_000)}` });
    await collector.post(collector.batch([event]));
    expect((await stored(event.id))!.url).toHaveLength(2_048);
  });
});

describe("Who says it decides what may be said", () => {
  const wrapUp = { type: "conversation.wrapped_up", data: { conversation: "c1", agent: "Mallory", code: "Sale" } };

  it("so a server with the secret key may say anything, from anywhere, without the public key", async () => {
    const { server, secret, batch } = collector;
    const send = (payload: string, key = secret) => server.inject({ method: "POST", url: "/v1/events", payload, headers: { authorization: `Bearer ${key}` } });
    const event = anEvent(wrapUp);
    expect((await send(batch([event], { key: undefined }))).json()).toEqual({ accepted: 1, duplicates: 0, rejected: [] });
    expect((await stored(event.id))?.source).toBe("server");
    expect((await send(batch([anEvent()], { key: "pk_other" }))).json()).toMatchObject({ error: "unknown_key" });
    for (const wrong of ["sk_wrong", "", "x", collector.site.key]) expect((await send(batch([anEvent()]), wrong)).statusCode).toBe(401);
  });

  it("so an agent speaks of conversations only, and in their own name", async () => {
    const { post, batch, cookie } = collector;
    const headers = { cookie: await cookie("Ada Byron"), "content-type": "application/json", "sec-fetch-site": "same-origin" };
    const event = anEvent(wrapUp);
    const answer = await post(batch([event, anEvent({ id: "other" })]), headers);
    expect(answer.json()).toEqual({ accepted: 1, duplicates: 0, rejected: [{ id: "other", reason: "not_for_agents" }] });
    expect(await stored(event.id)).toMatchObject({ source: "agent", data: expect.stringContaining('"agent":"Ada Byron"') });
    expect((await stored(event.id))!.data).not.toContain("Mallory");
  });

  it("so an agent who transfers to a colleague says to whom", async () => {
    const { post, batch, cookie } = collector;
    const events = [anEvent({ type: "conversation.transferred", data: { conversation: "c1", agent: "Fox" } }), anEvent({ type: "conversation.routed", data: { conversation: "c1", agent: "Fox" } })];
    await post(batch(events), { cookie: await cookie(), "content-type": "application/json", origin: "http://box:9000", host: "box:9000" });
    expect(await stored(events[0]!.id)).toMatchObject({ source: "agent", data: '{"conversation":"c1","agent":"Fox"}' });
    expect(await stored(events[1]!.id)).toMatchObject({ source: "agent", data: '{"conversation":"c1"}' });
  });

  it("so an agent who transfers to a queue names nobody as the one who takes over", async () => {
    const { post, batch, cookie } = collector;
    const event = anEvent({ type: "conversation.transferred", data: { conversation: "c1", queue: "Sales", agent: "Mallory" } });
    await post(batch([event]), { cookie: await cookie(), "content-type": "application/json", origin: "http://box:9000", host: "box:9000" });
    expect(await stored(event.id)).toMatchObject({ source: "agent", data: '{"conversation":"c1","queue":"Sales"}' });
  });

  it.each([
    ["as text", { "content-type": "text/plain", "sec-fetch-site": "same-origin" }],
    ["from another website", { "content-type": "application/json", "sec-fetch-site": "cross-site" }],
    ["from another port", { "content-type": "application/json", "sec-fetch-site": "same-site" }],
    ["without proof of origin", { "content-type": "application/json" }],
  ])("so an agent's cookie that comes %s is ignored", async (_how, headers) => {
    const { post, batch, cookie } = collector;
    const answer = await post(batch([anEvent({ ...wrapUp, id: "forged" })]), { ...headers, cookie: await cookie() });
    expect(answer.json()).toEqual({ accepted: 0, duplicates: 0, rejected: [{ id: "forged", reason: "not_for_pages" }] });
  });

  it("so an agent whose login has ended is told so", async () => {
    const { post, batch, cookie, clock } = collector;
    const headers = { cookie: await cookie(), "content-type": "application/json", "sec-fetch-site": "same-origin" };
    clock.now = NOW + 13 * 3_600_000;
    const answer = await post(batch([anEvent(wrapUp)]), headers);
    clock.now = NOW;
    expect([answer.statusCode, answer.json().error]).toEqual([401, "not_logged_in"]);
  });

  it("so an agent whose cookie is gone is told so too, and is not taken for a visitor", async () => {
    const { post, batch } = collector;
    const headers = { origin: "http://localhost:8787", "content-type": "application/json", "sec-fetch-site": "same-origin" };
    const answer = await post(batch([anEvent({ id: "unsigned", type: "conversation.connected", data: { conversation: "c1" } })]), headers);
    expect([answer.statusCode, answer.json().error]).toEqual([401, "not_logged_in"]);
    expect(await stored("unsigned")).toBeUndefined();
  });
});

describe("A clock that seems a little off", () => {
  const off = 1_900;
  it("is corrected for agents and servers, who speak of the same moments", async () => {
    const { post, batch, cookie, secret } = collector;
    const told = (id: string) => batch([anEvent({ id, type: "conversation.connected", at: NOW - off - 10, data: { conversation: "c8" } })], { sentAt: NOW - off });
    await post(told("by-agent"), { cookie: await cookie(), "content-type": "application/json", "sec-fetch-site": "same-origin" });
    await post(told("by-server"), { authorization: `Bearer ${secret}` });
    expect([(await stored("by-agent"))?.at, (await stored("by-server"))?.at]).toEqual([NOW - 10, NOW - 10]);
  });

  it("is left alone for pages, whose batches take their time", async () => {
    const told = (id: string, wayMs: number) => collector.batch([anEvent({ id, at: NOW - wayMs - 10 })], { sentAt: NOW - wayMs, visitor: "slow" });
    for (const wayMs of [9_900, 300, 5_000]) {
      await collector.post(told(`way-${wayMs}`, wayMs));
      expect((await stored(`way-${wayMs}`))?.at).toBe(NOW - wayMs - 10);
    }
  });
});
