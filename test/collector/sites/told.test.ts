/** Nothing of one site is told to another: every route that there is, asked by another site's admin and server for everything that a site has. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { needOf } from "../../../src/collector/access/demandGuards";
import { CANARIES, fill, NOWHERE, openTwoSites, rowsOf, RULES, SHARED, type Asked, type Method, type TwoSites } from "./twoSites";

/** By which names each reading route is asked for something; a new one is put here by whoever adds it. How a stream is taken up again is tried where what is live is. */
const QUERIES: { [route: string]: string[] } = {
  "/v1/stream": [], "/v1/health": [], "/v1/me": [], "/v1/me/account": [], "/v1/settings": [], "/v1/arrivals": [], "/v1/keys": [], "/v1/audit": ["before", "who", "object", "kind"], "/v1/audit/check": [],
  "/v1/journey": ["session", "conversation", "visitor", "contact", "before"], "/v1/history": ["contact", "visitor"], "/v1/notes": ["contact", "conversation"],
  "/v1/contacts": ["q", "cursor"], "/v1/contacts/:id": [], "/v1/contacts/:id/export": [], "/v1/identity": ["visitor"], "/v1/proof-keys": [],
  "/v1/conversations": ["status", "limit"], "/v1/conversations/:id": [], "/v1/conversations/:id/links": [],
  "/v1/webhooks": [], "/v1/webhooks/:id/dead": ["cursor"], "/v1/connectors": [],
  "/v1/rules": [], "/v1/rules/versions": [], "/v1/rules/versions/:version": [], "/v1/rules/report": ["days"], "/v1/rules/dry-run/:id": [], "/v1/scores": [],
  "/v1/queues/report": ["queue", "day"], "/v1/queues/report.csv": ["day"], "/v1/queues/conversations.csv": ["day"],
  "/v1/imports/:id": [], "/v1/imports/:id/report": [], "/v1/accounts": [],
};
/** Tell no site's names: counts, and what is one's own. */
const NAMELESS = ["/v1/audit/check", "/v1/proof-keys"];

/** Whoever belongs to both sites says for which one it is. */
interface Asker { headers: { [header: string]: string }; site?: string }
/** By these one finds what is called so; by all others what has that id, which is noted in one's own audit log. */
const WORDS = ["q", "queue"];
type Ids = { [what: string]: string };
const REPORT = { queue: "Mine", customer: { phone: SHARED.phone, email: SHARED.email } };
/** What each changing route is asked with. */
const BODIES: { [route: string]: (ids: Ids) => Asked["body"][] } = {
  "POST /v1/contacts": () => [{ displayName: "Bea", emails: [SHARED.email], phones: [SHARED.phone] }, { displayName: "Bea", externalIds: [SHARED.externalId] }],
  "PUT /v1/contacts": () => [{ displayName: "Bea", emails: [SHARED.email] }],
  "PATCH /v1/contacts/:id": () => [{ displayName: "Mine", phones: [SHARED.phone] }],
  "DELETE /v1/contacts/:id": () => [undefined],
  "POST /v1/contacts/:id/merge": ({ contact, merged }) => [{ into: contact }, { into: merged }],
  "POST /v1/contacts/:id/unmerge": () => [{}],
  "POST /v1/proof-keys": () => [{ algorithm: "HS256" }],
  "DELETE /v1/proof-keys/:id": () => [undefined],
  "PATCH /v1/settings": () => [{ name: "Mine", origins: ["https://mine.example"], queues: ["Mine"], keepAnonymousDays: 3 }],
  "POST /v1/keys": () => [{ name: "Mine" }],
  "DELETE /v1/keys/:id": () => [undefined],
  "POST /v1/webhooks": () => [{ url: "https://mine.example/hook", types: ["*"] }],
  "PATCH /v1/webhooks/:id": () => [{ active: false }, { types: ["*"] }],
  "DELETE /v1/webhooks/:id": () => [undefined],
  "POST /v1/webhooks/:id/rotate": () => [{}],
  "POST /v1/webhooks/:id/test": () => [{}],
  "POST /v1/webhooks/:id/replay": () => [{}, { ids: [SHARED.event, "page-1"] }, { since: 0 }],
  "PUT /v1/rules": () => [{ ...RULES, segments: [], outcomes: [], actionMaps: [] }],
  "POST /v1/rules/check": () => [{ ...RULES, segments: [], outcomes: [], actionMaps: [] }],
  "POST /v1/rules/dry-run": () => [{ set: { segments: [], outcomes: [], actionMaps: [] }, days: 2 }],
  "DELETE /v1/rules/dry-run/:id": () => [undefined],
  "POST /v1/imports": () => [`name,email,external id\nBea,${SHARED.email},\nBea,,${SHARED.externalId}\n`],
  "POST /v1/connectors": () => [{ vendor: "genesys" }],
  "PATCH /v1/connectors/:id": () => [{ names: { q1: "Mine" } }],
  "DELETE /v1/connectors/:id": () => [undefined],
  "POST /v1/accounts": () => [{ name: "Bea", email: SHARED.colleague, role: "agent" }, { name: "Bo", email: "bo@example.com", role: "agent" }],
  "PATCH /v1/accounts/:id": () => [{ role: "viewer" }, { active: false }, { name: "Mine" }, { queues: [] }],
  "POST /v1/accounts/:id/invite": () => [{}],
  "POST /v1/me/password": () => [{ before: "not the password at all", password: "another one, long enough" }],
  "DELETE /v1/me/logins": () => [undefined],
  "POST /v1/sites": () => [{ name: "Mine" }],
  ...Object.fromEntries(["start", "route", "connect", "transfer", "end", "wrap-up"].map((verb) => [`POST /v1/conversations/:id/${verb}`, () => [{}, REPORT, { ...REPORT, channel: "chat" }]])),
};

