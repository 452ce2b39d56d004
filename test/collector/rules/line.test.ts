import { afterEach, beforeEach, expect, it } from "vitest";
import type { Answer, WireEvent } from "../../../src/protocol/event";
import type { RulePush } from "../../../src/protocol/push";
import type { ActionMap, RuleSet } from "../../../src/protocol/rules";
import { anEvent, NOW, openCollector, type Collector } from "../openCollector";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

let collector: Collector;
beforeEach(async () => {
  collector = await openCollector();
});
afterEach(async () => collector.close());

const invite: ActionMap = {
  id: "pricing-help", name: "Help with prices", repeats: "session",
  when: { all: [
    { event: "conversation.ended", where: { all: [{ field: "queue", is: "equal", value: "Sales" }, { field: "abandoned", is: "equal", value: true }] }, atLeast: 2, inLast: "7d", of: "contact" },
    { field: "page.path", is: "startsWith", value: "/pricing" },
  ] },
  action: { type: "chat", text: "May we call off the search?" },
};
const rules = (more: Partial<RuleSet> = {}): RuleSet => ({ segments: [], outcomes: [], actionMaps: [], ...more });

async function save(set: RuleSet): Promise<void> {
  await collector.store.saveRules({ site: collector.site.id, set, by: "Ada", at: collector.clock.now });
}
let numbers: { [session: string]: number } = {};
beforeEach(() => void (numbers = {}));
/** Tells what a page would, and returns what it hears. */
async function page(events: Partial<WireEvent>[], { visitor = "v1", session = "w1", headers = {} }: { visitor?: string; session?: string; headers?: { [name: string]: string } } = {}): Promise<Answer> {
  const told = events.map((event) => anEvent({ at: collector.clock.now, session, seq: (numbers[session] = (numbers[session] ?? -1) + 1), ...event }));
  const reply = await collector.post(collector.batch(told, { visitor }), headers);
  expect(reply.statusCode).toBe(202);
  expect(reply.json().rejected).toEqual([]);
  return reply.json();
}
const view = (path: string, more: Partial<WireEvent> = {}): Partial<WireEvent> => ({ type: "page.viewed", url: `https://shop.example${path}`, data: { title: path }, ...more });
async function server(type: string, data: object, more: Partial<WireEvent> & { visitor?: string } = {}): Promise<void> {
  const { visitor, ...event } = more;
  const reply = await collector.post(collector.batch([anEvent({ type, at: collector.clock.now, data: { ...data }, ...event })], { visitor }), { authorization: `Bearer ${collector.secret}` });
  expect(reply.json()).toMatchObject({ accepted: 1, rejected: [] });
}
/** A call that nobody took in time. */
async function abandoned(conversation: string, queue = "Sales", visitor = "v1"): Promise<void> {
  await server("conversation.routed", { conversation, channel: "call", direction: "inbound", queue }, { visitor });
  collector.clock.now += MINUTE_MS;
  await server("conversation.ended", { conversation, by: "customer" }, { visitor });
}
const decided = async (type: RegExp) => (await collector.events()).filter((event) => type.test(event.type)).map(({ type: name, data }) => [name, JSON.parse(data)]);
const cards = async () => (await collector.store.cards({ site: collector.site.id, limit: 100 })).cards;
const offers = ({ push = [] }: Answer) => push.filter((one): one is Extract<RulePush, { type: "action.qualified" }> => one.type === "action.qualified");

it("matches a segment once a visit, shows it on the card in its colour, and tells no page of it", async () => {
  await save(rules({ segments: [{ id: "priced", name: "Looked at prices", of: "session", color: "#ff8800", when: { field: "page.path", is: "startsWith", value: "/pricing" } }] }));
  expect(await page([view("/")])).not.toHaveProperty("push");
  collector.clock.now += 1_000;
  expect(await page([view("/pricing/teams")])).not.toHaveProperty("push");
  collector.clock.now += 1_000;
  await page([view("/pricing")]);
  expect(await decided(/^segment/)).toEqual([["segment.matched", { segment: "priced", name: "Looked at prices", color: "#ff8800", of: "session" }]]);
  expect(await cards()).toMatchObject([{ kind: "session", segments: [{ id: "priced", name: "Looked at prices", color: "#ff8800" }] }]);
  const { steps } = await collector.store.journey({ site: collector.site.id, of: "session", id: "w1", limit: 100 });
  expect(steps.map(({ type }) => type)).toEqual(["page.viewed", "page.viewed", "segment.matched", "page.viewed"]);
});

it("judges every page of a batch, not the last alone", async () => {
  await save(rules({ segments: [{ id: "priced", name: "Looked at prices", of: "session", color: "#ff8800", when: { field: "page.path", is: "equal", value: "/pricing" } }] }));
  await page([view("/pricing"), view("/about")]);
  expect(await decided(/^segment/)).toHaveLength(1);
});

