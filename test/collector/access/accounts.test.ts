import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Account, Invited } from "../../../src/protocol/account";
import { NOW, openCollector, type Collector } from "../openCollector";
import { ADMIN, becomeAdmin, call, cookieOf, OWN, PASSWORD, post, ticketOf } from "./account";

let collector: Collector;
let admin: string;
beforeEach(async () => {
  collector = await openCollector();
  admin = await becomeAdmin(collector);
});
afterEach(() => collector.close());

const DAY = 24 * 3_600_000;
const ask = (method: "GET" | "POST" | "PATCH", url: string, payload?: object, cookie = admin) => call(collector, method, url, cookie, payload);
const accounts = async (): Promise<Account[]> => (await ask("GET", "/v1/accounts")).json().accounts;
const invite = async (name = "Bo", role = "agent"): Promise<Invited> => (await ask("POST", "/v1/accounts", { name, email: `${name}@example.com`, role })).json();
const accept = (link: string, password = PASSWORD) => post(collector, "/console/login", { ticket: ticketOf(link), password });
const join = async (name = "Bo", role = "agent") => {
  const { link, ...account } = await invite(name, role);
  return { account, cookie: cookieOf(await accept(link)) };
};
const status = async (cookie: string) => (await ask("GET", "/v1/me", undefined, cookie)).statusCode;

