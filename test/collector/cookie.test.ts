/** One visitor on all sub-domains, by a cookie of the collector: given with consent alone, worth nothing after a reset, and never an error. */
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { createVisitorCookies } from "../../src/collector/ingest/visitorCookie";
import { createId, RESET_MARK } from "../../src/protocol/id";
import { anEvent, NOW, openCollector, ORIGIN, type Collector } from "./openCollector";

const GRANTED = { analytics: "granted", identity: "granted", messaging: "granted", source: "default" };
const DAY_MS = 86_400_000;
let made = 0;
const visitorAt = (at: number) => createId(at);
const event = (session: string, seq: number, more = {}) => anEvent({ id: createId(NOW - 5_000 + made++), session, seq, ...more });
const started = (session: string) => event(session, 0, { type: "session.started" });

let collector: Collector;
afterEach(async () => {
  const all = opened.splice(0);
  for (const one of all) await one.close();
});

interface Sent {
  cookie?: string | undefined;
  consent?: object | undefined;
  headers?: { [name: string]: string };
}
const opened: Collector[] = [];
const open = async (days = "395") => {
  collector = await openCollector({ PE_COOKIE_DAYS: days });
  opened.push(collector);
};
const send = async (visitor: string, events: unknown[], { cookie, consent = GRANTED, headers = {} }: Sent = {}) => {
  const answer = await collector.post(collector.batch(events, { visitor, consent }), { ...(cookie !== undefined && { cookie }), ...headers });
  const [set] = [answer.headers["set-cookie"] ?? []].flat();
  return { status: answer.statusCode, set, cookie: set?.split(";")[0] };
};
const stored = async () => {
  const { cards } = await collector.store.cards({ site: collector.site.id, limit: 100 });
  return cards.map(({ id, visitor }) => [id, visitor]).sort();
};
const ownerOf = async (session: string) => Object.fromEntries(await stored())[session];
const gaps = () => collector.store.gaps(collector.clock.now + DAY_MS);
const metrics = async () => (await collector.server.inject("/metrics")).body;