it("tells a page of a segment whose rule allows that, for as long as it is news, and says how long pages may wait only where offers are made", async () => {
  await save(rules({ segments: [{ id: "priced", name: "Looked at prices", of: "session", color: "#ff8800", when: { field: "page.path", is: "equal", value: "/pricing" }, tellPage: true }] }));
  const answer = await page([view("/pricing")]);
  expect(answer.push).toMatchObject([{ type: "segment.matched", data: { segment: "priced" } }]);
  expect(answer).not.toHaveProperty("next");
  expect((await page([view("/about")])).push).toEqual(answer.push);
  collector.clock.now += 2 * MINUTE_MS;
  expect(await page([view("/about")])).not.toHaveProperty("push");
});

it("offers a chat to whoever gave up twice in a queue within a week and looks at the prices; the conversation carries the offer, and its wrap-up achieves the outcome", async () => {
  await save(rules({
    actionMaps: [invite],
    outcomes: [{ id: "sale", name: "Sale", when: { event: "conversation.wrapped_up", where: { field: "code", is: "equal", value: "sale" } }, value: 40 }],
  }));
  await abandoned("call-1");
  expect(offers(await page([view("/pricing")]))).toEqual([]);
  await abandoned("call-2", "Support");
  expect(offers(await page([view("/pricing")]))).toEqual([]);
  await page([view("/about")]);
  await abandoned("call-3");
  expect(offers(await page([view("/contact")]))).toEqual([]);
  const answer = await page([view("/pricing")]);
  const [offer] = offers(answer);
  expect(answer.next).toBeLessThan(1_000);
  expect(offer!.data).toMatchObject({ map: "pricing-help", name: "Help with prices", type: "chat", action: { text: "May we call off the search?" } });

  // Until the page has taken it up, it hears of it again.
  expect(offers(await page([view("/pricing")]))).toEqual([offer]);
  const about = { conversation: "chat-1", channel: "chat", offer: offer!.id };
  expect(offers(await page([{ type: "conversation.offered", data: about }]))).toEqual([]);
  await page([{ type: "conversation.accepted", data: about }, { type: "conversation.started", data: about }]);
  await server("conversation.connected", { conversation: "chat-1", agent: "Dana" });
  await server("conversation.ended", { conversation: "chat-1", by: "agent" });
  expect(await decided(/^outcome/)).toEqual([]);
  await server("conversation.wrapped_up", { conversation: "chat-1", code: "sale" });
  expect(await decided(/^outcome/)).toEqual([["outcome.achieved", { outcome: "sale", name: "Sale", value: 40 }]]);
  const chat = (await cards()).find((card) => card.id === "chat-1");
  expect(chat).toMatchObject({ offer: { id: offer!.id, map: "pricing-help", name: "Help with prices" }, code: "sale" });
  expect((await cards()).find((card) => card.id === "w1")).toMatchObject({ outcomes: [{ id: "sale", name: "Sale" }] });
  expect(await decided(/^action.qualified/)).toHaveLength(1);
});

it("stores what was decided once, however often a batch comes again", async () => {
  await save(rules({ actionMaps: [{ ...invite, when: { field: "page.path", is: "equal", value: "/pricing" } }] }));
  const events = [anEvent({ ...view("/pricing"), at: NOW, session: "w1", seq: 0 })];
  const first = (await collector.post(collector.batch(events))).json();
  const again = (await collector.post(collector.batch(events))).json();
  expect(again).toMatchObject({ duplicates: 1, push: first.push });
  expect(first.push).toHaveLength(1);
  expect(await decided(/^action/)).toHaveLength(1);
});

it("knows what happened before a rule was made", async () => {
  await abandoned("call-1");
  await page([view("/")]);
  await abandoned("call-2");
  await save(rules({ actionMaps: [invite] }));
  expect(offers(await page([view("/pricing")]))).toHaveLength(1);
});

it("forgets what fell out of the window", async () => {
  await save(rules({ actionMaps: [invite] }));
  await abandoned("call-1");
  collector.clock.now += 8 * DAY_MS;
  await abandoned("call-2");
  expect(offers(await page([view("/pricing")]))).toEqual([]);
  await abandoned("call-3");
  expect(offers(await page([view("/pricing")]))).toHaveLength(1);
});

it("says why an offer is not made, each reason once a visit", async () => {
  const map: ActionMap = { ...invite, when: { event: "page.viewed" }, pages: { field: "page.path", is: "equal", value: "/pricing" }, agents: { queue: "Sales" } };
  await save(rules({ actionMaps: [map] }));
  await page([view("/")]);
  await page([view("/about")]);
  await page([view("/pricing")]);
  expect(await decided(/^action/)).toMatchObject([["action.blocked", { map: map.id, reason: "page_conditions" }], ["action.blocked", { reason: "no_agents" }]]);
  await server("queue.changed", { queue: "Sales", agents: 2 });
  expect(offers(await page([view("/pricing")]))).toHaveLength(1);
  await server("queue.changed", { queue: "Sales", agents: 0 });
  expect(offers(await page([view("/pricing")], { visitor: "v2", session: "w2" }))).toEqual([]);
});

