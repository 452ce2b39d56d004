import path from "node:path";
import { parseOptions, verify } from "@node-rs/argon2";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createLogins } from "../../../src/collector/access/logins";
import { hashToken } from "../../../src/collector/access/token";
import { greet } from "../../../src/collector/site";
import { parseConfig } from "../../../src/collector/config";
import { loadSqlite } from "../../../src/collector/store/open";
import { PERMISSIONS } from "../../../src/protocol/roles";
import { NOW, openCollector, type Collector } from "../openCollector";
import { ADMIN, adminTicket, becomeAdmin, call, cookieOf, OWN, PASSWORD, post, ticketOf } from "./account";

// As it is, and counted.
vi.mock("@node-rs/argon2", { spy: true });

let collector: Collector;
beforeEach(async () => {
  collector = await openCollector();
});
afterEach(() => collector.close());

const HOUR = 3_600_000;
const MINUTE = 60_000;
const get = (url: string, cookie = "") => collector.server.inject({ url, headers: { cookie } });
const status = async (cookie: string) => (await get("/v1/me", cookie)).statusCode;
const setUp = (more: { [field: string]: string } = {}, headers?: { [name: string]: string }) => adminTicket(collector).then((ticket) => post(collector, "/console/login", { ticket, ...ADMIN, ...more }, headers));
const logIn = (email: string, password: string, headers?: { [name: string]: string }, ip?: string) => post(collector, "/console/login", { email, password }, headers, ip);

