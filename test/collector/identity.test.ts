import { createHmac, generateKeyPairSync, sign } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Cards } from "../../src/collector/store/store";
import type { Card } from "../../src/protocol/card";
import type { Contact, Identity } from "../../src/protocol/contact";
import { anEvent, NOW, openCollector, type Collector } from "./openCollector";

let collector: Collector;
/** What the feed was told, newest last. */
let told: Card[];
beforeEach(async () => {
  collector = await openCollector();
  told = [];
  collector.store.onChange((_site, { cards }: Cards) => told.push(...cards));
});
afterEach(() => collector.close());

const DAY = 86_400_000;
const bearer = () => ({ authorization: `Bearer ${collector.secret}` });
const call = async (method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE", url: string, payload?: object) => {
  const answer = await collector.server.inject({ method, url, headers: bearer(), ...(payload && { payload }) });
  return { status: answer.statusCode, body: answer.payload === "" ? undefined : answer.json() };
};
const create = async (fields: object): Promise<Contact> => (await call("POST", "/v1/contacts", fields)).body;
const identity = async (visitor = "v1"): Promise<Identity> => (await call("GET", `/v1/identity?visitor=${visitor}`)).body;
const page = (events: unknown[], more: object = {}, headers: { [name: string]: string } = {}) => collector.post(collector.batch(events, more), headers);
const claim = (data: object, more: object = {}) => anEvent({ type: "identity.claimed", session: "w1", data: { form: "call me", moment: "submit", ...data }, ...more });
const agent = async (type: string, data: object, more: object = {}) => {
  const event = anEvent({ type, data: { ...data } });
  const answer = await collector.post(collector.batch([event], { visitor: undefined, ...more }), { cookie: await collector.cookie("Dana Scott"), "content-type": "application/json", "sec-fetch-site": "same-origin" });
  return { event, ...answer.json() };
};
const cards = async () => (await collector.store.cards({ site: collector.site.id, limit: 99 })).cards;
const who = (card: Card | undefined) => card && { name: card.name, level: card.level, contact: card.contact };
const visit = (visitor: string, session: string) =>
  page([anEvent({ type: "page.viewed", session }), anEvent({ type: "conversation.started", session, data: { conversation: `c-${session}`, channel: "chat" } })], { visitor });

