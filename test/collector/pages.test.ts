import { createPasswords } from "../../src/collector/access/passwords";
import { connect, type AddressInfo } from "node:net";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import Fastify, { type FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { VERSION } from "../../src/collector/project";
import { addAssetRoutes } from "../../src/collector/routes/assets";
import { GAP_SETTLE_MS } from "../../src/protocol/limits";
import { openCollector, type Collector } from "./openCollector";

let root: string;
let server: FastifyInstance;
let collector: Collector;
beforeAll(async () => {
  collector = await openCollector();
  root = mkdtempSync(path.join(tmpdir(), "parley-pages-"));
  const files = {
    "dist/pe.js": "core", "dist/stub.js": "stub;\n", "dist/extras/widgets.mjs": "widgets", "secret.js": "secret", "demo/shop.css": "css", "demo/.hidden.js": "hidden",
    "demo/index.html": "<head><!-- parley --></head>", "node_modules/deep-chat/dist/deepChat.bundle.js": "chat", "demo/key.pem": "pem",
  };
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.join(root, path.dirname(name)), { recursive: true });
    writeFileSync(path.join(root, name), text);
  }
  server = Fastify();
  addAssetRoutes(server, { store: { firstSite: async () => ({ id: "s", name: "S", key: "pk_$&1", secretHash: "" }) }, url: "https://collect.example.com", root });
});
afterAll(async () => {
  await server.close();
  await collector.close();
  rmSync(root, { recursive: true });
});

const TAG = '<script async src="https://collect.example.com/pe.js" data-key="pk_$&1"></script>';

describe("Websites load", () => {
  it.each([["/pe.js", "core"], ["/stub.js", "stub;\n"], ["/extras/widgets.mjs", "widgets"]])("%s from anywhere, freshly or for ever by its version", async (url, text) => {
    const [fresh, versioned] = [await server.inject(url), await server.inject(`/v/${VERSION}${url}`)];
    expect([fresh.payload, versioned.payload]).toEqual([text, text]);
    expect(fresh.headers).toMatchObject({ "cache-control": "public, max-age=300", "access-control-allow-origin": "*", "cross-origin-resource-policy": "cross-origin", "content-type": "text/javascript; charset=utf-8" });
    expect(versioned.headers["cache-control"]).toBe("public, max-age=31536000, immutable");
    const again = await server.inject({ url, headers: { "if-none-match": String(fresh.headers.etag) } });
    expect([again.statusCode, again.payload]).toEqual([304, ""]);
    expect((await server.inject(`/v/0.0.0${url}`)).statusCode).toBe(404);
  });

  it("the snippet, with the site's key filled in", async () => {
    const { payload, headers } = await server.inject("/snippet");
    expect(payload).toBe(`<script>stub;</script>\n${TAG}\n`);
    expect(headers["content-type"]).toBe("text/plain; charset=utf-8");
  });

  it("the snippet of another site, by its key; what is no key is of nobody", async () => {
    expect((await server.inject("/snippet?site=pk_other-1")).payload).toContain('data-key="pk_other-1"></script>');
    for (const query of ["?site=", "?site=pk_1&site=pk_2", "?site=sk_1", `?site=${encodeURIComponent('pk_"></script><script>')}`]) expect((await server.inject(`/snippet${query}`)).payload).toBe(`<script>stub;</script>\n${TAG}\n`);
  });

  it("the demo, which has the snippet already, and the chat widget that it shows", async () => {
    expect((await server.inject("/demo/")).payload).toBe(`<head><script>stub;</script>\n${TAG}</head>`);
    expect((await server.inject("/demo/shop.css")).payload).toBe("css");
    expect((await server.inject("/demo/deep-chat.js")).payload).toBe("chat");
    expect((await server.inject("/demo")).headers.location).toBe("/demo/");
  });

  it.each([
    "/demo/../secret.js", "/demo/%2e%2e/secret.js", "/demo/..%2fsecret.js", "/demo/..%5csecret.js", "/extras/..%2f..%2fsecret.js", "/extras/%2e%2e%2fpe.js", "/demo//etc/passwd",
    "/demo/.hidden.js", "/demo/key.pem", "/demo/none.html", "/demo/%00.js", "/extras/", "/extras/../../secret.js",
  ])("nothing else: %s", async (url) => {
    expect([url, (await server.inject(url)).statusCode]).toEqual([url, 404]);
  });

  it("the tag alone while the scripts are not built", async () => {
    const bare = mkdtempSync(path.join(tmpdir(), "parley-bare-"));
    cpSync(path.join(root, "demo"), path.join(bare, "demo"), { recursive: true });
    const other = Fastify();
    addAssetRoutes(other, { store: { firstSite: async () => undefined }, url: "http://localhost:1", root: bare });
    expect((await other.inject("/demo/")).payload).toBe('<head><script async src="http://localhost:1/pe.js" data-key=""></script></head>');
    expect((await other.inject("/pe.js")).statusCode).toBe(404);
    rmSync(bare, { recursive: true });
  });
});