describe("An account", () => {
  it("is made by an admin, for somebody who chooses the password by a link that works once", async () => {
    const answer = await ask("POST", "/v1/accounts", { name: " Bo  Diddley ", email: "Bo@Example.com", role: "agent" });
    const { link, expires, ...account }: Invited = answer.json();
    expect([answer.statusCode, account, expires]).toEqual([201, { id: expect.any(String), name: "Bo Diddley", email: "bo@example.com", role: "agent", active: true, invited: true, createdAt: NOW }, NOW + 7 * DAY]);
    expect(link).toMatch(/^http:\/\/localhost:8787\/console\/login\?ticket=[\w-]{32}$/);
    expect((await collector.server.inject(new URL(link).pathname + new URL(link).search)).payload).toContain("bo@example.com");
    expect((await accept(link, "short")).statusCode).toBe(400);
    const cookie = cookieOf(await accept(link));
    expect((await ask("GET", "/v1/me", undefined, cookie)).json()).toMatchObject({ agent: "Bo Diddley", role: "agent" });
    expect((await accept(link)).statusCode).toBe(410);
    expect(await accounts()).toMatchObject([{ name: "Ada Byron" }, { name: "Bo Diddley", invited: false, lastLoginAt: NOW }]);
    expect(JSON.stringify(await accounts())).not.toMatch(/argon2|password/i);
  });

  it("gets a new link, by which the older one and the logins end, and not the password before it is used", async () => {
    const { link, ...account } = await invite();
    const again: Invited = (await ask("POST", `/v1/accounts/${account.id}/invite`)).json();
    expect((await accept(link)).statusCode).toBe(410);
    const cookie = cookieOf(await accept(again.link));
    const third: Invited = (await ask("POST", `/v1/accounts/${account.id}/invite`)).json();
    expect(await status(cookie)).toBe(200);
    expect((await post(collector, "/console/login", { email: "bo@example.com", password: PASSWORD })).statusCode).toBe(303);
    expect((await accept(third.link, "another password of mine")).statusCode).toBe(303);
    expect([await status(cookie), (await post(collector, "/console/login", { email: "bo@example.com", password: PASSWORD })).statusCode]).toEqual([401, 401]);
  });

  it("is joined within a week", async () => {
    const { link } = await invite();
    collector.clock.now = NOW + 7 * DAY;
    expect((await accept(link)).statusCode).toBe(410);
  });

  it.each([
    [{}], [{ name: "Bo" }], [{ name: "", email: "bo@example.com", role: "agent" }], [{ name: "Bo", email: "bo", role: "agent" }], [{ name: "Bo", email: "bo@example.com", role: "owner" }], [{ name: "Bo", email: "bo@example.com", role: "__proto__" }],
  ])("is not made of %j", async (body) => {
    const answer = await ask("POST", "/v1/accounts", body);
    expect([answer.statusCode, answer.json().error]).toEqual([400, "wrong_account"]);
    expect(await accounts()).toHaveLength(1);
  });

  it("has an e-mail and a name that nobody else has", async () => {
    const account = await invite();
    for (const [body, error] of [[{ name: "Other", email: "BO@example.com", role: "agent" }, "email_taken"], [{ name: "bO", email: "other@example.com", role: "agent" }, "name_taken"]] as const) {
      const answer = await ask("POST", "/v1/accounts", body);
      expect([answer.statusCode, answer.json().error]).toEqual([409, error]);
    }
    expect((await ask("PATCH", `/v1/accounts/${account.id}`, { name: "ADA byron" })).json().error).toBe("name_taken");
    expect((await ask("PATCH", `/v1/accounts/${account.id}`, { name: "BO" })).json()).toMatchObject({ name: "BO" });
  });

  it.each([[{}], [{ role: "owner" }], [{ active: "no" }], [{ email: "new@example.com" }], [{ name: " " }], [{ passwordHash: "x" }]])("is not changed by %j", async (body) => {
    const account = await invite();
    expect((await ask("PATCH", `/v1/accounts/${account.id}`, body)).statusCode).toBe(400);
  });

  it.each([{ role: "viewer" }, { active: false }, { name: "Robert" }])("is logged in no more when it is changed by %j, and its streams end", async (change) => {
    const { account, cookie } = await join();
    const stream = await collector.server.inject({ url: "/v1/stream", headers: { cookie }, payloadAsStream: true });
    let ended = false;
    stream.stream().on("end", () => (ended = true)).resume();
    const { account: other, cookie: others } = await join("Cy");
    expect((await ask("PATCH", `/v1/accounts/${other.id}`, { name: "Cy" })).statusCode).toBe(200);
    expect([await status(cookie), await status(others), ended]).toEqual([200, 200, false]);
    expect((await ask("PATCH", `/v1/accounts/${account.id}`, change)).json()).toMatchObject(change);
    expect([await status(cookie), await status(others)]).toEqual([401, 200]);
    await vi.waitFor(() => expect(ended).toBe(true));
    const again = await post(collector, "/console/login", { email: "bo@example.com", password: PASSWORD });
    expect(again.statusCode).toBe("active" in change ? 401 : 303);
  });

  it("that is off is not invited, and a link from before lets nobody in", async () => {
    const { link, ...account } = await invite();
    await ask("PATCH", `/v1/accounts/${account.id}`, { active: false });
    expect((await ask("POST", `/v1/accounts/${account.id}/invite`)).json().error).toBe("not_active");
    expect((await accept(link)).statusCode).toBe(410);
  });

  it("of the last admin who can log in stays an active admin's", async () => {
    const [{ id } = { id: "" }] = await accounts();
    // One who was invited only can open no door yet.
    const { link, ...second } = await invite("Bo", "admin");
    for (const change of [{ role: "agent" }, { active: false }]) expect((await ask("PATCH", `/v1/accounts/${id}`, change)).json().error).toBe("last_admin");
    const cookie = cookieOf(await accept(link));
    const answers = await Promise.all([ask("PATCH", `/v1/accounts/${id}`, { role: "agent" }), ask("PATCH", `/v1/accounts/${second.id}`, { active: false }, cookie)]);
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409]);
    expect((await collector.store.accounts(collector.site.id)).filter(({ role, active }) => role === "admin" && active)).toHaveLength(1);
  });
});