describe("The whole line", () => {
  it("names the visit's and the chat's card when a claim matches, when an agent verifies, and takes it back when that is undone", async () => {
    const ada = await create({ displayName: "Ada Byron", phones: ["+49 30 901820"] });
    await visit("v1", "w1");
    expect((await cards()).map(who)).toEqual([{}, {}]);

    told.length = 0;
    await page([claim({ phone: "030 / 90 18 20", region: "DE" })]);
    const matched = { name: "Ada Byron", level: "matched", contact: ada.id };
    expect((await cards()).map(who)).toEqual([matched, matched]);
    expect(told.slice(-2).map(({ kind, ...card }) => [kind, who({ kind, ...card } as Card)])).toEqual([["session", matched], ["conversation", matched]]);
    expect(await identity()).toMatchObject({ level: "matched", contact: { id: ada.id, name: "Ada Byron" }, why: { by: "phone", value: "+4930901820", form: "call me" }, candidates: [], decisions: [] });

    told.length = 0;
    const { event, rejected } = await agent("identity.verified", { visitor: "v1", contact: ada.id });
    expect(rejected).toEqual([]);
    expect((await cards()).map((card) => card.level)).toEqual(["verified", "verified"]);
    expect(told.map((card) => card.level)).toEqual(["verified", "verified"]);
    expect(await identity()).toMatchObject({ why: { by: "agent", agent: "Dana Scott", event: event.id }, decisions: [{ says: "verified", by: "agent", agent: "Dana Scott", contact: { name: "Ada Byron" } }] });

    told.length = 0;
    await agent("identity.undone", { visitor: "v1", event: event.id });
    expect((await cards()).map(who)).toEqual([matched, matched]);
    expect(told).toHaveLength(2);
    expect((await identity()).decisions).toMatchObject([{ event: event.id, undone: true }]);

    await agent("identity.rejected", { visitor: "v1", contact: ada.id });
    expect((await cards()).map(who)).toEqual([{ name: "+4930901820", level: "claimed" }, { name: "+4930901820", level: "claimed" }]);
  });

  it("tells the journey of the match once, and of decisions", async () => {
    const ada = await create({ displayName: "Ada Byron", emails: ["ada@example.com"] });
    await visit("v1", "w1");
    await page([claim({ email: "ada@example.com" })]);
    await page([claim({ email: "eve@example.com" })]);
    await page([claim({ email: "ada@example.com" })]);
    await agent("identity.verified", { visitor: "v1", contact: ada.id });
    const { steps } = await collector.store.journey({ site: collector.site.id, of: "session", id: "w1", limit: 99 });
    expect(steps.filter(({ type }) => type === "identity.matched")).toMatchObject([{ source: "server", session: "w1", data: { contact: ada.id, by: "email" } }]);
    expect(steps.filter(({ type }) => type === "identity.verified")).toMatchObject([{ source: "agent", data: { visitor: "v1", contact: ada.id, agent: "Dana Scott", by: "agent" } }]);
    expect(steps.filter(({ type }) => type === "identity.claimed").map(({ data }) => data.email)).toEqual(["ada@example.com", "eve@example.com", "ada@example.com"]);
    // What is decided of a visitor is no visit, and brings no number.
    expect((await cards()).find(({ kind }) => kind === "session")).toMatchObject({ lastAt: NOW - 1_000 });
  });

  it("names visits of long ago, and conversations that have ended, when the contact comes later", async () => {
    await visit("v1", "w1");
    await page([anEvent({ type: "conversation.ended", session: "w1", data: { conversation: "c-w1", by: "customer" } })]);
    await visit("v1", "w2");
    await page([claim({ email: "ada@example.com" }, { session: "w2" })]);
    told.length = 0;
    const ada = await create({ displayName: "Ada", emails: ["Ada@example.com"] });
    const matched = { name: "Ada", level: "matched", contact: ada.id };
    expect((await cards()).map(who)).toEqual([matched, matched, matched, matched]);
    expect(told.map(who)).toEqual([matched, matched, matched, matched]);
  });

  it("takes the name off the cards when the contact loses the key or is merged, and gives it to the next who has it", async () => {
    const [ada, bo] = [await create({ displayName: "Ada", emails: ["a@example.com"] }), await create({ displayName: "Bo" })];
    await visit("v1", "w1");
    await page([claim({ email: "a@example.com" })]);
    const shown = async () => [...new Set((await cards()).map(({ name, level }) => `${name} ${level}`))];
    expect(await shown()).toEqual(["Ada matched"]);
    await call("PATCH", `/v1/contacts/${ada.id}`, { emails: [] });
    expect(await shown()).toEqual(["a@example.com claimed"]);
    await call("PATCH", `/v1/contacts/${bo.id}`, { emails: ["a@example.com"] });
    expect(await shown()).toEqual(["Bo matched"]);
    await call("POST", `/v1/contacts/${bo.id}/merge`, { into: ada.id });
    expect(await shown()).toEqual(["Ada matched"]);
    await call("PATCH", `/v1/contacts/${ada.id}`, { displayName: "Ada Byron" });
    expect(await shown()).toEqual(["Ada Byron matched"]);
    await call("POST", `/v1/contacts/${bo.id}/unmerge`);
    expect(await shown()).toEqual(["Bo matched"]);
  });

  it("lets a console that was away for a change of the directory hear of it", async () => {
    const ada = await create({ displayName: "Ada", emails: ["ada@example.com"] });
    await visit("v1", "w1");
    await page([claim({ email: "ada@example.com" })]);
    const { n } = await collector.store.cards({ site: collector.site.id, limit: 9 });
    await call("PATCH", `/v1/contacts/${ada.id}`, { displayName: "Ada Lovelace" });
    const since = await collector.store.cards({ site: collector.site.id, since: n, limit: 9 });
    expect(since.cards.map(({ name }) => name)).toEqual(["Ada Lovelace", "Ada Lovelace"]);
  });

  it("shows candidates and no match where several have the key, and another writing of a Gmail address", async () => {
    const [one, two, three] = [await create({ displayName: "One", emails: ["a.b@gmail.com"], phones: ["+4930901820"] }), await create({ displayName: "Two", phones: ["+4930901820"] }), await create({ displayName: "Three" })];
    await visit("v1", "w1");
    await page([claim({ phone: "+4930901820" })]);
    expect(await identity()).toMatchObject({ level: "claimed", candidates: [{ contact: { id: one.id }, kind: "phone" }, { contact: { id: two.id } }] });
    await page([claim({ email: "ab+shop@gmail.com" })], { visitor: "v2" });
    expect(await identity("v2")).toMatchObject({ level: "claimed", candidates: [{ contact: { id: one.id }, kind: "email", value: "ab+shop@gmail.com" }] });
    await agent("identity.verified", { visitor: "v1", contact: three.id });
    expect(await identity()).toMatchObject({ level: "verified", contact: { name: "Three" } });
  });
});

