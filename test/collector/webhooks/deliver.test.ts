import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer as createTlsServer } from "node:https";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createDeliver, type Attempt } from "../../../src/collector/webhooks/deliver";
import { createGuard, type Address } from "../../../src/collector/webhooks/guard";
import { say } from "../../../src/collector/webhooks/say";
import { openReceiver, status, type Receiver } from "./receiver";

const NOW = Date.UTC(2026, 10, 20, 12);
let receiver: Receiver;
let other: Receiver;
beforeEach(async () => {
  [receiver, other] = [await openReceiver(), await openReceiver()];
});
afterEach(async () => {
  await Promise.all([receiver.close(), other.close()]);
});

const send = (url: string, { timeoutMs = 10_000, resolve, isIntranet = true }: { timeoutMs?: number; resolve?: () => Promise<Address[]>; isIntranet?: boolean } = {}): Promise<Attempt> =>
  createDeliver({ guard: createGuard({ isIntranet, ...(resolve && { resolve }) }), now: () => NOW, timeoutMs })({ url, headers: { "content-type": "application/json", "webhook-id": "m1" }, body: '{"a":"ö"}' });
const home = async (): Promise<Address[]> => [{ address: "127.0.0.1", family: 4 }];

describe("A message", () => {
  it("arrives as it is", async () => {
    expect(await send(`${receiver.url}?x=1`)).toEqual({ status: 204 });
    expect(receiver.received).toMatchObject([{ path: "/hook?x=1", body: '{"a":"ö"}', headers: { "webhook-id": "m1", "content-type": "application/json", "content-length": "10", host: `127.0.0.1:${receiver.port}` } }]);
  });

  it.each([200, 400, 404, 410, 500, 503])("that is answered by %i says so", async (code) => {
    receiver.answer = status(code);
    expect(await send(receiver.url)).toEqual({ status: code });
  });

  it.each([301, 302, 303, 307, 308])("that is redirected by %i goes nowhere else", async (code) => {
    receiver.answer = status(code, { location: other.url });
    const attempt = await send(receiver.url);
    expect([attempt, say(attempt), other.received]).toEqual([{ status: code }, expect.stringMatching(/a redirect\. These are not followed/), []]);
  });

  it.each([
    ["120", 120_000], ["0", undefined], ["-5", undefined], ["soon", undefined], [new Date(NOW + 90_000).toUTCString(), 90_000], [new Date(NOW - 90_000).toUTCString(), undefined],
  ])("hears how long the receiver wants to be left alone: Retry-After: %s", async (value, ms) => {
    receiver.answer = status(429, { "retry-after": value });
    expect(await send(receiver.url)).toEqual({ status: 429, ...(ms !== undefined && { retryAfterMs: ms }) });
  });

  it("that is not answered in time is given up", async () => {
    receiver.answer = () => undefined;
    expect(await send(receiver.url, { timeoutMs: 200 })).toEqual({ problem: "There was no answer within 0.2 seconds." });
    expect(receiver.received).toHaveLength(1);
  });

  it("whose name is not found in time is given up", async () => {
    expect(await send(receiver.url.replace("127.0.0.1", "hooks.example"), { timeoutMs: 200, resolve: () => new Promise(() => undefined) })).toEqual({ problem: "There was no answer within 0.2 seconds." });
  });

  it("has arrived when the answer says so, though that does not end", async () => {
    receiver.answer = (_received, response) => void response.writeHead(200).write("and");
    expect(await send(receiver.url, { timeoutMs: 300 })).toEqual({ status: 200 });
  });

  it("reads little of an endless answer, and does not wait for its end", async () => {
    let sent = 0;
    const ended = new Promise<void>((resolve) => {
      receiver.answer = (_received, response) => {
        response.writeHead(200).on("close", resolve);
        const go = () => {
          for (let isRoom = true; isRoom && !response.destroyed; sent += 16_384) isRoom = response.write("x".repeat(16_384));
          if (!response.destroyed) response.once("drain", go);
        };
        go();
      };
    });
    expect(await send(receiver.url)).toEqual({ status: 200 });
    await ended;
    // What is on the line and in the buffers of two kernels comes on top.
    expect(sent).toBeLessThan(20_000_000);
  });

  it.each(["before", "while"])("is given up when the collector stops %s it is under way", async (when) => {
    const controller = new AbortController();
    receiver.answer = () => controller.abort();
    if (when === "before") controller.abort();
    const deliver = createDeliver({ guard: createGuard({ isIntranet: true, resolve: () => (when === "before" ? new Promise(() => undefined) : home()) }), now: () => NOW, timeoutMs: 1_000_000 });
    expect(await deliver({ url: receiver.url.replace("127.0.0.1", "hooks.example"), headers: {}, body: "{}", signal: controller.signal })).toHaveProperty("problem");
  });

  it("that meets nobody, a broken line or another language says so, and throws nothing", async () => {
    await other.close();
    expect(await send(other.url)).toEqual({ problem: "The connection failed: ECONNREFUSED." });
    other = await openReceiver();
    receiver.answer = (_received, response) => void response.socket?.destroy();
    expect(await send(receiver.url)).toEqual({ problem: "The connection failed: ECONNRESET." });
    const odd = createServer((socket) => void socket.on("error", () => undefined).end("220 smtp.example ESMTP\r\n")).listen(0, "127.0.0.1");
    await once(odd, "listening");
    expect(await send(`http://127.0.0.1:${(odd.address() as AddressInfo).port}/`)).toEqual({ problem: expect.stringMatching(/^The connection failed: HPE_/) });
    odd.close();
    expect(await send("https://hooks.example.com:22/", { isIntranet: false })).toEqual({ problem: "Only the ports 443 and 8443 are allowed." });
  });

  it("takes no proxy from the environment", async () => {
    const before = { ...process.env };
    for (const name of ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY", "all_proxy"]) process.env[name] = other.url;
    process.env.NODE_USE_ENV_PROXY = "1";
    try {
      expect(await send(receiver.url)).toEqual({ status: 204 });
    } finally {
      process.env = before;
    }
    expect([receiver.received.length, other.received.length]).toEqual([1, 0]);
  });
});

describe("A name", () => {
  it("is asked for once a message, and the connection goes to what was checked, whatever the name has become", async () => {
    const answers: Address[][] = [[{ address: "127.0.0.1", family: 4 }], [{ address: "169.254.169.254", family: 4 }]];
    let asked = 0;
    const resolve = async () => answers[Math.min(asked++, 1)]!;
    const url = receiver.url.replace("127.0.0.1", "rebinding.example");
    expect([await send(url, { resolve }), asked]).toEqual([{ status: 204 }, 1]);
    expect(receiver.received[0]?.headers.host).toBe(`rebinding.example:${receiver.port}`);
    expect(await send(url, { resolve })).toEqual({ problem: "rebinding.example: The address 169.254.169.254 is not public (linkLocal)." });
    expect([asked, receiver.received.length]).toEqual([2, 1]);
  });

  it("that leads to this machine is not followed", async () => {
    expect(await send("https://rebinding.example:8443/", { isIntranet: false, resolve: home })).toEqual({ problem: "rebinding.example: The address 127.0.0.1 is not public (loopback)." });
  });

  it("is what the certificate must be for, and is told to the server", async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "parley-tls-"));
    const file = (name: string) => path.join(folder, name);
    execFileSync("openssl", ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", file("key"), "-out", file("cert"), "-days", "2", "-subj", "/CN=other.example"], { stdio: "ignore" });
    const names: (string | undefined)[] = [];
    const secure = createTlsServer({ key: readFileSync(file("key")), cert: readFileSync(file("cert")), SNICallback: (name, done) => (names.push(name), done(null)) }).listen(0, "127.0.0.1");
    rmSync(folder, { recursive: true });
    await once(secure, "listening");
    let requests = 0;
    secure.on("request", () => requests++).on("tlsClientError", () => undefined);
    const attempt = await send(`https://hooks.example:${(secure.address() as AddressInfo).port}/`, { resolve: home });
    secure.close();
    expect([attempt, names, requests]).toEqual([{ problem: "The connection failed: DEPTH_ZERO_SELF_SIGNED_CERT." }, ["hooks.example"], 0]);
  });
});
