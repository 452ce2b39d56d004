/** What a rule set would have done: on histories that are small enough to follow, and on a simulated day. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { IncomingEvent, Store } from "../../../src/collector/store/store";
import type { DryRun, DryRunRule } from "../../../src/protocol/ruleAnswers";
import type { Condition, RuleSet } from "../../../src/protocol/rules";
import { createCentre } from "../../../src/simulator/centre";
import { day } from "../../../src/simulator/day";
import { NOW, openCollector, type Collector } from "../openCollector";
import { aMap, anOutcome, aSegment, aSet, BROKEN } from "./sets";

/** Of robots rules say nothing. */
const BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";
const MINUTE = 60_000;
const DAY = 86_400_000;
let collector: Collector;
/** The store's promise of people, which a test may hold back. */
let hold: (() => Promise<void>) | undefined;
beforeEach(async () => {
  hold = undefined;
  collector = await openCollector({}, (store: Store) => ({ ...store, past: async (query) => (await hold?.(), store.past(query)) }));
});
afterEach(() => collector.close());

type Method = "GET" | "POST" | "DELETE";
const call = async (method: Method, url: string, payload?: unknown, headers: { [name: string]: string } = { authorization: `Bearer ${collector.secret}` }) => {
  const answer = await collector.server.inject({ method, url, headers: { ...(payload !== undefined && { "content-type": "application/json" }), ...headers }, ...(payload !== undefined && { payload: JSON.stringify(payload) }) });
  return { status: answer.statusCode, body: answer.payload === "" ? undefined : answer.json() };
};
const begin = async (set: RuleSet, days = 7): Promise<string> => {
  const answer = await call("POST", "/v1/rules/dry-run", { set, days });
  expect(answer).toEqual({ status: 202, body: { id: expect.any(String) } });
  return answer.body.id;
};
const find = async (id: string): Promise<DryRun> => (await call("GET", `/v1/rules/dry-run/${id}`)).body;
const settled = (id: string) => vi.waitFor(async () => {
  const told = await find(id);
  expect(told.state).not.toBe("running");
  return told;
}, { timeout: 100_000, interval: 5 });
const dryRun = async (set: RuleSet, days?: number): Promise<DryRun> => settled(await begin(set, days));
const ruleOf = ({ rules }: DryRun, id: string): DryRunRule => rules!.find((rule) => rule.id === id)!;

/** Nobody's past is read from now on, until what is returned is called. */
const holdBack = (): (() => void) => {
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  hold = () => held;
  return release;
};
/** As it arrives: one after the other. */
const append = (events: IncomingEvent[]) => collector.store.append([...events].sort((a, b) => a.received - b.received));

let made = 0;
const event = (visitor: string | undefined, type: string, at: number, { session = visitor && `w-${visitor}`, ...more }: Partial<IncomingEvent> = {}): IncomingEvent => ({
  id: `d${++made}`, site: collector.site.id, type, at, received: at, source: visitor === undefined ? "server" : "page", data: {},
  ...(visitor !== undefined && { visitor }), ...(session !== undefined && { session }), ...more,
});
const view = (visitor: string, path: string, at: number, session = `w-${visitor}`) => event(visitor, "page.viewed", at, { session, url: `https://shop.example${path}`, data: { title: path } });
/** A chat of the visitor's own that nobody took. */
const abandoned = (visitor: string, id: string, at: number, session = `w-${visitor}`) => [
  event(visitor, "conversation.started", at, { session, data: { conversation: id, channel: "chat" } }),
  event(undefined, "conversation.routed", at + 1, { data: { conversation: id, channel: "chat", queue: "Sales" } }),
  event(undefined, "conversation.ended", at + MINUTE, { data: { conversation: id, channel: "chat", by: "customer" } }),
];
const onPricing: Condition = { event: "page.viewed", where: { field: "path", is: "startsWith", value: "/pricing" } };
const twiceAbandoned: Condition = { event: "conversation.ended", where: { all: [{ field: "queue", is: "equal", value: "Sales" }, { field: "abandoned", is: "equal", value: true }] }, atLeast: 2, within: "7d", of: "contact" };
const seed: RuleSet = { segments: [aSegment({ when: onPricing })], outcomes: [], actionMaps: [aMap({ when: twiceAbandoned, pages: { field: "page.path", is: "startsWith", value: "/pricing" } })] };

