/** What admins set holds at once, the environment's word counts more, and keys overlap. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { DatabaseSyncInstance } from "@photostructure/sqlite";
import { MIGRATIONS } from "../../../src/collector/store/migrations";
import { loadSqlite, openDatabase } from "../../../src/collector/store/open";
import { createSqliteStore } from "../../../src/collector/store/sqlite";
import { SITE_KEYS, type Arrivals, type NewSecretKey, type SecretKey, type SettingsAnswer } from "../../../src/protocol/settings";
import { anEvent, NOW, openCollector, ORIGIN, type Collector } from "../openCollector";
import { MASTER_KEYS } from "../openInMemory";

let collector: Collector;
beforeEach(async () => {
  collector = await openCollector();
});
afterEach(() => collector.close());

const bearer = (secret = collector.secret) => ({ authorization: `Bearer ${secret}` });
const call = async (method: "GET" | "POST" | "PATCH" | "DELETE", url: string, payload?: unknown, headers: { [name: string]: string } = bearer()) => {
  const json = payload !== undefined && { "content-type": "application/json" };
  const answer = await collector.server.inject({ method, url, headers: { ...json, ...headers }, ...(payload !== undefined && { payload: JSON.stringify(payload) }) });
  return { status: answer.statusCode, body: answer.payload === "" ? undefined : answer.json() };
};
/** By an admin in the console: servers make no keys. */
const asAdmin = async (method: "POST" | "DELETE", url: string, payload?: unknown) => call(method, url, payload, { cookie: await collector.cookie(), "sec-fetch-site": "same-origin" });
const settings = async () => (await call("GET", "/v1/settings")).body as SettingsAnswer;
const change = (body: unknown) => call("PATCH", "/v1/settings", body);
const send = async (origin: string) => (await collector.post(collector.batch([anEvent({ type: "page.viewed", url: `${origin}/shop?q=ada%40example.com#top` })]), { origin })).statusCode;
const me = async () => (await call("GET", "/v1/me", undefined, { cookie: await collector.cookie() })).body;