describe("The operator's link", () => {
  it("asks for name, e-mail and password, and makes an admin who is in", async () => {
    const ticket = await adminTicket(collector);
    const asked = (await get(`/console/login?ticket=${ticket}`)).payload;
    for (const field of ["Your name, as session cards will show it", 'name="email"', 'name="password"']) expect(asked).toContain(field);
    const answer = await post(collector, "/console/login", { ticket, name: "  Ada \n Byron ", email: " Ada@Example.com ", password: PASSWORD });
    expect([answer.statusCode, answer.headers.location]).toEqual([303, "/console/"]);
    expect(answer.headers["set-cookie"]).toMatch(/^pe_console=[\w-]{32}; Path=\/; Max-Age=43200; HttpOnly; SameSite=Lax$/);
    const cookie = cookieOf(answer);
    expect((await get("/console/", cookie)).payload).toContain('<div id="app">');
    expect((await get("/v1/me", cookie)).json()).toEqual({
      agent: "Ada Byron", role: "admin", may: [...PERMISSIONS], site: { name: "My website", key: collector.site.key },
      codes: ["Resolved", "Follow-up needed", "Sale", "Wrong number", "Spam"], queues: [],
    });
    expect((await call(collector, "GET", "/v1/accounts", cookie)).json().accounts).toMatchObject([{ name: "Ada Byron", email: "ada@example.com", role: "admin", active: true, invited: false }]);
  });

  it("works once, looking at it does not use it up, and one that is used ends the others of earlier starts", async () => {
    const [older, ticket] = [await adminTicket(collector), await adminTicket(collector)];
    for (let i = 0; i < 3; i++) expect((await get(`/console/login?ticket=${ticket}`)).statusCode).toBe(200);
    expect((await post(collector, "/console/login", { ticket, ...ADMIN })).statusCode).toBe(303);
    for (const used of [ticket, older]) {
      for (const again of [await post(collector, "/console/login", { ticket: used, name: "Eve", email: "eve@example.com", password: PASSWORD }), await get(`/console/login?ticket=${used}`)]) {
        expect([again.statusCode, again.headers["set-cookie"]]).toEqual([410, undefined]);
        expect(again.payload).toContain("PE_ADMIN_LINK=on");
      }
    }
  });

  it("works once even for those who use it at the same moment", async () => {
    const ticket = await adminTicket(collector);
    const answers = await Promise.all(["ada", "eve", "bo"].map((name) => post(collector, "/console/login", { ticket, name, email: `${name}@example.com`, password: PASSWORD })));
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([303, 410, 410]);
    expect(await collector.store.accounts(collector.site.id)).toHaveLength(1);
  });

  it("works for a day", async () => {
    const ticket = await adminTicket(collector);
    collector.clock.now = NOW + 24 * HOUR;
    expect((await post(collector, "/console/login", { ticket, ...ADMIN })).statusCode).toBe(410);
  });

  it.each([{ "sec-fetch-site": "cross-site" }, { "sec-fetch-site": "same-site" }, { origin: "https://evil.io" }, { origin: "null" }, {}] as { [name: string]: string }[])("is not used by a form that comes with %j", async (headers) => {
    const ticket = await adminTicket(collector);
    expect((await post(collector, "/console/login", { ticket, ...ADMIN }, headers)).statusCode).toBe(403);
    expect((await get(`/console/login?ticket=${ticket}`)).statusCode).toBe(200);
  });

  it.each([
    [{ name: "" }, "Enter the name"], [{ name: "\0\u0007 " }, "Enter the name"], [{ email: "ada" }, "Enter your e-mail"], [{ email: "ada@localhost" }, "Enter your e-mail"],
    [{ password: "short" }, "at least 12"], [{ password: "x".repeat(257) }, "at most 256"], [{ password: "ada@example.com" }, "easily guessed"], [{ password: "adaadaadaadaada" }, "easily guessed"], [{ password: "Ada Byron 1111" }, "easily guessed"],
  ] as [{ [field: string]: string }, string][])("is not used up with %j", async (wrong, message) => {
    const ticket = await adminTicket(collector);
    const answer = await post(collector, "/console/login", { ticket, ...ADMIN, ...wrong });
    expect([answer.statusCode, answer.headers["set-cookie"]]).toEqual([400, undefined]);
    expect(answer.payload).toContain(message);
    expect(answer.payload).not.toMatch(/type="password"[^>]*value=/);
    expect((await post(collector, "/console/login", { ticket, ...ADMIN })).statusCode).toBe(303);
  });

  it("that is made up shows nothing of itself", async () => {
    const answer = await get("/console/login?ticket=%22%3E%3Cscript%3E");
    expect([answer.statusCode, answer.payload]).toEqual([410, expect.not.stringContaining("<script>")]);
    const echoed = await post(collector, "/console/login", { email: '"><script>x', password: "x" });
    expect(echoed.payload).not.toContain("<script>");
  });

  it("brings an admin back who has lost the password, or the role, and ends who else was in by that account", async () => {
    const first = await becomeAdmin(collector);
    const [{ id }] = (await call(collector, "GET", "/v1/accounts", first)).json().accounts;
    await collector.store.changeAccount({ site: collector.site.id, id }, { lastLoginAt: NOW });
    const answer = await setUp({ password: "another password of mine" });
    expect(answer.statusCode).toBe(303);
    expect([await status(first), await status(cookieOf(answer))]).toEqual([401, 200]);
    expect(await collector.store.accounts(collector.site.id)).toMatchObject([{ id, role: "admin" }]);
    expect([(await logIn(ADMIN.email, PASSWORD)).statusCode, (await logIn(ADMIN.email, "another password of mine")).statusCode]).toEqual([401, 303]);
  });
});

describe("Where somebody was on the way to", () => {
  const to = "/console/rules?site=pk_1#segments/a&b";
  const fields = { email: ADMIN.email, password: PASSWORD, to };

  beforeEach(() => becomeAdmin(collector));

  it("is where they are after the login, though they mistype the password", async () => {
    const asked = (await get(`/console/login?to=${encodeURIComponent(to)}`)).payload;
    const wrong = await post(collector, "/console/login", { ...fields, password: "wrong horse battery" });
    for (const page of [asked, wrong.payload]) expect(page).toContain('<input type="hidden" name="to" value="/console/rules?site=pk_1#segments/a&#38;b">');
    expect((await post(collector, "/console/login", fields)).headers.location).toBe(to);
  });

  it.each(["https://evil.example/console/", "//evil.example/console/", "/\\evil.example", "/v1/me", "javascript:alert(1)", "/console/login", "/console/../v1/me", "/console/\r\nset-cookie: a=b", "http://", ""])("is nowhere but in the console: %j", async (elsewhere) => {
    expect((await post(collector, "/console/login", { ...fields, to: elsewhere })).headers.location).toBe("/console/");
    expect((await get(`/console/login?to=${encodeURIComponent(elsewhere)}`)).payload).toContain('name="to" value="/console/"');
  });

  it("is said once, and is no longer than an address", async () => {
    for (const query of ["to=/console/health&to=/console/rules", `to=/console/%23${"x".repeat(2_000)}`]) expect((await get(`/console/login?${query}`)).payload).toContain('name="to" value="/console/"');
  });
});

