/** Logging in by an identity provider, which is a real one: `oidc-provider`, as a process of its own. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { parseProvider } from "../../../src/collector/access/parseProvider";
import { openCollector, type Collector } from "../openCollector";
import { ADMIN, becomeAdmin, call, OWN, PASSWORD, post } from "./account";

const SECRET = "the secret of this client and of nobody else";
const REDIRECT = "http://localhost:8787/console/provider/callback";
const PEOPLE = {
  "u-1": { name: "Ada Byron", email: "ada@example.com", email_verified: true, groups: ["parley-admins"] },
  "u-2": { name: "Bo Diddley", email: "bo@example.com", email_verified: true, groups: ["other", "support"] },
  "u-3": { name: "Eve", email: "eve@example.com", email_verified: true, groups: ["other"] },
  "u-4": { name: "Mallory", email: "ada@example.com", email_verified: false, groups: ["support"] },
  "u-5": { name: "Mallory", email: "ada@example.com", email_verified: true, groups: ["support"] },
};
const ROLES = "groups: parley-admins=admin, support=agent";

let process_: ChildProcess;
let gone: Promise<unknown>;
let issuer: string;
beforeAll(async () => {
  process_ = spawn(process.execPath, [path.resolve("test/collector/access/identityProvider.mjs")], { env: { ...process.env, PEOPLE: JSON.stringify(PEOPLE), SECRET, REDIRECT }, stdio: ["ignore", "pipe", "ignore"] });
  gone = once(process_, "exit");
  let printed = "";
  process_.stdout!.on("data", (text) => (printed += text));
  await vi.waitFor(() => expect(printed).toContain("listening at"), { timeout: 60_000, interval: 50 });
  issuer = /listening at (\S+)/.exec(printed)![1]!;
});
afterAll(async () => {
  process_.kill();
  await gone;
});

let collector: Collector;
const open = async (roles = ROLES, secret = SECRET) => (collector = await openCollector({ PE_OIDC_ISSUER: issuer, PE_OIDC_CLIENT_ID: "parley", PE_OIDC_CLIENT_SECRET: secret, ...(roles && { PE_OIDC_ROLES: roles }) }));
afterEach(() => collector.close());

const cookies = (headers: { "set-cookie"?: string | string[] | undefined }) => [headers["set-cookie"] ?? []].flat().map((one) => one.split(";")[0]!);
const get = (url: string, cookie = "") => collector.server.inject({ url, headers: { cookie, "sec-fetch-site": "cross-site" } });

/** What a browser does until the provider sends it back. @returns the address that it is sent back to, and its cookie of the collector */
async function visitProvider(person: string, way = "/console/provider"): Promise<{ back: string; cookie: string }> {
  const begun = await get(way);
  expect(begun.statusCode).toBe(303);
  const jar = new Map<string, string>();
  let address = `${begun.headers.location}&login_hint=${person}`;
  while (address.startsWith(issuer)) {
    const answer = await fetch(address, { redirect: "manual", headers: { cookie: [...jar].map((pair) => pair.join("=")).join("; ") } });
    for (const one of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(one)!;
      jar.set(name!, value!);
    }
    address = new URL(answer.headers.get("location") ?? "about:blank", address).href;
  }
  expect(address).toContain(`${REDIRECT}?code=`);
  return { back: address.slice("http://localhost:8787".length), cookie: cookies(begun.headers)[0]! };
}
const logIn = async (person: string, way?: string) => {
  const { back, cookie } = await visitProvider(person, way);
  return get(back, cookie);
};
const me = async (answer: Awaited<ReturnType<typeof logIn>>) => {
  const login = cookies(answer.headers).find((one) => one.startsWith("pe_console="));
  return (await call(collector, "GET", "/v1/me", login ?? "")).json();
};

describe("Whom the provider vouches for", () => {
  beforeEach(() => open());

  it("gets in with the role of the first group that fits, and has an account from then on", async () => {
    const answer = await logIn("u-2");
    expect([answer.statusCode, answer.headers.location]).toEqual([303, "/console/"]);
    expect(await me(answer)).toMatchObject({ agent: "Bo Diddley", role: "agent" });
    expect(await me(await logIn("u-1"))).toMatchObject({ agent: "Ada Byron", role: "admin" });
    await logIn("u-2");
    const { rows } = (await call(collector, "GET", "/v1/audit", await collector.cookie("Ada Byron"))).json() as { rows: { who: string; what: string }[] };
    expect(rows.filter(({ what }) => what === "GET /console/provider/callback").map(({ who }) => who)).toEqual(["Bo Diddley", "Ada Byron", "Bo Diddley"]);
    expect((await collector.store.accounts(collector.site.id)).map(({ email, role }) => [email, role])).toEqual([["ada@example.com", "admin"], ["bo@example.com", "agent"]]);
    expect((await get("/console/login")).payload).toContain('href="/console/provider"');
  });

  it("comes to where they were on the way to, which is in the console", async () => {
    const to = "/console/#conversation:a%20b";
    expect((await get(`/console/login?to=${encodeURIComponent(to)}`)).payload).toContain(`href="/console/provider?to=${encodeURIComponent(to)}"`);
    expect((await logIn("u-2", `/console/provider?to=${encodeURIComponent(to)}`)).headers.location).toBe(to);
    expect((await logIn("u-2", `/console/provider?to=${encodeURIComponent("https://evil.example/console/")}`)).headers.location).toBe("/console/");
  });

  it("does not get in without a group that means a role, nor when the account is off", async () => {
    const answer = await logIn("u-3");
    expect([answer.statusCode, cookies(answer.headers)]).toEqual([403, ["pe_provider="]]);
    expect(answer.payload).toContain("gives you no role");
    await logIn("u-2");
    const [{ id } = { id: "" }] = await collector.store.accounts(collector.site.id);
    await collector.store.changeAccount({ site: collector.site.id, id }, { active: false });
    expect((await logIn("u-2")).payload).toContain("Your account is not active");
  });

  it("takes over the account with an e-mail that the provider has verified, once, and with no other", async () => {
    await becomeAdmin(collector);
    const [before] = await collector.store.accounts(collector.site.id);
    expect((await logIn("u-4")).payload).toContain("no e-mail that it has verified");
    expect(await me(await logIn("u-1"))).toMatchObject({ agent: "Ada Byron", role: "admin" });
    expect((await logIn("u-5")).statusCode).toBe(403);
    expect(await collector.store.accounts(collector.site.id)).toMatchObject([{ id: before!.id, subject: `${issuer} u-1`, passwordHash: before!.passwordHash }]);
    expect((await post(collector, "/console/login", { email: ADMIN.email, password: PASSWORD }, OWN)).statusCode).toBe(303);
  });
});