describe("A dry run", () => {
  it("finds whoever abandoned in queue Sales twice within a week and came to /pricing, and says when, how many and why not", async () => {
    await append([
      // a: twice, and then on /pricing, two days ago. b: once. c: twice, nine days apart. d: twice, and never on /pricing.
      ...abandoned("a", "a1", NOW - 5 * DAY, "w-a1"), ...abandoned("a", "a2", NOW - 3 * DAY, "w-a2"), view("a", "/pricing/plans", NOW - 2 * DAY, "w-a3"),
      ...abandoned("b", "b1", NOW - 5 * DAY, "w-b1"), view("b", "/pricing", NOW - DAY, "w-b2"),
      ...abandoned("c", "c1", NOW - 12 * DAY, "w-c1"), ...abandoned("c", "c2", NOW - 3 * DAY, "w-c2"), view("c", "/pricing", NOW - DAY - MINUTE, "w-c3"),
      ...abandoned("d", "d1", NOW - 5 * DAY, "w-d1"), ...abandoned("d", "d2", NOW - 3 * DAY, "w-d2"), view("d", "/home", NOW - DAY, "w-d3"),
    ]);
    const before = await collector.events();
    const told = await dryRun(seed);
    expect(told).toMatchObject({ state: "done", progress: 1, days: 7, from: NOW - 7 * DAY, until: NOW, persons: 4 });
    expect(ruleOf(told, "invite")).toEqual({
      kind: "actionMap", id: "invite", name: "Invite shoppers",
      would: { times: 1, persons: 1, sessions: 1, byDay: [0, 0, 0, 0, 0, 1, 0], blocked: { page_conditions: 3 } },
      did: { times: 0, persons: 0, sessions: 0, byDay: [0, 0, 0, 0, 0, 0, 0] },
      examples: [{ session: "w-a3", at: NOW - 2 * DAY, journey: "/v1/journey?session=w-a3" }],
    });
    expect(ruleOf(told, "shopper").would).toEqual({ times: 3, persons: 3, sessions: 3, byDay: [0, 0, 0, 0, 0, 2, 1] });
    // Nothing of it is anywhere but in the answer.
    expect(await collector.events()).toEqual(before);
    expect((await call("GET", "/v1/rules")).body.version).toBe(0);
  });

  it("takes what came before the days as history, and decides nothing then", async () => {
    await append([...abandoned("a", "a1", NOW - 3 * DAY, "w-a1"), ...abandoned("a", "a2", NOW - 2 * DAY, "w-a2"), view("a", "/pricing", NOW - 2 * DAY + 2 * MINUTE, "w-a3"), view("a", "/pricing", NOW - MINUTE, "w-a4")]);
    const told = await dryRun(seed, 1);
    expect(ruleOf(told, "invite")).toMatchObject({ would: { times: 1, byDay: [1] }, examples: [{ session: "w-a4" }] });
    expect(ruleOf(await dryRun(seed, 3), "invite").would).toMatchObject({ times: 2, persons: 1, sessions: 2, byDay: [0, 1, 1] });
  });

  it("puts what the running rules did beside it, and rules that it does not have", async () => {
    const decided = (type: string, data: object, at: number) => event("z", type, at, { source: "server", data: { ...data } });
    await append([
      decided("segment.matched", { segment: "shopper", name: "Was called so" }, NOW - 2 * DAY), decided("segment.matched", { segment: "shopper", name: "Was called so" }, NOW - DAY + 1),
      decided("action.qualified", { map: "old", name: "Old", type: "tag" }, NOW - DAY), decided("action.blocked", { map: "old", name: "Old", type: "tag", reason: "no_agents" }, NOW - DAY), decided("action.qualified", { map: "old", name: "Old", type: "tag" }, NOW - 8 * DAY),
      // What became of an offer afterwards, and what a page says, no dry run can know.
      decided("action.blocked", { map: "old", name: "Old", type: "chat", reason: "expired", offer: "o-1" }, NOW - DAY), event("z", "action.blocked", NOW - DAY, { data: { map: "old", name: "Old", type: "tag", reason: "consent" } }),
    ]);
    const told = await dryRun(seed);
    expect(ruleOf(told, "shopper")).toMatchObject({ name: "Looks at prices", would: { times: 0 }, did: { times: 2, persons: 1, sessions: 1, byDay: [0, 0, 0, 0, 0, 1, 1] } });
    expect(ruleOf(told, "old")).toEqual({ kind: "actionMap", id: "old", name: "Old", did: { times: 1, persons: 1, sessions: 1, byDay: [0, 0, 0, 0, 0, 0, 1], blocked: { no_agents: 1 } }, examples: [] });
  });

  it("shows five visits at most, each of another's or another day", async () => {
    await append(Array.from({ length: 9 }, (_, i) => view(`v${i}`, "/pricing", NOW - DAY + i)));
    const rule = ruleOf(await dryRun(seed), "shopper");
    expect([rule.would?.times, rule.examples.length, new Set(rule.examples.map(({ session }) => session)).size]).toEqual([9, 5, 5]);
  });

  it("knows how many agents were free then", async () => {
    const free = (agents: number, at: number) => event(undefined, "queue.changed", at, { data: { queue: "Sales", agents } });
    await append([
      free(0, NOW - 4 * DAY), view("a", "/pricing", NOW - 3 * DAY), free(2, NOW - 2 * DAY), free(3, NOW - 2 * DAY + 1), view("b", "/pricing", NOW - DAY), free(0, NOW - DAY + MINUTE), view("c", "/pricing", NOW - MINUTE),
      // Pages know nothing of agents.
      event("c", "queue.changed", NOW - MINUTE - 1, { data: { queue: "Sales", agents: 9 } }),
    ]);
    const told = await dryRun({ ...seed, actionMaps: [aMap({ when: onPricing, agents: { queue: "Sales" } })] });
    expect(ruleOf(told, "invite")).toMatchObject({ would: { times: 1, byDay: [0, 0, 0, 0, 0, 0, 1], blocked: { no_agents: 2 } }, examples: [{ session: "w-b" }] });
  });

  it("lets time pass where nothing happens: an outcome of a visit that ended without something", async () => {
    await append([view("a", "/pricing", NOW - DAY), view("b", "/pricing", NOW - DAY), event("b", "order_completed", NOW - DAY + MINUTE, { data: { total: 4 } }), view("c", "/pricing", NOW - MINUTE)]);
    const told = await dryRun({ segments: [], actionMaps: [], outcomes: [anOutcome({ when: { all: [onPricing, { never: { event: "order_completed" } }] } })] });
    // c is still there.
    expect(ruleOf(told, "sale").would).toMatchObject({ times: 1, persons: 1 });
    expect(ruleOf(told, "sale").examples.map(({ session, at }) => [session, at])).toEqual([["w-a", NOW - DAY + 20 * MINUTE]]);
  });

  it("looks when a visit has ended, though the next thing that happens is another visit", async () => {
    await append([view("a", "/pricing", NOW - 2 * DAY, "w-a1"), view("a", "/home", NOW - DAY, "w-a2")]);
    const told = await dryRun({ segments: [], actionMaps: [], outcomes: [anOutcome({ when: { all: [onPricing, { never: { event: "order_completed" } }] } })] });
    expect(ruleOf(told, "sale").examples.map(({ session, at }) => [session, at])).toEqual([["w-a1", NOW - 2 * DAY + 20 * MINUTE]]);
  });

  it("believes nobody who names another's visit", async () => {
    await append([view("a", "/home", NOW - DAY), view("mallory", "/pricing", NOW - DAY + MINUTE, "w-a")]);
    expect(ruleOf(await dryRun(seed), "shopper").would?.times).toBe(0);
  });

  it("takes a verified contact's calls and visits for one person's, and nobody else's", async () => {
    const contact = (await call("POST", "/v1/contacts", { displayName: "Ada", phones: ["+4930901820"] })).body.id as string;
    await append([
      ...[5, 3].flatMap((days) => ["started", "routed", "ended"].map((state, i) => event(undefined, `conversation.${state}`, NOW - days * DAY + i, { customer: { phone: "+4930901820" }, data: { conversation: `call-${days}`, channel: "call", direction: "inbound", ...(state === "routed" && { queue: "Sales" }), ...(state === "ended" && { by: "customer" }) } }))),
      // Eve only says that the number is hers.
      view("ada", "/pricing", NOW - DAY), event("eve", "identity.claimed", NOW - 2 * DAY, { data: { phone: "+4930901820", e164: "+4930901820" } }), view("eve", "/pricing", NOW - DAY),
      event("ada", "identity.verified", NOW - 2 * DAY, { source: "server", data: { visitor: "ada", contact } }),
    ]);
    expect((await call("GET", "/v1/identity?visitor=eve")).body).toMatchObject({ level: "matched", contact: { id: contact } });
    const told = await dryRun(seed);
    expect(ruleOf(told, "invite")).toMatchObject({ would: { times: 1 }, examples: [{ session: "w-ada" }] });
  });

  it("says of a simulated day what the same rules did while it went on", async () => {
    const startsAt = NOW - 20 * 60 * MINUTE;
    const set: RuleSet = {
      segments: [aSegment({ when: { event: "page.viewed", where: { field: "path", is: "equal", value: "/" } } }), aSegment({ id: "caller", of: "contact", when: { event: "conversation.connected" } })],
      outcomes: [anOutcome({ when: { event: "conversation.wrapped_up", where: { field: "code", is: "equal", value: "Sale" } } })],
      actionMaps: [
        aMap({ id: "lost", when: { event: "conversation.ended", where: { field: "abandoned", is: "equal", value: true } }, repeats: "always", action: { type: "tag", tag: "lost" } }),
        aMap({ when: { event: "page.viewed", atLeast: 2, of: "session" }, control: 0.3, after: "next_page", pages: { field: "page.path", is: "notEqual", value: "/" } }),
      ],
      caps: { afterConversation: "1d" },
    };
    await collector.store.saveRules({ site: collector.site.id, set, by: "server", at: startsAt });
    const centre = createCentre({ startsAt, minutes: 10 * 60, conversationsPerHour: 6, visitsPerConversation: 2, people: 10 });
    const views = new Set<string>();
    for (const { at, teller, visitor, events } of day("dry run", centre)) {
      collector.clock.now = at;
      for (const { type, url, session } of events) if (type === "page.viewed" && new URL(url!).pathname === "/") views.add(session!);
      const answer = await collector.post(collector.batch(events, { sentAt: at, visitor }), teller === "server" ? { authorization: `Bearer ${collector.secret}` } : { "user-agent": BROWSER });
      expect(answer.statusCode).toBe(202);
    }
    collector.clock.now = NOW;
    const cards = await collector.store.conversations({ site: collector.site.id, now: NOW, limit: 10_000 });
    const sold = new Set(cards.filter(({ code, session }) => code === "Sale" && session !== undefined).map(({ session }) => session));
    const told = await dryRun(set, 1);
    // Counted from what was sent, and from the cards.
    expect([views.size > 20, sold.size > 2]).toEqual([true, true]);
    expect(ruleOf(told, "shopper").would).toMatchObject({ times: views.size, sessions: views.size, byDay: [views.size] });
    expect(ruleOf(told, "sale").would).toMatchObject({ times: sold.size, sessions: sold.size });
    for (const { id, would, did } of told.rules!) expect([id, would]).toEqual([id, did]);
    expect(ruleOf(told, "invite").would?.blocked?.control_group).toBeGreaterThan(3);
  });
});