describe("Who may decide", () => {
  it("is no page", async () => {
    const ada = await create({ displayName: "Ada" });
    await visit("v1", "w1");
    for (const type of ["identity.verified", "identity.rejected", "identity.undone", "identity.matched", "identity.resolved"]) {
      expect((await page([anEvent({ id: type, type, data: { visitor: "v1", contact: ada.id, event: "e" } })])).json().rejected).toEqual([{ id: type, reason: "not_for_pages" }]);
    }
    expect((await cards()).map(who)).toEqual([{}, {}]);
  });

  it("is an agent, in their own name, and by no other means", async () => {
    const ada = await create({ displayName: "Ada" });
    await visit("v1", "w1");
    await agent("identity.verified", { visitor: "v1", contact: ada.id, agent: "Mallory", by: "token" });
    expect(await identity()).toMatchObject({ why: { by: "agent", agent: "Dana Scott" } });
    expect((await agent("identity.claimed", { email: "x@example.com" })).rejected).toMatchObject([{ reason: "not_for_agents" }]);
  });

  it("is a server, which may say by whom", async () => {
    const ada = await create({ displayName: "Ada" });
    await visit("v1", "w1");
    const send = (data: object) => collector.post(collector.batch([anEvent({ type: "identity.verified", data: data as never })], { visitor: undefined }), bearer());
    expect((await send({ visitor: "v1", contact: ada.id })).json().rejected).toEqual([]);
    expect(await identity()).toMatchObject({ level: "verified", why: { by: "server" } });
  });

  it.each([
    [{ contact: "c" }, "wrong_visitor"], [{ visitor: 5, contact: "c" }, "wrong_visitor"], [{ visitor: "v1" }, "wrong_contact"], [{ visitor: "v1", contact: "" }, "wrong_contact"],
    [{ visitor: "v1", contact: "c" }, "unknown_contact"], [{ visitor: "v9", contact: "c" }, "unknown_visitor"],
  ])("and says whom: %j is %s", async (data, reason) => {
    await visit("v1", "w1");
    expect((await agent("identity.verified", data)).rejected).toMatchObject([{ reason }]);
  });

  it("and undoes what is named", async () => {
    await visit("v1", "w1");
    expect((await agent("identity.undone", { visitor: "v1" })).rejected).toMatchObject([{ reason: "wrong_event" }]);
    expect((await agent("identity.undone", { visitor: "v9", event: "e" })).rejected).toMatchObject([{ reason: "unknown_visitor" }]);
  });

  it("may do so in the batch that first tells of the visitor", async () => {
    const ada = await create({ displayName: "Ada" });
    const events = [claim({ email: "new@example.com" }), anEvent({ type: "identity.verified", data: { visitor: "v7", contact: ada.id } })];
    expect((await collector.post(collector.batch(events, { visitor: "v7" }), bearer())).json().rejected).toEqual([]);
    expect(await identity("v7")).toMatchObject({ level: "verified", contact: { id: ada.id } });
  });
});

