/** What is kept of rules, who may look at them, and who may change them. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { RULE_SET_BYTES, RULE_VERSIONS, type SavedRules } from "../../../src/protocol/ruleAnswers";
import { NOW, openCollector, type Collector } from "../openCollector";
import { aMap, aSet, BROKEN } from "./sets";

let collector: Collector;
beforeEach(async () => {
  collector = await openCollector();
});
afterEach(() => collector.close());

type Method = "GET" | "POST" | "PUT";
type Headers = { [name: string]: string };
const bySecret = (): Headers => ({ authorization: `Bearer ${collector.secret}` });
const ask = (method: Method, url: string, payload?: unknown, headers: Headers = {}) =>
  collector.server.inject({ method, url, headers: { ...bySecret(), ...(payload !== undefined && { "content-type": "application/json" }), ...headers }, ...(payload !== undefined && { payload: JSON.stringify(payload) }) });
const call = async (...given: Parameters<typeof ask>) => {
  const answer = await ask(...given);
  return { status: answer.statusCode, etag: answer.headers.etag, body: answer.json() };
};
const running = async () => (await call("GET", "/v1/rules")).body as SavedRules;
const empty = { segments: [], outcomes: [], actionMaps: [] };

describe("Rules", () => {
  it("are version 0 of nothing before any were saved", async () => {
    expect(await call("GET", "/v1/rules")).toEqual({ status: 200, etag: '"0"', body: { version: 0, set: empty, at: 0, by: "" } });
    expect((await call("GET", "/v1/rules/versions")).body).toEqual({ versions: [] });
  });

  it("are saved as versions, the newest of which runs", async () => {
    const first = await call("PUT", "/v1/rules", aSet());
    expect(first).toEqual({ status: 200, etag: '"1"', body: { version: 1, set: aSet(), at: NOW, by: "server" } });
    collector.clock.now += 5;
    const set = aSet({ actionMaps: [aMap(), aMap({ id: "again" })], outcomes: [], caps: { between: "1d" } });
    expect(await call("PUT", "/v1/rules", set)).toEqual({ status: 200, etag: '"2"', body: { version: 2, set, at: NOW + 5, by: "server" } });
    expect(await running()).toEqual({ version: 2, set, at: NOW + 5, by: "server" });
    expect((await call("GET", "/v1/rules/versions")).body).toEqual({ versions: [
      { version: 2, at: NOW + 5, by: "server", segments: 1, outcomes: 0, actionMaps: 2 }, { version: 1, at: NOW, by: "server", segments: 1, outcomes: 1, actionMaps: 1 },
    ] });
    expect(await call("GET", "/v1/rules/versions/1")).toEqual(first);
  });

  it.each(["0", "3", "x", "1.5", "-1", "1e0", "9".repeat(30)])("have no version %s", async (version) => {
    await call("PUT", "/v1/rules", aSet());
    expect(await call("GET", `/v1/rules/versions/${version}`)).toMatchObject({ status: 404, body: { error: "unknown_version", message: expect.stringContaining("/v1/rules/versions") } });
  });

  it("outlive a restart", async () => {
    await call("PUT", "/v1/rules", aSet());
    const before = await running();
    await collector.stop();
    const again = await openCollector({ PE_DATA: collector.folder });
    expect(await again.store.rules(again.site.id)).toEqual(before);
    await again.stop();
  });

  it("are kept in the last hundred versions, whose numbers go on", async () => {
    const { store, site } = collector;
    for (let i = 1; i <= RULE_VERSIONS + 3; i++) await store.saveRules({ site: site.id, set: empty, by: "server", at: i });
    const versions = (await store.ruleVersions(site.id)).map(({ version }) => version);
    expect([versions.length, versions[0], versions.at(-1)]).toEqual([100, 103, 4]);
    expect(await store.ruleVersion({ site: site.id, version: 3 })).toBe(undefined);
    expect((await store.rules(site.id)).version).toBe(103);
  });

  it("are each site's own", async () => {
    const { store, site } = collector;
    await store.createSite({ id: "other", name: "Other", key: "pk_other", secretHash: "h" });
    await store.saveRules({ site: "other", set: empty, by: "server", at: 1 });
    await store.saveRules({ site: "other", set: empty, by: "server", at: 2 });
    await store.saveRules({ site: site.id, set: aSet(), by: "server", at: 3 });
    expect([(await store.rules("other")).version, (await running()).version, (await store.ruleVersions("other")).length]).toEqual([2, 1, 2]);
    expect((await call("GET", "/v1/rules/versions/2")).status).toBe(404);
  });

  it("are told to who listens once they are on disk, whatever a listener makes of it", async () => {
    const { store, site } = collector;
    const heard: unknown[] = [];
    store.onRules(() => {
      throw new Error("a listener that fails");
    });
    const stop = store.onRules((of, rules) => void heard.push([of, rules]));
    await call("PUT", "/v1/rules", aSet());
    await call("PUT", "/v1/rules", BROKEN);
    await call("PUT", "/v1/rules", empty, { "if-match": '"0"' });
    expect(heard).toEqual([[site.id, await running()]]);
    stop();
    await call("PUT", "/v1/rules", empty);
    expect(heard).toHaveLength(1);
  });
});

describe("A set that is not sound", () => {
  it.each([["an unknown field", BROKEN], ["a list that is none", { ...aSet(), segments: {} }], ["a list", []], ["a text", "rules"], ["nothing", null]])("with %s replaces nothing, and is told why", async (_what, set) => {
    await call("PUT", "/v1/rules", aSet());
    const answer = await call("PUT", "/v1/rules", set);
    expect(answer).toMatchObject({ status: 422, etag: undefined, body: { error: "wrong_rules", message: expect.stringMatching(/\.$/) } });
    const { problems } = answer.body as { problems: unknown[] };
    expect(problems.length).toBeGreaterThan(0);
    for (const problem of problems) expect(problem).toEqual({ place: expect.any(String), message: expect.any(String) });
    expect((await call("POST", "/v1/rules/check", set))).toMatchObject({ status: 200, body: { problems } });
    expect([(await running()).version, (await running()).set]).toEqual([1, aSet()]);
  });

  it("or that is no JSON, or too large, replaces nothing either", async () => {
    await call("PUT", "/v1/rules", aSet());
    const send = (payload: string) => collector.server.inject({ method: "PUT", url: "/v1/rules", headers: { ...bySecret(), "content-type": "application/json" }, payload });
    expect([(await send('{"segments":[')).statusCode, (await send("")).statusCode, (await send(JSON.stringify({ ...aSet(), x: "x".repeat(RULE_SET_BYTES) }))).statusCode]).toEqual([400, 400, 413]);
    expect((await running()).version).toBe(1);
  });

  it("is all that a check tells of: of a sound one nothing, and nothing is saved", async () => {
    expect(await call("POST", "/v1/rules/check", aSet())).toMatchObject({ status: 200, body: { problems: [] } });
    expect((await running()).version).toBe(0);
  });
});

describe("Of two who change the same version", () => {
  it.each([
    ["If-Match", () => ({ headers: { "if-match": '"1"' }, url: "/v1/rules" })],
    ["a weak If-Match, as proxies make it", () => ({ headers: { "if-match": 'W/"1"' }, url: "/v1/rules" })],
    ["?version=", () => ({ headers: {}, url: "/v1/rules?version=1" })],
    ["both", () => ({ headers: { "if-match": '"1"' }, url: "/v1/rules?version=1" })],
  ])("the second is refused, by %s", async (_how, request) => {
    const { headers, url } = request();
    await call("PUT", "/v1/rules", empty);
    expect(await call("PUT", url, aSet(), headers as Headers)).toMatchObject({ status: 200, body: { version: 2 } });
    expect(await call("PUT", url, empty, headers as Headers)).toMatchObject({ status: 412, body: { error: "rules_changed" } });
    expect((await running()).set).toEqual(aSet());
  });

  it("one saves, at the same moment", async () => {
    const answers = await Promise.all(Array.from({ length: 5 }, () => call("PUT", "/v1/rules?version=0", aSet())));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412, 412]);
  });

  it("both save where they do not say what they have changed, or that anything may run", async () => {
    await call("PUT", "/v1/rules", empty);
    await call("PUT", "/v1/rules", empty);
    expect((await call("PUT", "/v1/rules", aSet(), { "if-match": "*" })).body.version).toBe(3);
  });

  it.each([
    ["7", ""], ["abc", ""], ['"1", "2"', ""], ["", ""], [undefined, "?version=x"], [undefined, "?version="], [undefined, "?version=1&version=1"], ['"1"', "?version=2"],
  ])("nobody saves by a version that cannot be read: %s %s", async (tag, query) => {
    await call("PUT", "/v1/rules", empty);
    expect(await call("PUT", `/v1/rules${query}`, aSet(), tag === undefined ? {} : { "if-match": tag })).toMatchObject({ status: 400, body: { error: "wrong_version" } });
    expect((await running()).version).toBe(1);
  });
});

describe("Who asks", () => {
  const READ: [Method, string][] = [["GET", "/v1/rules"], ["POST", "/v1/rules/check"], ["GET", "/v1/rules/versions"], ["GET", "/v1/rules/versions/1"]];
  const status = async (method: Method, url: string, headers: Headers) =>
    (await collector.server.inject({ method, url, headers: { "content-type": "application/json", ...headers }, ...(method !== "GET" && { payload: JSON.stringify(aSet()) }) })).statusCode;
  const strangers = (): Headers[] => [{}, { authorization: `Bearer ${collector.site.key}` }, { authorization: `Bearer sk_${"x".repeat(40)}` }, { cookie: "pe_console=none" }];

  it.each(READ)("%s %s must be an agent or have the secret key", async (method, url) => {
    await call("PUT", "/v1/rules", aSet());
    for (const headers of strangers()) expect(await status(method, url, headers)).toBe(401);
    const cookie = await collector.cookie();
    expect([await status(method, url, bySecret()), await status(method, url, { cookie, "sec-fetch-site": "same-origin" })]).toEqual([200, 200]);
    expect(await status(method, url, { cookie, "sec-fetch-site": "cross-site", origin: "https://evil.example" })).toBe(403);
  });

  it("may change them with the secret key, or as an agent from the console's own pages, under the agent's name", async () => {
    const cookie = await collector.cookie();
    for (const headers of strangers()) expect(await status("PUT", "/v1/rules", headers)).toBe(401);
    expect(await status("PUT", "/v1/rules", { cookie, "sec-fetch-site": "cross-site", origin: "https://evil.example" })).toBe(403);
    expect((await running()).version).toBe(0);
    expect(await status("PUT", "/v1/rules", bySecret())).toBe(200);
    expect((await running()).by).toBe("server");
    expect(await status("PUT", "/v1/rules", { cookie, "sec-fetch-site": "same-origin" })).toBe(200);
    expect(await running()).toMatchObject({ version: 2, by: expect.not.stringMatching(/^(server|file)?$/) });
  });
});
