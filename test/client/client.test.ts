/** The client and a real collector, on a port of its own. */
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, expectTypeOf, it } from "vitest";
import { CollectorError, createClient, type Client, type ClientOptions } from "../../src/client/index";
import type { RuleSet } from "../../src/protocol/rules";
import { openCollector, type Collector } from "../collector/openCollector";
import { openStandIn } from "./standIn";

let collector: Collector;
let parley: Client;
let options: ClientOptions;
beforeEach(async () => {
  collector = await openCollector();
  await collector.server.listen({ port: 0, host: "127.0.0.1" });
  const { port } = collector.server.server.address() as AddressInfo;
  options = { url: `http://127.0.0.1:${port}/`, secretKey: collector.secret };
  parley = createClient(options);
});
afterEach(() => collector.close());

/** Does what is asked, and loses the answer of the first so many requests on their way back. */
const losing = (answers: number): typeof fetch => async (...request) => {
  const answer = await fetch(...request);
  await answer.clone().text();
  if (answers-- > 0) throw new TypeError("The line was cut.");
  return answer;
};
const types = async () => (await collector.events()).map(({ type }) => type.replace("conversation.", ""));

describe("A client", () => {
  it("reports a conversation from its start to the wrap-up, and reads it", async () => {
    const call = parley.conversation("call/7 ü");
    expect(await call.start({ channel: "call", direction: "inbound", visitor: "v1" })).toEqual({ event: expect.any(String), state: "stored" });
    for (const step of [() => call.route({ queue: "Sales" }), () => call.connect({ agent: "Dana" }), () => call.transfer({ agent: "Kim" }), () => call.end({ by: "agent" }), () => call.wrapUp({ code: "Sale" })]) {
      collector.clock.now += 1_000;
      expect((await step()).state).toBe("stored");
    }
    expect(await types()).toEqual(["started", "routed", "connected", "transferred", "ended", "wrapped_up"]);
    const card = await parley.conversations.get("call/7 ü");
    expect(card).toMatchObject({ id: "call/7 ü", status: "wrapped_up", code: "Sale", queues: ["Sales"], agents: ["Dana", "Kim"], visitor: "v1" });
    await parley.conversation("c2").start({ channel: "chat" });
    expect((await parley.conversations.list()).map(({ id }) => id)).toEqual(["c2", "call/7 ü"]);
    expect((await parley.conversations.list({ status: "open", limit: 1 })).map(({ id }) => id)).toEqual(["c2"]);
    expect(await parley.conversations.list({ status: "wrapping" })).toEqual([]);
  });

  it("says something once, though no answer comes back at first", async () => {
    const unlucky = createClient({ ...options, fetch: losing(2) });
    expect((await unlucky.conversation("c1").route({ queue: "Sales" })).state).toBe("duplicate");
    expect(await types()).toEqual(["routed"]);
  });

  it("makes another report of each call, unless it is told which report it is", async () => {
    const { route } = parley.conversation("c1");
    expect([(await route()).state, (await route()).state]).toEqual(["stored", "stored"]);
    const job = { idempotencyKey: 'job 7, "again" \\' };
    expect([(await route({}, job)).state, (await route({}, job)).state]).toEqual(["stored", "duplicate"]);
    await expect(route({ queue: "Sales" }, job)).rejects.toMatchObject({ status: 422, error: "idempotency_key_reused" });
    await expect(route({}, { idempotencyKey: "käse" })).rejects.toThrow(TypeError);
  });

  it("reads, checks and changes rules, and says all that is wrong with them", async () => {
    const set: RuleSet = { segments: [], outcomes: [{ id: "sale", name: "Sale", when: { event: "order_completed" } }], actionMaps: [] };
    expect(await parley.rules.get()).toMatchObject({ version: 0, set: { segments: [], outcomes: [], actionMaps: [] } });
    expect(await parley.rules.check(set)).toEqual([]);
    const saved = await parley.rules.put(set, { version: 0 });
    expect(saved).toEqual({ version: 1, set, at: collector.clock.now, by: "server" });
    expect(await parley.rules.get()).toEqual(saved);
    const wrong = { ...set, outcomes: [{ ...set.outcomes[0]!, when: { event: "" } }, set.outcomes[0]!] };
    const problems = await parley.rules.check(wrong);
    expect(problems.map(({ place }) => place)).toEqual(["outcomes[0].when.event", "outcomes[1].id"]);
    await expect(parley.rules.put(wrong)).rejects.toMatchObject({ status: 422, error: "wrong_rules", problems });
    await expect(parley.rules.put({ ...set, outcomes: [] }, { version: 0 })).rejects.toMatchObject({ status: 412, error: "rules_changed" });
    expect((await parley.rules.put(set)).version).toBe(2);
    expect(await parley.rules.report({ days: 7 })).toMatchObject({ days: 7, maps: [] });
    expect((await parley.rules.report()).days).toBe(30);
  });

  it("knows its own rules again where the answer was lost, and nobody else's", async () => {
    const set: RuleSet = { segments: [], outcomes: [], actionMaps: [], caps: { between: "1d" } };
    expect(await createClient({ ...options, fetch: losing(1) }).rules.put(set, { version: 0 })).toMatchObject({ version: 1, set });
    await parley.rules.put(set, { version: 1 });
    await expect(parley.rules.put(set, { version: 0 })).rejects.toMatchObject({ status: 412 });
  });

  it("sends events, once each, with the time of the try that arrives", async () => {
    const unlucky = createClient({ ...options, fetch: losing(1) });
    const at = Date.now();
    const events = [{ type: "order_completed", data: { total: 42 } }, { type: "page.viewed", id: "e-1", at: at - 60_000, url: "https://shop.example/" }];
    expect(await unlucky.track(events, { visitor: "v1" })).toEqual({ accepted: 0, duplicates: 2, rejected: [] });
    const stored = await collector.events();
    expect(stored.map(({ type, id }) => [type, id])).toEqual([["order_completed", expect.stringMatching(/^[\da-f-]{36}$/)], ["page.viewed", "e-1"]]);
    // Its clock and the collector's are months apart.
    expect(Math.abs(stored[1]!.at - (collector.clock.now - 60_000))).toBeLessThan(5_000);
    expect(await parley.track({ type: "x".repeat(200) })).toMatchObject({ accepted: 0, rejected: [{ reason: "wrong_type" }] });
    expect(await parley.track([])).toEqual({ accepted: 0, duplicates: 0, rejected: [] });
    await expect(parley.track(Array.from({ length: 101 }, () => ({ type: "x" })))).rejects.toMatchObject({ status: 413, error: "too_many_events" });
  });

  it("rejects with what the collector says", async () => {
    await expect(parley.conversation("c1").start({ channel: "fax" as "chat" })).rejects.toMatchObject({ status: 422, error: "wrong_channel", message: "channel must be chat, messaging or call." });
    await expect(parley.conversations.get("none")).rejects.toMatchObject({ status: 404, error: "unknown_conversation" });
    const stranger = createClient({ ...options, secretKey: "sk_stranger" });
    const problem = await stranger.conversation("c1").end().catch((problem: unknown) => problem);
    expect(problem).toBeInstanceOf(CollectorError);
    expect(problem).toMatchObject({ status: 401, error: "unknown_secret", message: expect.stringContaining("The secret key is not known.") });
  });

  it("is not led astray by ids, and sends what it was given though that changes meanwhile", async () => {
    for (const id of ["", ".", ".."]) await expect(parley.conversation(id).end()).rejects.toThrow(/track/);
    for (const id of ["../../v1/events", "%2e%2e", "a?b#c", "...", "x".repeat(255)]) {
      await parley.conversation(id).start({ channel: "chat" });
      expect((await parley.conversations.get(id)).id).toBe(id);
    }
    const told = { queue: "Sales" };
    const sent = createClient({ ...options, fetch: losing(1) }).conversation("c1").route(told);
    told.queue = "Support";
    expect((await sent).state).toBe("duplicate");
    expect((await parley.conversations.get("c1")).queues).toEqual(["Sales"]);
    const endless: { [name: string]: unknown } = {};
    endless.customer = endless;
    await expect(parley.conversation("c1").route(endless)).rejects.toThrow(TypeError);
  });

  it("wants options that can be right", () => {
    for (const wrong of [{ url: "collect.example.com" }, { url: "ftp://collect.example.com" }, { url: "" }, { tries: 0 }, { tries: Number.NaN }, { timeoutMs: 0 }, { secretKey: "" }]) {
      expect(() => createClient({ ...options, ...wrong })).toThrow(TypeError);
    }
  });

  it("works where the collector has a path of its own", async () => {
    const standIn = await openStandIn({ status: 202 });
    await createClient({ url: `${standIn.url}/parley//?x#y`, secretKey: "sk_1" }).conversation("c1").end();
    expect(standIn.asked.map(({ url }) => url)).toEqual(["/parley/v1/conversations/c1/end"]);
    await standIn.close();
  });

  it("has the types of what it sends and gets", () => {
    const use = async (client: Client) => {
      expectTypeOf((await client.conversations.get("c1")).connectedAt).toEqualTypeOf<number | undefined>();
      expectTypeOf((await client.conversation("c1").end()).state).toEqualTypeOf<"stored" | "duplicate">();
      // @ts-expect-error the channel is what a start is about
      await client.conversation("c1").start({});
      // @ts-expect-error nobody ends a conversation like that
      await client.conversation("c1").end({ by: "nobody" });
      // @ts-expect-error no status
      await client.conversations.list({ status: "ended" });
    };
    expectTypeOf(use).parameter(0).toEqualTypeOf<Client>();
  });
});
