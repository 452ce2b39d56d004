/** What became of action maps, on histories that are small enough to count by hand. */
import type { DatabaseSyncInstance } from "@photostructure/sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createSqliteStore } from "../../../src/collector/store/sqlite";
import type { IncomingEvent } from "../../../src/collector/store/store";
import { shareOf } from "../../../src/collector/store/share";
import type { MapReport, RulesReport } from "../../../src/protocol/ruleAnswers";
import { NOW, openCollector, type Collector } from "../openCollector";
import { MASTER_KEYS, openInMemory } from "../openInMemory";

const MINUTE = 60_000;
const DAY = 86_400_000;
let collector: Collector;
beforeEach(async () => {
  collector = await openCollector();
});
afterEach(() => collector.close());

let made = 0;
const START = NOW - 10 * DAY;
/** An event of a visitor's first visit; rules' own by default, so of no page. */
const event = (visitor: string, type: string, { at = START, ...more }: Partial<IncomingEvent> = {}): IncomingEvent =>
  ({ id: `r${++made}`, site: collector.site.id, type, at, received: at, source: "server", visitor, session: `w-${visitor}`, data: {}, ...more });
const map = { map: "invite", name: "Invite", type: "chat", version: 1 };
const qualified = (visitor: string, id: string, more: Partial<IncomingEvent> = {}) => event(visitor, "action.qualified", { id, data: map, ...more });
const blocked = (visitor: string, reason: string, more: Partial<IncomingEvent> = {}) => event(visitor, "action.blocked", { data: { ...map, reason }, ...more });
const word = (visitor: string, state: string, offer: string, more: Partial<IncomingEvent> = {}) =>
  event(visitor, `conversation.${state}`, { at: START + MINUTE, source: "page", data: { conversation: `c-${offer}`, channel: "chat", offer }, ...more });
const achieved = (visitor: string, at: number, { outcome = "sale", value }: { outcome?: string; value?: number } = {}, more: Partial<IncomingEvent> = {}) =>
  event(visitor, "outcome.achieved", { at, data: { outcome, name: outcome.toUpperCase(), ...(value !== undefined && { value }) }, ...more });
const report = async (query = ""): Promise<RulesReport> => (await collector.server.inject({ url: `/v1/rules/report${query}`, headers: { authorization: `Bearer ${collector.secret}` } })).json();
const only = async (events: IncomingEvent[]): Promise<MapReport> => {
  await collector.store.append(events);
  const { maps } = await report();
  expect(maps).toHaveLength(1);
  return maps[0]!;
};
const none = { persons: 0, talked: { count: 0, of: 0 }, outcomes: [] };

