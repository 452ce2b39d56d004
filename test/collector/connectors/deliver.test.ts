import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { hashToken } from "../../../src/collector/access/token";
import type { Store } from "../../../src/collector/store/store";
import { NOW, openCollector, type Collector } from "../openCollector";
import { logOf, SECRET, setUp, storyOf, type Centre, type Vendor } from "./contactCentre";
import * as chatwoot from "./fixtures/chatwoot";
import * as connect from "./fixtures/connect";
import * as genesys from "./fixtures/genesys";
import * as intercom from "./fixtures/intercom";
import * as twilio from "./fixtures/twilio";
import * as zendesk from "./fixtures/zendesk";

let collector: Collector;
/** So many writes go well, and none after them. */
let breaksAfter = Infinity;
beforeEach(async () => {
  breaksAfter = Infinity;
  collector = await openCollector({}, (store) => ({ ...store, append: (...given) => (breaksAfter-- > 0 ? store.append(...given) : Promise.reject(new Error("the disk is full"))) }) satisfies Store);
});
afterEach(() => collector.close());

const VENDORS: [Vendor, object][] = [
  ["twilio", twilio.voice.ringing], ["genesys", genesys.inbound.begins], ["connect", connect.answered.initiated], ["chatwoot", chatwoot.chat.created],
  ["intercom", intercom.talk.begun], ["zendesk", zendesk.messaging.created], ["standard", { type: "conversation.started", data: { conversation: "own-1" } }],
];
const TIMED: Vendor[] = ["chatwoot", "zendesk", "standard"];

const count = async () => (await collector.events()).length;
const metrics = async () => (await collector.server.inject("/metrics")).payload.split("\n").filter((line) => line.startsWith("parley_connector_total{"));
const listed = async ({ id }: Centre) => {
  const { connectors } = (await collector.server.inject({ url: "/v1/connectors", headers: { authorization: `Bearer ${collector.secret}` } })).json() as { connectors: { id: string }[] };
  return connectors.find((one) => one.id === id);
};
const refused = (answer: { statusCode: number; json(): { error: string } }) => [answer.statusCode, answer.json().error];