describe("Dry runs", () => {
  it("run one at a time for a site, and others work meanwhile", async () => {
    const release = holdBack();
    await append([view("a", "/pricing", NOW - DAY), view("b", "/pricing", NOW - DAY)]);
    const id = await begin(seed);
    expect(await call("POST", "/v1/rules/dry-run", { set: seed, days: 1 })).toEqual({ status: 409, body: { error: "dry_run_busy", message: expect.stringContaining(id) } });
    expect((await collector.post(collector.batch([{ id: "x", type: "order_completed", at: NOW }]))).statusCode).toBe(202);
    expect(await find(id)).toMatchObject({ state: "running", progress: 0, persons: 0 });
    release();
    expect(await settled(id)).toMatchObject({ state: "done", persons: 2 });
    expect((await dryRun(seed)).state).toBe("done");
  });

  it("end when they are told to, and with the collector", async () => {
    const release = holdBack();
    await append([view("a", "/pricing", NOW - DAY)]);
    const id = await begin(seed);
    expect((await call("DELETE", `/v1/rules/dry-run/${id}`)).status).toBe(204);
    expect(await find(id)).toMatchObject({ state: "cancelled" });
    const other = await begin(seed);
    release();
    const told = await settled(other);
    expect(told.state).toBe("done");
    const ended = await find(id);
    expect([ended.state, ended.persons, ended.rules]).toEqual(["cancelled", 0, undefined]);
    const releaseLast = holdBack();
    await begin(seed);
    const stopped = collector.stop();
    releaseLast();
    await stopped;
  });

  it("of which the last five are remembered", async () => {
    const ids = [];
    for (let i = 0; i < 6; i++) ids.push((await dryRun(seed)).id);
    expect(await Promise.all(ids.map(async (id) => (await call("GET", `/v1/rules/dry-run/${id}`)).status))).toEqual([404, 200, 200, 200, 200, 200]);
    for (const method of ["GET", "DELETE"] as const) expect(await call(method, "/v1/rules/dry-run/none")).toMatchObject({ status: 404, body: { error: "unknown_dry_run" } });
  });

  it("say that they failed, and why is in the log", async () => {
    hold = async () => {
      throw new Error("the disk is gone");
    };
    await append([view("a", "/pricing", NOW - DAY)]);
    expect(await dryRun(seed)).toMatchObject({ state: "failed", reason: expect.stringMatching(/\.$/) });
  });

  it.each([["no set", { days: 7 }], ["no days", { set: aSet() }], ["part of a day", { set: aSet(), days: 0.5 }], ["too many days", { set: aSet(), days: 91 }], ["none", { set: aSet(), days: 0 }], ["more", { set: aSet(), days: 7, more: 1 }], ["a list", []], ["nothing", undefined]])("do not begin with %s", async (_what, body) => {
    expect(await call("POST", "/v1/rules/dry-run", body)).toEqual({ status: 400, body: { error: "wrong_dry_run", message: expect.stringMatching(/\.$/) } });
  });

  it("do not begin with a set that is not sound", async () => {
    expect(await call("POST", "/v1/rules/dry-run", { set: BROKEN, days: 7 })).toMatchObject({ status: 422, body: { error: "wrong_rules", problems: [{ place: expect.any(String), message: expect.any(String) }] } });
  });

  it("are for agents and servers", async () => {
    const { id } = await dryRun(seed);
    const cookie = await collector.cookie();
    const routes: [Method, string, unknown, number][] = [["POST", "/v1/rules/dry-run", { set: seed, days: 1 }, 202], ["GET", `/v1/rules/dry-run/${id}`, undefined, 200], ["DELETE", `/v1/rules/dry-run/${id}`, undefined, 204]];
    for (const [method, url, body, good] of routes) {
      for (const headers of [{}, { authorization: "Bearer sk_no" }]) expect((await call(method, url, body, headers as { [name: string]: string })).status).toBe(401);
      if (method !== "GET") expect((await call(method, url, body, { cookie, origin: "https://evil.example" })).status).toBe(403);
      expect((await call(method, url, body, { cookie, "sec-fetch-site": "same-origin" })).status).toBe(good);
    }
  });
});
