import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createLogins, type Logins } from "../../src/collector/access/logins";
import { anEvent, NOW, openCollector, type Collector } from "./openCollector";

let collector: Collector;
let logins: Logins;
beforeEach(async () => {
  collector = await openCollector();
  logins = createLogins({ store: collector.store, now: () => collector.clock.now, secure: false });
});
afterEach(() => collector.close());

const HOUR = 3_600_000;
const get = (url: string, cookie = "") => collector.server.inject({ url, headers: { cookie } });
const logIn = (ticket: string, agent: string, headers: object = { "sec-fetch-site": "same-origin" }) =>
  collector.server.inject({
    method: "POST", url: "/console/login", payload: new URLSearchParams({ ticket, agent }).toString(),
    headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
  });

describe("A login link", () => {
  it("asks for a name, and then opens the console to its holder", async () => {
    const ticket = await logins.createTicket(collector.site.id);
    expect((await get(`/console/login?ticket=${ticket}`)).payload).toContain("Your name, as session cards will show it");
    const answer = await logIn(ticket, "  Ada \n Byron ");
    expect([answer.statusCode, answer.headers.location]).toEqual([303, "/console/"]);
    expect(answer.headers["set-cookie"]).toMatch(/^pe_console=[\w-]{32}; Path=\/; Max-Age=43200; HttpOnly; SameSite=Lax$/);
    const cookie = String(answer.headers["set-cookie"]).split(";")[0]!;
    expect((await get("/console/", cookie)).payload).toContain('<div id="app">');
    expect((await get("/v1/me", cookie)).json()).toEqual({
      agent: "Ada Byron", site: { name: "My website", key: collector.site.key },
      codes: ["Resolved", "Follow-up needed", "Sale", "Wrong number", "Spam"],
    });
  });

  it("works once, and looking at it does not use it up", async () => {
    const ticket = await logins.createTicket(collector.site.id);
    for (let i = 0; i < 3; i++) expect((await get(`/console/login?ticket=${ticket}`)).statusCode).toBe(200);
    expect((await logIn(ticket, "Ada")).statusCode).toBe(303);
    for (const again of [await logIn(ticket, "Eve"), await get(`/console/login?ticket=${ticket}`)]) {
      expect([again.statusCode, again.headers["set-cookie"]]).toEqual([410, undefined]);
      expect(again.payload).toContain("Restart the collector");
    }
  });

  it("works once even for two who use it at the same moment", async () => {
    const ticket = await logins.createTicket(collector.site.id);
    const cookies = await Promise.all(["Ada", "Eve", "Bo"].map((agent) => logins.redeem(ticket, agent)));
    expect(cookies.filter((cookie) => cookie !== undefined)).toHaveLength(1);
  });

  it("works for a day", async () => {
    const ticket = await logins.createTicket(collector.site.id);
    collector.clock.now = NOW + 24 * HOUR;
    expect((await logIn(ticket, "Ada")).statusCode).toBe(410);
  });

  it.each([{ "sec-fetch-site": "cross-site" }, { "sec-fetch-site": "same-site" }, { origin: "https://evil.io" }, { origin: "null" }, {}])("is not used by a form that comes with %j", async (headers) => {
    const ticket = await logins.createTicket(collector.site.id);
    expect((await logIn(ticket, "Eve", headers)).statusCode).toBe(403);
    expect(await logins.isGood(ticket)).toBe(true);
  });

  it("is not used without a name, nor with one of control characters", async () => {
    const ticket = await logins.createTicket(collector.site.id);
    for (const name of ["", "  ", "\0\u0007"]) expect((await logIn(ticket, name)).statusCode).toBe(400);
    expect(await logins.isGood(ticket)).toBe(true);
  });

  it("that is made up shows nothing of itself", async () => {
    expect((await get("/console/login?ticket=%22%3E%3Cscript%3E")).payload).not.toContain("<script>");
    expect((await get("/console/login")).statusCode).toBe(410);
  });
});