describe("What the start prints", () => {
  const print = async (environment = {}) => {
    const read = parseConfig({ PE_DATA: collector.folder, ...environment });
    if ("problems" in read) throw new Error(read.problems.join());
    return greet({ store: collector.store, config: read.config, site: collector.site, now: () => NOW });
  };

  it("is a link as long as there is no account, and the login's address afterwards, unless the operator asks for one", async () => {
    for (let start = 0; start < 2; start++) expect(await print()).toMatch(/console\/login\?ticket=[\w-]{32}\n.*makes an admin/);
    await becomeAdmin(collector);
    expect(await print()).toMatch(/Agents' console\s+http:\/\/localhost:8787\/console\/login\n/);
    const printed = await print({ PE_ADMIN_LINK: "on" });
    const ticket = ticketOf(/http\S+ticket=\S+/.exec(printed)![0]);
    expect((await post(collector, "/console/login", { ticket, name: "Bo", email: "bo@example.com", password: PASSWORD })).statusCode).toBe(303);
  });
});

describe("A password", () => {
  beforeEach(() => becomeAdmin(collector));

  it("lets in by the e-mail in any writing, and tells when that was", async () => {
    collector.clock.now = NOW + MINUTE;
    const answer = await logIn(" ADA@example.COM", PASSWORD);
    expect([answer.statusCode, answer.headers.location]).toEqual([303, "/console/"]);
    expect((await call(collector, "GET", "/v1/accounts", cookieOf(answer))).json().accounts[0].lastLoginAt).toBe(NOW + MINUTE);
  });

  it("is the same from another keyboard's code points", async () => {
    const composed = "Überraschung für alle";
    await setUp({ password: composed });
    expect((await logIn(ADMIN.email, composed.normalize("NFD"))).statusCode).toBe(303);
  });

  it("that is wrong is answered like an e-mail that nobody has, an account that is off, and one that nobody has chosen a password for", async () => {
    const admin = cookieOf(await logIn(ADMIN.email, PASSWORD));
    for (const name of ["off", "new"]) await call(collector, "POST", "/v1/accounts", admin, { name, email: `${name}@example.com`, role: "agent" });
    const [, off] = (await collector.store.accounts(collector.site.id)).map(({ id }) => id).reverse();
    await collector.store.changeAccount({ site: collector.site.id, id: off! }, { active: false, passwordHash: (await collector.store.accountByEmail({ site: collector.site.id, email: ADMIN.email }))!.passwordHash! });
    const answers = await Promise.all([["ada@example.com", "wrong password!"], ["nobody@example.com", PASSWORD], ["off@example.com", PASSWORD], ["new@example.com", ""], ["no e-mail", PASSWORD]].map(async ([email, password]) => {
      const { statusCode, payload, headers } = await logIn(email!, password!);
      return { statusCode, cookie: headers["set-cookie"], page: payload.replace(email!, "…") };
    }));
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(answers[0]).toMatchObject({ statusCode: 401, cookie: undefined, page: expect.stringContaining("E-mail and password do not fit together.") });
  });

  it("takes as much work to be refused where there is no account", async () => {
    const costs: unknown[][] = [];
    for (const email of [ADMIN.email, "nobody@example.com"]) {
      vi.mocked(verify).mockClear();
      await logIn(email, "wrong password!", OWN, "198.51.100.10");
      costs.push(vi.mocked(verify).mock.calls.map(([hash]) => parseOptions(`${hash}`)));
    }
    expect(costs[0]).toHaveLength(1);
    expect(costs[1]).toEqual(costs[0]);
  });

  it("is kept as Argon2id of 19 MiB and two passes, with a salt of its own", async () => {
    await setUp({ name: "Bo", email: "bo@example.com" });
    const hashes = (await collector.store.accounts(collector.site.id)).map(({ passwordHash }) => passwordHash);
    for (const hash of hashes) expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
    expect(new Set(hashes).size).toBe(2);
  });

  it("may be tried five times, and then with pauses that grow, by each account from each place", async () => {
    const waits: (string | undefined)[] = [];
    for (let i = 0; i < 5; i++) expect((await logIn(ADMIN.email, "wrong password!")).statusCode).toBe(401);
    for (let i = 0; i < 12; i++) {
      const answer = await logIn(ADMIN.email, PASSWORD);
      expect([answer.statusCode, answer.headers["set-cookie"]]).toEqual([429, undefined]);
      const wait = answer.headers["retry-after"];
      waits.push(wait as string);
      collector.clock.now += Number(wait) * 1_000;
      await logIn(ADMIN.email, "wrong password!");
    }
    expect(waits).toEqual(["1", "2", "4", "8", "16", "32", "64", "128", "256", "512", "900", "900"]);
    // From elsewhere its holder gets in, and from there somebody else does.
    expect((await logIn(ADMIN.email, PASSWORD, OWN, "203.0.113.7")).statusCode).toBe(303);
    collector.clock.now += 900_000;
    expect((await logIn(ADMIN.email, PASSWORD)).statusCode).toBe(303);
    expect((await logIn(ADMIN.email, "wrong password!")).statusCode).toBe(401);
  });

  it("may not be tried more often by waiting for a restart, and what is kept of it names nobody", async () => {
    for (let i = 0; i < 5; i++) await logIn(ADMIN.email, "wrong password!");
    await collector.stop();
    collector = await openCollector({ PE_DATA: collector.folder });
    const answer = await logIn(ADMIN.email, PASSWORD);
    expect([answer.statusCode, answer.headers["retry-after"]]).toEqual([429, "1"]);
    expect((await logIn(ADMIN.email, PASSWORD, OWN, "203.0.113.7")).statusCode).toBe(303);
    const { DatabaseSync } = await loadSqlite();
    const raw = new DatabaseSync(path.join(collector.folder, "parley.db"));
    const rows = raw.prepare("SELECT key FROM login_tries").all() as { key: string }[];
    raw.close();
    expect(rows.length).toBeGreaterThan(0);
    for (const { key } of rows) expect(key).toMatch(/^[\da-f]{32,64}$/);
  });

  it("is forgotten to have been tried after an hour, and of very many the oldest are, so that the book does not grow", async () => {
    const keys = Array.from({ length: 10_050 }, (_, i) => `k${i}`);
    const at = (i: number) => NOW + i;
    const { store } = collector;
    await store.changeTries({ keys, forgottenAt: 0 }, (known) => keys.forEach((key, i) => known.set(key, { count: 1, lastAt: at(i), until: 0 })));
    const known = (forgottenAt: number) => store.changeTries({ keys, forgottenAt }, (there) => [...there.keys()]);
    const left = await known(0);
    expect([left.length, left[0]]).toEqual([10_000, "k50"]);
    expect(await known(at(10_047))).toEqual(["k10048", "k10049"]);
    await store.changeTries({ keys: ["new"], forgottenAt: at(10_047) }, (there) => void there.set("new", { count: 1, lastAt: at(20_000), until: 0 }));
    expect(await known(0)).toEqual(["k10048", "k10049"]);
  });

  it("waits no longer than the longest because a clock was ahead", async () => {
    collector.clock.now = NOW + 400 * 24 * HOUR;
    for (let i = 0; i < 8; i++) await logIn(ADMIN.email, "wrong password!");
    collector.clock.now = NOW;
    const answer = await logIn(ADMIN.email, PASSWORD);
    expect(Number(answer.headers["retry-after"])).toBeLessThanOrEqual(900);
  });

  it("may not be tried more often by asking for all at once", async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => logIn(ADMIN.email, "wrong password!")));
    expect(answers.map(({ statusCode }) => statusCode).filter((code) => code === 401)).toHaveLength(5);
  });

  it("may not be tried for very many accounts from one place, whichever of its addresses one takes", async () => {
    const answers: number[] = [];
    for (let i = 0; i < 40; i++) answers.push((await logIn(`a${i}@example.com`, "wrong password!", OWN, `2001:db8:0:1::${i.toString(16)}`)).statusCode);
    expect(answers.filter((code) => code === 401)).toHaveLength(30);
    expect((await logIn(ADMIN.email, PASSWORD, OWN, "2001:db8:0:2::1")).statusCode).toBe(303);
  });

  it.each([{ "sec-fetch-site": "cross-site" }, { origin: "https://evil.example" }, {}] as { [name: string]: string }[])("is not tried for a form that comes with %j", async (headers) => {
    expect((await logIn(ADMIN.email, PASSWORD, headers)).statusCode).toBe(403);
  });
});