describe("On several sites", () => {
  it("whoever has accounts gets in to all of them by one login, and each site's log says when an account became theirs", async () => {
    await open();
    const admin = await becomeAdmin(collector);
    const { key } = (await call(collector, "POST", "/v1/sites", admin, { name: "Shop" })).json().site;
    await call(collector, "POST", `/v1/accounts?site=${key}`, admin, { name: "Bo D.", email: "bo@example.com", role: "viewer" });
    expect(await me(await logIn("u-2"))).toMatchObject({ agent: "Bo Diddley", role: "agent", site: { key: collector.site.key }, sites: [{ name: "My website" }, { name: "Shop" }] });
    await logIn("u-2");
    const rows = async (of: string) => ((await call(collector, "GET", `/v1/audit?site=${of}`, admin)).json().rows as { what: string; who: string }[]).filter(({ what }) => what === "GET /console/provider/callback").map(({ who }) => who);
    expect([await rows(collector.site.key), await rows(key)]).toEqual([["Bo Diddley", "Bo Diddley"], ["Bo D."]]);
  });
});

describe("An answer of the provider", () => {
  beforeEach(() => open());

  it("counts once, for the browser that asked, within ten minutes", async () => {
    const first = await visitProvider("u-2");
    expect((await get(first.back)).statusCode).toBe(400);
    expect((await get(first.back, "pe_provider=made-up")).statusCode).toBe(400);
    const other = await visitProvider("u-2");
    // Another's answer, which somebody has made a browser open.
    expect((await get(first.back, other.cookie)).statusCode).toBe(400);
    expect((await get(first.back, first.cookie)).statusCode).toBe(303);
    expect((await get(first.back, first.cookie)).statusCode).toBe(400);
    const late = await visitProvider("u-2");
    collector.clock.now += 10 * 60_000;
    expect((await get(late.back, late.cookie)).statusCode).toBe(400);
  });

  it("is not believed with another state, or a code that is none", async () => {
    for (const change of [(back: string) => back.replace(/state=[^&]+/, "state=x"), (back: string) => back.replace(/code=[^&]+/, "code=x"), (back: string) => back.replace(/code=[^&]+/, "error=access_denied")]) {
      const { back, cookie } = await visitProvider("u-2");
      const answer = await get(change(back), cookie);
      expect([answer.statusCode, cookies(answer.headers)]).toEqual([400, []]);
    }
  });
});

describe("A provider", () => {
  it("that says no roles lets in who has an account, with its role", async () => {
    await open("");
    await becomeAdmin(collector);
    expect((await logIn("u-2")).payload).toContain("no account for you");
    expect(await me(await logIn("u-1"))).toMatchObject({ role: "admin" });
  });

  it("that does not know the collector's secret lets nobody in, and one that is not there is told of", async () => {
    await open(ROLES, "wrong");
    expect((await logIn("u-2")).statusCode).toBe(400);
    await collector.close();
    collector = await openCollector({ PE_OIDC_ISSUER: "http://localhost:1", PE_OIDC_CLIENT_ID: "parley", PE_OIDC_CLIENT_SECRET: "x" });
    expect((await get("/console/provider")).statusCode).toBe(503);
  });
});

describe("What operators set of it", () => {
  const set = { PE_OIDC_ISSUER: "https://login.example.com", PE_OIDC_CLIENT_ID: "a", PE_OIDC_CLIENT_SECRET: "geheim" };
  beforeEach(() => open());

  it.each([
    [{ PE_OIDC_ISSUER: "https://login.example.com" }, "belong together"], [{ ...set, PE_OIDC_ISSUER: "http://login.example.com" }, "https://"], [{ ...set, PE_OIDC_ISSUER: "login" }, "https://"],
    [{ ...set, PE_OIDC_ROLES: "admins=admin" }, "PE_OIDC_ROLES"], [{ ...set, PE_OIDC_ROLES: "groups: a=owner" }, "PE_OIDC_ROLES"], [{ ...set, PE_OIDC_ROLES: "groups:" }, "PE_OIDC_ROLES"],
  ])("is refused as %j, without the secret", (environment, message) => {
    const read = parseProvider(environment);
    expect(read).toContain(message);
    expect(read).not.toContain("geheim");
  });

  it("is read with its roles in order", () => {
    expect(parseProvider({})).toBeUndefined();
    expect(parseProvider({ ...set, PE_OIDC_ROLES: "groups: cn=admins=admin, b=agent" })).toMatchObject({ roles: { claim: "groups", values: [["cn=admins", "admin"], ["b", "agent"]] } });
  });
});