describe("A temporary contact", () => {
  const temporary = async () => (await identity()).contact!;

  it("is what the claims of somebody say who is nobody else, until sixty days after the last", async () => {
    await page([claim({ email: "eve@example.com" }), anEvent({ type: "identity.claimed", data: { traits: { givenName: "Eve", plan: "free" } } })]);
    const first = await temporary();
    expect(first).toMatchObject({ name: "Eve", emails: ["eve@example.com"], expiresAt: NOW - 1_000 + 60 * DAY });
    collector.clock.now = NOW + DAY;
    await page([claim({ phone: "+4930901820" }, { at: NOW + DAY - 1 })]);
    expect(await temporary()).toMatchObject({ id: first.id, phones: ["+4930901820"], expiresAt: NOW + DAY - 1 + 60 * DAY });
    expect((await call("GET", `/v1/contacts/${first.id}`)).body).toMatchObject({ traits: { plan: "free" } });
  });

  it("matches nobody else, and is not found, until it is kept", async () => {
    await page([claim({ email: "eve@example.com" })]);
    await page([claim({ email: "eve@example.com" }, { session: "w2" })], { visitor: "v2" });
    expect(await identity("v2")).toMatchObject({ level: "claimed", candidates: [] });
    expect((await call("GET", "/v1/contacts?q=eve@example.com")).body).toEqual({ contacts: [], more: false });

    const { id } = await temporary();
    await visit("v2", "w2");
    await agent("identity.verified", { visitor: "v1", contact: id });
    expect((await cards()).map(({ level }) => level)).toEqual(["matched", "verified", "matched"]);
    expect((await call("GET", `/v1/contacts/${id}`)).body.expiresAt).toBeUndefined();
    expect(await identity("v2")).toMatchObject({ level: "matched", contact: { id } });
    expect((await call("GET", "/v1/contacts?q=eve@example.com")).body.contacts).toHaveLength(1);
  });

  it("that was kept and then rejected is not the visitor's any more: their claims make another", async () => {
    await page([claim({ email: "eve@example.com" })]);
    const { id } = await temporary();
    await agent("identity.verified", { visitor: "v1", contact: id });
    await agent("identity.rejected", { visitor: "v1", contact: id });
    const { contact, ...rest } = await identity();
    expect([rest.level, contact?.id === id, contact?.expiresAt]).toEqual(["claimed", false, NOW - 1_000 + 60 * DAY]);
    expect((await call("GET", `/v1/contacts/${id}`)).status).toBe(200);
  });

  it("is gone when the visitor turns out to be somebody, and is back when they do not", async () => {
    await page([claim({ email: "eve@example.com" })]);
    const { id } = await temporary();
    const eve = await create({ displayName: "Eve", emails: ["eve@example.com"] });
    expect((await call("GET", `/v1/contacts/${id}`)).status).toBe(404);
    await call("DELETE", `/v1/contacts/${eve.id}`);
    expect((await identity()).level).toBeUndefined();
    const bo = await create({ displayName: "Bo", emails: ["bo@example.com"] });
    await page([claim({ email: "bo@example.com" }, { session: "w3" })], { visitor: "v3" });
    await agent("identity.rejected", { visitor: "v3", contact: bo.id });
    expect(await identity("v3")).toMatchObject({ level: "claimed", contact: { emails: ["bo@example.com"], expiresAt: expect.any(Number) } });
  });
});