describe("The report", () => {
  it("is empty where no map has decided anything", async () => {
    expect(await report()).toEqual({ days: 30, from: NOW - 30 * DAY, until: NOW, maps: [] });
  });

  it("counts how far offers came, each once, and what must have been seen though its word was lost", async () => {
    const got = await only([
      ...["a", "b", "c", "d", "e", "f", "g"].map((visitor) => qualified(visitor, `o-${visitor}`)),
      // a accepts and is served, its offer told twice; of b no word came but the yes; c says no; d ignores it.
      word("a", "offered", "o-a"), word("a", "offered", "o-a"), word("a", "accepted", "o-a"), event("a", "conversation.connected", { at: START + 2 * MINUTE, data: { conversation: "c-o-a", channel: "chat", agent: "Dana" } }),
      word("b", "accepted", "o-b"), word("c", "offered", "o-c"), word("c", "declined", "o-c"), word("d", "ignored", "o-d"),
      // e's expired unseen, f's failed after it was shown, g never said anything.
      word("e", "expired", "o-e"), word("f", "offered", "o-f"), word("f", "failed", "o-f"),
    ]);
    const count = ({ count: counted, of }: { count: number; of: number }) => [counted, of];
    expect(got).toMatchObject({ map: "invite", name: "Invite", type: "chat", qualified: 7, blocked: {} });
    expect({ offered: count(got.offered), expired: count(got.expired), failed: count(got.failed) }).toEqual({ offered: [5, 7], expired: [1, 7], failed: [1, 7] });
    expect({ accepted: count(got.accepted), declined: count(got.declined), ignored: count(got.ignored) }).toEqual({ accepted: [2, 5], declined: [1, 5], ignored: [1, 5] });
    expect(count(got.engaged)).toEqual([1, 2]);
    expect(got.acted).toMatchObject({ persons: 7, talked: { count: 1, of: 7 } });
  });

  it("believes of pages only what is their own visitor's", async () => {
    const got = await only([
      qualified("a", "o-a"), word("mallory", "accepted", "o-a"), word("mallory", "offered", "o-a"),
      blocked("mallory", "no_widget", { source: "page", data: { ...map, reason: "no_widget", offer: "o-a" } }), blocked("mallory", "control_group", { source: "page" }), qualified("mallory", "o-m", { source: "page" }),
      achieved("a", START + MINUTE, {}, { source: "page" }),
    ]);
    expect(got).toMatchObject({ qualified: 1, blocked: {}, offered: { count: 0 }, accepted: { count: 0 }, acted: { persons: 1, outcomes: [] }, control: { persons: 0 } });
  });

  it("counts offers that ended as another conversation of the contact centre's", async () => {
    const got = await only([
      qualified("a", "o-a"), word("a", "accepted", "o-a"), event("a", "conversation.linked", { source: "agent", data: { conversation: "call-1", with: "c-o-a" } }),
      event("a", "conversation.connected", { at: START + 3 * MINUTE, data: { conversation: "call-1", channel: "chat", agent: "Dana" } }),
    ]);
    expect([got.engaged.count, got.engaged.of]).toEqual([1, 1]);
  });

  it("counts offers of content by their own words, and what needs no page by nothing", async () => {
    await collector.store.append([
      qualified("a", "o-a", { data: { ...map, map: "read", type: "content" } }), event("a", "content.accepted", { source: "page", data: { offer: "o-a" } }),
      qualified("a", "o-w", { data: { ...map, map: "tell", type: "webhook" } }),
    ]);
    const { maps } = await report();
    expect(maps.map((one) => [one.map, one.type, one.qualified, one.offered.count, one.accepted.count, one.engaged])).toEqual([["read", "content", 1, 1, 1, { count: 0, of: 1, rate: 0, low: 0, high: expect.any(Number) }], ["tell", "webhook", 1, 0, 0, { count: 0, of: 0 }]]);
  });

  it("counts why a map did not act: a page's reason once an offer", async () => {
    const said = { source: "page" as const, data: { ...map, reason: "no_widget", offer: "o-a" } };
    const got = await only([
      qualified("a", "o-a"), blocked("a", "no_widget", said), blocked("a", "no_widget", said), blocked("a", "consent", { ...said, data: { ...said.data, reason: "consent" } }),
      blocked("b", "no_agents"), blocked("b", "no_agents", { at: START + DAY }), blocked("c", "frequency_cap"), blocked("d", "control_group"), blocked("d", "made_up"),
    ]);
    expect(got).toMatchObject({ qualified: 1, blocked: { no_widget: 1, consent: 1, no_agents: 2, frequency_cap: 1, control_group: 1 } });
    expect(got.blocked).not.toHaveProperty("made_up");
    // Whom it would have reached but for caps and agents is compared with the control group.
    expect([got.acted.persons, got.reached.persons, got.control.persons]).toEqual([1, 3, 1]);
  });

  it("counts persons who achieved an outcome afterwards: in the visit, or within seven days", async () => {
    const got = await only([
      qualified("a", "o-a"), achieved("a", START + MINUTE, { value: 40 }), achieved("a", START + DAY, { value: 2 }),
      qualified("b", "o-b"), achieved("b", START + 7 * DAY, {}, { session: "w-b2" }),
      // Too late, too early, and somebody else's; and a visit that goes on for longer than seven days.
      qualified("c", "o-c"), achieved("c", START + 7 * DAY + 1, {}, { session: "w-c2" }), achieved("c", START - 1),
      achieved("z", START + MINUTE),
      qualified("d", "o-d"), achieved("d", START + 8 * DAY), achieved("d", START + 1, { outcome: "sign_up" }),
      blocked("e", "control_group"), achieved("e", START + MINUTE, { value: 10 }), blocked("f", "control_group"),
    ]);
    expect(got.acted).toMatchObject({ persons: 4, outcomes: [{ outcome: "sale", name: "SALE", persons: shareOf(3, 4), value: 42 }, { outcome: "sign_up", persons: { count: 1, of: 4 }, value: 0 }] });
    expect(got.control).toEqual({ persons: 2, talked: { count: 0, of: 2, rate: 0, low: 0, high: expect.any(Number) }, outcomes: [{ outcome: "sale", name: "SALE", persons: shareOf(1, 2), value: 10 }] });
  });

  it("counts a person once, from the first moment on", async () => {
    const got = await only([
      qualified("a", "o-1", { at: START + 2 * DAY, session: "w-a2" }), qualified("a", "o-2", { at: START }), qualified("a", "o-3", { at: START + 5 * DAY, session: "w-a3" }),
      achieved("a", START + MINUTE), achieved("a", START + 9 * DAY, { outcome: "late" }, { session: "w-a4" }),
    ]);
    expect(got).toMatchObject({ qualified: 3, acted: { persons: 1, outcomes: [{ outcome: "sale", persons: { count: 1, of: 1 } }] } });
    expect(got.acted.outcomes).toHaveLength(1);
  });

  it("compares nobody who was on both sides", async () => {
    const got = await only([qualified("a", "o-a"), blocked("a", "control_group", { at: START + DAY }), qualified("b", "o-b"), blocked("c", "control_group")]);
    expect([got.acted.persons, got.reached.persons, got.control.persons]).toEqual([2, 1, 1]);
  });

  it("says whether people had a conversation, whoever began it", async () => {
    const connected = (visitor: string, at: number, session = `w-${visitor}`) => event(visitor, "conversation.connected", { at, session, data: { conversation: `c-${visitor}`, channel: "call", agent: "Dana" } });
    const got = await only([qualified("a", "o-a"), connected("a", START + DAY, "w-a2"), qualified("b", "o-b"), connected("b", START - MINUTE), qualified("c", "o-c"), connected("c", START + 8 * DAY, "w-c2"), blocked("d", "control_group"), connected("d", START + MINUTE)]);
    expect([got.acted.talked.count, got.control.talked.count]).toEqual([1, 1]);
  });

  it("knows people of whom only the visit is known, and those of whom nothing is", async () => {
    const { visitor: _visitor, ...ofVisit } = qualified("a", "o-1");
    const { visitor: _other, ...again } = qualified("a", "o-2", { at: START + 1 });
    const { visitor: _nobody, session: _none, ...alone } = qualified("a", "o-3");
    const { visitor: _who, ...sale } = achieved("a", START + MINUTE);
    const got = await only([ofVisit, again, alone, sale]);
    expect(got).toMatchObject({ qualified: 3, acted: { persons: 2, outcomes: [{ persons: { count: 1, of: 2 } }] } });
  });

  it("looks back as many days as it is asked to, and names a map as it was called last", async () => {
    await collector.store.append([qualified("a", "o-1", { at: NOW - 3 * DAY }), qualified("b", "o-2", { at: NOW - 3 * DAY - 1 }), qualified("c", "o-3", { at: NOW - 1, data: { ...map, name: "Newest" } }), qualified("d", "o-4", { data: { ...map, map: "old" } }), qualified("e", "o-5", { at: NOW })]);
    expect((await report("?days=3")).maps.map((one) => [one.map, one.name, one.qualified, one.acted])).toEqual([["invite", "Newest", 2, { persons: 2, talked: expect.anything(), outcomes: [] }]]);
    expect((await report("?days=90")).maps.map((one) => [one.map, one.qualified, one.control])).toEqual([["invite", 3, none], ["old", 1, none]]);
  });

  it.each(["0", "91", "-1", "1.5", "x", "", "1&days=2"])("does not look back ?days=%s", async (days) => {
    expect(await report(`?days=${days}`)).toEqual({ error: "wrong_query", message: expect.stringContaining("from 1 to 90") });
  });

  it("counts more than a page of the log, all of the same moment", async () => {
    const crowd = Array.from({ length: 1_203 }, (_, i) => qualified(`v${i}`, `o-${i}`));
    const got = await only([...crowd, ...Array.from({ length: 700 }, (_, i) => blocked(`b${i}`, "no_agents"))]);
    expect(got).toMatchObject({ qualified: 1_203, blocked: { no_agents: 700 }, acted: { persons: 1_203 }, reached: { persons: 1_903 } });
  });

  it("is of one site only", async () => {
    await collector.store.createSite({ id: "other", name: "Other", key: "pk_o", secretHash: "h" });
    await collector.store.append([qualified("a", "o-a", { site: "other" }), word("a", "accepted", "o-a", { site: "other" })]);
    expect((await report()).maps).toEqual([]);
  });

  it("is for agents and servers", async () => {
    const ask = async (headers: object) => (await collector.server.inject({ url: "/v1/rules/report", headers: { ...headers } })).statusCode;
    expect([await ask({}), await ask({ authorization: "Bearer sk_x" }), await ask({ cookie: await collector.cookie() })]).toEqual([401, 401, 200]);
  });
});

