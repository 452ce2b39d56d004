import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Contact, Found } from "../../src/protocol/contact";
import { anEvent, NOW, openCollector, type Collector } from "./openCollector";

let collector: Collector;
beforeEach(async () => {
  collector = await openCollector();
});
afterEach(() => collector.close());

const DAY = 86_400_000;
type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
const call = async (method: Method, url: string, payload?: object | string, headers: { [name: string]: string } = { authorization: `Bearer ${collector.secret}` }) => {
  const answer = await collector.server.inject({ method, url, headers, ...(payload !== undefined && { payload }) });
  return { status: answer.statusCode, body: answer.payload === "" ? undefined : answer.json() };
};
const create = async (fields: object): Promise<Contact> => (await call("POST", "/v1/contacts", fields)).body;
const find = async (q: string, cursor?: string): Promise<Found> => (await call("GET", `/v1/contacts?q=${encodeURIComponent(q)}${cursor ? `&cursor=${cursor}` : ""}`)).body;
const names = async (q: string) => (await find(q)).contacts.map(({ name }) => name);
const claim = (data: object, visitor = "v1", more: object = {}) =>
  collector.post(collector.batch([anEvent({ type: "identity.claimed", session: `w-${visitor}`, data: data as never, ...more })], { visitor }));
const identity = async (visitor = "v1") => (await call("GET", `/v1/identity?visitor=${visitor}`)).body;

