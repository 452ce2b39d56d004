/** A visitor who follows a link to another website stays the same: by a token that is good once, for two minutes, and on this site. */
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { createId } from "../../src/protocol/id";
import { ALIASES } from "../../src/protocol/limits";
import { redact } from "../../src/protocol/redact";
import { createAliases } from "../../src/collector/store/aliases";
import { createHandovers } from "../../src/collector/store/handovers";
import { openVault } from "../../src/collector/store/openVault";
import { anEvent, NOW, openCollector, ORIGIN, type Collector } from "./openCollector";
import { MASTER_KEYS, openInMemory } from "./openInMemory";

const GRANTED = { analytics: "granted", identity: "granted", messaging: "granted", source: "default" };
const [ADA, BOB, EVE] = ["ada", "bob", "eve"] as [string, string, string];

let collector: Collector;
afterEach(() => collector.close());
const open = async (wrap?: Parameters<typeof openCollector>[1]) => {
  collector = await openCollector({}, wrap);
};
const ask = (body: object | string, headers = {}) =>
  collector.server.inject({ method: "POST", url: "/v1/handover", payload: typeof body === "string" ? body : JSON.stringify(body), headers: { origin: ORIGIN, "content-type": "text/plain;charset=UTF-8", ...headers } });
const tokenOf = async (visitor: string): Promise<string> => (await ask({ key: collector.site.key, visitor })).json().token;
const land = (visitor: string, session: string, handover: unknown, more: object = { consent: GRANTED }) =>
  collector.post(collector.batch([anEvent({ type: "session.started", session, seq: 0, data: { referrer: "", handover } }), anEvent({ session, seq: 1 })], { visitor, ...more }));
const owners = async () => {
  const { cards } = await collector.store.cards({ site: collector.site.id, limit: 100 });
  return Object.fromEntries(cards.map(({ id, visitor }) => [id, visitor]));
};
const count = async (result: string) => Number(new RegExp(`parley_recognised_total\\{by="handover",result="${result}"\\} (\\d+)`).exec((await collector.server.inject("/metrics")).body)?.[1] ?? 0);

