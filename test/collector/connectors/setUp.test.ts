import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { hashToken } from "../../../src/collector/access/token";
import { openDatabase } from "../../../src/collector/store/open";
import { createSqliteStore } from "../../../src/collector/store/sqlite";
import type { Store } from "../../../src/collector/store/store";
import { parseMasterKeys } from "../../../src/collector/vault/masterKeys";
import { NOW, openCollector, type Collector } from "../openCollector";
import * as chatwoot from "./fixtures/chatwoot";
import { setUp, SECRET } from "./contactCentre";

let collector: Collector;
beforeEach(async () => {
  collector = await openCollector();
});
afterEach(() => collector.close());

type Method = "GET" | "POST" | "PATCH" | "DELETE";
const call = async (method: Method, url: string, payload?: object, secret = collector.secret) => {
  const answer = await collector.server.inject({ method, url, headers: { authorization: `Bearer ${secret}` }, ...(payload && { payload }) });
  return { status: answer.statusCode, body: answer.payload === "" ? undefined : answer.json() };
};

it("makes an address that nobody guesses, and a secret that is shown once where the vendor takes ours", async () => {
  const made = await call("POST", "/v1/connectors", { vendor: "genesys", names: { q1: "Sales" } });
  expect(made).toEqual({
    status: 201,
    body: { id: expect.stringMatching(/^[\w-]{32}$/), vendor: "genesys", createdAt: NOW, address: `http://localhost:8787/v1/connectors/${made.body.id}`, hasSecret: true, names: { q1: "Sales" }, secret: expect.stringMatching(/^[\w-]{43}$/), delivered: 0, repeated: 0, ignored: 0, refused: 0 },
  });
  const { secret, ...rest } = made.body;
  expect((await call("GET", "/v1/connectors")).body).toEqual({ connectors: [rest] });
  expect((await call("POST", "/v1/connectors", { vendor: "standard" })).body.secret).toMatch(/^whsec_[\w+/]{43}=$/);
  expect(secret).toBeTruthy();
});

it("shows no secret that was given, nor one that was changed", async () => {
  const { body } = await call("POST", "/v1/connectors", { vendor: "twilio", secret: "an auth token" });
  expect(body).toMatchObject({ hasSecret: true });
  const changed = await call("PATCH", `/v1/connectors/${body.id}`, { secret: "a newer token", names: { a: "b" } });
  expect(changed).toMatchObject({ status: 200, body: { id: body.id, names: { a: "b" }, hasSecret: true } });
  expect(JSON.stringify([body, changed, await call("GET", "/v1/connectors")])).not.toMatch(/token/);
  expect((await call("PATCH", `/v1/connectors/${body.id}`, { names: {} })).body).toMatchObject({ hasSecret: true, names: {} });
});

it("waits for the secret of a vendor who makes one only once they have the address", async () => {
  const centre = await setUp(collector, { vendor: "chatwoot" });
  const { body } = await call("POST", "/v1/connectors", { vendor: "chatwoot" });
  expect(body).toMatchObject({ hasSecret: false });
  const send = () => centre.send({ ...centre.sign(chatwoot.chat.created), url: `/v1/connectors/${body.id}` });
  expect([(await send()).statusCode, (await send()).json().error]).toEqual([401, "no_secret"]);
  await call("PATCH", `/v1/connectors/${body.id}`, { secret: SECRET });
  expect((await send()).statusCode).toBe(204);
});