describe("The contact directory", () => {
  it("creates, reads and changes a contact, with keys in one form", async () => {
    const made = await call("POST", "/v1/contacts", { displayName: "Ada", emails: [" Ada@Example.com", "ada@example.com"], phones: ["030 901820"], externalIds: ["A-1"], traits: { plan: "gold" }, region: "DE" });
    expect(made).toEqual({ status: 201, body: { id: expect.any(String), createdAt: NOW, updatedAt: NOW, displayName: "Ada", emails: ["ada@example.com"], phones: ["+4930901820"], externalIds: ["A-1"], traits: { plan: "gold" } } });
    const { id } = made.body as Contact;
    expect((await call("GET", `/v1/contacts/${id}`)).body).toEqual(made.body);
    collector.clock.now += 5;
    expect((await call("PATCH", `/v1/contacts/${id}`, { displayName: "", givenName: "Ada", phones: [], traits: { since: 1 } })).body)
      .toEqual({ id, createdAt: NOW, updatedAt: NOW + 5, givenName: "Ada", emails: ["ada@example.com"], externalIds: ["A-1"], traits: { plan: "gold", since: 1 } });
    expect([await names("+4930901820"), await names("Ada")]).toEqual([[], ["Ada"]]);
  });

  it("says what is wrong with what it does not take", async () => {
    for (const [body, message] of [
      [[], /JSON object/], [{ email: "a@example.com" }, /no field email/], [{ emails: "a@example.com" }, /emails must be a list/], [{ emails: ["a@b"] }, /"a@b" is no e-mail address/],
      [{ phones: ["030 901820"] }, /Write it with \+ and the country code/], [{ displayName: 5 }, /displayName must be a text/], [{ traits: [] }, /traits must be an object/], [{}, /nothing in this contact/],
      [{ externalIds: [""] }, /no external id/],
    ] as const) expect(await call("POST", "/v1/contacts", body)).toMatchObject({ status: 400, body: { error: "wrong_contact", message: expect.stringMatching(message) } });
    expect((await call("GET", "/v1/contacts/none")).body).toMatchObject({ error: "unknown_contact", message: expect.stringContaining("GET /v1/contacts?q=") });
    expect((await call("PATCH", "/v1/contacts/none", {})).status).toBe(404);
    expect((await call("POST", "/v1/contacts", '{"displayName":', { authorization: `Bearer ${collector.secret}`, "content-type": "application/json" })).status).toBe(400);
  });

  it("gives an external id to one contact only, and puts by it", async () => {
    const ada = await create({ displayName: "Ada", externalIds: ["A-1"] });
    expect(await call("POST", "/v1/contacts", { displayName: "Eve", externalIds: ["A-1"] })).toMatchObject({ status: 409, body: { error: "external_id_taken", message: expect.stringContaining(ada.id) } });
    const eve = await create({ displayName: "Eve", externalIds: ["E-1"] });
    expect((await call("PATCH", `/v1/contacts/${eve.id}`, { externalIds: ["A-1"] })).status).toBe(409);
    expect(await call("PUT", "/v1/contacts?externalId=A-1", { familyName: "Byron" })).toMatchObject({ status: 200, body: { id: ada.id, displayName: "Ada", familyName: "Byron", externalIds: ["A-1"] } });
    expect(await call("PUT", "/v1/contacts?externalId=B-1", { displayName: "Bo" })).toMatchObject({ status: 201, body: { displayName: "Bo", externalIds: ["B-1"] } });
    expect(await call("PUT", "/v1/contacts", { displayName: "Bo" })).toMatchObject({ status: 400, body: { message: expect.stringContaining("?externalId=") } });
    expect((await find("")).contacts).toHaveLength(3);
  });

  it("finds by the beginning of words, a phone in any writing, an e-mail and an external id", async () => {
    await create({ displayName: "Ada Byron", companyName: "Analytical Engines", phones: ["+49 30 901820"], emails: ["ada@example.com"], externalIds: ["A-1"] });
    await create({ givenName: "Adam", familyName: "Älä-Smith", phones: ["+1 212 555 0123"] });
    await create({ displayName: "山田 太郎" });
    for (const q of ["ada byr", "BYRON", "byron ada", "analytical", "030 / 90 18 20", "+49 (0)30 901820", "0049 30 901820", "Ada@EXAMPLE.com", "A-1"]) expect([q, await names(q)]).toEqual([q, ["Ada Byron"]]);
    expect(await names("ad")).toEqual([]);
    expect(await names("ada")).toEqual(["Ada Byron", "Adam Älä-Smith"]);
    expect([await names("ala"), await names("(212) 555-0123"), await names("山田"), await names("nobody"), await names("ada smith byron"), await names("byrne"), await names("%")]).toEqual([["Adam Älä-Smith"], ["Adam Älä-Smith"], ["山田 太郎"], [], [], [], []]);
  });

  it("lists page by page", async () => {
    await collector.store.importContacts({ site: collector.site.id, rows: Array.from({ length: 120 }, (_, i) => ({ displayName: `Ada ${i}` })), now: NOW });
    for (const q of ["", "ada"]) {
      const pages = [await find(q)];
      while (pages.at(-1)!.more) pages.push(await find(q, pages.at(-1)!.contacts.at(-1)!.id));
      expect(pages.map(({ contacts }) => contacts.length)).toEqual([50, 50, 20]);
      expect(new Set(pages.flatMap(({ contacts }) => contacts.map(({ id }) => id))).size).toBe(120);
    }
  });

  it("merges so that one speaks for the other, tells it of visitors too, and takes that back", async () => {
    const [ada, old, older] = [await create({ displayName: "Ada" }), await create({ displayName: "Old", emails: ["old@example.com"] }), await create({ displayName: "Older", emails: ["older@example.com"] })];
    await claim({ email: "old@example.com" });
    await claim({ email: "older@example.com" }, "v2");
    expect((await call("POST", `/v1/contacts/${older.id}/merge`, { into: old.id })).body).toMatchObject({ id: old.id });
    expect(await identity("v2")).toMatchObject({ level: "matched", contact: { name: "Old" } });
    expect((await call("POST", `/v1/contacts/${old.id}/merge`, { into: ada.id })).body).toMatchObject({ id: ada.id });
    for (const visitor of ["v1", "v2"]) expect(await identity(visitor)).toMatchObject({ level: "matched", contact: { name: "Ada" } });
    expect((await call("GET", `/v1/contacts/${old.id}`)).body).toMatchObject({ mergedInto: ada.id });
    expect(await names("old")).toEqual([]);
    for (const [id, into] of [[old.id, ada.id], [ada.id, old.id], [ada.id, older.id], [ada.id, ada.id], [ada.id, "none"], ["none", ada.id]]) {
      expect(await call("POST", `/v1/contacts/${id}/merge`, { into })).toMatchObject({ status: 409, body: { error: "cannot_merge" } });
    }
    expect((await call("POST", `/v1/contacts/${old.id}/merge`, {})).status).toBe(400);
    expect((await call("POST", `/v1/contacts/${old.id}/unmerge`)).body).toMatchObject({ id: old.id, displayName: "Old" });
    for (const visitor of ["v1", "v2"]) expect(await identity(visitor)).toMatchObject({ level: "matched", contact: { name: "Old" } });
    expect((await call("POST", `/v1/contacts/${old.id}/unmerge`)).status).toBe(409);
  });

  it("is one site's own", async () => {
    await collector.store.createSite({ id: "other", name: "Other", key: "pk_other", secretHash: "x" });
    const theirs = await collector.store.createContact({ site: "other", fields: { displayName: "Theirs", emails: ["x@example.com"], externalIds: ["X"] }, now: NOW }) as Contact;
    await claim({ email: "x@example.com" });
    expect(await identity()).toMatchObject({ level: "claimed", candidates: [] });
    expect([(await call("GET", `/v1/contacts/${theirs.id}`)).status, await names("Theirs"), await names("X"), (await find("")).contacts]).toEqual([404, [], [], []]);
    expect((await create({ displayName: "Mine", externalIds: ["X"] })).displayName).toBe("Mine");
  });
});

