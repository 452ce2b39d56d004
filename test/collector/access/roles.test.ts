import Fastify from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { demandGuards, namesOf, needOf, PUBLIC_ROUTES } from "../../../src/collector/access/demandGuards";
import { hashToken } from "../../../src/collector/access/token";
import { may, PERMISSIONS, permissionsOf, ROLES, type Permission, type Role, type Speaker } from "../../../src/protocol/roles";
import { anEvent, NOW, openCollector, type Collector } from "../openCollector";

/** Written out, and not read from the table that it judges. */
const EXPECTED: { [permission in Permission]: string } = {
  "cards.see": "viewer agent supervisor admin dpo server",
  "people.see": "viewer agent supervisor admin dpo server",
  "people.unmask": "agent supervisor admin dpo server",
  "people.write": "agent supervisor admin dpo server",
  "people.erase": "admin dpo server",
  "people.export": "admin dpo server",
  work: "agent supervisor admin server",
  "rules.see": "viewer agent supervisor admin dpo server",
  "rules.write": "supervisor admin server",
  imports: "supervisor admin server",
  webhooks: "admin server",
  connectors: "admin server",
  "health.see": "viewer supervisor admin server",
  "queues.see": "viewer agent supervisor admin server",
  "settings.see": "supervisor admin dpo server",
  "settings.write": "admin server",
  accounts: "admin",
  "audit.see": "admin dpo server",
  sites: "admin",
};
const SPEAKERS: Speaker[] = [...(Object.keys(ROLES) as Role[]), "server"];
const EVERY_ROLE = Object.keys(ROLES).join(" ");

let collector: Collector;
let speakers: { [speaker: string]: { [header: string]: string } };
beforeAll(async () => {
  // Nothing is asked of the provider before somebody logs in by it.
  collector = await openCollector({ PE_OIDC_ISSUER: "https://login.example.com", PE_OIDC_CLIENT_ID: "parley", PE_OIDC_CLIENT_SECRET: "s" });
  speakers = { server: { authorization: `Bearer ${collector.secret}` } };
  for (const role of Object.keys(ROLES) as Role[]) speakers[role] = { cookie: await collector.cookie(`The ${role}`, role), "sec-fetch-site": "same-origin" };
});
afterAll(() => collector.close());

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
interface Route {
  name: string;
  method: Method;
  url: string;
  need: string;
}

/** Guarded routes, one a method; HEAD is where GET is. */
const guarded = (): Route[] => collector.routes.flatMap((route) => {
  const need = needOf(route);
  const methods = [route.method].flat().filter((method) => method !== "HEAD");
  return need === undefined ? [] : methods.map((method) => ({ name: `${method} ${route.url}`, method: method as Method, url: route.url, need }));
});

const ask = async ({ method, url }: { method: Method; url: string }, headers: { [header: string]: string }, id = "nowhere") => {
  const takesBody = method !== "GET" && method !== "DELETE";
  const answer = await collector.server.inject({
    method, url: url.replace(/:\w+/, id), headers: { ...headers, ...(takesBody && { "content-type": "application/json" }) }, ...(takesBody && { payload: "{}" }), payloadAsStream: true,
  });
  // The stream of cards never ends by itself.
  const { error } = answer.headers["content-type"]?.toString().startsWith("text/event-stream") ? { error: undefined } : await read(answer.stream());
  answer.stream().destroy();
  return { status: answer.statusCode, error };
};

async function read(stream: NodeJS.ReadableStream): Promise<{ error?: string }> {
  let text = "";
  for await (const bytes of stream) text += String(bytes);
  return text.startsWith("{") ? JSON.parse(text) : {};
}

describe("The table of roles", () => {
  it.each(PERMISSIONS)("gives %s to whom it should", (permission) => {
    expect(SPEAKERS.filter((speaker) => may(speaker, permission)).join(" ")).toBe(EXPECTED[permission]);
  });

  it("gives nothing that is not a permission", () => {
    for (const speaker of SPEAKERS) expect(permissionsOf(speaker).filter((permission) => !PERMISSIONS.includes(permission))).toEqual([]);
  });
});