it("says what is wrong with what it does not take", async () => {
  for (const [body, message] of [
    [{}, /one of twilio, genesys, connect, chatwoot, intercom, zendesk, standard/], [{ vendor: "constructor" }, /one of/], [[], /one of/],
    [{ vendor: "twilio", secret: "" }, /secret must be/], [{ vendor: "twilio", secret: 5 }, /secret must be/], [{ vendor: "twilio", secret: "x".repeat(501) }, /secret must be/],
    [{ vendor: "genesys", secret: "short" }, /at least 16/], [{ vendor: "standard", secret: "whsec_short" }, /24 to 64 random bytes/],
    [{ vendor: "genesys", names: [] }, /names must be/], [{ vendor: "genesys", names: { a: 5 } }, /names must be/], [{ vendor: "genesys", names: { a: "" } }, /names must be/],
  ] as const) expect(await call("POST", "/v1/connectors", body)).toMatchObject({ status: 400, body: { error: "wrong_connector", message: expect.stringMatching(message) } });
  expect((await call("GET", "/v1/connectors")).body).toEqual({ connectors: [] });
});

it("is for the site's servers and admins alone", async () => {
  const { body } = await call("POST", "/v1/connectors", { vendor: "genesys" });
  const cookie = await collector.cookie("Dana", "supervisor");
  const requests: [Method, string, object?][] = [["GET", "/v1/connectors"], ["POST", "/v1/connectors", { vendor: "genesys" }], ["PATCH", `/v1/connectors/${body.id}`, { names: {} }], ["DELETE", `/v1/connectors/${body.id}`]];
  for (const [method, url, payload] of requests) {
    for (const [headers, status] of [[{}, 401], [{ cookie, origin: "http://localhost:8787" }, 403], [{ authorization: "Bearer sk_wrong" }, 401]] as const) {
      expect((await collector.server.inject({ method, url, headers: headers as { [name: string]: string }, ...(payload && { payload }) })).statusCode).toBe(status);
    }
  }
  const other = "sk_another-site-of-the-same-collector";
  await collector.store.createSite({ id: "other", name: "Other", key: "pk_other", secretHash: hashToken(other) });
  expect((await call("GET", "/v1/connectors", undefined, other)).body).toEqual({ connectors: [] });
  expect((await call("PATCH", `/v1/connectors/${body.id}`, { names: {} }, other)).status).toBe(404);
  expect((await call("DELETE", `/v1/connectors/${body.id}`, undefined, other)).status).toBe(404);
  expect((await call("GET", "/v1/connectors")).body.connectors).toHaveLength(1);
});

it("keeps secrets and names sealed, over a restart, and by a newer master key", async () => {
  const [first, second] = [Buffer.alloc(32, 1).toString("base64"), Buffer.alloc(32, 2).toString("base64")];
  await collector.close();
  collector = await openCollector({ PE_MASTER_KEY: first });
  const { folder } = collector;
  const { body } = await call("POST", "/v1/connectors", { vendor: "twilio", secret: "c4n4ry of a token", names: { q1: "c4n4ry of a name" } });
  await collector.stop();

  const reopened = async <Result>(keys: string, use: (store: Store) => Promise<Result>) => {
    const store = createSqliteStore({ database: await openDatabase(folder), masterKeys: parseMasterKeys(keys)! });
    try {
      return await use(store);
    } finally {
      await store.close();
    }
  };
  const kept = { secret: "c4n4ry of a token", names: { q1: "c4n4ry of a name" } };
  expect(await reopened(first, (store) => store.connector(body.id))).toMatchObject(kept);
  await reopened(`${second},${first}`, async (store) => {
    while (await store.tidy({ now: NOW, sites: [] }));
  });
  expect(await reopened(second, (store) => store.connector(body.id))).toMatchObject(kept);
  const files = readdirSync(folder).map((file) => readFileSync(path.join(folder, file)).toString("latin1")).join("");
  expect(files).toContain(body.id);
  expect(files).not.toContain("c4n4ry");
});

it("is documented, each address with each method", async () => {
  const { paths } = (await collector.server.inject("/openapi.json")).json() as { paths: { [path: string]: object } };
  expect(Object.keys(paths["/v1/connectors"]!)).toEqual(["get", "post"]);
  expect(Object.keys(paths["/v1/connectors/{id}"]!)).toEqual(["post", "patch", "delete"]);
});
