/** The whole line: events in at the collector's door, and out to real receivers, by a clock that the test moves. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Webhook } from "standardwebhooks";
import { hashToken } from "../../../src/collector/access/token";
import type { Outcome } from "../../../src/collector/store/webhookStore";
import type { Verdict } from "../../../src/collector/webhooks/schedule";
import { createCourier, type Courier } from "../../../src/collector/webhooks/courier";
import { createDeliver } from "../../../src/collector/webhooks/deliver";
import { createGuard } from "../../../src/collector/webhooks/guard";
import { DELAYS_MS } from "../../../src/collector/webhooks/schedule";
import { anEvent, NOW, openCollector, type Collector } from "../openCollector";
import { ok, openReceiver, status, type Receiver } from "./receiver";

const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 86_400_000;

let collector: Collector;
let receiver: Receiver;
let courier: Courier;
let results: Verdict["result"][];
const failures: unknown[] = [];
const openCourier = (more: { timeoutMs?: number } = {}) => {
  const now = () => collector.clock.now;
  return createCourier({ store: collector.store, deliver: createDeliver({ guard: createGuard({ isIntranet: true }), now, ...more }), now, random: () => 0.5, told: (result) => results.push(result), failed: (problem) => failures.push(problem) });
};
beforeEach(async () => {
  results = [];
  failures.length = 0;
  receiver = await openReceiver();
  collector = await openCollector({ PE_WEBHOOK_INTRANET: "on" });
  courier = openCourier();
});
afterEach(async () => {
  await courier.stop();
  vi.useRealTimers();
  await collector.close();
  await receiver.close();
  expect(failures).toEqual([]);
});

const call = async (method: "GET" | "POST" | "PATCH" | "DELETE", url: string, payload?: object, secret = collector.secret) => {
  const answer = await collector.server.inject({ method, url, headers: { authorization: `Bearer ${secret}` }, ...(payload && { payload }) });
  return { status: answer.statusCode, body: answer.payload === "" ? undefined : answer.json() };
};
const create = async (more: object = {}, secret = collector.secret) => (await call("POST", "/v1/webhooks", { url: receiver.url, types: ["*"], ...more }, secret)).body as { id: string; secret: string };
const stateOf = async (id: string) => (await call("GET", "/v1/webhooks")).body.webhooks.find((one: { id: string }) => one.id === id);
const tell = async (count = 1, more: object = {}) => {
  const events = Array.from({ length: count }, () => anEvent({ session: "w1", ...more }));
  expect((await collector.post(collector.batch(events))).json()).toMatchObject({ accepted: count });
  return events.map(({ id }) => id);
};
const pass = async (ms: number) => {
  collector.clock.now += ms;
  await courier.run();
};
const copies = (id: string) => receiver.ids().filter((one) => one === id).length;

describe("A webhook", () => {
  it("is told of each event once, signed so that the library of Standard Webhooks takes it", async () => {
    const { secret } = await create();
    const ids = await tell(30);
    await courier.run();
    expect([...receiver.ids()].sort()).toEqual([...ids].sort());
    for (const { body, headers, message } of receiver.received) {
      // The library asks the machine's clock, which is not that of the test.
      const signature = new Webhook(secret).sign(String(headers["webhook-id"]), new Date(NOW), body);
      expect(headers).toMatchObject({ "webhook-timestamp": String(NOW / 1_000), "webhook-signature": signature, "content-type": "application/json", "user-agent": expect.stringMatching(/^Parley\//) });
      expect(message).toMatchObject({ type: "order_completed", timestamp: new Date(NOW - 1_000).toISOString(), data: { session: "w1", visitor: "v1", source: "page" } });
    }
    await courier.run();
    expect([receiver.received.length, results]).toEqual([30, ids.map(() => "delivered")]);
  });

  it("is told of what comes after it was made, of the types that it wants, and of late events as they come", async () => {
    await tell();
    await create({ types: ["conversation.*", "form.submitted"] });
    const [form] = await tell(1, { type: "form.submitted", data: { form: "f" }, at: NOW - 5 * DAY });
    await tell(3);
    const [chat] = await tell(1, { type: "conversation.started", data: { conversation: "c1", channel: "chat" } });
    await tell(1, { type: "conversations.odd" });
    await tell(1, { type: "form.submitted.not" });
    await courier.run();
    expect([...receiver.ids()].sort()).toEqual([form, chat].sort());
  });

  it("is told of a conversation with its card as it stands after the event, also where two ids are one", async () => {
    const { id } = await create({ types: ["conversation.*"] });
    const server = { authorization: `Bearer ${collector.secret}` };
    const say = async (type: string, data: object) => collector.post(collector.batch([anEvent({ type, data: { channel: "chat", ...data } })], { visitor: undefined }), server);
    await say("conversation.started", { conversation: "b1" });
    await courier.run();
    await say("conversation.linked", { conversation: "b1", with: "a1" });
    await say("conversation.connected", { conversation: "b1", agent: "Dana" });
    await courier.run();
    await say("conversation.opened", { conversation: "z1" });
    await courier.run();
    expect(receiver.received.map(({ message }) => [message.type, message.data.card])).toEqual([
      ["conversation.started", expect.objectContaining({ kind: "conversation", id: "b1", status: "waiting" })],
      ["conversation.linked", expect.objectContaining({ id: "b1" })],
      ["conversation.connected", expect.objectContaining({ id: "b1", status: "connected", agents: ["Dana"] })],
      // A window that was opened is no conversation yet.
      ["conversation.opened", undefined],
    ]);
    expect(await stateOf(id)).toMatchObject({ active: true, waiting: 0, dead: 0, behind: 0, last: { at: NOW, delivered: true, result: "It answered 204." } });
  });

  it("of another site hears nothing, and neither key reaches the other's", async () => {
    const secret = `sk_${"o".repeat(40)}`;
    await collector.store.createSite({ id: "s2", name: "Other", key: "pk_other", secretHash: hashToken(secret) });
    const theirs = await create({}, secret);
    const own = await create({ url: `${receiver.url}/own` });
    const ids = await tell(3);
    await courier.run();
    expect(receiver.received.map(({ path }) => path)).toEqual(ids.map(() => "/hook/own"));
    expect((await call("GET", "/v1/webhooks", undefined, secret)).body.webhooks.map((one: { id: string }) => one.id)).toEqual([theirs.id]);
    const reach = async (id: string, by: string) => {
      const calls = [["PATCH", "", { active: false }], ["POST", "/rotate"], ["POST", "/test"], ["GET", "/dead"], ["POST", "/replay", {}], ["DELETE", ""]] as const;
      const answers = [];
      for (const [method, end, payload] of calls) answers.push(await call(method, `/v1/webhooks/${id}${end}`, payload, by));
      return answers;
    };
    for (const { status: code, body } of await reach(own.id, secret)) expect([code, body.error]).toEqual([404, "unknown_webhook"]);
    await collector.post(JSON.stringify({ v: 1, batch: "b", sentAt: NOW, events: [anEvent()] }), { authorization: `Bearer ${secret}` });
    await call("POST", `/v1/webhooks/${theirs.id}/replay`, { ids }, secret);
    await courier.run();
    expect(receiver.received.map(({ path }) => path)).toEqual([...ids.map(() => "/hook/own"), "/hook"]);
    expect((await reach(own.id, collector.secret)).map((one) => one.status)).toEqual([200, 200, 200, 200, 202, 204]);
  });

  it("that was deleted is told nothing more, and leaves nothing", async () => {
    const { id } = await create();
    receiver.answer = status(500);
    await tell();
    await courier.run();
    expect((await call("DELETE", `/v1/webhooks/${id}`)).status).toBe(204);
    receiver.answer = ok;
    await pass(DAY);
    expect([receiver.received.length, await collector.store.webhookCounts()]).toEqual([1, { waiting: 0, dead: 0 }]);
  });
});

describe("A receiver that fails", () => {
  it("gets the same event under the same id again, after growing pauses, and holds up none of the others", async () => {
    const { id } = await create();
    const [bad] = await tell();
    receiver.answer = (one, response) => status(one.message.data.id === bad ? 500 : 200)(one, response);
    await courier.run();
    expect(await stateOf(id)).toMatchObject({ waiting: 1, behind: 0, last: { delivered: false, result: "It answered 500. Only an answer from 200 to 299 says that the event has arrived." } });
    const good = await tell(20);
    await courier.run();
    expect(good.map(copies)).toEqual(good.map(() => 1));

    let expected = 1;
    for (const delayMs of DELAYS_MS.slice(0, 4)) {
      await pass(delayMs - 1);
      expect(copies(bad!)).toBe(expected);
      await pass(1);
      expect(copies(bad!)).toBe(++expected);
    }
    receiver.answer = ok;
    await pass(HOUR);
    await pass(3 * DAY);
    const own = receiver.received.filter(({ message }) => message.data.id === bad);
    expect([own.length, new Set(own.map(({ headers }) => headers["webhook-id"])).size]).toEqual([6, 1]);
    expect(new Set(own.map(({ headers }) => headers["webhook-timestamp"])).size).toBe(6);
    expect(new Set(receiver.received.map(({ headers }) => headers["webhook-id"])).size).toBe(21);
    expect(await stateOf(id)).toMatchObject({ waiting: 0, dead: 0 });
  });

  it("for days has its events kept as dead letters, with the reason, and told again when it is asked for", async () => {
    const { id } = await create();
    receiver.answer = status(418);
    const ids = await tell(3);
    await courier.run();
    for (const delayMs of DELAYS_MS) await pass(delayMs);
    expect(receiver.received.length).toBe(3 * (DELAYS_MS.length + 1));
    expect(results.slice(-3)).toEqual(["dead", "dead", "dead"]);
    await pass(30 * DAY);
    expect(receiver.received.length).toBe(3 * (DELAYS_MS.length + 1));
    expect(await stateOf(id)).toMatchObject({ waiting: 0, dead: 3 });
    const { body } = await call("GET", `/v1/webhooks/${id}/dead`);
    expect(body.dead.map(({ event }: { event: string }) => event).sort()).toEqual([...ids].sort());
    expect(body.dead[0]).toEqual({ event: expect.any(String), type: "order_completed", at: NOW - 1_000, attempts: 11, status: 418, reason: expect.stringMatching(/^It answered 418\./), diedAt: collector.clock.now - 30 * DAY });

    receiver.answer = ok;
    receiver.received.length = 0;
    expect(await call("POST", `/v1/webhooks/${id}/replay`, { ids: [ids[1], "no-such-event"] })).toEqual({ status: 202, body: { replayed: 1 } });
    await courier.run();
    expect(receiver.ids()).toEqual([ids[1]]);
    expect(await call("POST", `/v1/webhooks/${id}/replay`)).toEqual({ status: 202, body: { replayed: 2 } });
    await courier.run();
    expect([...receiver.ids()].sort()).toEqual([...ids].sort());
    expect(await stateOf(id)).toMatchObject({ waiting: 0, dead: 0 });
  });

  it("that was replayed has all its attempts anew", async () => {
    const { id } = await create();
    receiver.answer = status(500);
    const [bad] = await tell();
    await courier.run();
    for (const delayMs of DELAYS_MS) await pass(delayMs);
    await call("POST", `/v1/webhooks/${id}/replay`, {});
    await courier.run();
    await pass(DELAYS_MS[0]!);
    expect([copies(bad!), await stateOf(id)]).toEqual([13, expect.objectContaining({ waiting: 1, dead: 0 })]);
  });

  it("hears everything since a time again, under the same ids, dead letters too", async () => {
    const { id } = await create({ types: ["a.*"] });
    await tell(5, { type: "a.b" });
    await courier.run();
    collector.clock.now += HOUR;
    receiver.answer = status(500);
    const later = await tell(4, { type: "a.c" });
    await courier.run();
    for (const delayMs of DELAYS_MS) await pass(delayMs);
    receiver.answer = ok;
    await tell(2, { type: "b.c" });
    const before = new Map(receiver.received.map(({ message, headers }) => [message.data.id, headers["webhook-id"]]));
    receiver.received.length = 0;
    expect(await call("POST", `/v1/webhooks/${id}/replay`, { since: NOW + 1 })).toEqual({ status: 202, body: { replayed: 6 } });
    await courier.run();
    expect([...receiver.ids()].sort()).toEqual([...later].sort());
    for (const { message, headers } of receiver.received) expect(headers["webhook-id"]).toBe(before.get(message.data.id));
    expect(await stateOf(id)).toMatchObject({ waiting: 0, dead: 0, behind: 0 });
    receiver.received.length = 0;
    for (const since of [NOW, 0]) expect((await call("POST", `/v1/webhooks/${id}/replay`, { since })).body).toEqual({ replayed: 11 });
    await courier.run();
    expect(new Set(receiver.ids()).size).toBe(9);
    expect((await call("POST", `/v1/webhooks/${id}/replay`, { since: collector.clock.now + 1 })).body).toEqual({ replayed: 0 });
    await courier.run();
    expect(receiver.received.length).toBe(9);
  });

  it("and hangs is given up and tried again, while others are told at once", async () => {
    const slow = await openReceiver();
    slow.answer = () => undefined;
    const { id } = await create({ url: slow.url });
    await create();
    const ids = await tell(20);
    // All that the good one gets comes while the other is still waited for.
    courier = openCourier({ timeoutMs: 1_000_000 });
    void courier.run();
    while (receiver.received.length < 20) await new Promise((resolve) => setImmediate(resolve));
    expect([...receiver.ids()].sort()).toEqual([...ids].sort());
    await courier.stop();
    results.length = 0;
    courier = openCourier({ timeoutMs: 1_000 });
    const running = courier.run();
    while (!results.includes("retry")) await new Promise((resolve) => setImmediate(resolve));
    slow.answer = ok;
    await running;
    await pass(5_000);
    expect(new Set(slow.ids())).toEqual(new Set(ids));
    expect(await stateOf(id)).toMatchObject({ waiting: 0, dead: 0 });
    await slow.close();
  });

  it("and says 410 is told nothing more, until it is switched on again, and then all that it missed", async () => {
    const { id } = await create();
    receiver.answer = status(410);
    const [first] = await tell();
    await courier.run();
    expect(await stateOf(id)).toMatchObject({ active: false, reason: "It answered 410: it wants to hear nothing any more.", waiting: 1 });
    const more = await tell(3);
    receiver.answer = ok;
    await pass(DAY);
    expect([receiver.received.length, results]).toEqual([1, ["gone"]]);
    const { body } = await call("PATCH", `/v1/webhooks/${id}`, { active: true });
    expect([body.active, body.reason]).toEqual([true, undefined]);
    await courier.run();
    expect(receiver.ids().slice(1).sort()).toEqual([first, ...more].sort());
  });

  it.each([429, 503])("and says %i with Retry-After is left alone for so long, with all events", async (code) => {
    const { id } = await create();
    receiver.answer = status(code, { "retry-after": "600" });
    await tell();
    await courier.run();
    expect(receiver.received.length).toBe(1);
    expect(await stateOf(id)).toMatchObject({ quietUntil: NOW + 10 * MINUTE, waiting: 1 });
    receiver.answer = ok;
    await tell(5);
    await pass(10 * MINUTE - 1);
    expect(receiver.received.length).toBe(1);
    await pass(1);
    expect([receiver.received.length, new Set(receiver.ids()).size]).toEqual([7, 6]);
  });

  it("and is left alone is told again at once when it is switched off and on", async () => {
    const { id } = await create();
    receiver.answer = status(429, { "retry-after": "600" });
    await tell();
    await courier.run();
    receiver.answer = ok;
    const [next] = await tell();
    await call("PATCH", `/v1/webhooks/${id}`, { active: true });
    await courier.run();
    expect(copies(next!)).toBe(0);
    for (const active of [false, true]) await call("PATCH", `/v1/webhooks/${id}`, { active });
    await courier.run();
    expect(copies(next!)).toBe(1);
  });

  it("and is overloaded gets one at a time at first when it is back", async () => {
    await create();
    await tell(12);
    let most = 0;
    let now = 0;
    receiver.answer = status(503);
    await courier.run();
    const held: (() => void)[] = [];
    receiver.answer = (one, response) => {
      most = Math.max(most, ++now);
      held.push(() => {
        now--;
        ok(one, response);
      });
    };
    collector.clock.now += 2 * MINUTE;
    const running = courier.run();
    const widths: number[] = [];
    while (widths.reduce((sum, width) => sum + width, 0) < 12) {
      while (!held.length) await new Promise((resolve) => setTimeout(resolve, 1));
      // Whoever else is on the way shall arrive as well.
      await new Promise((resolve) => setTimeout(resolve, 30));
      widths.push(held.length);
      held.splice(0).forEach((answer) => answer());
    }
    await running;
    expect([widths[0], Math.max(...widths) <= 8, most > 1]).toEqual([1, true, true]);
  });
});

describe("The order and the place in the log", () => {
  it("is kept over a restart, and what was under way is sent again", async () => {
    const { id } = await create();
    receiver.answer = () => undefined;
    const ids = await tell(20);
    void courier.run();
    while (!receiver.received.length) await new Promise((resolve) => setImmediate(resolve));
    await courier.stop();
    receiver.answer = ok;
    courier = openCourier();
    await courier.run();
    expect(new Set(receiver.ids())).toEqual(new Set(ids));
    expect(await stateOf(id)).toMatchObject({ waiting: 0, dead: 0 });
  });

  it("follows the log where its end is deleted and its numbers are given anew: nothing is left out, and nobody gets another's event", async () => {
    const { id } = await create();
    receiver.answer = status(500);
    await tell(3);
    await courier.run();
    expect(await stateOf(id)).toMatchObject({ waiting: 3, behind: 0 });
    collector.clock.now += 400 * DAY;
    const limits = { now: collector.clock.now, sites: [{ site: collector.site.id, anonymousBefore: collector.clock.now - DAY, identifiedBefore: collector.clock.now - DAY }] };
    while (await collector.store.tidy(limits));
    expect([await collector.events(), (await stateOf(id)).waiting]).toEqual([[], 0]);
    receiver.answer = ok;
    receiver.received.length = 0;
    const ids = await tell(2, { at: collector.clock.now });
    await courier.run();
    expect([...receiver.ids()].sort()).toEqual([...ids].sort());
  });

  it("follows it as well where it had looked further than it had written down", async () => {
    await collector.post(collector.batch([anEvent({ type: "identity.claimed", session: "w1", data: { email: "ada@example.com" } })]));
    const { id } = await create({ types: ["form.submitted"] });
    await collector.post(collector.batch(Array.from({ length: 5 }, () => anEvent({ type: "page.viewed", session: "w9" })), { visitor: "v9" }));
    await courier.run();
    collector.clock.now += 20 * DAY;
    const { now } = collector.clock;
    while (await collector.store.tidy({ now, sites: [{ site: collector.site.id, anonymousBefore: now - DAY, identifiedBefore: 0 }] }));
    expect((await collector.events()).map(({ type }) => type)).toEqual(["identity.claimed"]);
    const [form] = await tell(1, { type: "form.submitted", data: { form: "f" }, at: now });
    await courier.run();
    expect([receiver.ids(), (await stateOf(id)).behind]).toEqual([[form], 0]);
  });

  it("looks again at what had not fit when the types are changed", async () => {
    const { id } = await create({ types: ["form.submitted"] });
    const ids = await tell(3, { type: "page.viewed" });
    await courier.run();
    await call("PATCH", `/v1/webhooks/${id}`, { types: ["page.*"] });
    await call("POST", `/v1/webhooks/${id}/replay`, { since: 0 });
    await courier.run();
    expect([...receiver.ids()].sort()).toEqual([...ids].sort());
  });

  it("goes on through a log of many events that do not fit", async () => {
    const { id } = await create({ types: ["form.submitted"] });
    for (let i = 0; i < 31; i++) await tell(100, { type: "page.viewed" });
    const [form] = await tell(1, { type: "form.submitted", data: { form: "f" } });
    for (let i = 0; i < 12; i++) await tell(100, { type: "page.viewed" });
    await courier.run();
    expect(receiver.ids()).toEqual([form]);
    expect((await stateOf(id)).behind).toBeLessThan(1_500);
  });

  it("is begun at once when events come, while the collector runs, and again when it is time", async () => {
    await create();
    // Only the store's word is left to begin by.
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    courier.start();
    const ids = await tell(2);
    while (receiver.received.length < 2) await new Promise((resolve) => setTimeout(resolve, 1));
    expect([...receiver.ids()].sort()).toEqual([...ids].sort());
    receiver.answer = status(500);
    const [bad] = await tell();
    while (!results.includes("retry")) await new Promise((resolve) => setTimeout(resolve, 1));
    receiver.answer = ok;
    collector.clock.now += 5_000;
    await vi.advanceTimersByTimeAsync(1_000);
    while (copies(bad!) < 2) await new Promise((resolve) => setTimeout(resolve, 1));
  });
});

describe("Of people", () => {
  const CANARY = "kanarija.bird@example.com";
  const claim = (more: object = {}) => anEvent({ type: "identity.claimed", session: "w1", data: { email: CANARY, form: "f", moment: "submit" }, ...more });

  it("no e-mail is told unless the site asks for it, in no event and no card", async () => {
    await create();
    await create({ url: `${receiver.url}/personal`, personal: true });
    const { body: ada } = await call("POST", "/v1/contacts", { displayName: "Kanarija Bird", emails: [CANARY], phones: ["+4930901820"] });
    await collector.post(collector.batch([claim(), anEvent({ type: "conversation.started", session: "w1", data: { conversation: "c1", channel: "chat" } }), anEvent({ session: "w1", data: { to: CANARY } })]));
    const server = { authorization: `Bearer ${collector.secret}` };
    await collector.post(collector.batch([anEvent({ type: "conversation.started", data: { conversation: "c2", channel: "call", customer: { phone: "+4930901820", email: CANARY, displayName: "Kanarija Bird" } } }), anEvent({ type: "conversation.wrapped_up", data: { conversation: "c1", code: "Sold", notes: `wrote to ${CANARY}` } }), anEvent({ type: "identity.verified", data: { visitor: "v1", contact: ada.id } })], { visitor: undefined }), server);
    await courier.run();
    const [personal, plain] = [receiver.received.filter(({ path }) => path === "/hook/personal"), receiver.received.filter(({ path }) => path === "/hook")];
    // What the call tells of its customer is a claim as well.
    const types = ["conversation.started", "conversation.started", "conversation.wrapped_up", "identity.claimed", "identity.claimed", "identity.matched", "identity.matched", "identity.verified", "order_completed"];
    expect([plain, personal].map((all) => all.map(({ message }) => message.type).sort())).toEqual([types, types]);
    const canaries = [CANARY, "kanarija", "Kanarija", "4930901820"];
    expect(plain.flatMap(({ body }) => canaries.filter((canary) => body.includes(canary)))).toEqual([]);
    const verified = plain.find(({ message }) => message.type === "identity.verified")!.message.data;
    expect(verified).toMatchObject({ data: { visitor: "v1", contact: ada.id }, identity: { level: "verified", contact: ada.id } });
    expect(plain.find(({ message }) => message.type === "conversation.started")!.message.data.card).toMatchObject({ level: "verified", contact: ada.id });
    for (const canary of [CANARY, "Kanarija Bird", "+4930901820"]) expect(personal.some(({ body }) => body.includes(canary))).toBe(true);
  });

  it("who were erased nothing is told any more, though it waited or was given up", async () => {
    const { id } = await create({ types: ["identity.claimed"], personal: true });
    const { body: ada } = await call("POST", "/v1/contacts", { displayName: "Kanarija Bird", emails: [CANARY] });
    receiver.answer = status(500);
    await collector.post(collector.batch([claim()]));
    await courier.run();
    expect(receiver.received[0]!.body).toContain(CANARY);
    for (const delayMs of DELAYS_MS) await pass(delayMs);
    await collector.post(collector.batch([claim({ at: collector.clock.now })], { sentAt: collector.clock.now }));
    await courier.run();
    expect(await stateOf(id)).toMatchObject({ dead: 1, waiting: 1 });
    expect((await call("DELETE", `/v1/contacts/${ada.id}`)).status).toBe(200);
    receiver.answer = ok;
    receiver.received.length = 0;
    await call("POST", `/v1/webhooks/${id}/replay`);
    await pass(DAY);
    expect(receiver.received).toHaveLength(2);
    for (const { message, body } of receiver.received) {
      expect(message.data).toMatchObject({ type: "identity.claimed", data: {}, identity: {} });
      expect(body).not.toMatch(/kanarija/i);
    }
  });

  it("who say again who they are, after they were erased, it is told with what they say then", async () => {
    await create({ types: ["identity.claimed"], personal: true });
    const { body: ada } = await call("POST", "/v1/contacts", { displayName: "Kanarija Bird", emails: [CANARY] });
    await collector.post(collector.batch([claim()]));
    await courier.run();
    expect((await call("DELETE", `/v1/contacts/${ada.id}`)).status).toBe(200);
    collector.clock.now += HOUR;
    await collector.post(collector.batch([claim({ at: collector.clock.now, data: { email: "new@example.com" } })], { sentAt: collector.clock.now }));
    await courier.run();
    expect(receiver.received.map(({ message }) => (message.data.data as { email?: string }).email)).toEqual([CANARY, "new@example.com"]);
  });
});

it("What cannot be written down is tried again after a rest, and costs no other webhook anything", async () => {
  const { id } = await create();
  await create({ url: `${receiver.url}/other` });
  let isBroken = true;
  const store = { ...collector.store, settleDelivery: (outcome: Outcome) => (isBroken && outcome.webhook.id === id ? Promise.reject(new Error("The disk is full.")) : collector.store.settleDelivery(outcome)) };
  const now = () => collector.clock.now;
  const own = createCourier({ store, deliver: createDeliver({ guard: createGuard({ isIntranet: true }), now }), now, random: () => 0.5, failed: (problem) => failures.push(problem) });
  const ids = await tell(10);
  await own.run();
  const paths = () => [receiver.received.filter(({ path }) => path === "/hook").length, receiver.received.filter(({ path }) => path === "/hook/other").length];
  // Each at most once, and then a rest.
  expect([paths()[0]! >= 1 && paths()[0]! <= 10, paths()[1], failures.length]).toEqual([true, 10, paths()[0]]);
  const before = paths()[0]!;
  await own.run();
  expect(paths()[0]).toBe(before);
  isBroken = false;
  collector.clock.now += MINUTE;
  await own.run();
  expect(new Set(receiver.received.filter(({ path }) => path === "/hook").map(({ message }) => message.data.id))).toEqual(new Set(ids));
  expect([paths()[0], await stateOf(id)]).toEqual([before + 10, expect.objectContaining({ waiting: 0, dead: 0 })]);
  failures.length = 0;
  await own.stop();
});