it("Every question of the report is answered from an index", async () => {
  const database = await openInMemory();
  const asked: string[] = [];
  createSqliteStore({ database: { exec: (sql: string) => database.exec(sql), prepare: (sql: string) => (asked.push(sql), database.prepare(sql)) } as DatabaseSyncInstance, masterKeys: MASTER_KEYS });
  const plans = asked.filter((sql) => /json_extract\(data, '\$\.(map|offer|outcome)'\)/.test(sql) && sql.includes("SELECT")).map((sql) => (database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all() as { detail: string }[]).map(({ detail }) => detail).filter((detail) => /SEARCH|SCAN/.test(detail)));
  expect(plans).toEqual([
    ["SEARCH events USING COVERING INDEX rule_events (site=? AND type=? AND <expr>>?)"],
    ["SEARCH events USING INDEX rule_events (site=? AND type=? AND <expr>=? AND (at,rowid)>(?,?) AND at<?)"],
    ["SEARCH events USING INDEX events_by_offer (site=? AND <expr>=?)"],
    ["SEARCH events USING INDEX sqlite_autoindex_events_1 (site=? AND id=?)"],
    ["SEARCH events USING INDEX outcomes_by_visitor (site=? AND visitor=? AND at>? AND at<?)", "SEARCH events USING INDEX outcomes_by_visitor (site=? AND visitor=? AND at>?)"],
  ]);
});

describe("A share", () => {
  it.each([
    // Published examples of Wilson's interval without correction for continuity: Newcombe 1998, table I.
    [81, 263, 0.3080, 0.2553, 0.3662], [15, 148, 0.1014, 0.0624, 0.1605], [0, 20, 0, 0, 0.1611], [1, 29, 0.0345, 0.0061, 0.1718], [29, 29, 1, 0.8830, 1],
  ])("%s of %s lies where Wilson says", (count, of, rate, low, high) => {
    expect(shareOf(count, of)).toEqual({ count, of, rate, low, high });
  });

  it("of none has no rate", () => {
    expect(shareOf(0, 0)).toEqual({ count: 0, of: 0 });
  });
});