describe("A handover", () => {
  it("makes the visitor of the landing page the one who followed the link, from their first event on", async () => {
    await open();
    await land(ADA, "s1", undefined);
    const token = await tokenOf(ADA);
    expect((await land(BOB, "s2", token)).json()).toMatchObject({ accepted: 2, rejected: [] });
    await land(BOB, "s3", undefined);
    expect(await owners()).toEqual({ s1: ADA, s2: ADA, s3: ADA });
    expect(await count("made")).toBe(1);
    // What it is handed over with stays nowhere, and the link does not tell of whom.
    expect((await collector.events()).map(({ data }) => data).join()).not.toContain("handover");
    expect(Buffer.from(token).toString()).not.toContain(ADA);
  });

  it("is good once, and the same batch again is the same", async () => {
    await open();
    const token = await tokenOf(ADA);
    const batch = collector.batch([anEvent({ type: "session.started", session: "s2", seq: 0, data: { handover: token } })], { visitor: BOB, consent: GRANTED });
    await collector.post(batch);
    expect((await collector.post(batch)).json()).toMatchObject({ accepted: 0, duplicates: 1 });
    expect((await land(EVE, "s3", token)).statusCode).toBe(202);
    expect(await owners()).toEqual({ s2: ADA, s3: EVE });
    expect([await count("made"), await count("same"), await count("used")]).toEqual([1, 1, 1]);
  });

  it("changes nothing when it is late, by the collector's clock, or the visitor's own, or without consent", async () => {
    await open();
    const token = await tokenOf(ADA);
    expect((await land(ADA, "s0", token)).statusCode).toBe(202);
    for (const consent of [{ ...GRANTED, analytics: "denied" }, undefined]) await land(BOB, `s-${consent?.analytics}`, token, { consent });
    collector.clock.now += 120_001;
    await land(BOB, "s1", token);
    expect(await owners()).toEqual({ "s0": ADA, "s-denied": BOB, "s-undefined": BOB, "s1": BOB });
    expect([await count("same"), await count("expired"), await count("made")]).toEqual([1, 1, 0]);
    expect((await collector.events()).map(({ data }) => data).join()).not.toContain("handover");
  });

  it("is not to be made up, changed or taken from another site", async () => {
    await open();
    const { store, site } = collector;
    const token = await tokenOf(ADA);
    const other = { id: "other", name: "Other", key: "pk_other", secretHash: "x" };
    await store.createSite(other);
    const foreign = await store.handOver({ site: other.id, visitor: ADA, now: NOW });
    let n = 0;
    const hostile = fc.oneof(
      fc.string(), fc.integer(), fc.array(fc.string()), fc.constant(null), fc.constant({ token }), fc.constant(foreign), fc.constant(token.toUpperCase()), fc.constant(token.repeat(9)), fc.constant(token.slice(0, -2)),
      fc.tuple(fc.nat(token.length - 1), fc.constantFrom(..."abcdefghijklmnop")).filter(([at, letter]) => token[at] !== letter).map(([at, letter]) => token.slice(0, at) + letter + token.slice(at + 1)),
    );
    await fc.assert(fc.asyncProperty(hostile, async (made) => {
      const session = `h${n++}`;
      expect((await land(BOB, session, made)).json()).toMatchObject({ accepted: 2, rejected: [] });
      expect((await store.standing(site.id, BOB)).visitor).toBe(BOB);
    }), { numRuns: 150 });
    expect(await count("made")).toBe(0);
    expect(await count("unsound")).toBeGreaterThan(100);
    // It is still as good as new.
    await land(BOB, "last", token);
    expect((await owners()).last).toBe(ADA);
  });

  it("of somebody who has logged out meanwhile hands nobody over", async () => {
    await open();
    const token = await tokenOf(ADA);
    await land(ADA, "s1", undefined);
    await collector.post(collector.batch([anEvent({ type: "identity.reset", session: "s1", seq: 2 })], { visitor: ADA, consent: GRANTED }));
    await land(BOB, "s2", token);
    expect(await owners()).toEqual({ s1: ADA, s2: BOB });
    expect(await count("over")).toBe(1);
  });

  it("is not used up by a batch that could not be stored", async () => {
    let isBroken = true;
    await open((store) => ({ ...store, append: async (...args) => {
      if (isBroken) throw new Error("disk");
      return store.append(...args);
    } }));
    const token = await tokenOf(ADA);
    expect((await land(BOB, "s2", token)).statusCode).toBe(503);
    isBroken = false;
    await land(BOB, "s2", token);
    expect(await owners()).toEqual({ s2: ADA });
  });

  it("to a visitor who has a session under way leaves that with them, and no number is missing of it", async () => {
    await open();
    await land(BOB, "s1", undefined);
    await land(BOB, "s2", await tokenOf(ADA));
    const late = anEvent({ session: "s1", seq: 2 });
    await collector.post(collector.batch([late, anEvent({ id: "bad", session: "s1", seq: 3, at: "x" as never }), anEvent({ type: "sdk.dropped", session: "s2", seq: 2, data: { session: "s1", reason: "full", count: 1 } }), anEvent({ session: "s1", seq: 5 })], { visitor: BOB, consent: GRANTED }));
    expect(await owners()).toEqual({ s1: BOB, s2: ADA });
    expect(await collector.store.gaps(NOW + 3_600_000)).toMatchObject({ open: 0, missing: 0, explained: 1 });
  });

  it("is what the site's server means, too, when it names its visitor by the page's id", async () => {
    await open();
    await land(ADA, "s1", undefined);
    await land(BOB, "s2", await tokenOf(ADA));
    const { store, site, secret } = collector;
    const headers = { authorization: `Bearer ${secret}` };
    const contact = await store.createContact({ site: site.id, fields: { displayName: "Ada Byron" }, now: NOW });
    if (!("id" in contact)) throw new Error("There was one.");
    const told = [
      anEvent({ type: "conversation.started", data: { conversation: "c1", channel: "call" } }),
      anEvent({ type: "identity.verified", data: { visitor: BOB, contact: contact.id } }),
    ];
    expect((await collector.post(collector.batch(told, { visitor: BOB }), headers)).json()).toMatchObject({ accepted: 2 });
    const { cards } = await store.cards({ site: site.id, limit: 9 });
    expect(cards.map(({ id, visitor, name }) => [id, visitor, name]).sort()).toEqual([["c1", ADA, "Ada Byron"], ["s1", ADA, "Ada Byron"], ["s2", ADA, "Ada Byron"]]);
    const asked = await collector.server.inject({ url: `/v1/identity?visitor=${BOB}`, headers });
    expect(asked.json()).toMatchObject({ visitor: ADA, level: "verified" });
  });

  it("goes with those whom it stands for when they are too old, and when they are erased", async () => {
    await open();
    const { store, site } = collector;
    await land(ADA, "s1", undefined);
    await land(BOB, "s2", await tokenOf(ADA));
    expect((await store.standing(site.id, BOB)).visitor).toBe(ADA);
    await store.tidy({ now: NOW + 1, sites: [{ site: site.id, anonymousBefore: NOW + 1, identifiedBefore: NOW + 1 }] });
    expect((await store.standing(site.id, BOB)).visitor).toBe(BOB);

    await land(ADA, "s3", undefined);
    await land(BOB, "s4", await tokenOf(ADA));
    await collector.post(collector.batch([anEvent({ type: "identity.claimed", session: "s4", seq: 2, data: { email: "ada@example.com" } })], { visitor: BOB, consent: GRANTED }));
    const contact = await store.createContact({ site: site.id, fields: { emails: ["ada@example.com"] }, now: NOW });
    if (!("id" in contact)) throw new Error("There was one.");
    expect(await store.eraseContact({ site: site.id, id: contact.id, now: NOW })).toMatchObject({ visitors: 1 });
    expect(await store.standing(site.id, BOB)).toEqual({ visitor: BOB, isOver: true });
    // Told before, under the other id and by another key, and late.
    await collector.post(collector.batch([anEvent({ type: "identity.claimed", session: "s5", seq: 0, data: { email: "ada@work.example" } })], { visitor: BOB, consent: GRANTED }));
    expect((await store.identity(site.id, BOB)).claims).toEqual([]);
  });
});