describe("Who may use it", () => {
  const routes: [Method, string][] = [
    ["GET", "/v1/contacts"], ["POST", "/v1/contacts"], ["PUT", "/v1/contacts?externalId=a"], ["GET", "/v1/contacts/x"], ["PATCH", "/v1/contacts/x"], ["DELETE", "/v1/contacts/x"],
    ["GET", "/v1/contacts/x/export"], ["POST", "/v1/contacts/x/merge"], ["POST", "/v1/contacts/x/unmerge"], ["GET", "/v1/identity?visitor=v1"],
  ];
  it.each(routes)("%s %s: a server with the secret key, an agent from the console, nobody else", async (method, url) => {
    const status = async (headers: { [name: string]: string }) => (await call(method, url, method === "GET" || method === "DELETE" ? undefined : {}, headers)).status;
    const cookie = await collector.cookie();
    const isWrite = method !== "GET";
    expect(await status({})).toBe(401);
    expect(await status({ authorization: `Bearer ${collector.site.key}` })).toBe(401);
    expect(await status({ authorization: "Bearer sk_wrong", cookie, "sec-fetch-site": "same-origin" })).toBe(401);
    expect(await status({ cookie: "pe_console=made-up", "sec-fetch-site": "same-origin" })).toBe(401);
    for (const site of ["cross-site", "same-site", "none"]) if (isWrite) expect(await status({ cookie, "sec-fetch-site": site })).toBe(403);
    if (isWrite) expect(await status({ cookie })).toBe(403);
    for (const headers of [{ authorization: `Bearer ${collector.secret}` }, { cookie, "sec-fetch-site": "same-origin" }]) expect([200, 201, 400, 404, 409]).toContain(await status(headers));
  });
});