describe("Operators can ask", () => {
  it("whether the collector is alive and ready", async () => {
    expect((await collector.server.inject("/livez")).json()).toEqual({ status: "alive" });
    expect((await collector.server.inject("/readyz")).json()).toEqual({ status: "ready" });
  });

  it("and hear why it is not ready", async () => {
    const ill = await openCollector({}, (store) => ({ ...store, check: async () => "The database cannot be written: disk full" }));
    const answer = await ill.server.inject("/readyz");
    expect([answer.statusCode, answer.json()]).toEqual([503, { error: "not_ready", message: "The database cannot be written: disk full" }]);
    await ill.close();
  });

  it("what is counted, in the format of Prometheus", async () => {
    await collector.post(collector.batch([{ id: "a", type: "page.viewed", at: 1, session: "w1", seq: 3 }]));
    await collector.post("nonsense");
    expect((await collector.server.inject("/metrics")).payload).toContain("parley_sequence_gaps 0\n");
    collector.clock.now += GAP_SETTLE_MS;
    const { payload, headers } = await collector.server.inject("/metrics");
    expect(headers["content-type"]).toContain("version=0.0.4");
    for (const line of ['parley_events_total{source="page"} 1', 'parley_batches_total{status="202"} 1', 'parley_batches_total{status="400"} 1', "parley_sequence_gaps 1", "parley_sequence_missing 3", "parley_sequence_gaps_settling 0", "parley_sequence_gaps_explained 0", "parley_stream_clients 0", "parley_commit_seconds_count 1", 'parley_commit_seconds_bucket{le="+Inf"} 1']) {
      expect(payload.split("\n")).toContain(line);
    }
    for (const line of payload.trim().split("\n")) expect(line).toMatch(/^(# (HELP|TYPE) \w+ .+|\w+(\{\w+="[^"]*"(,\w+="[^"]*")*\})? [\d.e-]+)$/);
  });

  it("for the interface, from the schemas that the door checks", async () => {
    const { paths, components } = (await collector.server.inject("/openapi.json")).json();
    expect(Object.keys(paths["/v1/events"].post.responses)).toEqual(["202", "400", "401", "403", "413", "503"]);
    expect(components.schemas.Batch.required).toEqual(["v", "batch", "sentAt", "events"]);
    expect(components.schemas.Batch.properties.events).toMatchObject({ maxItems: 100, items: { required: ["id", "type", "at"] } });
  });

  it("and each of its examples may be sent as it is", async () => {
    const { paths } = (await collector.server.inject("/openapi.json")).json() as { paths: { [path: string]: { [method: string]: { requestBody?: { content: { [type: string]: { example: object } } }; responses: { [status: string]: unknown }; security?: object[] } } } };
    const documented = Object.entries(paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, one]) => ({ path, method, ...one })));
    // A changed password ends the login that changed it.
    const admin = async () => ({ cookie: await collector.cookie(), "sec-fetch-site": "same-origin" });
    await admin();
    // Of whom the example of a change says the password.
    const { before } = paths["/v1/me/password"]!.post!.requestBody!.content["application/json"]!.example as { before: string };
    const [account] = await collector.store.accounts(collector.site.id);
    await collector.store.changeAccount({ site: collector.site.id, id: account!.id }, { passwordHash: await createPasswords().hash(before) });
    for (const { path, method, requestBody, responses, security } of documented) {
      expect([path, method, collector.server.hasRoute({ url: path.replace(/\{(\w+)\}/g, ":$1"), method: method.toUpperCase() as "GET" })]).toEqual([path, method, true]);
      const example = requestBody?.content["application/json"]?.example;
      if (!example || path.includes("{")) continue;
      const answer = await collector.server.inject({ method: method.toUpperCase() as "POST", url: `${path}?externalId=customer-99`, payload: example, headers: security?.some((one) => "secretKey" in one) ?? true ? { authorization: `Bearer ${collector.secret}` } : await admin() });
      expect([path, answer.payload, Object.keys(responses)]).toEqual([path, expect.not.stringContaining("error"), expect.arrayContaining(["401"])]);
    }
  });

  it("for no patience with slow clients", () => {
    const { requestTimeout, headersTimeout, keepAliveTimeout } = collector.server.server;
    // Only a file of contacts has an hour; test/collector/deadline.test.ts sees what becomes of other bodies.
    expect({ requestTimeout, headersTimeout, keepAliveTimeout }).toEqual({ requestTimeout: 3_600_000, headersTimeout: 10_000, keepAliveTimeout: 5_000 });
  });

  it("and robots are asked to stay away", async () => {
    expect((await collector.server.inject("/robots.txt")).payload).toBe("User-agent: *\nDisallow: /\n");
  });

  it("and what is not there is said in the same shape as every problem", async () => {
    const answer = await collector.server.inject("/nowhere");
    expect([answer.statusCode, answer.json()]).toEqual([404, { error: "not_found", message: "There is nothing at this address." }]);
  });

  it("and so is that an address or a request cannot be read", async () => {
    const answer = await collector.server.inject("/%ff");
    expect([answer.statusCode, answer.json(), answer.headers["x-content-type-options"]]).toEqual([400, { error: "bad_request", message: expect.stringMatching(/^[A-Z].*\.$/) }, "nosniff"]);

    await collector.server.listen({ port: 0 });
    const { port } = collector.server.server.address() as AddressInfo;
    const say = async (text: string) => {
      const socket = connect(port).setEncoding("utf8");
      socket.end(text);
      let heard = "";
      for await (const part of socket) heard += part;
      return heard.split("\r\n\r\n");
    };
    const [head = "", body = ""] = await say("NONSENSE\r\n\r\n");
    expect([head.split("\r\n")[0], JSON.parse(body)]).toEqual(["HTTP/1.1 400 Bad Request", { error: "bad_request", message: "The request is not HTTP." }]);
    const [long = "", why = ""] = await say(`GET / HTTP/1.1\r\nHost: x\r\nX: ${"x".repeat(20_000)}\r\n\r\n`);
    expect([long.split("\r\n")[0], JSON.parse(why).error]).toEqual(["HTTP/1.1 431 Request Header Fields Too Large", "headers_too_large"]);
  });
});
