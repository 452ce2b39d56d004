/** Several sites on one collector: who makes them, which of them a login opens, and that nobody gets from one into another. */
import type { DatabaseSyncInstance } from "@photostructure/sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { MIGRATIONS } from "../../../src/collector/store/migrations";
import { loadSqlite } from "../../../src/collector/store/open";
import { createSqliteStore } from "../../../src/collector/store/sqlite";
import { createId } from "../../../src/protocol/id";
import { SITES } from "../../../src/protocol/limits";
import { anEvent, NOW, openCollector, type Collector } from "../openCollector";
import { MASTER_KEYS } from "../openInMemory";
import { ADMIN, becomeAdmin, call, OWN } from "./account";

let collector: Collector;
let admin: string;
beforeEach(async () => {
  collector = await openCollector();
  admin = await becomeAdmin(collector);
});
afterEach(() => collector.close());

const at = (path: string, key: string) => `${path}${path.includes("?") ? "&" : "?"}site=${key}`;
const addSite = async (name = "Shop", cookie = admin) => {
  const answer = await call(collector, "POST", "/v1/sites", cookie, { name });
  return { status: answer.statusCode, ...(answer.json() as { site: { name: string; key: string }; tag: string; secret: string; error?: string }) };
};
const me = async (cookie: string, key?: string) => {
  const answer = await call(collector, "GET", key === undefined ? "/v1/me" : at("/v1/me", key), cookie);
  return { status: answer.statusCode, ...answer.json() };
};
const UNKNOWN = { status: 403, error: "unknown_site", message: "You have no account on this site. Ask one of its admins to invite you." };

describe("POST /v1/sites", () => {
  it("makes a site, its tag and a key that works, and an account there that the same login opens", async () => {
    const made = await addSite("  Lamp \n shop ");
    expect(made).toEqual({
      status: 201, site: { name: "Lamp shop", key: expect.stringMatching(/^pk_[\w-]{24}$/) }, secret: expect.stringMatching(/^sk_[\w-]{40}$/),
      tag: `<script async src="http://localhost:8787/pe.js" data-key="${made.site.key}"></script>`,
    });
    const { key } = made.site;
    expect(await me(admin, key)).toMatchObject({ status: 200, agent: ADMIN.name, role: "admin", site: made.site });
    expect((await call(collector, "GET", at("/v1/accounts", key), admin)).json().accounts).toMatchObject([{ name: ADMIN.name, email: ADMIN.email, role: "admin", active: true, invited: false }]);
    const asServer = await collector.server.inject({ url: "/v1/keys", headers: { authorization: `Bearer ${made.secret}` } });
    expect(asServer.json().keys).toMatchObject([{ name: "First key", by: ADMIN.name, ends: made.secret.slice(-4) }]);
    const page = await collector.post(JSON.stringify({ v: 1, key, batch: "b1", sentAt: NOW, visitor: "v1", events: [anEvent()] }));
    expect(page.statusCode).toBe(202);
  });

  it("is of the first site's admins alone, and `may` says so", async () => {
    const { site: { key }, secret } = await addSite();
    expect([(await me(admin)).may.includes("sites"), (await me(admin, key)).may.includes("sites")]).toEqual([true, false]);
    // So is the demo.
    expect([(await me(admin)).demo, (await me(admin, key)).demo]).toEqual([undefined, false]);
    expect((await call(collector, "POST", at("/v1/sites", key), admin, { name: "Third" })).statusCode).toBe(403);
    for (const authorization of [`Bearer ${secret}`, `Bearer ${collector.secret}`]) {
      expect((await collector.server.inject({ method: "POST", url: "/v1/sites", headers: { authorization }, payload: { name: "Third" } })).statusCode).toBe(403);
    }
    expect((await me(admin)).sites).toHaveLength(2);
  });

  it.each([{}, { name: "" }, { name: " \0 " }, { name: 7 }, { name: "x".repeat(81) }])("refuses %j", async (body) => {
    const answer = await call(collector, "POST", "/v1/sites", admin, body);
    expect([answer.statusCode, answer.json().error]).toEqual([400, "wrong_site"]);
    expect(await me(admin)).not.toHaveProperty("sites");
  });

  it("stops at the most that there may be, also for two at the same moment", async () => {
    for (let n = 2; n < SITES; n++) await collector.store.createSite({ id: `s${n}`, name: `Site ${n}`, key: `pk_${n}`, secretHash: `h${n}` });
    const made = await Promise.all([addSite("One"), addSite("Other")]);
    expect(made.map(({ status, error }) => error ?? status).sort()).toEqual([201, "too_many_sites"]);
    expect((await addSite()).status).toBe(409);
  });

  it("stands in the first site's audit log, and in no other", async () => {
    const { site: { key } } = await addSite();
    const rows = async (path: string) => (await call(collector, "GET", path, admin)).json().rows;
    expect((await rows("/v1/audit?kind=changes"))[0]).toMatchObject({ what: "POST /v1/sites", who: ADMIN.name, status: 201, object: (await collector.store.siteByKey(key))!.id });
    expect(await rows(at("/v1/audit", key))).toEqual([]);
  });
});

