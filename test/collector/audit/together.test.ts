/** A change and its row of the audit log are one transaction: neither is ever on disk without the other, wherever the process dies. */
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { needOf } from "../../../src/collector/access/demandGuards";
import { NO_CHANGES } from "../../../src/collector/audit/objects";
import { loadSqlite } from "../../../src/collector/store/open";
import type { Store } from "../../../src/collector/store/store";
import type { AuditRows } from "../../../src/protocol/audit";
import { ADMIN, adminTicket, becomeAdmin, cookieOf, OWN, PASSWORD, post, ticketOf } from "../access/account";
import { openCollector, type Collector } from "../openCollector";

let collector: Collector;
let admin: string;
const other = "another password of mine";
beforeEach(async () => {
  // There is no second write that could fail, or be missing where the process dies before it.
  collector = await openCollector({}, (store: Store) => ({ ...store, addAudit: () => Promise.reject(new Error("the process is gone")) }));
  admin = await becomeAdmin(collector);
});
afterEach(() => collector.close());

const ask = async (what: string, body?: object | string) => {
  const [method, url] = what.split(" ") as ["POST", string];
  const type = typeof body === "string" ? "text/csv" : "application/json";
  const answer = await collector.server.inject({ method, url, headers: { cookie: admin, ...OWN, ...(body !== undefined && { "content-type": type }) }, ...(body !== undefined && { payload: body }) });
  if (answer.statusCode < 300 && what === "POST /v1/me/password") admin = cookieOf(answer);
  return { status: answer.statusCode, body: answer.payload.startsWith("{") ? answer.json() : {} };
};
const make = async (what: string, body: object): Promise<string> => (await ask(what, body)).body.id;
const rows = async () => ((await ask("GET /v1/audit?kind=changes&limit=200")).body as AuditRows).rows;

/** One sound request for each address that changes something: route, object, and what is sent. */
async function changes(): Promise<[what: string, id: string | undefined, body: object | string | undefined][]> {
  const contact = await make("POST /v1/contacts", { displayName: "Ada" });
  const speaker = await make("POST /v1/contacts", { displayName: "Ada Byron" });
  const silent = await make("POST /v1/contacts", { displayName: "A. Byron" });
  await ask(`POST /v1/contacts/${silent}/merge`, { into: speaker });
  const account = await make("POST /v1/accounts", { name: "Bo", email: "bo@example.com", role: "agent" });
  const key = await make("POST /v1/keys", { name: "CRM" });
  const webhook = await make("POST /v1/webhooks", { url: "https://example.com/hook", types: ["*"] });
  const connector = await make("POST /v1/connectors", { vendor: "standard" });
  const proofKey = await make("POST /v1/proof-keys", { algorithm: "HS256" });
  // Somebody to be logged out elsewhere.
  await post(collector, "/console/login", { email: ADMIN.email, password: PASSWORD });
  return [
    ["POST /v1/contacts", undefined, { displayName: "Eve" }], ["PUT /v1/contacts?externalId=7", undefined, { displayName: "Seven" }], ["PATCH /v1/contacts/:id", contact, { givenName: "Ada" }],
    ["POST /v1/contacts/:id/merge", contact, { into: speaker }], ["POST /v1/contacts/:id/unmerge", silent, {}], ["DELETE /v1/contacts/:id", contact, undefined],
    ["POST /v1/accounts", undefined, { name: "Cy", email: "cy@example.com", role: "agent" }], ["PATCH /v1/accounts/:id", account, { role: "viewer" }], ["POST /v1/accounts/:id/invite", account, {}],
    ["POST /v1/sites", undefined, { name: "Shop" }], ["POST /v1/keys", undefined, { name: "Shop" }], ["DELETE /v1/keys/:id", key, undefined],
    ["POST /v1/proof-keys", undefined, { algorithm: "HS256" }], ["DELETE /v1/proof-keys/:id", proofKey, undefined],
    ["POST /v1/connectors", undefined, { vendor: "standard" }], ["PATCH /v1/connectors/:id", connector, { names: { q1: "Sales" } }], ["DELETE /v1/connectors/:id", connector, undefined],
    ["POST /v1/webhooks", undefined, { url: "https://example.com/other", types: ["*"] }], ["PATCH /v1/webhooks/:id", webhook, { active: false }], ["POST /v1/webhooks/:id/rotate", webhook, {}],
    ["POST /v1/webhooks/:id/replay", webhook, { since: 0 }], ["DELETE /v1/webhooks/:id", webhook, undefined],
    ["PATCH /v1/settings", undefined, { name: "Lamp shop", queues: ["Sales"] }], ["PUT /v1/rules", undefined, { segments: [], outcomes: [], actionMaps: [] }], ["POST /v1/imports", undefined, "email\neve@example.com\n"],
    ["DELETE /v1/me/logins", undefined, undefined], ["POST /v1/me/password", undefined, { before: PASSWORD, password: other }],
  ];
}
const addressOf = (what: string, id: string | undefined) => what.replace(":id", id ?? "");