describe("A token of the site's own server", () => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const seconds = Math.floor(NOW / 1_000);
  const good = () => ({ sub: "A-1", email: "ada@example.com", aud: collector.site.key, exp: seconds + 300, jti: `j${Math.random()}` });
  const hs256 = (payload: object, { id, secret }: { id: string; secret: string }, header: object = {}) => {
    const text = `${part({ alg: "HS256", kid: id, ...header })}.${part(payload)}`;
    return `${text}.${createHmac("sha256", Buffer.from(secret, "base64url")).update(text).digest("base64url")}`;
  };
  const addKey = async () => (await call("POST", "/v1/proof-keys", { algorithm: "HS256" })).body as { id: string; secret: string };
  const send = (token: string, visitor = "v1") => page([anEvent({ type: "identity.claimed", session: "w1", data: { token } })], { visitor });

  it("verifies the visitor as the contact that it names, and is not kept", async () => {
    const ada = await create({ displayName: "Ada", externalIds: ["A-1"] });
    await visit("v1", "w1");
    const token = hs256(good(), await addKey());
    await send(token);
    expect(await identity()).toMatchObject({ level: "verified", contact: { id: ada.id }, why: { by: "token" }, claims: [{ kind: "externalId", value: "A-1" }, { kind: "email", value: "ada@example.com" }] });
    expect((await cards()).map(who)).toEqual([{ name: "Ada", level: "verified", contact: ada.id }, { name: "Ada", level: "verified", contact: ada.id }]);
    const { steps } = await collector.store.journey({ site: collector.site.id, of: "session", id: "w1", limit: 9 });
    expect(JSON.stringify(steps)).not.toContain(token.split(".")[2]);
    expect(steps.find(({ type }) => type === "identity.claimed")!.data).toEqual({ externalId: "A-1", traits: { email: "ada@example.com" } });
  });

  it("makes a contact where there is none, which stays", async () => {
    await send(hs256({ ...good(), name: "Ada Byron" }, await addKey()));
    const { contact } = await identity();
    expect(contact).toEqual({ id: expect.any(String), name: "Ada Byron", emails: ["ada@example.com"] });
    expect((await call("GET", "/v1/contacts?q=A-1")).body.contacts).toMatchObject([{ id: contact!.id }]);
  });

  it("signed with ES256 counts as well, and the public key is shown again", async () => {
    const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const jwk = publicKey.export({ format: "jwk" });
    const added = await call("POST", "/v1/proof-keys", { algorithm: "ES256", publicKey: jwk });
    expect(added).toMatchObject({ status: 201, body: { algorithm: "ES256", publicKey: jwk } });
    const text = `${part({ alg: "ES256" })}.${part(good())}`;
    await send(`${text}.${sign("sha256", Buffer.from(text), { key: privateKey, dsaEncoding: "ieee-p1363" }).toString("base64url")}`);
    expect(await identity()).toMatchObject({ level: "verified" });
    // The public key, which anybody may have, taken for a shared secret.
    await send(hs256(good(), { id: added.body.id, secret: Buffer.from(JSON.stringify(jwk)).toString("base64url") }), "v2");
    expect(await identity("v2")).toMatchObject({ level: "matched", decisions: [] });
    expect((await call("GET", "/v1/proof-keys")).body.keys).toEqual([added.body]);
  });

  it("that is bad is a claim like any other, and the answer does not tell", async () => {
    const ada = await create({ displayName: "Ada", externalIds: ["A-1"] });
    const key = await addKey();
    const used = { ...good(), jti: "used" };
    const [right] = [await send(hs256(used, key), "v0")];
    const { jti: _jti, ...noId } = good();
    const { exp: _exp, ...noEnd } = good();
    const bad: { [how: string]: string } = {
      "another secret": hs256(good(), { id: key.id, secret: "AAAA" }), "an unknown key": hs256(good(), { ...key, id: "nobody" }),
      expired: hs256({ ...good(), exp: seconds - 60 }, key), "good for too long": hs256({ ...good(), exp: seconds + 700 }, key), "without an end": hs256(noEnd, key),
      "for another site": hs256({ ...good(), aud: "pk_other" }, key), "without an id": hs256(noId, key), replayed: hs256(used, key),
      "not signed": `${part({ alg: "none" })}.${part(good())}.`, "not signed, with a key": `${part({ alg: "none", kid: key.id })}.${part(good())}.`,
      "another algorithm": hs256(good(), key, { alg: "HS384" }), "of which a letter was changed": hs256(good(), key).replace(/\.(.)/, (_, char) => `.${char === "e" ? "f" : "e"}`),
    };
    for (const [how, token] of Object.entries(bad)) {
      const visitor = `v-${how.replace(/\W/g, "-")}`;
      const answer = await send(token, visitor);
      expect([how, answer.statusCode, answer.payload]).toEqual([how, right!.statusCode, right!.payload]);
      if (!how.includes("letter")) expect([how, await identity(visitor)]).toMatchObject([how, { level: "matched", contact: { id: ada.id }, decisions: [] }]);
    }
    for (const nonsense of ["", "a.b.c", "x".repeat(5_000), "..", "e30.e30.e30"]) expect((await send(nonsense)).payload).toBe(right!.payload);
  });

  it("counts once, however often its event is told again", async () => {
    const key = await addKey();
    const event = anEvent({ type: "identity.claimed", session: "w1", data: { token: hs256(good(), key) } });
    await page([event]);
    expect((await page([event])).json()).toMatchObject({ duplicates: 1 });
    expect(await identity()).toMatchObject({ level: "verified", decisions: [{ by: "token" }] });
  });

  it("proves nothing when several contacts have its only key", async () => {
    for (const displayName of ["One", "Two"]) await create({ displayName, emails: ["ada@example.com"] });
    const { sub: _sub, ...byEmail } = good();
    await send(hs256(byEmail, await addKey()));
    expect(await identity()).toMatchObject({ level: "claimed", candidates: [{ contact: { name: "One" } }, { contact: { name: "Two" } }], decisions: [] });
  });

  it("of somebody else on the same browser leaves what began before to whom it was", async () => {
    const key = await addKey();
    const [ada, bo] = [await create({ displayName: "Ada", externalIds: ["A-1"] }), await create({ displayName: "Bo", externalIds: ["B-1"] })];
    const logIn = (sub: string) => send(hs256({ ...good(), sub, email: undefined, exp: Math.floor(collector.clock.now / 1_000) + 300 }, key));
    const later = (session: string) => {
      collector.clock.now += 3_600_000;
      return page([anEvent({ type: "page.viewed", session, at: collector.clock.now - 1 }), anEvent({ type: "conversation.started", session, at: collector.clock.now - 1, data: { conversation: `c-${session}` } })]);
    };
    await visit("v1", "w1");
    await logIn("A-1");
    await later("w2");
    collector.clock.now += 1_000;
    await page([anEvent({ type: "identity.claimed", session: "w3", at: collector.clock.now - 1, data: { token: hs256({ ...good(), sub: "B-1", exp: Math.floor(collector.clock.now / 1_000) + 300 }, key) } })]);
    await later("w4");
    const named = Object.fromEntries((await cards()).map((card) => [card.id, card.name]));
    expect(named).toEqual({ w1: "Ada", "c-w1": "Ada", w2: "Ada", "c-w2": "Ada", w3: "Bo", w4: "Bo", "c-w4": "Bo" });
    expect((await cards()).find(({ id }) => id === "w2")).toMatchObject({ level: "verified", contact: ada.id });
    expect((await cards()).find(({ id }) => id === "w4")).toMatchObject({ level: "verified", contact: bo.id });
    await call("PATCH", `/v1/contacts/${ada.id}`, { displayName: "Ada Lovelace" });
    expect((await cards()).find(({ id }) => id === "w2")?.name).toBe("Ada Lovelace");
    await call("DELETE", `/v1/contacts/${ada.id}`);
    // Erased she is nobody, and certainly not Bo.
    expect(Object.fromEntries((await cards()).map((card) => [card.id, card.name]))).toEqual({ w3: "Bo", w4: "Bo", "c-w4": "Bo" });
    expect((await cards()).find(({ id }) => id === "w2")).not.toHaveProperty("contact");
  });

  it("needs a key that only servers and admins manage, and that is shown once", async () => {
    const key = await addKey();
    expect(key.secret).toMatch(/^[\w-]{43}$/);
    expect(JSON.stringify((await call("GET", "/v1/proof-keys")).body)).not.toContain(key.secret);
    for (const body of [{}, { algorithm: "none" }, { algorithm: "RS256" }, { algorithm: "ES256" }, { algorithm: "ES256", publicKey: { kty: "EC", crv: "P-256", x: "AA", y: "AA" } }]) {
      expect(await call("POST", "/v1/proof-keys", body)).toMatchObject({ status: 400, body: { error: "wrong_key", message: expect.stringContaining("P-256") } });
    }
    for (const [headers, status] of [[{}, 401], [{ cookie: await collector.cookie("Dana", "agent"), "sec-fetch-site": "same-origin" }, 403]] as const) {
      expect((await collector.server.inject({ method: "POST", url: "/v1/proof-keys", headers, payload: { algorithm: "HS256" } })).statusCode).toBe(status);
    }
    expect((await call("DELETE", `/v1/proof-keys/${key.id}`)).status).toBe(204);
    expect((await call("DELETE", `/v1/proof-keys/${key.id}`)).status).toBe(404);
    await send(hs256(good(), key));
    expect(await identity()).toMatchObject({ level: "claimed" });
  });
});