describe("Every route of the server", () => {
  it("is guarded, or public by name, and every public one is there", () => {
    const open = collector.routes.filter((route) => needOf(route) === undefined).flatMap(namesOf);
    expect([...new Set(open)].sort()).toEqual(Object.keys(PUBLIC_ROUTES).sort());
    expect(guarded().length).toBeGreaterThan(50);
  });

  it("below /v1 answers nobody who has not logged in, nor anybody with a wrong key", async () => {
    for (const route of guarded()) {
      for (const headers of [{}, { cookie: "pe_console=made-up", "sec-fetch-site": "same-origin" }, { authorization: `Bearer sk_${"x".repeat(40)}` }, { authorization: `Bearer ${collector.site.key}` }]) {
        expect([route.name, (await ask(route, headers)).status]).toEqual([route.name, 401]);
      }
    }
  });

  it("answers those whose role has its permission, and refuses all others", async () => {
    const expected: string[] = [];
    const found: string[] = [];
    for (const route of guarded()) {
      const allowed = route.need === "server" ? "server" : route.need === "login" ? EVERY_ROLE : EXPECTED[route.need as Permission];
      for (const speaker of SPEAKERS) {
        const { status, error } = await ask(route, speakers[speaker]!);
        expected.push(`${speaker} ${route.name}: ${allowed.split(" ").includes(speaker) ? "allowed" : "403 not_allowed"}`);
        found.push(`${speaker} ${route.name}: ${status === 401 || status === 403 ? `${status} ${error}` : "allowed"}`);
      }
    }
    expect(found).toEqual(expected);
  });

  it("changes nothing for a login whose request came from another website, or is a form", async () => {
    for (const route of guarded().filter(({ method, need }) => method !== "GET" && need !== "server")) {
      for (const origin of [{ "sec-fetch-site": "cross-site" }, { "sec-fetch-site": "same-site" }, { origin: "https://evil.example" }, {}] as { [name: string]: string }[]) {
        const { cookie } = speakers.admin!;
        expect([route.name, await ask(route, { cookie: cookie!, ...origin })]).toEqual([route.name, { status: 403, error: "origin_not_allowed" }]);
      }
    }
    for (const route of guarded().filter(({ method, need, name }) => ["POST", "PUT", "PATCH"].includes(method) && need !== "server" && name !== "POST /v1/imports")) {
      for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]) {
        const answer = await collector.server.inject({ method: route.method, url: route.url.replace(/:\w+/, "nowhere"), headers: { ...speakers.admin, "content-type": type }, payload: "{}" });
        expect([route.name, answer.statusCode]).toEqual([route.name, 415]);
      }
    }
  });

  it("shows nothing of a login to a page of another website that asks", async () => {
    for (const route of guarded().filter(({ method }) => method === "GET")) {
      for (const site of ["cross-site", "same-site"]) {
        expect([route.name, await ask(route, { cookie: speakers.admin!.cookie!, "sec-fetch-site": site })]).toEqual([route.name, { status: 403, error: "origin_not_allowed" }]);
      }
    }
  });
});

describe("A route that names no permission", () => {
  it("keeps a server from being made", () => {
    const server = Fastify();
    demandGuards(server, () => {});
    server.get("/livez", async () => "alive");
    expect(() => server.get("/v1/everything", async () => "all of it")).toThrow("GET /v1/everything names no permission");
    expect(() => server.post("/livez", async () => "alive")).toThrow("POST /livez names no permission");
  });
});

let accounts = 0;
const SET = { segments: [], outcomes: [], actionMaps: [] };

