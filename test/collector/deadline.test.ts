import { once } from "node:events";
import { connect, type AddressInfo } from "node:net";
import Fastify, { type FastifyInstance } from "fastify";
import { afterEach, beforeEach, expect, it } from "vitest";
import { addDeadline } from "../../src/collector/routes/deadline";
import { answerProblems } from "../../src/collector/routes/problem";

const BODY_MS = 300;
let server: FastifyInstance;
async function open(bodyMs: number): Promise<void> {
  server = Fastify();
  addDeadline(server, bodyMs);
  answerProblems(server);
  server.addContentTypeParser("*", { parseAs: "string" }, (_request, body, done) => done(null, body));
  server.post("/quick", async ({ body }) => body);
  server.post("/patient", { config: { isPatient: true } }, async ({ body }) => body);
  await server.listen({ port: 0, host: "127.0.0.1" });
}
beforeEach(() => open(BODY_MS));
afterEach(() => server.close());

/** Sends the first half of a body, and the second after so long; settles with all that came back, and when. */
async function post(path: string, afterMs: number): Promise<{ answer: string; tookMs: number }> {
  const socket = connect((server.server.address() as AddressInfo).port, "127.0.0.1");
  let answer = "";
  socket.on("data", (bytes) => (answer += bytes));
  socket.on("error", () => {});
  const begun = performance.now();
  socket.write(`POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-type: x/y\r\nconnection: close\r\ncontent-length: 4\r\n\r\nab`);
  const timer = setTimeout(() => socket.writable && socket.write("cd"), afterMs);
  await once(socket, "close");
  clearTimeout(timer);
  return { answer, tookMs: performance.now() - begun };
}

it("A body that arrives in time is taken", async () => {
  await server.close();
  // So long that no machine is too slow for it.
  await open(60_000);
  expect((await post("/quick", 20)).answer).toMatch(/ 200 OK[^]*abcd$/);
});

it.each(["/quick", "/nowhere"])("A body for %s that does not is cut off, with a word on why", async (path) => {
  const { answer, tookMs } = await post(path, 60_000);
  expect(answer).toMatch(/ 408 Request Timeout[^]*too_slow/);
  expect(tookMs).toBeLessThan(30_000);
});

it("A patient route waits for it", async () => {
  const { answer, tookMs } = await post("/patient", 3 * BODY_MS);
  expect(answer).toMatch(/ 200 OK[^]*abcd$/);
  expect(tookMs).toBeGreaterThan(2 * BODY_MS);
});