describe("A login", () => {
  let cookie: string;
  beforeEach(async () => {
    cookie = await becomeAdmin(collector);
  });

  it("ends after twelve hours, however busy it is", async () => {
    for (let passed = 20 * MINUTE; passed < 12 * HOUR; passed += 20 * MINUTE) {
      collector.clock.now = NOW + passed;
      expect(await status(cookie)).toBe(200);
    }
    collector.clock.now = NOW + 12 * HOUR;
    expect(await status(cookie)).toBe(401);
  });

  it("ends after half an hour in which its holder did nothing, though the stream is asked for", async () => {
    collector.clock.now = NOW + 29 * MINUTE;
    expect(await status(cookie)).toBe(200);
    collector.clock.now = NOW + 58 * MINUTE;
    const stream = await collector.server.inject({ url: "/v1/stream", headers: { cookie }, payloadAsStream: true });
    expect(stream.statusCode).toBe(200);
    stream.stream().destroy();
    collector.clock.now = NOW + 59 * MINUTE;
    expect(await status(cookie)).toBe(401);
  });

  it("is another one than whatever the browser had before", async () => {
    const fixed = `pe_console=${"f".repeat(32)}`;
    const first = cookieOf(await logIn(ADMIN.email, PASSWORD, { ...OWN, cookie: fixed }));
    const second = cookieOf(await logIn(ADMIN.email, PASSWORD, { ...OWN, cookie: first }));
    expect(new Set([fixed, cookie, first, second]).size).toBe(4);
    expect([await status(fixed), await status(cookie), await status(first), await status(second)]).toEqual([401, 200, 401, 200]);
  });

  it("ends when the agent logs out, and not when another website asks for it", async () => {
    expect((await post(collector, "/console/logout", {}, { cookie, "sec-fetch-site": "cross-site" })).statusCode).toBe(403);
    expect(await status(cookie)).toBe(200);
    const answer = await post(collector, "/console/logout", {}, { cookie, ...OWN });
    expect([answer.statusCode, answer.headers.location, answer.headers["set-cookie"]]).toEqual([303, "/console/login", expect.stringContaining("pe_console=; Path=/; Max-Age=0")]);
    expect(await status(cookie)).toBe(401);
  });

  it.each(["/v1/me", "/v1/stream", "/v1/health", "/v1/journey?session=w1"])("is needed for %s", async (url) => {
    for (const wrong of ["", "pe_console=", "pe_console=made-up", "other=1", `__Host-${cookie}`]) {
      const answer = await get(url, wrong);
      expect([answer.statusCode, answer.json().error]).toEqual([401, "not_logged_in"]);
    }
  });

  it("is kept as a hash only, like tickets", async () => {
    const [token, ticket] = [cookie.split("=")[1]!, await adminTicket(collector)];
    const always = { beganAfter: 0, seenAfter: 0 };
    expect([await collector.store.login(token, always), await collector.store.ticket(ticket, NOW)]).toEqual([undefined, undefined]);
    expect([await collector.store.login(hashToken(token), always), await collector.store.ticket(hashToken(ticket), NOW)]).toMatchObject([{ agent: "Ada Byron" }, { site: collector.site.id }]);
  });

  it("is bound to the very host, and to HTTPS, where the collector has HTTPS", async () => {
    const secure = createLogins({ store: collector.store, now: () => NOW, secure: true });
    const [{ id } = { id: "" }] = await collector.store.accounts(collector.site.id);
    const given = await secure.begin(id, undefined);
    expect(given).toMatch(/^__Host-pe_console=[\w-]{32}; Path=\/; Max-Age=43200; HttpOnly; SameSite=Lax; Secure$/);
    expect(await secure.find(given.split(";")[0], true)).toMatchObject({ agent: "Ada Byron" });
    expect(await secure.find(cookie, true)).toBeUndefined();
  });
});