describe("An import", () => {
  const load = (rows: object[]) => collector.store.importContacts({ site: collector.site.id, rows, now: NOW });

  it("creates, adds, leaves alone and refuses, row by row", async () => {
    expect(await load([
      { displayName: "Ada", emails: ["ada@example.com"], externalIds: ["A-1"] },
      { displayName: "Ada", emails: ["ada@example.com"], externalIds: ["A-1"] },
      { familyName: "Byron", externalIds: ["A-1"], phones: ["+4930901820"] },
      { companyName: "Engines", phones: ["+4930901820"], displayName: "" },
      { displayName: "Her son", phones: ["+4930901820"], externalIds: ["S-1"] },
      { phones: ["+4930901820"], givenName: "Who" },
      { displayName: "Mixed", externalIds: ["A-1", "S-1"] },
      {},
      { displayName: "No key" }, { displayName: "No key" },
    ])).toEqual(["created", "unchanged", "updated", "updated", "created", { problem: expect.stringContaining("Several contacts have this phone") }, { problem: expect.stringContaining("Several contacts have this external id") }, { problem: "There is nothing in this row." }, "created", "created"]);
    expect((await find("ada@example.com")).contacts).toMatchObject([{ name: "Ada", companyName: "Engines", phones: ["+4930901820"] }]);
  });

  it("gives nobody more keys of a kind than a contact may have", async () => {
    const rows = Array.from({ length: 52 }, (_, i) => ({ externalIds: ["A-1"], emails: [`ada${i}@example.com`] }));
    const outcomes = await load(rows);
    expect(outcomes.slice(0, 50)).toEqual(["created", ...Array.from({ length: 49 }, () => "updated")]);
    expect(outcomes.slice(50)).toEqual(Array.from({ length: 2 }, () => ({ problem: "The contact would have more than 50 of a kind of key. Take some away from it first." })));
    expect(await load([{ externalIds: ["A-1"], emails: ["ada3@example.com"] }])).toEqual(["unchanged"]);
  });

  it("takes nobody in who was erased after the file had come", async () => {
    const ada = await create({ displayName: "Ada", emails: ["ada@example.com"] });
    await call("DELETE", `/v1/contacts/${ada.id}`);
    const rows = [{ displayName: "Ada", emails: ["ada@example.com"] }, { displayName: "Bo", emails: ["bo@example.com"] }];
    const group = { site: collector.site.id, rows, now: NOW + 1 };
    expect(await collector.store.importContacts({ ...group, toldAt: NOW - 1 })).toEqual([{ problem: "Somebody with a key of this row was erased while the file was read." }, "created"]);
    expect(await collector.store.importContacts({ ...group, toldAt: NOW + 1 })).toEqual(["created", "unchanged"]);
  });

  it("names the visitors who claimed a key before", async () => {
    await claim({ email: "ada@example.com" });
    await load([{ displayName: "Ada", emails: ["ada@example.com"] }]);
    expect(await identity()).toMatchObject({ level: "matched", contact: { name: "Ada" } });
  });
});