/** What another site has of each kind, by where it is found; and what is answered to those who ask for it, where that is not 404. */
const OTHERS: { [path: string]: (make: Make) => Promise<string> | string } = {
  "/v1/contacts": async (make) => (await make("/v1/contacts", { displayName: "Theirs" })).id,
  "/v1/webhooks": async (make) => (await make("/v1/webhooks", { url: "https://hooks.example.com/", types: ["*"] })).id,
  "/v1/connectors": async (make) => (await make("/v1/connectors", { vendor: "genesys" })).id,
  "/v1/proof-keys": async (make) => (await make("/v1/proof-keys", { algorithm: "HS256" })).id,
  "/v1/conversations": async (make) => (await make("/v1/conversations/theirs/start", { channel: "chat" }), "theirs"),
  "/v1/imports": async (make) => (await make("/v1/imports", "name\nTheirs\n")).id,
  "/v1/rules/dry-run": async (make) => (await make("/v1/rules/dry-run", { set: SET, days: 1 })).id,
  "/v1/rules/versions": () => "1",
  async "/v1/accounts"() {
    const id = `theirs-${++accounts}`;
    await collector.store.addAccount({ id, site: "other", name: `Theirs ${id}`, email: `${id}@example.com`, role: "agent", active: true, createdAt: NOW });
    return id;
  },
  "/v1/keys": async () => (await collector.store.addKey({ id: "theirkey", site: "other", name: "Theirs", hash: "h", createdAt: 1, by: "Them", ends: "abcd" }), "theirkey"),
};
const ANSWERS: { [route: string]: number } = { "POST /v1/contacts/:id/merge": 409, "POST /v1/contacts/:id/unmerge": 409, "GET /v1/conversations/:id/links": 200 };
type Make = (path: string, body: object | string) => Promise<{ id: string }>;

describe("What is another site's", () => {
  it("is found by no route, whoever asks", async () => {
    const secret = `sk_${"o".repeat(40)}`;
    await collector.store.createSite({ id: "other", name: "Other", key: "pk_other", secretHash: hashToken(secret) });
    const headers = { authorization: `Bearer ${secret}` };
    const make: Make = async (path, payload) => {
      const answer = await collector.server.inject({ method: "POST", url: path, headers: { ...headers, "content-type": typeof payload === "string" ? "text/csv" : "application/json" }, payload });
      expect([path, answer.statusCode]).toEqual([path, expect.toSatisfy((status) => status >= 200 && status < 300)]);
      return answer.json();
    };
    await collector.server.inject({ method: "PUT", url: "/v1/rules", headers, payload: SET });
    const bodies: { [route: string]: object } = {
      "POST /v1/contacts/:id/merge": { into: "nowhere" }, "PATCH /v1/webhooks/:id": { types: ["*"] }, "PATCH /v1/connectors/:id": { names: {} }, "PATCH /v1/contacts/:id": { displayName: "Mine" }, "PATCH /v1/accounts/:id": { role: "admin" },
    };
    const ours = guarded().filter(({ url, need }) => url.includes("/:") && need !== "server" && need !== "login");
    expect(ours.length).toBeGreaterThan(20);
    for (const route of ours) {
      const path = Object.keys(OTHERS).find((one) => route.url.startsWith(`${one}/:`));
      if (path === undefined) throw new Error(`Say what there is to be found at ${route.name}.`);
      const id = await OTHERS[path]!(make);
      for (const speaker of SPEAKERS.filter((one) => may(one, route.need as Permission))) {
        const payload = bodies[route.name] ?? (["POST", "PATCH"].includes(route.method) ? {} : undefined);
        const answer = await collector.server.inject({ method: route.method, url: route.url.replace(/:\w+/, id), headers: speakers[speaker]!, ...(payload && { payload }) });
        expect([route.name, speaker, answer.statusCode]).toEqual([route.name, speaker, ANSWERS[route.name] ?? 404]);
        expect(answer.payload).not.toContain("Theirs");
      }
    }
  });
});

describe("Events", () => {
  it.each(SPEAKERS)("are taken of those who may work: %s", async (speaker) => {
    const answer = await collector.server.inject({
      method: "POST", url: "/v1/events", headers: { ...speakers[speaker], "content-type": "application/json" },
      payload: collector.batch([anEvent({ id: `told-by-${speaker}`, type: "conversation.started", data: { conversation: "c1", channel: "call" } })], { visitor: undefined }),
    });
    const isTaken = EXPECTED.work.split(" ").includes(speaker);
    expect(answer.statusCode).toBe(isTaken ? 202 : 403);
    expect((await collector.events()).some(({ id }) => id === `told-by-${speaker}`)).toBe(isTaken);
  });
});

describe("GET /v1/me", () => {
  it.each(Object.keys(ROLES) as Role[])("tells a console what it may: %s", async (role) => {
    const me = (await collector.server.inject({ url: "/v1/me", headers: speakers[role]! })).json();
    expect(me).toMatchObject({ agent: `The ${role}`, role, may: PERMISSIONS.filter((permission) => EXPECTED[permission].split(" ").includes(role)) });
  });
});