describe("A login", () => {
  it("says by `site` which of its sites is meant, and without it means the one that it was begun on", async () => {
    const { site: { key } } = await addSite();
    const first = { name: "My website", key: collector.site.key };
    const sites = [first, { name: "Shop", key }];
    expect([await me(admin), await me(admin, first.key), await me(admin, key)]).toMatchObject([{ site: first, sites }, { site: first, sites }, { site: { key }, sites }]);
    await call(collector, "PATCH", at("/v1/settings", key), admin, { codes: ["Bought"] });
    expect([(await me(admin, key)).codes, (await me(admin)).codes[0]]).toEqual([["Bought"], "Resolved"]);
  });

  it("is told the same of a site where it opens nothing and of one that is not there", async () => {
    await collector.store.createSite({ id: "other", name: "Other", key: "pk_other", secretHash: "h" });
    for (const key of ["pk_other", "pk_nowhere", "", "other", `${collector.site.key}&site=${collector.site.key}`]) expect([key, await me(admin, key)]).toEqual([key, UNKNOWN]);
    const secret = { authorization: `Bearer ${collector.secret}` };
    const ask = async (key: string) => (await collector.server.inject({ url: at("/v1/keys", key), headers: secret })).statusCode;
    expect([await ask(collector.site.key), await ask("pk_other"), await ask("pk_nowhere")]).toEqual([200, 403, 403]);
    // Nobody is told before they have said who they are, and no other website's page at all.
    expect((await me("pe_console=made-up", "pk_other")).status).toBe(401);
    const foreign = await collector.server.inject({ url: at("/v1/me", "pk_other"), headers: { cookie: admin, "sec-fetch-site": "cross-site" } });
    expect(foreign.json().error).toBe("origin_not_allowed");
  });

  it("tells events of those sites alone that it opens, by the batch's key", async () => {
    const { site: { key } } = await addSite();
    await collector.store.createSite({ id: "other", name: "Other", key: "pk_other", secretHash: "h" });
    const tell = async (of: string | undefined, id: string) => {
      const payload = JSON.stringify({ v: 1, key: of, batch: "b1", sentAt: NOW, events: [anEvent({ id, type: "conversation.started", data: { conversation: "c1", channel: "call" } })] });
      const answer = await collector.server.inject({ method: "POST", url: "/v1/events", payload, headers: { cookie: admin, ...OWN, "content-type": "application/json" } });
      return answer.json().error ?? answer.statusCode;
    };
    expect([await tell(undefined, "e-a"), await tell(collector.site.key, "e-b"), await tell(key, "e-c"), await tell("pk_other", "e-d"), await tell("pk_nowhere", "e-e")]).toEqual([202, 202, 202, "unknown_site", "unknown_site"]);
    const shop = (await collector.store.siteByKey(key))!.id;
    const found = await Promise.all([collector.site.id, shop, "other"].map(async (site) => (await collector.store.journey({ site, of: "conversation", id: "c1", limit: 9 })).steps.map(({ id }) => id)));
    expect(found).toEqual([["e-a", "e-b"], ["e-c"], []]);
  });

  it("from before there were several sites goes on", async () => {
    const { DatabaseSync } = await loadSqlite();
    const old = new DatabaseSync(":memory:");
    const step = MIGRATIONS.findIndex((one) => one.includes("ADD COLUMN by_provider"));
    for (const one of MIGRATIONS.slice(0, step)) old.exec(one);
    old.exec(`INSERT INTO sites VALUES ('s1', 'One', 'pk_1', 'h1');
      INSERT INTO accounts (id, site, name, name_key, email, role, active, created_at) VALUES ('a1', 's1', 'Ada', 'ada', 'ada@example.com', 'admin', 1, 1);
      INSERT INTO logins VALUES ('l1', 'a1', 5, 6)`);
    for (const one of MIGRATIONS.slice(step)) old.exec(one);
    const store = createSqliteStore({ database: old as DatabaseSyncInstance, masterKeys: MASTER_KEYS });
    const limits = { beganAfter: 0, seenAfter: 0 };
    expect(await store.login("l1", limits)).toEqual({ hash: "l1", account: "a1", site: "s1", agent: "Ada", role: "admin", byProvider: false, beganAt: 5, seenAt: 6 });
    expect([await store.login("l1", limits, "s1"), await store.loginSites("l1")]).toEqual([await store.login("l1", limits), [{ name: "One", key: "pk_1" }]]);
    old.close();
  });

  it("opens no account that only has the same e-mail", async () => {
    const { site: { key } } = await addSite();
    const other = { id: "other", name: "Other", key: "pk_other", secretHash: "h" };
    await collector.store.createSite(other);
    await collector.store.addAccount({ id: createId(NOW), site: "other", name: "Ada", email: ADMIN.email, role: "admin", active: true, createdAt: NOW });
    expect(await me(admin, "pk_other")).toEqual(UNKNOWN);
    expect((await me(admin)).sites.map((site: { key: string }) => site.key)).toEqual([collector.site.key, key]);
  });
});