describe.each([["the operator's first", true], ["one that came later", false]])("A site, %s,", (_which, isFirstFull) => {
  let two: TwoSites;
  let ids: Ids;
  let askers: { [who: string]: Asker };
  beforeAll(async () => {
    two = await openTwoSites(isFirstFull);
    ids = await fill(two);
    const site = two.empty.site.key;
    askers = { admin: { headers: two.empty.admin }, server: { headers: two.empty.server }, "who has both": { headers: await two.logInToBoth(), site } };
  }, 120_000);
  afterAll(() => two.close());

  const guarded = () => two.collector.routes.flatMap((route) => (needOf(route) === undefined ? [] : [route.method].flat().filter((method) => method !== "HEAD").map((method) => ({ name: `${method} ${route.url}`, method: method as Method, url: route.url }))));
  const reads = () => guarded().filter(({ method }) => method === "GET");
  const changes = () => guarded().filter(({ method }) => method !== "GET");
  const seen = (text: string) => CANARIES.filter((canary) => text.toLowerCase().includes(canary));
  const askAs = async ({ headers, site }: Asker, { url, ...asked }: Asked) => {
    const told = await two.empty.ask({ ...asked, url: site === undefined ? url : `${url}${url.includes("?") ? "&" : "?"}site=${site}` }, headers);
    // What their sites are called is told to those who have an account on them.
    return site !== undefined && url === "/v1/me" ? { ...told, text: told.text.replace(/"sites":\[.*?\]/, "") } : told;
  };
  /** A route's address for each of the ids in its place, and for each of its names with each of them; and the same for an id that is nobody's. */
  const addresses = (url: string, names: string[] = []) => {
    const all = [...new Set(Object.values(ids)), "1", "2026-11-20"];
    const values = all.filter((value) => seen(value).length === 0);
    const isPath = /:\w+/.test(url);
    const put = (value: string) => url.replace(/:\w+/, encodeURIComponent(value));
    const paths = isPath ? values.map((value) => ({ value, url: put(value), nowhere: put(NOWHERE) })) : [{ value: "", url, nowhere: url }];
    const asked = paths.flatMap((one) => names.flatMap((name) => (WORDS.includes(name) ? all : values).map((value) => ({ value, url: `${one.url}?${name}=${encodeURIComponent(value)}`, nowhere: `${one.url}?${name}=${NOWHERE}` }))));
    return [...paths, ...asked];
  };

  it("has no route that is not asked here", () => {
    expect(reads().map(({ url }) => url).filter((url) => !QUERIES[url])).toEqual([]);
    expect(changes().map(({ name }) => name).filter((name) => !BODIES[name])).toEqual([]);
    expect(Object.keys(QUERIES).filter((url) => !reads().some((route) => route.url === url))).toEqual([]);
    expect(Object.keys(BODIES).filter((name) => !changes().some((route) => route.name === name))).toEqual([]);
  });

  it("tells its own people what it has, by every route that tells anything", { timeout: 120_000 }, async () => {
    const silent: string[] = [];
    for (const { method, url } of reads()) {
      let isTold = false;
      for (const asked of addresses(url, QUERIES[url]!)) {
        isTold ||= seen((await two.full.ask({ method, url: asked.url }, two.full.admin)).text).length > 0;
        if (isTold) break;
      }
      if (!isTold) silent.push(url);
    }
    expect(silent.sort()).toEqual([...NAMELESS].sort());
  });

  it("tells nobody of another site, and answers them as if it were not there", { timeout: 300_000 }, async () => {
    const before = rowsOf(two.database, two.full.site.id);
    for (const [who, asker] of Object.entries(askers)) {
      for (const { method, url } of reads()) {
        const unknown = new Map<string, string>();
        for (const { value, url: address, nowhere } of addresses(url, QUERIES[url]!)) {
          const told = await askAs(asker, { method, url: address });
          expect([who, address, seen((told.text + told.headers).replaceAll(value, ""))]).toEqual([who, address, []]);
          // Numbers and days are asked for otherwise than ids are; and what was done just now is in the log that is asked for.
          if (value === "" || /^[+\d-]+$/.test(value) || url.startsWith("/v1/audit")) continue;
          if (!unknown.has(nowhere)) unknown.set(nowhere, (await askAs(asker, { method, url: nowhere })).text);
          expect([who, address, told.text.replaceAll(value, NOWHERE)]).toEqual([who, address, unknown.get(nowhere)!.replaceAll(value, NOWHERE)]);
        }
      }
    }
    expect(rowsOf(two.database, two.full.site.id)).toEqual(before);
  });

  it("is changed by nobody of another site, whatever they change", { timeout: 300_000 }, async () => {
    const before = rowsOf(two.database, two.full.site.id);
    expect(Object.entries(before).filter(([, rows]) => rows.length > 0).length).toBeGreaterThan(20);
    for (const [who, asker] of Object.entries(askers)) {
      for (const { name, method, url } of changes()) {
        const asked = addresses(url, name === "PUT /v1/contacts" ? ["externalId"] : []);
        for (const { url: address } of asked) {
          for (const body of BODIES[name]!(ids)) {
            const told = await askAs(asker, { method, url: address, body });
            expect([who, name, address, told.status < 500, seen(told.text + told.headers)]).toEqual([who, name, address, true, []]);
          }
        }
      }
    }
    expect(rowsOf(two.database, two.full.site.id)).toEqual(before);
    // Nor has anything come over that is told some other day.
    const { audit: _audit, ...theirs } = rowsOf(two.database, two.empty.site.id);
    expect(seen(JSON.stringify(theirs))).toEqual([]);
    for (const { method, url } of reads()) {
      for (const { value, url: address } of addresses(url, QUERIES[url]!)) {
        const { text } = await two.empty.ask({ method, url: address }, two.empty.admin);
        expect([address, seen(text.replaceAll(value, ""))]).toEqual([address, []]);
      }
    }
  });

  it("is not there for those who name it and have no account on it", { timeout: 120_000 }, async () => {
    const before = rowsOf(two.database, two.full.site.id);
    for (const headers of [two.empty.admin, two.empty.server]) {
      for (const { name, method, url } of guarded()) {
        for (const site of [two.full.site.key, two.full.site.id, "pk_nowhere", ""]) {
          const { status, text } = await askAs({ headers, site }, { method, url: url.replace(/:\w+/, ids.contact!), body: method === "GET" ? undefined : BODIES[name]!(ids)[0] });
          expect([name, site, status, JSON.parse(text)]).toEqual([name, site, 403, { error: "unknown_site", message: expect.any(String) }]);
        }
      }
    }
    expect(rowsOf(two.database, two.full.site.id)).toEqual(before);
  });

  it("can be changed by its own people, by each of these requests", { timeout: 120_000 }, async () => {
    const undone: string[] = [];
    // What is merged has to be taken apart before it is merged again, and what is deleted is not there any more.
    const turn = ({ name, method }: { name: string; method: Method }) => (method === "DELETE" ? 2 : name.endsWith("/merge") ? 1 : 0);
    for (const { name, method, url } of changes().sort((a, b) => turn(a) - turn(b))) {
      let isDone = false;
      for (const { url: address } of addresses(url, name === "PUT /v1/contacts" ? ["externalId"] : [])) {
        for (const body of BODIES[name]!(ids)) {
          for (const headers of [two.full.admin, two.full.server]) isDone ||= (await two.full.ask({ method, url: address, body }, headers)).status < 300;
        }
        if (isDone) break;
      }
      if (!isDone) undone.push(name);
    }
    // Whoever has no password changes none, and sites are made on the first one.
    expect(undone.sort()).toEqual(["POST /v1/me/password", ...(isFirstFull ? [] : ["POST /v1/sites"])]);
  });
});
