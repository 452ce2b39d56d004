import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Health } from "../../src/protocol/health";
import { GAP_SETTLE_MS } from "../../src/protocol/limits";
import { anEvent, NOW, openCollector, type Collector } from "./openCollector";

let collector: Collector;
beforeEach(async () => {
  collector = await openCollector();
});
afterEach(() => collector.close());

const page = (seq: number, more: object = {}) => anEvent({ type: "page.viewed", session: "w1", seq, data: { title: "Shop" }, url: "https://shop.example/", ...more });
const read = async (): Promise<Health> => (await collector.server.inject({ url: "/v1/health", headers: { cookie: await collector.cookie() } })).json();
const metrics = async () => (await collector.server.inject("/metrics")).payload.split("\n");

describe("The health of a site", () => {
  it("names the visitor, the page, and what is missing", async () => {
    const { post, batch } = collector;
    await post(batch([page(0), page(3), anEvent({ type: "identity.claimed", session: "w1", seq: 4, data: { traits: { displayName: "Ada Byron" } } })]));
    collector.clock.now += 5_000;
    expect(await read()).toMatchObject({
      now: NOW + 5_000, lastAt: NOW, stored: 3, gaps: { open: 0, settling: 1 },
      sessions: [{ session: "w1", visitor: "v1", name: "Ada Byron", title: "Shop", url: "https://shop.example/", stored: 3, expected: 5, missing: [[1, 2]], unexplained: 2, heardAt: NOW }],
    });
  });

  it("names the last event of each page, latest first, without what stands behind a path, also after a restart", async () => {
    await collector.post(collector.batch([page(0), page(1, { url: "https://shop.example/lamp?q=me" })]));
    collector.clock.now += 1_000;
    await collector.post(collector.batch([page(2, { url: "https://shop.example/", type: "form.submitted", data: { form: "contact" } })]));
    expect((await read()).pages).toEqual([{ url: "https://shop.example/", type: "form.submitted", at: NOW + 1_000 }, { url: "https://shop.example/lamp", type: "page.viewed", at: NOW }]);

    await collector.post(collector.batch([anEvent({ type: "page.viewed", session: "w2", seq: 0, url: "https://shop.example/desk#top" })]));
    // Another visit's word of the same page that was long on its way.
    await collector.post(collector.batch([anEvent({ type: "page.viewed", session: "w3", seq: 0, url: "https://shop.example/desk", at: NOW - 60_000 })]));
    const { folder } = collector;
    await collector.stop();
    collector = await openCollector({ PE_DATA: folder });
    await collector.post(collector.batch([page(3, { url: "https://shop.example/new", at: NOW + 2_000 })]));
    expect((await read()).pages.map(({ url, type, at }) => [url, type, at > NOW - 30_000])).toEqual([["https://shop.example/new", "page.viewed", true], ["https://shop.example/desk", undefined, true]]);
  });

  it("is that of the agent's own site only", async () => {
    await collector.store.createSite({ id: "other", name: "Other", key: "pk_other", secretHash: "x" });
    await collector.post(collector.batch([page(3), { ...page(1), type: "" }], { key: "pk_other" }));
    expect(await read()).toMatchObject({ stored: 0, refused: [], sessions: [], gaps: { open: 0, settling: 0, explained: 0 } });
  });

  it("knows the numbers that the door refused, whatever step refused them, and whatever else was wrong with the event", async () => {
    const { post, batch } = collector;
    const bad = [page(1, { type: "" }), page(2, { at: "now" }), page(3, { id: "" }), page(4, { type: "segment.matched" }), page(5, { data: { 1: { 2: { 3: { 4: { 5: { 6: { 7: { 8: { 9: { 10: 1 } } } } } } } } } } })];
    const answers = [await post(batch(bad)), await post(batch([page(0), page(7)])), await post(batch(bad)), await post(batch(bad))];
    expect(answers.map((answer) => [answer.statusCode, answer.json().rejected.length])).toEqual([[202, 5], [202, 0], [202, 5], [202, 5]]);
    expect((await read()).sessions).toMatchObject([{
      stored: 2, expected: 8, missing: [[6, 6]], unexplained: 1,
      refused: ["not_for_pages", "too_deep", "wrong_at", "wrong_id", "wrong_type"].map((reason) => ({ reason, count: 1 })),
    }]);
    expect((await read()).refused.find(({ reason }) => reason === "wrong_at")).toEqual({ reason: "wrong_at", count: 3 });
  });

  it("believes no number that makes no sense, and none of a server", async () => {
    const { post, batch, secret } = collector;
    await post(batch([page(0), page(2)]));
    const odd = [page(1, { session: "w1\0" }), page(1, { session: 5 }), page(1, { session: "" }), page(1, { session: "x".repeat(256) }), page(-1), page(0.5), page(1, { seq: "1" }), 5, null];
    expect((await post(batch(odd))).json().rejected).toHaveLength(9);
    await post(batch([page(1, { type: "" })]), { authorization: `Bearer ${secret}` });
    expect((await read()).sessions).toMatchObject([{ refused: [], missing: [[1, 1]], unexplained: 1 }]);
  });
});