describe("The answer to a page", () => {
  it("is the same, byte for byte, whether a contact is known or not", async () => {
    const rows = Array.from({ length: 1_000 }, (_, i) => ({ displayName: `N${i}`, emails: [`known${i}@example.com`] }));
    expect(new Set(await collector.store.importContacts({ site: collector.site.id, rows, now: NOW }))).toEqual(new Set(["created"]));
    const answers = new Map<string, number>();
    const send = async (who: string, i: number) => {
      const answer = await page([claim({ email: `${who}${i}@example.com` }, { id: `id-${who}-${String(i).padStart(4, "0")}`, session: `w-${who}-${i}` })], { visitor: `v-${who}-${i}` });
      const { date: _date, ...headers } = answer.headers;
      const bytes = JSON.stringify([answer.statusCode, headers, answer.payload]);
      answers.set(bytes, (answers.get(bytes) ?? 0) + 1);
    };
    for (let i = 0; i < 1_000; i += 20) await Promise.all(["known", "other"].flatMap((who) => Array.from({ length: 20 }, (_, j) => send(who, i + j))));
    expect([...answers.values()]).toEqual([2_000]);
    expect(await identity("v-known-7")).toMatchObject({ level: "matched" });
    expect(await identity("v-other-7")).toMatchObject({ level: "claimed" });
  });
});