describe("A login", () => {
  it("ends after twelve hours", async () => {
    const cookie = await collector.cookie();
    collector.clock.now = NOW + 12 * HOUR - 1;
    expect((await get("/v1/me", cookie)).statusCode).toBe(200);
    collector.clock.now++;
    expect((await get("/v1/me", cookie)).statusCode).toBe(401);
  });

  it("ends when the agent logs out, and not when another website asks for it", async () => {
    const cookie = await collector.cookie();
    const out = (site: string) => collector.server.inject({ method: "POST", url: "/console/logout", headers: { cookie, "sec-fetch-site": site } });
    expect((await out("cross-site")).statusCode).toBe(403);
    expect((await get("/v1/me", cookie)).statusCode).toBe(200);
    const answer = await out("same-origin");
    expect([answer.statusCode, answer.headers["set-cookie"]]).toEqual([303, expect.stringContaining("pe_console=; Path=/; Max-Age=0")]);
    expect((await get("/v1/me", cookie)).statusCode).toBe(401);
  });

  it.each(["/v1/me", "/v1/stream", "/v1/health", "/v1/journey?session=w1"])("is needed for %s", async (url) => {
    for (const cookie of ["", "pe_console=", "pe_console=made-up", "other=1"]) {
      const answer = await get(url, cookie);
      expect([answer.statusCode, answer.json().error]).toEqual([401, "not_logged_in"]);
    }
  });

  it("is kept as a hash only, like secret keys and tickets", async () => {
    const ticket = await logins.createTicket(collector.site.id);
    const token = (await collector.cookie()).split("=")[1]!;
    const kept = JSON.stringify([await collector.store.firstSite(), await collector.store.login(token, NOW), await collector.store.ticket(ticket, NOW)]);
    expect(kept).not.toContain(collector.secret);
    expect(await collector.store.login(token, NOW)).toBeUndefined();
    expect(await collector.store.ticket(ticket, NOW)).toBeUndefined();
  });

  it("travels over HTTPS only where the collector has HTTPS", async () => {
    const secure = createLogins({ store: collector.store, now: () => NOW, secure: true });
    expect(await secure.redeem(await secure.createTicket(collector.site.id), "Ada")).toMatch(/; Secure$/);
  });
});

describe("The console's pages", () => {
  it("say without a login how to get one", async () => {
    for (const address of ["/console/", "/console/health"]) {
      const answer = await get(address);
      expect([answer.statusCode, answer.payload]).toEqual([401, expect.stringContaining("Restart the collector to get a new one")]);
      expect((await get(address, await collector.cookie())).payload).toContain('<div id="app">');
    }
  });

  it("allow no script but their own, no frame around them, and no address to leave", async () => {
    for (const url of ["/console/", "/console/login", "/console/console.css"]) {
      const { headers } = await get(url, await collector.cookie());
      expect(headers).toMatchObject({ "x-content-type-options": "nosniff", "referrer-policy": "same-origin" });
      for (const rule of ["default-src 'self'", "script-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "require-trusted-types-for 'script'"]) {
        expect(headers["content-security-policy"]).toContain(rule);
      }
    }
  });

  it("bring their own style, as it is built", async () => {
    const answer = await get("/console/console.css");
    expect([answer.statusCode, answer.headers["content-type"]]).toEqual([200, "text/css; charset=utf-8"]);
  });

  it.each(["/console/card.tsx", "/console/..%2fmain.ts", "/console/constructor", "/console/__proto__", "/console/console.css%00"])("do not include %s", async (url) => {
    expect((await get(url)).statusCode).toBe(404);
  });
});

describe("A journey", () => {
  it("is read by session or conversation, of the agent's own site only", async () => {
    const { post, batch, cookie, store } = collector;
    await post(batch([anEvent({ id: "mine", session: "w1" }), anEvent({ id: "started", session: "w1", type: "conversation.started", data: { conversation: "c1" } })]));
    await store.createSite({ id: "other", name: "Other", key: "pk_other", secretHash: "x" });
    await post(batch([anEvent({ id: "theirs", session: "w1" })], { key: "pk_other" }));
    const ids = async (query: string) => (await get(`/v1/journey?${query}`, await cookie())).json().steps.map(({ id }: { id: string }) => id);
    expect(await ids("session=w1")).toEqual(["mine", "started"]);
    expect(await ids("conversation=c1")).toEqual(["started"]);
    expect(await ids("session=unknown")).toEqual([]);
    for (const query of ["", "session=a&session=b", "visitor=v1"]) expect((await get(`/v1/journey?${query}`, await cookie())).statusCode).toBe(400);
  });
});