describe.each(VENDORS)("What %s posts", (vendor, payload) => {
  it("is stored once, however often it comes", async () => {
    const centre = await setUp(collector, { vendor });
    const signed = centre.sign(payload, { id: "msg_same" });
    expect((await centre.send(signed)).statusCode).toBe(204);
    const stored = await count();
    expect(stored).toBeGreaterThan(0);
    expect((await centre.send(signed)).statusCode).toBe(204);
    // A retry is signed anew.
    collector.clock.now += 60_000;
    expect((await centre.send(centre.sign(payload, { id: "msg_same" }))).statusCode).toBe(204);
    expect(await count()).toBe(stored);
    expect(await listed(centre)).toMatchObject({ delivered: 1, repeated: 2, refused: 0, ignored: 0, lastAt: NOW + 60_000 });
    expect(await metrics()).toEqual([`parley_connector_total{connector="${vendor}",result="delivered"} 1`, `parley_connector_total{connector="${vendor}",result="repeated"} 2`]);
  });

  it("is refused, counted and not stored where it is forged", async () => {
    const centre = await setUp(collector, { vendor });
    const signed = centre.sign(payload);
    const changed = signed.body.replace("1", "2");
    expect(changed).not.toBe(signed.body);
    // A secret in a header binds no body.
    if (vendor !== "genesys" && vendor !== "connect") expect(refused(await centre.send({ ...signed, body: changed }))).toEqual([401, "wrong_signature"]);
    const other = vendor === "standard" ? `whsec_${Buffer.alloc(32).toString("base64")}` : "another secret of at least 16";
    expect(refused(await centre.send(centre.sign(payload, { secret: other })))).toEqual([401, "wrong_signature"]);
    expect(refused(await centre.send({ ...signed, headers: { "content-type": signed.headers["content-type"]! } }))).toEqual([401, "missing_signature"]);
    expect(await count()).toBe(0);
    expect(await listed(centre)).toMatchObject({ delivered: 0, lastRefusal: "missing_signature" });
    expect(await metrics()).toContain(`parley_connector_total{connector="${vendor}",result="refused",reason="missing_signature"} 1`);
  });

  it("is not taken for another connector's, of the same site or another", async () => {
    const other = await anotherSite();
    const [centre, theirs] = [await setUp(collector, { vendor }), await setUp(collector, { vendor, secretKey: other.secret })];
    if (vendor !== "genesys" && vendor !== "connect" && vendor !== "standard") {
      // The same account, and so the same secret, for two sites: what is told to one is stored for it alone.
      await theirs.tell(payload);
      const { steps: log } = await collector.store.journey({ site: collector.site.id, of: "conversation", id: idOf(payload), limit: 10 });
      expect(log).toEqual([]);
      expect((await collector.store.journey({ site: other.id, of: "conversation", id: idOf(payload), limit: 10 })).steps.length).toBeGreaterThan(0);
      return;
    }
    expect(refused(await theirs.send({ ...centre.sign(payload), url: `/v1/connectors/${theirs.id}` }))).toEqual([401, "wrong_signature"]);
    expect(await count()).toBe(0);
  });

  it("is said to be unreadable where it is signed and in no encoding of theirs", async () => {
    const centre = await setUp(collector, { vendor });
    const signed = centre.sign(payload);
    expect(refused(await centre.send(signed, { "content-encoding": "gzip" }))).toEqual([400, "wrong_encoding"]);
    const [zipped] = [gzipSync(signed.body)];
    const sent = await collector.server.inject({ method: "POST", url: signed.url, payload: zipped, headers: signed.headers });
    expect(refused(sent)).toEqual(vendor === "genesys" || vendor === "connect" ? [400, "wrong_encoding"] : [401, "wrong_signature"]);
    expect(await count()).toBe(0);
  });

  it("is asked for again where it could not be written to disk", async () => {
    const centre = await setUp(collector, { vendor });
    breaksAfter = 0;
    const answer = await centre.send(centre.sign(payload, { id: "msg_same" }));
    expect([...refused(answer), answer.headers["retry-after"]]).toEqual([503, "not_stored", "5"]);
    breaksAfter = Infinity;
    expect((await centre.send(centre.sign(payload, { id: "msg_same" }))).statusCode).toBe(204);
    expect(await count()).toBeGreaterThan(0);
  });

  it("may have fields and events that nobody has heard of", async () => {
    const centre = await setUp(collector, { vendor });
    const odd = { ...payload, ...(vendor !== "twilio" && { __proto__x: { deep: [[[{}]]] }, new_field: [1, 2, { a: null }] }), constructor: "x", toString: "y" };
    expect((await centre.send(centre.sign(odd))).statusCode).toBe(204);
    expect(await count()).toBeGreaterThan(0);
    const before = await count();
    const unknown = { twilio: { EventType: "constructor", TaskSid: "WT9", TaskAttributes: '{"call_sid":"CA9"}' }, genesys: genesys.detail("constructor", { mediaType: "VOICE" }, NOW), connect: { detail: { eventType: "toString", contactId: "c", channel: "VOICE" } }, chatwoot: { event: "hasOwnProperty", id: 1 }, intercom: { ...payload, topic: "constructor" }, zendesk: { ...payload, type: "zen:event-type:constructor" }, standard: { type: "conversation.constructor", data: {} } };
    for (const strange of [unknown[vendor], ...(vendor === "twilio" ? [{ CallSid: "CA9", CallStatus: "constructor" }, {}] : [[], {}, { event: {}, detail: [], data: { item: 5 }, topic: [], type: {} }])]) {
      expect((await centre.send(centre.sign(strange))).statusCode).toBe(204);
    }
    expect(await count()).toBe(before);
    expect(await listed(centre)).toMatchObject({ delivered: 1, refused: 0 });
  });
});

describe("Whoever signs the time", () => {
  it.each(VENDORS.filter(([vendor]) => TIMED.includes(vendor)))("%s cannot be played again after five minutes", async (vendor, payload) => {
    const centre = await setUp(collector, { vendor });
    const signed = centre.sign(payload);
    collector.clock.now += 301_000;
    expect(refused(await centre.send(signed))).toEqual([401, "stale_timestamp"]);
    expect(refused(await centre.send(centre.sign(payload, { at: NOW + 1_000_000 })))).toEqual([401, "stale_timestamp"]);
    expect(await count()).toBe(0);
  });
});