describe("Consent", () => {
  const consents = async () => (await collector.store.exportContact({ site: collector.site.id, id: (await identity()).contact!.id }))!.visitors[0]!.consents;
  const granted = { analytics: "granted", identity: "granted", messaging: "granted", source: "page" };

  it.each([["denied"], ["pending"], ["x"], [undefined]])("for identity that is %s takes away whatever a modified page sends of it", async (state) => {
    await create({ displayName: "Ada", emails: ["ada@example.com"] });
    await page([claim({ email: "ada@example.com", traits: { displayName: "Ada" }, externalId: "A-1", token: "a.b.c" }, { id: "c1" })], { consent: { ...granted, identity: state } });
    expect(await identity()).toEqual({ visitor: "v1", claims: [], candidates: [], merged: [], decisions: [] });
    const [step] = (await collector.store.journey({ site: collector.site.id, of: "session", id: "w1", limit: 9 })).steps;
    expect(step).toMatchObject({ id: "c1", data: { form: "call me", moment: "submit" } });
  });

  it.each([[null], ["granted"], [5], [[]]])("that is %j is none", async (consent) => {
    expect((await page([claim({ email: "ada@example.com" })], { consent })).statusCode).toBe(202);
    expect((await identity()).claims).toEqual([]);
  });

  it("is recorded with its time and source whenever it changes", async () => {
    await page([claim({ email: "ada@example.com" })], { consent: granted });
    await page([anEvent()], { consent: granted });
    collector.clock.now += 5_000;
    await page([anEvent()], { consent: { ...granted, analytics: "denied", source: "tcf" } });
    expect(await consents()).toEqual([{ at: NOW, consent: granted }, { at: NOW + 5_000, consent: { ...granted, analytics: "denied", source: "tcf" } }]);
  });

  it("to sharing is denied by Global Privacy Control, whatever the page says", async () => {
    await page([claim({ email: "ada@example.com" })], { consent: granted }, { "sec-gpc": "1" });
    expect(await consents()).toEqual([{ at: NOW, consent: { ...granted, sharing: "denied" } }]);
    await page([claim({ email: "ada@example.com" })], { visitor: "v1" }, { "sec-gpc": "1" });
    expect((await consents()).at(-1)!.consent).toEqual({ ...granted, source: "default", sharing: "denied" });
    expect((await collector.server.inject({ url: "/.well-known/gpc.json" })).json()).toEqual({ gpc: true, lastUpdate: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) });
  });

  it("is not recorded where nothing is said", async () => {
    await page([claim({ email: "ada@example.com" })], {}, { "sec-gpc": "0" });
    expect(await consents()).toEqual([]);
  });
});