describe("Settings", () => {
  it("are the defaults until somebody changes them, and say where each comes from", async () => {
    expect(await settings()).toEqual({
      site: { name: "My website", key: collector.site.key },
      tag: `<script async src="http://localhost:8787/pe.js" data-key="${collector.site.key}"></script>`,
      settings: {
        origins: { value: ["this machine"], from: "default", variable: "PE_ORIGINS" },
        queues: { value: [], from: "default" },
        codes: { value: ["Resolved", "Follow-up needed", "Sale", "Wrong number", "Spam"], from: "default" },
        keepAnonymousDays: { value: 60, from: "default", variable: "PE_KEEP_ANONYMOUS_DAYS" },
        keepIdentifiedDays: { value: 395, from: "default", variable: "PE_KEEP_IDENTIFIED_DAYS" },
      },
      version: 0,
    });
  });

  it("hold at once: which websites may send, what agents choose of, what the site is called", async () => {
    expect([await send(ORIGIN), await send("https://shop.example")]).toEqual([202, 403]);
    const { status, body } = await change({ name: " Lamp \n shop ", origins: [" https://Shop.example/ ", "https://*.bücher.example"], queues: ["Sales", "Support"], codes: ["Sold"] });
    expect([status, body.site.name, body.settings.origins]).toEqual([200, "Lamp shop", { value: ["https://shop.example", "https://*.xn--bcher-kva.example"], from: "console", variable: "PE_ORIGINS" }]);
    expect([await send(ORIGIN), await send("https://shop.example"), await send("https://www.xn--bcher-kva.example"), await send("http://localhost:8787")]).toEqual([403, 202, 202, 202]);
    expect(await me()).toMatchObject({ site: { name: "Lamp shop" }, codes: ["Sold"], queues: ["Sales", "Support"] });
    const handover = (origin: string) => collector.server.inject({ method: "POST", url: "/v1/handover", headers: { origin, "content-type": "text/plain" }, payload: JSON.stringify({ key: collector.site.key, visitor: "v1" }) });
    const pushes = (origin: string) => collector.server.inject({ url: `/v1/pushes?key=${collector.site.key}&visitor=v1&poll=1`, headers: { origin } });
    for (const ask of [handover, pushes]) expect([(await ask(ORIGIN)).statusCode, (await ask("https://shop.example")).statusCode]).toEqual([403, 200]);
    await change({ codes: null, origins: null });
    expect([await send(ORIGIN), (await me()).codes.length, (await settings()).settings.codes.from]).toEqual([202, 5, "default"]);
  });

  it("allow, as long as no site is known, what any site allows, and one of which nobody has changed anything allows the default", async () => {
    const reason = async (origin: string) => (await collector.server.inject({ method: "POST", url: "/v1/handover", headers: { origin, "content-type": "text/plain" }, payload: JSON.stringify({ key: "pk_unknown", visitor: "v1" }) })).json().error;
    await collector.store.createSite({ id: "s2", name: "Two", key: "pk_2", secretHash: "h2" });
    await change({ origins: ["https://shop.example"] });
    expect([await reason(ORIGIN), await reason("https://shop.example"), await reason("https://elsewhere.example")]).toEqual(["unknown_key", "unknown_key", "origin_not_allowed"]);
  });

  it("are each site's own: from which websites one takes says nothing of the other", async () => {
    await collector.store.createSite({ id: "s2", name: "Two", key: "pk_2", secretHash: "h2" });
    await change({ origins: ["https://shop.example"] });
    const onOther = async (origin: string) => (await collector.post(collector.batch([anEvent()], { key: "pk_2" }), { origin })).statusCode;
    expect([await send("https://shop.example"), await onOther("https://shop.example"), await send(ORIGIN), await onOther(ORIGIN)]).toEqual([202, 403, 403, 202]);
  });

  it("outlive a restart", async () => {
    await change({ codes: ["Sold"], keepAnonymousDays: 7 });
    await collector.stop();
    const again = await openCollector({ PE_DATA: collector.folder });
    const answer = (await again.server.inject({ url: "/v1/settings", headers: bearer() })).json() as SettingsAnswer;
    await again.stop();
    expect([answer.settings.codes, answer.settings.keepAnonymousDays.value]).toEqual([{ value: ["Sold"], from: "console" }, 7]);
  });

  it("are changed by nobody who has not seen the last change, if they say which they have seen", async () => {
    const tag = async () => (await collector.server.inject({ url: "/v1/settings", headers: bearer() })).headers.etag;
    expect(await tag()).toBe('"0"');
    const match = (version: string, body: object) => call("PATCH", "/v1/settings", body, { ...bearer(), "if-match": version });
    expect((await match('"0"', { queues: ["Sales"] })).body).toMatchObject({ version: 1, changed: { at: NOW, by: "server" } });
    collector.clock.now += 1_000;
    const cookie = await collector.cookie("Eve");
    expect((await call("PATCH", "/v1/settings?version=1", { name: "Lamps" }, { cookie, "sec-fetch-site": "same-origin" })).body).toMatchObject({ version: 2, changed: { at: NOW + 1_000, by: "Eve" } });
    for (const late of [await match('W/"1"', { queues: ["Support"], name: "Late" }), await call("PATCH", "/v1/settings?version=0", { queues: null })]) {
      expect([late.status, late.body]).toEqual([412, { error: "settings_changed", message: expect.stringMatching(/GET \/v1\/settings.*\.$/) }]);
    }
    expect(await settings()).toMatchObject({ version: 2, site: { name: "Lamps" }, settings: { queues: { value: ["Sales"] } } });
    for (const wrong of ["7", '"x"', '"1", "2"']) expect((await match(wrong, { name: "x" })).status).toBe(400);
    expect((await call("PATCH", "/v1/settings?version=x", { name: "x" })).status).toBe(400);
    // Whoever says nothing overrules.
    expect([(await change({ queues: ["Support"] })).body.version, (await match("*", { queues: [] })).body.version, await tag()]).toEqual([3, 4, '"4"']);
  });

  it("of two who change different things at the same moment keep both, and of two of one version one is told", async () => {
    const both = await Promise.all([change({ queues: ["Sales"] }), change({ codes: ["Sold"] }), change({ name: "Lamps" })]);
    expect(both.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(await settings()).toMatchObject({ version: 3, site: { name: "Lamps" }, settings: { queues: { value: ["Sales"] }, codes: { value: ["Sold"] } } });
    const race = await Promise.all(["A", "B", "C"].map((name) => call("PATCH", "/v1/settings?version=3", { queues: [name] })));
    expect(race.map(({ status }) => status).sort()).toEqual([200, 412, 412]);
    const [won] = race.filter(({ status }) => status === 200);
    expect((await settings()).settings.queues).toEqual(won!.body.settings.queues);
  });

  it("of a site from before versions were counted go on from the first", async () => {
    const { DatabaseSync } = await loadSqlite();
    const old = new DatabaseSync(":memory:");
    const step = MIGRATIONS.findIndex((one) => one.includes("ALTER TABLE site_settings"));
    for (const one of MIGRATIONS.slice(0, step)) old.exec(one);
    old.exec(`INSERT INTO sites VALUES ('s1', 'One', 'pk_1', 'h1'); INSERT INTO site_settings VALUES ('s1', '{"queues":["Sales"]}')`);
    for (const one of MIGRATIONS.slice(step)) old.exec(one);
    const store = createSqliteStore({ database: old as DatabaseSyncInstance, masterKeys: MASTER_KEYS });
    expect(await store.allSettings()).toEqual([{ site: "s1", settings: { queues: ["Sales"] }, version: 1 }]);
    old.close();
  });

  it("that the environment sets count, cannot be changed, and give way to what was set before when they are taken out", async () => {
    await change({ origins: ["https://shop.example"], keepAnonymousDays: 7 });
    await collector.stop();
    const fixed = await openCollector({ PE_DATA: collector.folder, PE_ORIGINS: "https://other.example", PE_KEEP_ANONYMOUS_DAYS: "60" });
    const before = (await fixed.server.inject({ url: "/v1/settings", headers: bearer() })).json() as SettingsAnswer;
    const refused = await fixed.server.inject({ method: "PATCH", url: "/v1/settings", headers: bearer(), payload: { origins: ["https://evil.example"], keepAnonymousDays: 1, codes: ["Sold"] } });
    const after = (await fixed.server.inject({ url: "/v1/settings", headers: bearer() })).json() as SettingsAnswer;
    await fixed.stop();
    expect(before.settings).toMatchObject({ origins: { value: ["https://other.example"], from: "environment" }, keepAnonymousDays: { value: 60, from: "environment" }, keepIdentifiedDays: { from: "default" } });
    expect([refused.statusCode, refused.json().problems.map(({ place }: { place: string }) => place), after]).toEqual([422, ["origins", "keepAnonymousDays"], before]);
    const free = await openCollector({ PE_DATA: collector.folder });
    const last = (await free.server.inject({ url: "/v1/settings", headers: bearer() })).json() as SettingsAnswer;
    await free.stop();
    expect([last.settings.origins.value, last.settings.keepAnonymousDays.value]).toEqual([["https://shop.example"], 7]);
  });

  it.each<[object, string[]]>([
    [{ origins: ["https://a.example", "example.com", "https://a.example/path", "*"] }, ["origins[1]", "origins[2]", "origins[3]"]],
    [{ origins: ["https://a.example", "https://A.example:443/"] }, ["origins[1]"]],
    [{ origins: "https://a.example" }, ["origins"]], [{ origins: [7] }, ["origins[0]"]], [{ origins: Array.from({ length: 201 }, (_, i) => `https://a${i}.example`) }, ["origins"]],
    [{ codes: [] }, ["codes"]], [{ codes: ["", " ", "\u0007", "x".repeat(81), 7] }, ["codes[0]", "codes[1]", "codes[2]", "codes[3]", "codes[4]"]],
    [{ queues: ["Sales", "Sales"] }, ["queues[1]"]], [{ queues: {} }, ["queues"]],
    [{ keepAnonymousDays: 0 }, ["keepAnonymousDays"]], [{ keepAnonymousDays: 1.5 }, ["keepAnonymousDays"]], [{ keepIdentifiedDays: "7" }, ["keepIdentifiedDays"]], [{ keepIdentifiedDays: 36_501 }, ["keepIdentifiedDays"]],
    [{ name: "" }, ["name"]], [{ name: null }, ["name"]], [{ secret: "sk_x" }, ["secret"]], [{ constructor: [] }, ["constructor"]], [[], [""]],
  ])("%j are told what is wrong where, and nothing of them is changed", async (body, places) => {
    const before = await settings();
    const answer = await change(Array.isArray(body) ? body : { codes: ["Good"], ...body });
    expect([answer.status, answer.body.error, answer.body.problems.map(({ place }: { place: string }) => place)]).toEqual([422, "wrong_settings", places]);
    for (const { message } of answer.body.problems) expect(message).toMatch(/\.$/);
    expect(await settings()).toEqual(before);
  });

  it("take any text as a name, and give it back as it is", async () => {
    const names = ["<img src=x onerror=alert(1)>", "'; DROP TABLE sites; --", "ﷺ 田中さん", "${7*7}", "=1+1", "\u202Etest\u202E"];
    expect((await change({ queues: names })).status).toBe(200);
    expect((await settings()).settings.queues.value).toHaveLength(names.length);
    expect((await settings()).settings.queues.value.slice(0, 5)).toEqual(names.slice(0, 5));
  });
});

describe("What arrives", () => {
  it("is told by page, without what stands behind the path, and who was refused is too", async () => {
    expect((await call("GET", "/v1/arrivals")).body).toEqual({ now: NOW, pages: [], refused: [] });
    await send(ORIGIN);
    collector.clock.now += 3_000;
    await send("https://shop.example");
    await collector.post(collector.batch([anEvent({ type: "page.viewed", url: `${ORIGIN}/other` })]));
    expect((await call("GET", "/v1/arrivals")).body).toEqual({
      now: NOW + 3_000, pages: [{ url: `${ORIGIN}/other`, type: "page.viewed", at: NOW + 3_000 }, { url: `${ORIGIN}/shop`, type: "page.viewed", at: NOW }], refused: [{ origin: "https://shop.example", at: NOW + 3_000 }],
    } satisfies Arrivals);
    await send(ORIGIN);
    expect((await call("GET", "/v1/arrivals")).body.pages.map(({ url }: { url: string }) => url)).toEqual([`${ORIGIN}/shop`, `${ORIGIN}/other`]);
  });

  it("is remembered of the last twenty pages and websites only", async () => {
    await collector.post(collector.batch(Array.from({ length: 30 }, (_, i) => anEvent({ type: "page.viewed", url: `${ORIGIN}/${i}` }))));
    for (let i = 0; i < 30; i++) await send(`https://s${i}.example`);
    for (const junk of ["null", "x".repeat(300), "https://a b"]) await send(junk);
    const { pages, refused } = (await call("GET", "/v1/arrivals")).body as Arrivals;
    expect([pages.length, pages[0]?.url, refused.length, refused[0]?.origin]).toEqual([20, `${ORIGIN}/29`, 20, "https://s29.example"]);
  });
});

describe("Secret keys", () => {
  const keys = async () => (await call("GET", "/v1/keys")).body.keys as SecretKey[];
  const make = async (name = "CRM") => (await asAdmin("POST", "/v1/keys", { name })).body as NewSecretKey;
  const works = async (secret: string) => (await call("GET", "/v1/rules", undefined, bearer(secret))).status;

  it("are made with a name and shown once", async () => {
    const { status, body } = await asAdmin("POST", "/v1/keys", { name: " CRM " });
    expect([status, body]).toEqual([201, { id: expect.stringMatching(/^[\w-]{16}$/), name: "CRM", createdAt: NOW, by: "Ada Byron", ends: body.secret.slice(-4), secret: expect.stringMatching(/^sk_[\w-]{40}$/) }]);
    const { secret: _secret, ...known } = body;
    expect(await keys()).toEqual([{ id: expect.any(String), name: "First key", createdAt: NOW, lastAt: NOW }, known]);
    await collector.stop();
    const database = await openDatabase(collector.folder);
    expect(JSON.stringify(database.prepare("SELECT * FROM secret_keys").all())).not.toContain(body.secret);
    database.close();
  });

  it("are rotated with overlap: the old one works until it is revoked, and is told when it was last used", async () => {
    const fresh = await make();
    collector.clock.now += 90_000;
    expect([await works(collector.secret), await works(fresh.secret)]).toEqual([200, 200]);
    collector.clock.now += 30_000;
    const [old] = await keys();
    // To the minute.
    expect((await call("GET", "/v1/keys", undefined, bearer(fresh.secret))).body.keys.map(({ lastAt }: SecretKey) => lastAt)).toEqual([NOW + 90_000, NOW + 90_000]);
    expect((await call("DELETE", `/v1/keys/${old!.id}`, undefined, bearer(fresh.secret))).status).toBe(403);
    expect((await asAdmin("DELETE", `/v1/keys/${old!.id}`)).status).toBe(204);
    expect([await works(collector.secret), await works(fresh.secret)]).toEqual([401, 200]);
    const told = await collector.server.inject({ method: "POST", url: "/v1/events", headers: bearer(), payload: collector.batch([anEvent()]) });
    expect(told.statusCode).toBe(401);
  });

  it("of a site from before keys had names works on", async () => {
    const { DatabaseSync } = await loadSqlite();
    const old = new DatabaseSync(":memory:");
    const step = MIGRATIONS.findIndex((one) => one.includes("CREATE TABLE secret_keys"));
    for (const one of MIGRATIONS.slice(0, step)) old.exec(one);
    old.exec("INSERT INTO sites VALUES ('s1', 'One', 'pk_1', 'h1')");
    for (const one of MIGRATIONS.slice(step)) old.exec(one);
    const store = createSqliteStore({ database: old as DatabaseSyncInstance, masterKeys: MASTER_KEYS });
    expect([await store.siteBySecret("h1"), await store.keys("s1")]).toEqual([{ id: "s1", name: "One", key: "pk_1", secretHash: "h1" }, [{ id: expect.any(String), name: "First key", lastAt: expect.any(Number) }]]);
    old.close();
  });

  it("stay revoked over a restart", async () => {
    const fresh = await make();
    await asAdmin("DELETE", `/v1/keys/${(await keys())[0]!.id}`);
    await collector.stop();
    const again = await openCollector({ PE_DATA: collector.folder });
    const ask = async (secret: string) => (await again.server.inject({ url: "/v1/rules", headers: bearer(secret) })).statusCode;
    const answers = [await ask(collector.secret), await ask(fresh.secret)];
    await again.stop();
    expect(answers).toEqual([401, 200]);
  });

  it.each([undefined, {}, { name: "" }, { name: "\u0000" }, { name: 7 }, { name: "x".repeat(81) }, [], null])("are not made of %j", async (body) => {
    expect((await asAdmin("POST", "/v1/keys", body)).status).toBe(400);
    expect(await keys()).toHaveLength(1);
  });

  it("are at most twenty, and none that there is not can be revoked", async () => {
    for (let i = 1; i < SITE_KEYS; i++) await make(`Key ${i}`);
    expect(await asAdmin("POST", "/v1/keys", { name: "One more" })).toMatchObject({ status: 409, body: { error: "too_many_keys" } });
    expect(await asAdmin("DELETE", "/v1/keys/nowhere")).toMatchObject({ status: 404, body: { error: "unknown_key_id" } });
  });

  it("leave rows in the audit log, which has none of them", async () => {
    const fresh = await make();
    await asAdmin("DELETE", `/v1/keys/${fresh.id}`);
    await change({ codes: ["Sold"] });
    const { rows } = (await call("GET", "/v1/audit")).body;
    expect(rows).toMatchObject([{ what: "PATCH /v1/settings", before: expect.any(String), after: expect.any(String) }, { what: "DELETE /v1/keys/:id", object: fresh.id, before: expect.any(String) }, { what: "POST /v1/keys", object: fresh.id, after: expect.any(String) }]);
    expect(JSON.stringify(rows)).not.toContain(fresh.secret);
  });

  it("and settings are nobody's from outside", async () => {
    for (const [method, url] of [["GET", "/v1/settings"], ["PATCH", "/v1/settings"], ["GET", "/v1/keys"], ["POST", "/v1/keys"], ["DELETE", "/v1/keys/x"], ["GET", "/v1/arrivals"]] as const) {
      expect([url, (await call(method, url, method === "GET" ? undefined : {}, {})).status]).toEqual([url, 401]);
    }
    const cookie = await collector.cookie();
    expect((await call("PATCH", "/v1/settings", { codes: ["x"] }, { cookie, origin: "https://evil.example" })).status).toBe(403);
  });
});