describe("A token", () => {
  it("is given to pages of allowed websites, by a simple request that any page can read", async () => {
    await open();
    const { key } = collector.site;
    const answer = await ask({ key, visitor: ADA });
    expect(answer).toMatchObject({ statusCode: 200, headers: { "access-control-allow-origin": ORIGIN, "cache-control": "no-store" } });
    expect(answer.headers["set-cookie"]).toBeUndefined();
    expect((await ask({ key, visitor: ADA }, { origin: "https://elsewhere.example" })).json().error).toBe("origin_not_allowed");
    expect((await ask({ key: "pk_x", visitor: ADA })).json().error).toBe("unknown_key");
    for (const visitor of ["", 7, null, "x".repeat(256)]) expect((await ask({ key, visitor })).json().error).toBe("wrong_shape");
    for (const body of ["", "null", "[]", "{", "x".repeat(2_000)]) expect((await ask(body)).statusCode).toBeGreaterThanOrEqual(400);
  });

  it("is hidden in the addresses that pages record, and passes through the data that they tell it in", async () => {
    await open();
    const token = await tokenOf(createId(NOW));
    expect(token.length).toBeLessThan(250);
    expect(redact(`https://shop.example/x?a=1&pe_token=${token}#top`)).toBe("https://shop.example/x?a=1&pe_token=[hidden]#top");
    expect(redact(token)).toBe(token);
  });

  it("opens for any visitor's id, by the database that made it and no other", async () => {
    await open();
    const [one, two] = [openVault(await openInMemory(), MASTER_KEYS), openVault(await openInMemory(), MASTER_KEYS)].map(createHandovers) as [ReturnType<typeof createHandovers>, ReturnType<typeof createHandovers>];
    fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 255 }), fc.nat(), (visitor, now) => {
      const token = one.make({ site: "s1", visitor, now });
      expect(one.read("s1", token)).toEqual({ visitor, expires: now + 120_000 });
      expect([one.read("s2", token), two.read("s1", token)]).toEqual([undefined, undefined]);
    }));
  });
});

it("Whoever is whom never goes in a circle, however visitors are joined, and each step is one", async () => {
  await open();
  const names = ["a", "b", "c", "d", "e"];
  const pair = fc.tuple(fc.constantFrom(...names), fc.constantFrom(...names));
  await fc.assert(fc.asyncProperty(fc.array(pair, { maxLength: 30 }), async (pairs) => {
    const aliases = createAliases(await openInMemory());
    const current = (name: string) => aliases.find("s1", name)?.standsFor ?? name;
    const model = new Map(names.map((name) => [name, name]));
    for (const [visitor, other] of pairs) {
      const target = current(other);
      if (current(visitor) === target) continue;
      expect(aliases.add({ site: "s1", visitor, standsFor: target, at: NOW })).toBe(true);
      aliases.clear();
      for (const [name, stands] of model) if (name === visitor || stands === visitor) model.set(name, target);
      for (const name of names) {
        expect(current(name)).toBe(model.get(name));
        expect(current(current(name))).toBe(current(name));
        expect(aliases.owner({ site: "s1", visitor: name })).toBe(current(name));
      }
    }
  }), { numRuns: 100 });
});

it("Nobody speaks for more visitors than a browser ever had", async () => {
  await open();
  const aliases = createAliases(await openInMemory());
  for (let i = 0; i < ALIASES; i++) expect(aliases.add({ site: "s1", visitor: `v${i}`, standsFor: "a", at: NOW })).toBe(true);
  expect(aliases.add({ site: "s1", visitor: "one more", standsFor: "a", at: NOW })).toBe(false);
  expect(aliases.add({ site: "s1", visitor: "one more", standsFor: "b", at: NOW })).toBe(true);
});
