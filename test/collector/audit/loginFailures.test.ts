/** Logins that fail stand in the audit log: who was tried, from where and when, without addresses that are no account's, and never as many rows as tries. */
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadSqlite } from "../../../src/collector/store/open";
import type { AuditRow } from "../../../src/protocol/audit";
import { ADMIN, becomeAdmin, call, PASSWORD, post } from "../access/account";
import { NOW, openCollector, type Collector } from "../openCollector";

let collector: Collector;
let admin: string;
let account: string;
beforeEach(async () => {
  collector = await openCollector();
  admin = await becomeAdmin(collector);
  account = (await collector.store.accounts(collector.site.id))[0]!.id;
});
afterEach(() => collector.close());

const MINUTE = 60_000;
const logIn = (email: string, password = "wrong horse battery", from = "192.0.2.1") => post(collector, "/console/login", { email, password }, undefined, from);
const failures = async (of = collector): Promise<AuditRow[]> => (await of.server.inject({ url: "/v1/audit?kind=failures&limit=200", headers: { authorization: `Bearer ${of.secret || collector.secret}` } })).json().rows;
const check = async () => (await call(collector, "GET", "/v1/audit/check", admin)).json();
const base = { n: expect.any(Number), at: NOW, hash: expect.any(String), what: "POST /console/login", status: 401 };

describe("A login that fails", () => {
  it("is noted with the account that was tried, or a keyed hash of the address, and from where", async () => {
    await logIn(ADMIN.email);
    await logIn("nobody@example.com", PASSWORD, "198.51.100.7");
    await logIn("somebody@example.com", PASSWORD, "198.51.100.8");
    const [somebody, nobody, known] = await failures();
    expect(known).toEqual({ ...base, who: ADMIN.name, object: account, ip: "192.0.2.1" });
    expect(nobody).toEqual({ ...base, who: "nobody", object: expect.stringMatching(/^email [\da-f]{32}$/), ip: "198.51.100.7" });
    expect(somebody!.object).not.toBe(nobody!.object);
    expect(JSON.stringify(await failures())).not.toMatch(/@example|horse|staple/);
    expect((await call(collector, "GET", "/v1/audit?kind=changes", admin)).json().rows.map(({ status }: AuditRow) => status)).toEqual([303]);
    expect((await call(collector, "GET", "/v1/audit?kind=reads", admin)).json().rows).toEqual([]);
    expect((await call(collector, "GET", `/v1/audit?object=${account}`, admin)).json().rows.map(({ status }: AuditRow) => status)).toEqual([401, 303]);
    expect(await check()).toMatchObject({ holds: true });
  });

  it("again and again is one row at once, and one with the number of all others when a quarter of an hour has passed, also over a restart", async () => {
    for (let i = 0; i < 7; i++) await logIn(ADMIN.email);
    expect(await failures()).toMatchObject([{ status: 401 }]);
    collector.clock.now += MINUTE;
    await logIn(ADMIN.email);
    collector.clock.now += 13 * MINUTE;
    expect(await failures()).toHaveLength(1);
    await collector.stop();
    const again = await openCollector({ PE_DATA: collector.folder });
    again.clock.now = NOW + 15 * MINUTE;
    // The sixth and seventh had to wait; the last one was tried.
    expect(await failures(again)).toEqual([{ ...base, at: NOW + MINUTE, who: ADMIN.name, object: account, ip: "192.0.2.1", times: 7 }, expect.not.objectContaining({ times: expect.anything() })]);
    expect(await failures(again)).toHaveLength(2);
    await again.stop();
  });

  it("that had to wait is told from one that was wrong", async () => {
    for (let i = 0; i < 6; i++) await logIn(ADMIN.email);
    collector.clock.now += 15 * MINUTE;
    expect(await failures()).toMatchObject([{ status: 429, times: 5 }, { status: 401 }]);
  });

  it("from everywhere, for all kinds of addresses, leaves few rows, and one that tells how many there were", async () => {
    const site = collector.site.id;
    const fail = (object: string, network: string, isAccount: boolean) =>
      collector.store.addLoginFailures([{ site, at: collector.clock.now, who: isAccount ? ADMIN.name : "nobody", what: "POST /console/login", object, status: 401, ip: network, network, isAccount }]);
    for (let i = 0; i < 300; i++) await fail(`email ${i}`, `198.51.100.${i % 250}`, false);
    expect(await failures()).toHaveLength(51);
    const [last] = await failures();
    expect([last!.who, last!.object, last!.ip]).toEqual(["nobody", undefined, undefined]);
    // An account is not hidden behind them.
    for (let i = 0; i < 20; i++) await fail(account, `203.0.113.${i}`, true);
    const now = await failures();
    expect(now).toHaveLength(57);
    expect(now[0]).toMatchObject({ who: ADMIN.name, object: account });
    expect(now[0]!.ip).toBeUndefined();
    collector.clock.now += 15 * MINUTE;
    expect((await failures()).filter(({ times }) => times !== undefined).map(({ times }) => times).sort()).toEqual([14, 249]);
    await fail("email 1", "198.51.100.1", false);
    expect(await failures()).toHaveLength(60);
    expect(await check()).toMatchObject({ holds: true });
  });

  it("of somebody at an open screen who tries to change its password is noted as that", async () => {
    await call(collector, "POST", "/v1/me/password", admin, { before: "wrong horse battery", password: "another password of mine" });
    expect(await failures()).toEqual([{ ...base, what: "POST /v1/me/password", status: 422, who: ADMIN.name, object: account, ip: "127.0.0.1" }]);
  });

  it("cannot be made fewer by who writes the file", async () => {
    for (let i = 0; i < 5; i++) await logIn(ADMIN.email);
    collector.clock.now += 15 * MINUTE;
    const [{ n, times }] = (await failures()) as [AuditRow];
    expect(times).toBe(4);
    await collector.stop();
    const { DatabaseSync } = await loadSqlite();
    for (const changed of ["1", "NULL", "4"]) {
      const raw = new DatabaseSync(path.join(collector.folder, "parley.db"));
      raw.exec("DROP TRIGGER IF EXISTS audit_is_not_changed");
      raw.exec(`UPDATE audit SET times = ${changed} WHERE n = ${n}`);
      raw.close();
      const again = await openCollector({ PE_DATA: collector.folder });
      expect(await again.store.checkAudit()).toMatchObject(changed === "4" ? { holds: true } : { holds: false, broken: { n, why: "changed" } });
      await again.stop();
    }
  });
});