it("knows every address that changes something", async () => {
  const named = (await changes()).map(([what]) => what.split("?")[0]!);
  const there = collector.routes.filter((route) => needOf(route) !== undefined && !NO_CHANGES.test(route.url))
    .flatMap((route) => [route.method].flat().filter((method) => method !== "GET" && method !== "HEAD").map((method) => `${method} ${route.url}`));
  // A webhook's test is noted, and changes nothing.
  expect([...named, "POST /v1/webhooks/:id/test"].sort()).toEqual(there.sort());
});

describe("Every change", () => {
  it("has its row as soon as it is on disk, with what is answered, and the chain holds", async () => {
    const list = await changes();
    const before = (await rows()).length;
    const answers: { what: string; status: number }[] = [];
    for (const [what, id, body] of list) {
      const { status, body: told } = await ask(addressOf(what, id), body);
      answers.push({ what: what.split("?")[0]!, status });
      expect([what, status < 400, JSON.stringify(told)]).toEqual([what, true, expect.any(String)]);
      const [row] = await rows();
      const made = status === 201 || status === 202 ? (told as { id?: string }).id ?? id : id;
      expect(row).toMatchObject({ what: what.split("?")[0], who: ADMIN.name, role: "admin", ip: "127.0.0.1", ...(made !== undefined && { object: made }) });
      if (/^PATCH/.test(what)) expect(row!.after, what).not.toBe(row!.before);
      if (/^(PATCH|DELETE) \/v1\/(?!me)/.test(what)) expect(row!.before, what).toMatch(/^[\da-f]{32}$/);
      if (status === 201) expect([row!.before, row!.after]).toEqual([undefined, expect.stringMatching(/^[\da-f]{32}$/)]);
    }
    const noted = (await rows()).slice(0, -before).reverse();
    expect(noted.map(({ what, status }) => ({ what, status }))).toEqual(answers);
    expect((await ask("GET /v1/audit/check")).body).toMatchObject({ holds: true });
  });

  it("is not made where its row cannot be", async () => {
    const list = await changes();
    const { DatabaseSync } = await loadSqlite();
    const raw = new DatabaseSync(path.join(collector.folder, "parley.db"));
    const all = () => JSON.stringify(["contacts", "accounts", "tickets", "webhooks", "webhook_deliveries", "connectors", "proof_keys", "rule_sets", "site_settings", "sites", "imports", "audit"]
      .map((table) => raw.prepare(`SELECT * FROM ${table} ORDER BY 1, 2`).all()).concat([raw.prepare("SELECT id FROM secret_keys").all(), raw.prepare("SELECT hash FROM logins ORDER BY hash").all()]), (_key, value: unknown) => (value instanceof Uint8Array ? Buffer.from(value).toString("hex") : value));
    raw.exec("CREATE TRIGGER no_room BEFORE INSERT ON audit BEGIN SELECT raise(ABORT, 'no room'); END");
    const before = all();
    for (const [what, id, body] of list) {
      expect([what, (await ask(addressOf(what, id), body)).status]).toEqual([what, 500]);
      expect([what, all() === before]).toEqual([what, true]);
    }
    raw.exec("DROP TRIGGER no_room");
    raw.close();
    const [what, , body] = list[0]!;
    expect((await ask(what, body)).status).toBe(201);
  });

  it("that is refused leaves none", async () => {
    const before = await rows();
    for (const [what, body] of [["PATCH /v1/contacts/nowhere", { givenName: "Ada" }], ["POST /v1/accounts", { name: ADMIN.name, email: "eve@example.com", role: "agent" }], ["PATCH /v1/settings?version=9", { name: "x" }], ["POST /v1/me/password", { before: "wrong horse battery", password: other }]] as const) expect((await ask(what, body)).status).toBeGreaterThan(400);
    expect(await rows()).toEqual(before);
  });
});

describe("Whoever comes in", () => {
  it("by a link or a password, and goes, has one row each, of the account", async () => {
    const { id, link } = (await ask("POST /v1/accounts", { name: "Bo", email: "bo@example.com", role: "viewer" })).body as { id: string; link: string };
    const cookie = cookieOf(await post(collector, "/console/login", { ticket: ticketOf(link), password: other }));
    await post(collector, "/console/logout", {}, { ...OWN, cookie });
    await post(collector, "/console/login", { email: "bo@example.com", password: other });
    await post(collector, "/console/login", { ticket: await adminTicket(collector), name: "Cy", email: "cy@example.com", password: other });
    const of = (what: string, who: string, more: object) => expect.objectContaining({ what: `POST /console/${what}`, who, status: 303, ...more });
    expect((await rows()).reverse().slice(2)).toEqual([
      of("login", "Bo", { role: "viewer", object: id }), of("logout", "Bo", { role: "viewer" }), of("login", "Bo", { role: "viewer", object: id }), of("login", "Cy", { role: "admin", object: expect.any(String) }),
    ]);
  });
});