describe("Erasing", () => {
  const events = async () => (await collector.events()).filter(({ type }) => type.startsWith("identity.") && type !== "identity.resolved");

  it("takes the person away, and late and repeated events come without them", async () => {
    const ada = await create({ displayName: "Ada", emails: ["ada@example.com"] });
    await collector.post(collector.batch([anEvent({ type: "page.viewed", session: "w-v1" })]));
    const told = { id: "told-before", at: NOW - 2_000 };
    await claim({ email: "ada@example.com", traits: { displayName: "Ada" } }, "v1", told);
    collector.clock.now = NOW + 1_000;
    const seen: unknown[] = [];
    collector.store.onChange((_site, { cards }) => seen.push(...cards.map(({ name, level }) => ({ name, level }))));
    expect(await call("DELETE", `/v1/contacts/${ada.id}`)).toEqual({ status: 200, body: { contacts: 1, visitors: 1, events: 2 } });
    expect(seen).toEqual([{}]);
    expect((await events()).map(({ data }) => data)).toEqual(["{}", "{}"]);
    expect((await call("GET", `/v1/contacts/${ada.id}`)).status).toBe(404);
    expect(await identity()).toEqual({ visitor: "v1", claims: [], candidates: [], merged: [], decisions: [] });

    // The same event once more, one that was long on its way, one of another browser, and one that names only her name.
    collector.clock.now = NOW + 5_000;
    await claim({ email: "ada@example.com" }, "v1", told);
    const late = { at: NOW + 500 };
    const sentAt = { sentAt: NOW + 5_000 };
    for (const [visitor, data] of [["v1", { email: "ada@example.com" }], ["v2", { email: "Ada@example.com" }], ["v1", { traits: { displayName: "Ada" } }]] as const) {
      await collector.post(collector.batch([anEvent({ type: "identity.claimed", session: "w", data, ...late })], { visitor, ...sentAt }));
    }
    expect((await events()).every(({ data }) => data === "{}")).toBe(true);
    for (const visitor of ["v1", "v2"]) expect((await identity(visitor)).claims).toEqual([]);
    expect((await collector.store.cards({ site: collector.site.id, limit: 9 })).cards.every(({ name }) => name === undefined)).toBe(true);
  });

  it("does not keep the person from coming back", async () => {
    const ada = await create({ displayName: "Ada", emails: ["ada@example.com"] });
    await call("DELETE", `/v1/contacts/${ada.id}`);
    collector.clock.now = NOW + 60_000;
    await claim({ email: "ada@example.com" }, "v1", { at: NOW + 59_000 });
    expect(await identity()).toMatchObject({ level: "claimed", claims: [{ value: "ada@example.com" }] });
  });

  it("takes of somebody else who once claimed a key of theirs only that", async () => {
    const [ada, bo] = [await create({ displayName: "Ada", phones: ["+4930901820"] }), await create({ displayName: "Bo", emails: ["bo@example.com"] })];
    await claim({ phone: "+4930901820" });
    await claim({ email: "bo@example.com" });
    await collector.post(collector.batch([anEvent({ type: "identity.verified", data: { visitor: "v1", contact: bo.id } })], { visitor: undefined }), { authorization: `Bearer ${collector.secret}` });
    await call("DELETE", `/v1/contacts/${ada.id}`);
    expect(await identity()).toMatchObject({ level: "verified", contact: { name: "Bo" }, claims: [{ kind: "email" }] });
    expect((await events()).filter(({ data }) => data === "{}").map(({ type }) => type)).toEqual(["identity.claimed", "identity.matched"]);
  });

  it("takes the names that somebody else claimed with a key of theirs", async () => {
    const [ada, bo] = [await create({ displayName: "Ada", phones: ["+4930901820"] }), await create({ displayName: "Bo", emails: ["bo@example.com"] })];
    await claim({ phone: "+4930901820", traits: { displayName: "Ada Byron", plan: "gold" } });
    await claim({ email: "bo@example.com", traits: { companyName: "Engines" } });
    const decide = (type: string) =>
      collector.post(collector.batch([anEvent({ type, data: { visitor: "v1", contact: bo.id } })], { visitor: undefined }), { authorization: `Bearer ${collector.secret}` });
    await decide("identity.verified");
    await call("DELETE", `/v1/contacts/${ada.id}`);
    collector.clock.now += 1_000;
    await decide("identity.rejected");
    const { contact } = await identity();
    expect((await call("GET", `/v1/contacts/${contact.id}`)).body).toMatchObject({ companyName: "Engines", emails: ["bo@example.com"] });
    expect((await call("GET", `/v1/contacts/${contact.id}`)).body).not.toHaveProperty("displayName");
    expect((await call("GET", `/v1/contacts/${contact.id}`)).body).not.toHaveProperty("traits");
  });

  it("takes what was merged with it, and a temporary contact's claims", async () => {
    const [ada, old] = [await create({ displayName: "Ada", emails: ["ada@example.com"] }), await create({ displayName: "Old", emails: ["old@example.com"] })];
    await call("POST", `/v1/contacts/${old.id}/merge`, { into: ada.id });
    await claim({ email: "old@example.com" });
    expect((await call("DELETE", `/v1/contacts/${ada.id}`)).body).toMatchObject({ contacts: 2, visitors: 1 });
    await claim({ email: "eve@example.com" }, "v2");
    const { contact } = await identity("v2");
    expect((await call("DELETE", `/v1/contacts/${contact.id}`)).body).toMatchObject({ contacts: 1, visitors: 1, events: 1 });
    expect((await identity("v2")).claims).toEqual([]);
  });
});

describe("An export", () => {
  it("holds all that is known: keys, visits, events, claims, decisions and consent, and nobody else's", async () => {
    const ada = await create({ displayName: "Ada", emails: ["ada@example.com"] });
    const consent = { analytics: "granted", identity: "granted", messaging: "granted" };
    const mine = [anEvent({ type: "page.viewed", session: "w-v1" }), anEvent({ type: "conversation.started", session: "w-v1", data: { conversation: "c1", channel: "chat" } })];
    await collector.post(collector.batch(mine, { consent }));
    await claim({ email: "ada@example.com" });
    await collector.post(collector.batch([anEvent({ type: "conversation.connected", data: { conversation: "c1", agent: "Dana" } })], { visitor: undefined }), { authorization: `Bearer ${collector.secret}` });
    await collector.post(collector.batch([anEvent({ type: "page.viewed", session: "w-v2" }), anEvent({ type: "search.performed", session: "w-v1", data: { query: "not mine" } })], { visitor: "v2" }));
    const { status, body } = await call("GET", `/v1/contacts/${ada.id}/export`);
    expect([status, body.contact, body.merged]).toEqual([200, ada, []]);
    expect(body.visitors).toMatchObject([{ identity: { visitor: "v1", level: "matched" }, consents: [{ at: NOW, consent }] }]);
    const types = body.visitors[0].events.map(({ type }: { type: string }) => type).sort();
    expect(types).toEqual(["conversation.connected", "conversation.started", "identity.claimed", "identity.matched", "page.viewed"]);
    expect(body.visitors[0].events.find(({ type }: { type: string }) => type === "identity.claimed").data).toEqual({ email: "ada@example.com" });
    expect((await call("GET", "/v1/contacts/none/export")).status).toBe(404);
  });
});