describe("Operators see in /metrics", () => {
  it("what pages gave up, once, and by few reasons whatever pages send", async () => {
    const { post, batch } = collector;
    const report = anEvent({ type: "sdk.dropped", session: "w1", seq: 0, data: { reason: "full", count: 3 } });
    const odd = Array.from({ length: 50 }, (_, i) => anEvent({ type: "sdk.dropped", session: "w1", data: { reason: `odd${i}`, count: 1 } }));
    const degraded = ["SecurityError", "odd", 5, {}].map((reason) => anEvent({ type: "sdk.degraded", session: "w1", data: { reason } }));
    expect((await post(batch([report, ...odd, ...degraded]))).json()).toEqual({ accepted: 55, duplicates: 0, rejected: [] });
    expect((await post(batch([report]))).json().duplicates).toBe(1);
    const lines = (await metrics()).filter((line) => line.startsWith("parley_sdk_"));
    expect(lines).toEqual([
      'parley_sdk_dropped_total{reason="full"} 3', 'parley_sdk_dropped_total{reason="other"} 50',
      'parley_sdk_degraded_total{reason="SecurityError"} 1', 'parley_sdk_degraded_total{reason="other"} 3',
    ]);
    expect(await read()).toMatchObject({ dropped: [{ reason: "other", count: 50 }, { reason: "full", count: 3 }], degraded: [{ reason: "other", count: 3 }, { reason: "SecurityError", count: 1 }] });
  });

  it("gaps that nothing explains, apart from those that may still close and those that are explained", async () => {
    const { post, batch, clock } = collector;
    await post(batch([page(0), page(4)]));
    await post(batch([page(0, { session: "w2" }), page(2, { session: "w2" }), page(1, { session: "w2", type: "" })]));
    const gauges = async () => (await metrics()).filter((line) => line.startsWith("parley_sequence_")).map((line) => line.replace("parley_sequence_", ""));
    expect(await gauges()).toEqual(["gaps 0", "missing 0", "gaps_settling 1", "gaps_explained 1"]);
    clock.now += GAP_SETTLE_MS;
    expect(await gauges()).toEqual(["gaps 1", "missing 3", "gaps_settling 0", "gaps_explained 1"]);
    await post(batch([anEvent({ type: "sdk.dropped", session: "w3", seq: 0, data: { session: "w1", reason: "full", count: 3 } })]));
    expect(await gauges()).toEqual(["gaps 0", "missing 0", "gaps_settling 0", "gaps_explained 2"]);
    await post(batch([page(1), page(2), page(3)]));
    expect(await gauges()).toEqual(["gaps 0", "missing 0", "gaps_settling 0", "gaps_explained 1"]);
  });
});