describe("One's own password", () => {
  const change = (before: string, password: string, cookie = admin) => ask("POST", "/v1/me/password", { before, password }, cookie);

  it("is changed by whoever knows it, and all other logins of the account end", async () => {
    const elsewhere = cookieOf(await post(collector, "/console/login", { email: ADMIN.email, password: PASSWORD }));
    const answer = await change(PASSWORD, "another password of mine");
    expect(answer.statusCode).toBe(204);
    expect([await status(admin), await status(elsewhere), await status(cookieOf(answer))]).toEqual([401, 401, 200]);
    expect((await post(collector, "/console/login", { email: ADMIN.email, password: PASSWORD })).statusCode).toBe(401);
  });

  it("is not changed by whoever does not, nor to one that is weak", async () => {
    for (const [before, password, code, error] of [["wrong password!", "another password of mine", 422, "wrong_password"], [PASSWORD, "short", 400, "wrong_account"], [PASSWORD, "ada@example.com", 400, "wrong_account"]] as const) {
      const answer = await change(before, password);
      expect([answer.statusCode, answer.json().error]).toEqual([code, error]);
    }
    expect(await status(admin)).toBe(200);
  });

  it("is not guessed by somebody at an unlocked screen", async () => {
    for (let i = 0; i < 4; i++) expect((await change("wrong password!", "another password of mine")).statusCode).toBe(422);
    await change("wrong password!", "another password of mine");
    const answer = await change(PASSWORD, "another password of mine");
    expect([answer.statusCode, answer.json().error, answer.headers["retry-after"]]).toEqual([429, "too_many_tries", "1"]);
  });

  it("is not changed by a form", async () => {
    const answer = await post(collector, "/v1/me/password", { before: PASSWORD, password: "another password of mine" }, { ...OWN, cookie: admin });
    expect(answer.statusCode).toBe(415);
  });
});

describe("One's own account", () => {
  it("is told to whoever it is, whatever their role, and with how many other logins it has", async () => {
    const { cookie } = await join("Bo", "viewer");
    const own = async (of: string) => (await ask("GET", "/v1/me/account", undefined, of)).json();
    expect(await own(cookie)).toEqual({ name: "Bo", email: "bo@example.com", role: "viewer", hasPassword: true, byProvider: false, otherLogins: 0 });
    const second = cookieOf(await post(collector, "/console/login", { email: "bo@example.com", password: PASSWORD }));
    expect([(await own(cookie)).otherLogins, (await own(second)).otherLogins, (await own(admin)).otherLogins]).toEqual([1, 1, 0]);
    const { id } = (await accounts()).find(({ name }) => name === "Bo")!;
    await collector.store.changeAccount({ site: collector.site.id, id }, { queues: ["Sales"] });
    expect((await own(cookie)).queues).toEqual(["Sales"]);
    // Those that are over do not count.
    collector.clock.now += 29 * 60_000;
    await status(second);
    collector.clock.now += 29 * 60_000;
    expect((await own(second)).otherLogins).toBe(0);
  });

  it("without a password says so", async () => {
    const cookie = await collector.cookie("Cy", "agent");
    const [account] = (await collector.store.accounts(collector.site.id)).filter(({ name }) => name === "Cy");
    await collector.store.changeAccount({ site: collector.site.id, id: account!.id }, { subject: "cy@provider" });
    expect((await ask("GET", "/v1/me/account", undefined, cookie)).json()).toMatchObject({ hasPassword: false, byProvider: true });
  });

  it("is logged out everywhere else, streams too, and stays in here; nobody else is", async () => {
    const { cookie } = await join();
    const second = cookieOf(await post(collector, "/console/login", { email: "bo@example.com", password: PASSWORD }));
    const ended = { here: false, there: false };
    for (const [where, of] of [["here", cookie], ["there", second]] as const) {
      const stream = await collector.server.inject({ url: "/v1/stream", headers: { cookie: of }, payloadAsStream: true });
      stream.stream().on("end", () => (ended[where] = true)).resume();
    }
    const answer = await collector.server.inject({ method: "DELETE", url: "/v1/me/logins", headers: { cookie, ...OWN } });
    expect([answer.statusCode, await status(cookie), await status(second), await status(admin)]).toEqual([204, 200, 401, 200]);
    await vi.waitFor(() => expect(ended).toEqual({ here: false, there: true }));
    expect((await collector.server.inject({ method: "DELETE", url: "/v1/me/logins", headers: { cookie, "sec-fetch-site": "cross-site" } })).statusCode).toBe(403);
  });
});