it("takes an older word of free agents for what it is", async () => {
  await save(rules({ actionMaps: [{ ...invite, when: { event: "page.viewed" }, agents: { queue: "Sales" } }] }));
  await server("queue.changed", { queue: "Sales", agents: 0 });
  await server("queue.changed", { queue: "Sales", agents: 3 }, { at: NOW - MINUTE_MS });
  expect(offers(await page([view("/")]))).toEqual([]);
});

it("waits as long as a map says, and then acts without anybody's doing", async () => {
  await save(rules({ actionMaps: [{ ...invite, when: { field: "page.path", is: "equal", value: "/pricing" }, after: "30s" }] }));
  await page([view("/pricing")]);
  expect(await collector.store.wakeRules(collector.clock.now + 29_000)).toBe(collector.clock.now + 30_000);
  expect(await decided(/^action/)).toEqual([]);
  collector.clock.now += 30_000;
  await collector.store.wakeRules(collector.clock.now);
  expect(await decided(/^action/)).toMatchObject([["action.qualified", { map: "pricing-help" }]]);
  const pushes = await collector.server.inject({ url: `/v1/pushes?key=${collector.site.key}&visitor=v1&poll=1`, headers: { origin: "http://localhost:3000" } });
  expect(pushes.json()).toMatchObject({ rules: [{ type: "action.qualified", data: { map: "pricing-help" } }] });
});

it("counts what a verified contact did elsewhere, and nothing of whom a page only claims to be", async () => {
  await save(rules({ actionMaps: [invite] }));
  const { id } = (await collector.server.inject({ method: "POST", url: "/v1/contacts", headers: { authorization: `Bearer ${collector.secret}`, "content-type": "application/json" }, payload: JSON.stringify({ phones: ["+442079460958"], emails: ["ann@example.com"] }) })).json();
  const customer = { phone: "+442079460958" };
  for (const conversation of ["call-1", "call-2"]) {
    await server("conversation.routed", { conversation, channel: "call", direction: "inbound", queue: "Sales", customer });
    collector.clock.now += MINUTE_MS;
    await server("conversation.ended", { conversation, by: "customer", customer });
  }
  await page([view("/pricing"), { type: "identity.claimed", data: { email: "ann@example.com" } }]);
  expect(offers(await page([view("/pricing")]))).toEqual([]);
  expect((await cards()).find((card) => card.id === "w1")).toMatchObject({ level: "matched", contact: id });
  await server("identity.verified", { visitor: "v1", contact: id }, { visitor: "v1" });
  expect(offers(await page([view("/pricing")]))).toHaveLength(1);
});

it("counts a conversation as whose it turns out to be", async () => {
  await save(rules({ actionMaps: [{ ...invite, when: { all: [{ event: "conversation.ended", where: { field: "abandoned", is: "equal", value: true }, of: "contact" }, { field: "page.path", is: "equal", value: "/pricing" }] } }] }));
  await server("conversation.routed", { conversation: "call-1", channel: "call", direction: "inbound", queue: "Sales" });
  await server("conversation.ended", { conversation: "call-1", by: "customer" });
  await page([view("/")]);
  expect(offers(await page([view("/pricing")]))).toEqual([]);
  await server("conversation.linked", { conversation: "call-1", visitor: "v1", session: "w1" });
  expect(offers(await page([view("/pricing")]))).toHaveLength(1);
});

it("hears of a conversation with somebody unknown, and tells the webhook that the map names, whatever else that wants to hear", async () => {
  const webhook = (await collector.server.inject({ method: "POST", url: "/v1/webhooks", headers: { authorization: `Bearer ${collector.secret}`, "content-type": "application/json" }, payload: JSON.stringify({ url: "https://flows.example/hook", types: ["identity.verified"] }) })).json();
  await save(rules({ actionMaps: [{ id: "flow", name: "Call back", when: { event: "conversation.ended", where: { field: "abandoned", is: "equal", value: true }, of: "contact" }, repeats: "always", action: { type: "webhook", webhook: webhook.id, data: { queue: "queue" } } }] }));
  await server("conversation.routed", { conversation: "call-1", channel: "call", direction: "inbound", queue: "Sales" });
  await server("conversation.ended", { conversation: "call-1", by: "customer" });
  expect(await decided(/^action/)).toMatchObject([["action.qualified", { map: "flow", type: "webhook", webhook: webhook.id, fields: { queue: "Sales" } }]]);
  const due = await collector.store.dueDeliveries({ site: collector.site.id, id: webhook.id, now: collector.clock.now, limit: 10, except: new Set() });
  expect(due.deliveries.map(({ event }) => event.type)).toEqual(["action.qualified"]);
});