describe("The visitor's cookie", () => {
  it("is given to a page's visitor as browsers take it, and once", async () => {
    await open();
    const ada = visitorAt(NOW - 9_000);
    const first = await send(ada, [started("s1")]);
    expect(first.set).toBe(`__Host-pe=${ada}.${NOW.toString(36)}; Path=/; Max-Age=${395 * 86_400}; Secure; HttpOnly; SameSite=Lax`);
    expect((await send(ada, [event("s1", 1)], { cookie: first.cookie })).set).toBeUndefined();
    collector.clock.now += 8 * DAY_MS;
    expect((await send(ada, [event("s1", 2)], { cookie: first.cookie })).set).toContain(`${ada}.${collector.clock.now.toString(36)}`);
  });

  it("makes one visitor of two ids of a browser, before the first event of the second is stored", async () => {
    await open();
    const [ada, again] = [visitorAt(NOW - 9_000), visitorAt(NOW - 8_000)];
    const { cookie } = await send(ada, [started("s1")]);
    expect((await send(again, [started("s2"), event("s2", 1)], { cookie })).set).toBeUndefined();
    // Without the cookie, too: it is known by now.
    await send(again, [started("s3")]);
    expect(await stored()).toEqual([["s1", ada], ["s2", ada], ["s3", ada]]);
    expect(await metrics()).toContain('parley_recognised_total{by="cookie",result="made"} 1');
  });

  it("leaves a session that has begun with its visitor, so that none of its numbers is missing", async () => {
    await open();
    const [ada, again] = [visitorAt(NOW - 9_000), visitorAt(NOW - 8_000)];
    const { cookie } = await send(ada, [started("s1")]);
    await send(again, [started("s2"), event("s2", 1)]);
    await send(again, [event("s2", 2), anEvent({ ...event("s2", 3), at: NaN })], { cookie });
    await send(again, [event("s2", 4), started("s3")], { cookie });
    expect(await stored()).toEqual([["s1", ada], ["s2", again], ["s3", ada]]);
    expect(await gaps()).toMatchObject({ open: 0, settling: 0 });
  });

  it("is neither given, read nor taken away without the batch's consent for analytics, nor where no cookie is set up", async () => {
    await open();
    const [ada, again] = [visitorAt(NOW - 9_000), visitorAt(NOW - 8_000)];
    const { cookie } = await send(ada, [started("s1")]);
    for (const consent of [{ ...GRANTED, analytics: "denied" }, { ...GRANTED, analytics: "pending" }, "granted", null, {}]) {
      const answer = await collector.post(JSON.stringify({ ...JSON.parse(collector.batch([started(`s-${made}`)], { visitor: again })), consent }), { cookie: cookie! });
      expect([answer.statusCode, answer.headers["set-cookie"]]).toEqual([202, undefined]);
    }
    const silent = await collector.post(collector.batch([started("silent")], { visitor: again }), { cookie: cookie! });
    expect(silent.headers["set-cookie"]).toBeUndefined();
    expect(new Set((await stored()).map(([, visitor]) => visitor))).toEqual(new Set([ada, again]));
    await open("0");
    expect((await send(ada, [started("s1")])).set).toBeUndefined();
    expect((await send(again, [started("s2")], { cookie })).set).toBeUndefined();
    expect(await stored()).toEqual([["s1", ada], ["s2", again]]);
  });

  it("is worth nothing after a reset: the next visitor is a new one, and the old one's other tabs do not bring it back", async () => {
    await open();
    const [ada, shop] = [visitorAt(NOW - 9_000), visitorAt(NOW - 8_000)];
    const { cookie } = await send(ada, [started("s1")]);
    await send(shop, [started("s2")], { cookie });
    expect((await send(shop, [event("s2", 1, { type: "identity.reset" })], { cookie })).set).toBe("__Host-pe=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Lax");
    // Another sub-domain's tab still uses the old id, with the cookie and without.
    expect((await send(ada, [event("s1", 1)], { cookie })).set).toContain("Max-Age=0");
    expect((await send(ada, [event("s1", 2)])).set).toBeUndefined();
    // A sub-domain that was not open then, and whose request had left with the cookie.
    const late = visitorAt(NOW - 3_000);
    expect((await send(late, [started("s4")], { cookie })).cookie).toContain(late);
    const next = visitorAt(NOW - 4_000) + RESET_MARK;
    expect((await send(next, [started("s3")])).cookie).toContain(next);
    expect(await stored()).toEqual([["s1", ada], ["s2", ada], ["s3", next], ["s4", late]]);
  });

  it("does not make the next visitor the old one, even if their events come before the reset", async () => {
    await open();
    const ada = visitorAt(NOW - 9_000);
    const next = visitorAt(NOW - 4_000) + RESET_MARK;
    const { cookie } = await send(ada, [started("s1")]);
    const [second, first] = await Promise.all([
      send(next, [started("s2")], { cookie }),
      send(ada, [event("s1", 1, { type: "identity.reset" })], { cookie }),
    ]);
    expect(second.cookie).toContain(next);
    expect(first.set).toContain("Max-Age=0");
    // Whichever answer the browser heeds last.
    expect((await send(next, [event("s2", 1)])).cookie).toContain(next);
    expect((await send(next, [event("s2", 2)], { cookie: second.cookie })).set).toBeUndefined();
    expect(await stored()).toEqual([["s1", ada], ["s2", next]]);
    // The old id's tab on another sub-domain goes on as the new visitor with its next visit, and not with what is late.
    await send(ada, [event("s9", 0, { id: visitorAt(NOW - 6_000) })], { cookie: second.cookie });
    await send(ada, [event("s10", 0, { id: visitorAt(NOW - 2_000) })], { cookie: second.cookie });
    expect([await ownerOf("s9"), await ownerOf("s10")]).toEqual([ada, next]);
  });

  it("that was given before the collector knew better changes nothing", async () => {
    await open();
    const [ada, bob, shop] = [visitorAt(NOW - 9_000), visitorAt(NOW - 8_500), visitorAt(NOW - 8_000)];
    const old = await send(ada, [started("s1")]);
    collector.clock.now += 1_000;
    const { cookie } = await send(bob, [started("s2")]);
    collector.clock.now += 1_000;
    await send(shop, [started("s3")], { cookie });
    expect((await send(shop, [started("s4")], { cookie: old.cookie })).cookie).toContain(bob);
    expect(await stored()).toEqual([["s1", ada], ["s2", bob], ["s3", bob], ["s4", bob]]);
  });

  it("of nobody whom the collector knows, or of somebody who was erased, starts a new visitor", async () => {
    await open();
    const [ada, shop, later] = [visitorAt(NOW - 9_000), visitorAt(NOW - 8_000), visitorAt(NOW - 7_000)];
    const unknown = `__Host-pe=${visitorAt(NOW - 99_000)}.${NOW.toString(36)}`;
    const first = await send(ada, [started("s1"), event("s1", 1, { type: "identity.claimed", data: { email: "ada@example.com" } })], { cookie: unknown });
    expect(first.cookie).toContain(ada);
    await send(shop, [started("s2")], { cookie: first.cookie });
    const { site, store } = collector;
    const contact = await store.createContact({ site: site.id, fields: { emails: ["ada@example.com"] }, now: NOW });
    if (!("id" in contact)) throw new Error("There was one.");
    collector.clock.now += 1_000;
    expect(await store.eraseContact({ site: site.id, id: contact.id, now: collector.clock.now })).toMatchObject({ visitors: 1 });
    const claim = event("s2", 1, { type: "identity.claimed", data: { email: "grace@example.com" } });
    expect((await send(shop, [claim], { cookie: first.cookie })).set).toContain("Max-Age=0");
    // What was told before, under either id, is not told any more.
    expect((await store.identity(site.id, shop)).claims).toEqual([]);
    expect((await store.identity(site.id, ada)).claims).toEqual([]);
    expect((await send(later, [started("s3")], { cookie: first.cookie })).cookie).toContain(later);
  });

  it("is no way to put anything into a header, and whatever stands in its place is no error", async () => {
    await open();
    const ada = visitorAt(NOW - 9_000);
    expect((await send("v1; Domain=example.com", [started("s1")])).set).toBeUndefined();
    const hostile = fc.oneof(fc.string(), fc.string().map((text) => `__Host-pe=${text}`), fc.string().map((text) => `__Host-pe=${ada}.${text}`), fc.constant(`__Host-pe=${"a".repeat(64)}.zzzzzzzzz`));
    await fc.assert(fc.asyncProperty(hostile, async (text) => {
      const { status, set } = await send(ada, [event("s1", 1)], { cookie: text.replace(/[^\x20-\x7E]/g, "_") });
      expect(status).toBe(202);
      expect(set ?? `__Host-pe=${ada}.`).toMatch(new RegExp(`^__Host-pe=${ada}\\.`));
    }), { numRuns: 200 });
  });
});