describe("The door for contact centres", () => {
  it("keeps the vendor's time, and lets nothing happen in the future", async () => {
    const centre = await setUp(collector, { vendor: "chatwoot" });
    await centre.tell({ ...chatwoot.chat.created, created_at: NOW / 1_000 - 7_200 }, { ...chatwoot.chat.assigned, updated_at: NOW / 1_000 + 900 });
    expect((await logOf(collector)).map(({ at }) => at)).toEqual([NOW - 7_200_000, NOW]);
    const both = { ...chatwoot.chat.assigned, id: 99, event: "conversation_created", created_at: NOW / 1_000 + 900 };
    await centre.tell(both);
    // Still in their order, so that the card says that John has it.
    expect((await logOf(collector)).slice(2).map(({ type, at }) => [type, at])).toEqual([["started", NOW - 2], ["routed", NOW - 1], ["connected", NOW]]);
    expect(await storyOf(collector, "99")).toMatchObject({ status: "connected", agents: ["John"] });
  });

  it("says the same of an address that is none, that is another's or that was taken away", async () => {
    const centre = await setUp(collector, { vendor: "genesys" });
    const remove = () => collector.server.inject({ method: "DELETE", url: `/v1/connectors/${centre.id}`, headers: { authorization: `Bearer ${collector.secret}` } });
    expect((await remove()).statusCode).toBe(204);
    expect((await remove()).statusCode).toBe(404);
    for (const url of [`/v1/connectors/${centre.id}`, "/v1/connectors/none", `/v1/connectors/${centre.id.toLowerCase()}`]) {
      expect(refused(await collector.server.inject({ method: "POST", url, payload: "{}", headers: { "x-parley-secret": centre.secret } }))).toEqual([404, "unknown_connector"]);
    }
    expect(await metrics()).toEqual(['parley_connector_total{connector="unknown",result="refused",reason="unknown_connector"} 3']);
  });

  it("takes 256 kB, and counts what is larger", async () => {
    const centre = await setUp(collector, { vendor: "standard" });
    const padded = (bytes: number) => ({ type: "conversation.started", data: { conversation: "c" }, padding: "x".repeat(bytes) });
    expect((await centre.send(centre.sign(padded(255_000)))).statusCode).toBe(204);
    expect((await centre.send(centre.sign(padded(256_000)))).statusCode).toBe(413);
    expect(await metrics()).toContain('parley_connector_total{connector="unknown",result="refused",reason="too_large"} 1');
  });

  it("takes a long list in parts, and the rest of it when it comes again", async () => {
    const centre = await setUp(collector, { vendor: "standard" });
    const signed = centre.sign(Array.from({ length: 250 }, (_, i) => ({ type: "conversation.message_sent", data: { conversation: `c${i}` } })));
    breaksAfter = 2;
    expect((await centre.send(signed)).statusCode).toBe(503);
    expect(await count()).toBe(200);
    breaksAfter = Infinity;
    expect((await centre.send(signed)).statusCode).toBe(204);
    expect(await count()).toBe(250);
    expect(await listed(centre)).toMatchObject({ delivered: 1, refused: 1, lastRefusal: "not_stored" });
  });

  it("reads no content type, and answers a body that is missing", async () => {
    const centre = await setUp(collector, { vendor: "genesys" });
    const signed = centre.sign(genesys.inbound.begins);
    for (const type of ["text/plain", "nonsense", ""]) expect((await centre.send(signed, { "content-type": type })).statusCode).toBe(204);
    expect(refused(await collector.server.inject({ method: "POST", url: signed.url, headers: { "x-parley-secret": centre.secret } }))).toEqual([400, "wrong_encoding"]);
    const wrong = await collector.server.inject({ method: "POST", url: signed.url, payload: Buffer.from(JSON.stringify(genesys.inbound.begins).replace("Edge", "\xff"), "latin1"), headers: { "x-parley-secret": centre.secret } });
    expect(refused(wrong)).toEqual([400, "wrong_encoding"]);
    expect((await collector.server.inject({ method: "GET", url: signed.url })).statusCode).toBe(404);
  });

  it("knows nobody by the vendor's own name for them where a name is one of JavaScript's", async () => {
    const centre = await setUp(collector, { vendor: "zendesk", names: { valueOf: "nobody" } });
    await centre.tell({ ...zendesk.messaging.assigned, event: { current: "constructor", previous: null } });
    expect((await storyOf(collector, "35436")).agents).toEqual(["constructor"]);
  });

  it("takes no deeply nested body to heart", async () => {
    const centre = await setUp(collector, { vendor: "connect" });
    const answer = await collector.server.inject({ method: "POST", url: `/v1/connectors/${centre.id}`, payload: `{"detail":${"[".repeat(100_000)}${"]".repeat(100_000)}}`, headers: { "x-parley-secret": centre.secret } });
    expect(answer.statusCode).toBe(204);
  });

  it("stands for its public address, not for the one that a proxy asks", async () => {
    await collector.close();
    collector = await openCollector({ PE_URL: "https://collect.example.com" });
    const centre = await setUp(collector, { vendor: "twilio" });
    expect(centre.address).toBe(`https://collect.example.com/v1/connectors/${centre.id}`);
    expect(refused(await centre.send(centre.sign(twilio.voice.ringing)))).toEqual([401, "wrong_signature"]);
    const { default: sdk } = await import("twilio");
    const signature = sdk.getExpectedTwilioSignature(SECRET, centre.address, twilio.voice.ringing);
    expect((await centre.send(centre.sign(twilio.voice.ringing), { "x-twilio-signature": signature })).statusCode).toBe(204);
  });
});

async function anotherSite(): Promise<{ id: string; secret: string }> {
  const secret = "sk_another-site-of-the-same-collector";
  await collector.store.createSite({ id: "other", name: "Other", key: "pk_other", secretHash: hashToken(secret) });
  return { id: "other", secret };
}

/** What a payload calls its conversation. */
function idOf(payload: object): string {
  const { CallSid, id, data, detail, type } = payload as { CallSid?: string; id?: unknown; data?: { item: { id: string } }; detail?: { id: string }; type?: string };
  return CallSid ?? data?.item.id ?? (type?.startsWith("zen:") ? detail!.id : String(id));
}