it("puts a tag on the card", async () => {
  await save(rules({ actionMaps: [{ id: "vip", name: "VIP", when: { event: "order_completed", where: { field: "data.total", is: "greaterThan", value: 1_000 } }, action: { type: "tag", tag: "Big spender" } }] }));
  await page([view("/"), { type: "order_completed", data: { total: 1_500 } }]);
  expect(await cards()).toMatchObject([{ kind: "session", tags: ["Big spender"] }]);
});

it("knows when a visit has ended without something, and does not take its own word for a sign of life", async () => {
  await save(rules({ segments: [{ id: "left", name: "Left without buying", of: "session", color: "#336699", when: { never: { event: "order_completed" } } }] }));
  await page([view("/")]);
  const [before] = await cards();
  const due = await collector.store.wakeRules(collector.clock.now);
  expect(due).toBeGreaterThanOrEqual(collector.clock.now + 20 * MINUTE_MS);
  collector.clock.now = due!;
  await collector.store.wakeRules(collector.clock.now);
  expect(await decided(/^segment/)).toHaveLength(1);
  expect((await cards())[0]).toMatchObject({ lastAt: (before as { lastAt: number }).lastAt, segments: [{ id: "left" }] });
});

it("lets no page say what only rules may", async () => {
  for (const type of ["segment.matched", "outcome.achieved", "action.qualified", "queue.changed"]) {
    const reply = await collector.post(collector.batch([anEvent({ type, data: { segment: "x", queue: "Sales", agents: 9 } })]));
    expect(reply.json().rejected).toMatchObject([{ reason: "not_for_pages" }]);
  }
  const blocked = { map: "m", name: "M", type: "chat", reason: "no_agents", offer: "o" };
  expect((await collector.post(collector.batch([anEvent({ type: "action.blocked", data: blocked })]))).json().rejected).toMatchObject([{ reason: "wrong_reason" }]);
  expect((await collector.post(collector.batch([anEvent({ type: "action.blocked", data: { ...blocked, reason: "no_widget" } })]))).json()).toMatchObject({ accepted: 1 });
  const reply = await collector.post(collector.batch([anEvent({ type: "queue.changed", data: { queue: "Sales", agents: -1 } })]), { authorization: `Bearer ${collector.secret}` });
  expect(reply.json().rejected).toMatchObject([{ reason: "wrong_agents" }]);
});

it("forgets what it remembered of whoever is erased", async () => {
  await save(rules({ actionMaps: [invite] }));
  await abandoned("call-1");
  await abandoned("call-2");
  await page([view("/"), { type: "identity.claimed", data: { email: "bob@example.com" } }]);
  const { id } = (await collector.server.inject({ method: "POST", url: "/v1/contacts", headers: { authorization: `Bearer ${collector.secret}`, "content-type": "application/json" }, payload: JSON.stringify({ emails: ["bob@example.com"] }) })).json();
  const erased = await collector.server.inject({ method: "DELETE", url: `/v1/contacts/${id}`, headers: { authorization: `Bearer ${collector.secret}` } });
  expect(erased.statusCode).toBeLessThan(300);
  expect(await collector.store.rulePushes({ site: collector.site.id, visitor: "v1", now: collector.clock.now })).toMatchObject({ pushes: [] });
});

it("survives a restart", async () => {
  await save(rules({ actionMaps: [invite] }));
  await abandoned("call-1");
  await abandoned("call-2");
  await collector.stop();
  const again = await openCollector({ PE_DATA: collector.folder });
  const clock = collector.clock.now;
  collector = again;
  collector.clock.now = clock;
  expect(offers(await page([view("/pricing")]))).toHaveLength(1);
});

it("looks at nobody without end: robots are offered nothing, and are due for nothing", async () => {
  await save(rules({ segments: [{ id: "left", name: "Left without buying", of: "session", color: "#336699", when: { never: { event: "order_completed" } } }] }));
  const robot = { "user-agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)" };
  await page([{ type: "session.started", url: "https://shop.example/", data: {} }, view("/")], { headers: robot });
  expect(await collector.store.wakeRules(collector.clock.now)).toBeUndefined();
  await page([view("/")], { visitor: "v2", session: "w2" });
  const due = (await collector.store.wakeRules(collector.clock.now))!;
  // What was a person's is a robot's from now on.
  await page([{ type: "session.started", url: "https://shop.example/", data: {} }], { visitor: "v2", session: "w2", headers: robot });
  expect(await collector.store.wakeRules(due)).toBeUndefined();
  expect(await decided(/^segment/)).toEqual([]);
});
