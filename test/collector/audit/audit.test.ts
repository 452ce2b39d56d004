/** Who did what is written down, of people nothing is, and whoever changes what was written is found out. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { AuditRows } from "../../../src/protocol/audit";
import { loadSqlite } from "../../../src/collector/store/open";
import type { Store } from "../../../src/collector/store/store";
import { ADMIN, becomeAdmin, OWN, post } from "../access/account";
import { anEvent, NOW, openCollector, type Collector } from "../openCollector";

let collector: Collector;
beforeEach(async () => {
  collector = await openCollector();
});
afterEach(() => collector.close());

type Headers = { [name: string]: string };
const bearer = () => ({ authorization: `Bearer ${collector.secret}` });
const agent = async (name = "Ada Byron") => ({ cookie: await collector.cookie(name), "sec-fetch-site": "same-origin" });
const call = async (method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE", url: string, headers: Headers, payload?: object) => {
  const answer = await collector.server.inject({ method, url, headers, ...(payload && { payload }) });
  return { status: answer.statusCode, body: answer.payload === "" ? undefined : answer.json() };
};
const rows = async (query = "") => (await call("GET", `/v1/audit${query}`, bearer())).body as AuditRows;
const check = async () => (await call("GET", "/v1/audit/check", bearer())).body;
const make = async (headers: Headers, more: object = {}) => (await call("POST", "/v1/contacts", headers, { displayName: "Ada Byron", emails: ["ada@example.com"], ...more })).body.id as string;

describe("What is done and read", () => {
  it("is noted with who did it, to what, from where, and how the object was before and after", async () => {
    const id = await make(bearer());
    const headers = await agent();
    await call("PATCH", `/v1/contacts/${id}`, headers, { givenName: "Ada" });
    await call("GET", `/v1/contacts/${id}`, headers);
    await call("GET", `/v1/contacts/${id}/export`, headers);
    await call("GET", "/v1/contacts?q=ada%40example.com", headers);
    await call("DELETE", `/v1/contacts/${id}`, headers);
    const { rows: [erased, searched, exported, read, changed, made] } = await rows();
    const hash = expect.stringMatching(/^[\da-f]{32}$/);
    const base = { n: expect.any(Number), at: NOW, ip: "127.0.0.1", hash };
    expect(made).toEqual({ ...base, n: 1, who: "server", role: "server", what: "POST /v1/contacts", object: id, status: 201, after: hash });
    expect(changed).toEqual({ ...base, who: "Ada Byron", role: "admin", what: "PATCH /v1/contacts/:id", object: id, status: 200, before: made!.after, after: hash });
    expect(changed!.after).not.toBe(changed!.before);
    expect(read).toEqual({ ...base, who: "Ada Byron", role: "admin", what: "GET /v1/contacts/:id", object: id, status: 200 });
    expect(exported).toMatchObject({ what: "GET /v1/contacts/:id/export", object: id });
    expect(searched).toEqual({ ...base, who: "Ada Byron", role: "admin", what: "GET /v1/contacts", object: expect.stringMatching(/^q [\da-f]{32}$/), status: 200 });
    expect(erased).toEqual({ ...base, n: 6, who: "Ada Byron", role: "admin", what: "DELETE /v1/contacts/:id", object: id, status: 200, before: changed!.after });
    expect(await check()).toEqual({ holds: true, rows: 6, hash: erased!.hash });
  });

  it("is not noted where nothing came of it, nor where nothing is personal or changed", async () => {
    const headers = await agent();
    await call("PATCH", "/v1/contacts/nowhere", headers, { givenName: "Ada" });
    await call("POST", "/v1/contacts", headers, {});
    await call("GET", "/v1/contacts/nowhere", headers);
    await call("POST", "/v1/rules/check", headers, {});
    await call("GET", "/v1/rules", headers);
    await call("GET", "/v1/health", headers);
    await call("GET", "/v1/contacts", { cookie: "pe_console=none" });
    await collector.post(collector.batch([anEvent({ type: "page.viewed", session: "w1" })]));
    await call("GET", "/v1/journey?session=w1", headers);
    expect((await rows()).rows).toEqual([]);
    await collector.post(collector.batch([anEvent({ type: "identity.claimed", session: "w1", data: { email: "ada@example.com" } })]));
    await call("GET", "/v1/journey?session=w1", headers);
    expect((await rows()).rows).toMatchObject([{ what: "GET /v1/journey", object: "w1" }]);
    const id = await make(bearer());
    await call("GET", `/v1/journey?contact=${id}`, headers);
    await call("GET", `/v1/history?contact=${id}`, headers);
    await call("GET", `/v1/notes?contact=${id}`, headers);
    expect((await rows(`?object=${id}&kind=reads`)).rows.map(({ what }) => what)).toEqual(["GET /v1/notes", "GET /v1/history", "GET /v1/journey"]);
  });

  it("is noted once in ten minutes where the same is read again and again, by each who reads", async () => {
    const id = await make(bearer());
    const [ada, eve] = [await agent(), await agent("Eve")];
    for (const headers of [ada, ada, eve, ada]) await call("GET", `/v1/contacts/${id}`, headers);
    collector.clock.now += 600_000;
    await call("GET", `/v1/contacts/${id}`, ada);
    expect((await rows("?kind=reads")).rows.map(({ who }) => who)).toEqual(["Ada Byron", "Eve", "Ada Byron"]);
  });

  it("is noted of who logs in and out, and as what", async () => {
    const cookie = await becomeAdmin(collector);
    await post(collector, "/console/logout", {}, { ...OWN, cookie });
    await post(collector, "/console/logout", {}, OWN);
    expect((await rows()).rows).toEqual([
      expect.objectContaining({ n: 2, who: ADMIN.name, role: "admin", what: "POST /console/logout", ip: "192.0.2.1" }), expect.objectContaining({ n: 1, who: ADMIN.name, role: "admin", what: "POST /console/login", status: 303 }),
    ]);
    expect(JSON.stringify(await rows())).not.toContain(ADMIN.email);
  });

  it("is noted where it was refused for want of a permission", async () => {
    const id = await make(bearer());
    const viewer = { cookie: await collector.cookie("Vera", "viewer"), "sec-fetch-site": "same-origin" };
    expect((await call("DELETE", `/v1/contacts/${id}`, viewer)).status).toBe(403);
    expect((await call("PATCH", "/v1/settings", viewer, { codes: ["x"] })).status).toBe(403);
    expect((await rows("?who=Vera")).rows).toMatchObject([{ what: "PATCH /v1/settings", role: "viewer", status: 403 }, { what: "DELETE /v1/contacts/:id", object: id, status: 403 }]);
  });

  it("is listed page by page, and by who, object and kind", async () => {
    const ids = [await make(bearer()), await make(bearer(), { emails: [] }), await make(await agent(), { emails: [] })];
    const first = await rows("?limit=2");
    expect([first.rows.map(({ object }) => object), first.before]).toEqual([[ids[2], ids[1]], 2]);
    expect(await rows(`?limit=2&before=${first.before}`)).toEqual({ rows: [expect.objectContaining({ object: ids[0] })] });
    expect((await rows("?who=Ada%20Byron")).rows.map(({ object }) => object)).toEqual([ids[2]]);
    expect((await rows(`?object=${ids[1]}`)).rows.map(({ n }) => n)).toEqual([2]);
    expect((await rows("?kind=reads")).rows).toEqual([]);
    expect((await rows("?kind=changes")).rows).toHaveLength(3);
    for (const query of ["?limit=0", "?limit=201", "?limit=x", "?before=-1", "?before=x", "?kind=all", "?who=a&who=b"]) expect([query, (await call("GET", `/v1/audit${query}`, bearer())).status]).toEqual([query, 400]);
  });

  it("is shown to nobody from outside", async () => {
    for (const url of ["/v1/audit", "/v1/audit/check"]) expect((await call("GET", url, {})).status).toBe(401);
  });

  it("is not answered where a read cannot be noted", async () => {
    await collector.close();
    collector = await openCollector({}, (store: Store) => ({ ...store, addAudit: () => Promise.reject(new Error("disk")) }));
    const answer = await collector.server.inject({ url: "/v1/contacts?q=ada", headers: bearer() });
    expect([answer.statusCode, answer.json().error]).toEqual([500, "internal"]);
  });
});

describe("The chain", () => {
  const edit = async (statement: string) => {
    await collector.stop();
    const { DatabaseSync } = await loadSqlite();
    const raw = new DatabaseSync(path.join(collector.folder, "parley.db"));
    raw.exec("DROP TRIGGER audit_is_not_changed; DROP TRIGGER audit_is_not_deleted");
    raw.exec(statement);
    raw.close();
    const again = await openCollector({ PE_DATA: collector.folder });
    try {
      return (await again.server.inject({ url: "/v1/audit/check", headers: bearer() })).json();
    } finally {
      await again.stop();
    }
  };
  beforeEach(async () => {
    for (let i = 0; i < 5; i++) await make(bearer(), { emails: [] });
  });

  it.each([
    ["who", "UPDATE audit SET who = 'Eve' WHERE n = 3", 3, "changed"],
    ["the time", "UPDATE audit SET at = at + 1 WHERE n = 5", 5, "changed"],
    ["an absent word made an empty one", "UPDATE audit SET role = '' WHERE n = 2", 2, "changed"],
    ["the site", "UPDATE audit SET site = 'other' WHERE n = 2", 2, "changed"],
    ["a hash", "UPDATE audit SET hash = (SELECT hash FROM audit WHERE n = 1) WHERE n = 2", 2, "changed"],
    ["the first row, deleted", "DELETE FROM audit WHERE n = 1", 1, "missing"],
    ["a row, deleted", "DELETE FROM audit WHERE n = 4", 4, "missing"],
    ["the last row, deleted", "DELETE FROM audit WHERE n = 5", 5, "missing"],
    ["all rows, deleted", "DELETE FROM audit", 1, "missing"],
    ["a row, deleted and the gap closed", "DELETE FROM audit WHERE n = 4; UPDATE audit SET n = 4 WHERE n = 5; UPDATE sqlite_sequence SET seq = 4 WHERE name = 'audit'", 4, "changed"],
  ])("names the row when someone has changed %s", async (_what, statement, n, why) => {
    expect(await edit(statement)).toMatchObject({ holds: false, rows: n - 1, broken: { n, why } });
  });

  it("holds over a restart, and goes on", async () => {
    expect(await edit("SELECT 1")).toMatchObject({ holds: true, rows: 5 });
  });

  it("is neither changed nor shortened by who does not drop its guards first", async () => {
    await collector.stop();
    const { DatabaseSync } = await loadSqlite();
    const raw = new DatabaseSync(path.join(collector.folder, "parley.db"));
    for (const statement of ["UPDATE audit SET who = 'Eve'", "DELETE FROM audit WHERE n = 5"]) expect(() => raw.exec(statement)).toThrow(/audit log/);
    raw.close();
  });

  it("survives that a person is erased, of whom it holds nothing", async () => {
    const canaries = ["Kanarija", "kanarija.bird@example.com", "+4930901820", "4930901820", "C-4711-bird"];
    const id = await make(bearer(), { displayName: "Kanarija", emails: ["kanarija.bird@example.com"], phones: ["+49 30 901820"] });
    await call("PUT", "/v1/contacts?externalId=C-4711-bird", await agent(), { emails: ["kanarija.bird@example.com"] });
    for (const q of canaries) await call("GET", `/v1/contacts?q=${encodeURIComponent(q)}`, await agent());
    await call("GET", `/v1/contacts/${encodeURIComponent("kanarija.bird@example.com")}`, await agent());
    const { body } = await call("GET", "/v1/contacts?q=kanarija.bird%40example.com", bearer());
    for (const contact of body.contacts as { id: string }[]) expect((await call("DELETE", `/v1/contacts/${contact.id}`, bearer())).status).toBe(200);
    expect(await check()).toMatchObject({ holds: true, rows: expect.any(Number) });
    expect((await rows(`?object=${id}`)).rows.length).toBeGreaterThanOrEqual(2);
    const bytes = Buffer.concat(readdirSync(collector.folder).filter((name) => name.startsWith("parley.db")).map((name) => readFileSync(path.join(collector.folder, name))));
    expect([bytes.includes(id), canaries.filter((canary) => bytes.includes(canary))]).toEqual([true, []]);
  });
});