describe("Retention", () => {
  const tidy = async () => {
    const { now } = collector.clock;
    let slices = 1;
    while (await collector.store.tidy({ now, sites: [{ site: collector.site.id, anonymousBefore: now - 60 * DAY, identifiedBefore: now - 395 * DAY }] })) slices++;
    return slices;
  };
  const left = async () => (await collector.events()).map(({ id }) => id).filter((id) => !id.startsWith("matched-")).sort();
  const view = (id: string, visitor: string) => collector.post(collector.batch([anEvent({ id, type: "page.viewed", session: `w-${visitor}`, at: collector.clock.now - 1, seq: 0 })], { visitor }));

  it("keeps events of somebody for 395 days, of anybody else for 60, and nothing of what they were folded into", async () => {
    await create({ displayName: "Ada", emails: ["ada@example.com"] });
    await view("known", "v1");
    await view("unknown", "v2");
    await claim({ email: "ada@example.com" }, "v1", { id: "claim" });
    await collector.post(collector.batch([anEvent({ id: "talk", type: "conversation.started", session: "w-v2", data: { conversation: "c2" } })], { visitor: "v2" }));
    collector.clock.now = NOW + 60 * DAY;
    await tidy();
    expect(await left()).toEqual(["claim", "known", "talk", "unknown"]);
    collector.clock.now++;
    await view("later", "v2");
    await tidy();
    expect(await left()).toEqual(["claim", "known", "later"]);
    expect((await collector.store.cards({ site: collector.site.id, limit: 9 })).cards.map(({ kind, id }) => `${kind} ${id}`).sort()).toEqual(["session w-v1", "session w-v2"]);
    collector.clock.now = NOW + 395 * DAY + 1;
    await tidy();
    expect(await left()).toEqual([]);
    expect((await collector.store.cards({ site: collector.site.id, limit: 9 })).cards).toEqual([]);
    expect(await identity()).toEqual({ visitor: "v1", claims: [], candidates: [], merged: [], decisions: [] });
    expect(await names("Ada")).toEqual(["Ada"]);
  });

  it("goes on where it was, and takes slices", async () => {
    for (let i = 0; i < 30; i++) await collector.post(collector.batch(Array.from({ length: 100 }, () => anEvent({ type: "page.viewed", session: `w${i}` })), { visitor: `v${i}` }));
    collector.clock.now = NOW + 61 * DAY;
    await view("fresh", "v-new");
    const limits = { now: collector.clock.now, sites: [{ site: collector.site.id, anonymousBefore: NOW + DAY, identifiedBefore: NOW - 395 * DAY }] };
    expect(await collector.store.tidy(limits)).toBe(true);
    expect(await left()).toHaveLength(2_001);
    expect(await tidy()).toBeGreaterThan(1);
    expect(await left()).toEqual(["fresh"]);
    expect(await tidy()).toBe(1);
  });

  it("takes temporary contacts away sixty days after the last claim, with the claims", async () => {
    await view("seen", "v1");
    await claim({ email: "eve@example.com", traits: { displayName: "Eve" } });
    const { contact } = await identity();
    collector.clock.now = contact.expiresAt - 1;
    await tidy();
    expect(await identity()).toMatchObject({ level: "claimed" });
    collector.clock.now = contact.expiresAt;
    await tidy();
    expect((await identity()).claims).toEqual([]);
    expect((await call("GET", `/v1/contacts/${contact.id}`)).status).toBe(404);
    expect((await collector.events()).find(({ type }) => type === "identity.claimed")?.data ?? "{}").toBe("{}");
    expect((await collector.store.cards({ site: collector.site.id, limit: 9 })).cards.map(({ name }) => name)).toEqual([undefined]);
  });
});