describe("A page that sends cookies", () => {
  const HEADERS = { "sec-fetch-site": "same-site" };

  it("can read every answer, whatever is set up here", async () => {
    await open("0");
    const readable = { "access-control-allow-origin": "https://elsewhere.example", "access-control-allow-credentials": "true" };
    const headers = { origin: "https://elsewhere.example" };
    expect(await collector.post("{}", headers)).toMatchObject({ statusCode: 400, headers: readable });
    expect(await collector.post(collector.batch([anEvent()]), headers)).toMatchObject({ statusCode: 403, headers: readable });
    expect(await collector.post("x".repeat(70_000), headers)).toMatchObject({ statusCode: 413, headers: readable });
    // What needs to be asked for comes without cookies.
    expect((await collector.server.inject({ method: "OPTIONS", url: "/v1/events", headers })).headers["access-control-allow-credentials"]).toBeUndefined();
    for (const url of ["/v1/handover", "/v1/forget"]) expect(await collector.server.inject({ method: "POST", url, payload: "x", headers: { ...headers, "content-type": "text/plain" } })).toMatchObject({ statusCode: 403, headers: readable });
  });

  it("speaks as a page, whoever is logged in to the console in that browser", async () => {
    await open();
    const cookie = await collector.cookie();
    const type = "conversation.wrapped_up";
    for (const content of ["text/plain;charset=UTF-8", "application/json"]) {
      const answer = await collector.post(collector.batch([anEvent({ type, data: { conversation: "c1" } })]), { ...HEADERS, cookie, "content-type": content });
      expect(answer.json()).toMatchObject({ accepted: 0, rejected: [{ reason: "not_for_pages" }] });
    }
    const answer = await collector.post(collector.batch([anEvent({ data: {} })], { visitor: visitorAt(NOW), consent: GRANTED }), { ...HEADERS, cookie });
    expect([answer.headers["set-cookie"]].flat()).toEqual([expect.stringMatching(/^__Host-pe=/)]);
  });

  it("is one of each site: a browser that visits two is a visitor of its own on each, and neither hears of the other's", async () => {
    await open();
    const other = { id: "s2", name: "Two", key: "pk_two", secretHash: "h2" };
    await collector.store.createSite(other);
    const [ada, there] = [visitorAt(NOW - 9_000), visitorAt(NOW - 8_000)];
    const { cookie } = await send(ada, [started("s1")]);
    const onOther = async (cookies: string) => {
      const answer = await collector.post(collector.batch([started("w2")], { key: other.key, visitor: there, consent: GRANTED }), { cookie: cookies });
      return [answer.headers["set-cookie"]].flat()[0];
    };
    const set = await onOther(cookie!);
    expect(set).toMatch(new RegExp(`^__Host-pe_pk_two=${there}\\.`));
    expect((await collector.store.standing(other.id, there)).visitor).toBe(there);
    const both = `${cookie}; ${set!.split(";")[0]}`;
    expect([await onOther(both), (await send(ada, [event("s1", 1)], { cookie: both })).set]).toEqual([undefined, undefined]);
    const forget = (key: string) => collector.server.inject({ method: "POST", url: "/v1/forget", payload: JSON.stringify({ key }), headers: { origin: ORIGIN, "content-type": "text/plain" } });
    expect((await forget(other.key)).headers["set-cookie"]).toMatch(/^__Host-pe_pk_two=;/);
    expect((await forget(collector.site.key)).headers["set-cookie"]).toMatch(/^__Host-pe=;/);
  });

  it("has the cookie forgotten from an allowed website only", async () => {
    await open();
    const forget = (payload: string, origin = ORIGIN) => collector.server.inject({ method: "POST", url: "/v1/forget", payload, headers: { origin, "content-type": "text/plain" } });
    const key = JSON.stringify({ key: collector.site.key });
    expect(await forget(key)).toMatchObject({ statusCode: 204, headers: { "set-cookie": expect.stringMatching(/^__Host-pe=; .*Max-Age=0/) } });
    expect((await forget(key, "https://elsewhere.example")).headers["set-cookie"]).toBeUndefined();
    expect(await forget("{}")).toMatchObject({ statusCode: 401 });
  });
});

it("The cookie's own reader takes what its writer wrote, and nothing else of any header", async () => {
  const cookie = await createVisitorCookies({ days: 10, now: () => NOW, store: { firstSite: async () => undefined } })({ id: "s2", key: "pk_2" });
  fc.assert(fc.property(fc.stringMatching(/^[\w-]{8,64}$/), fc.array(fc.string()), (visitor, others) => {
    const set = cookie.answer({ visitor, isOver: false }, undefined)!;
    const header = [...others.map((other) => other.replaceAll(";", "").replaceAll("__Host-pe", "")), set.split(";")[0]!].join("; ");
    expect(cookie.read(header)).toEqual({ visitor, at: NOW });
  }));
});
