import { expect, test } from "vitest";
import { createDesk } from "../../src/console/desk";
import type { Batch } from "../../src/protocol/event";

const answering = (status: number, body: unknown) => {
  const calls: { path: unknown; init: RequestInit | undefined }[] = [];
  const ended: true[] = [];
  const shut: true[] = [];
  const desk = createDesk({
    onLoginEnded: () => ended.push(true),
    onUnknownSite: () => shut.push(true),
    at: (path) => `${path}@here`,
    ask: async (path, init) => {
      calls.push({ path, init });
      return new Response(JSON.stringify(body), { status });
    },
  });
  return { desk, calls, ended, shut };
};
const event = { id: "e", type: "conversation.connected", at: 1, data: { conversation: "c" } };

test("tells events through the ingest door, and a second try carries the same ids", async () => {
  const { desk, calls } = answering(202, { accepted: 1, duplicates: 0, rejected: [] });
  await desk.tell("pk_1", "b", [event]);
  expect(await desk.tell("pk_1", "b", [event])).toMatchObject({ ok: true });
  const bodies = calls.map(({ init }) => JSON.parse(String(init?.body)) as Batch);
  expect(calls[0]).toMatchObject({ path: "/v1/events@here", init: { method: "POST", headers: { "content-type": "application/json" } } });
  expect(bodies.map(({ v, key, batch, events }) => ({ v, key, batch, events }))).toEqual(Array(2).fill({ v: 1, key: "pk_1", batch: "b", events: [event] }));
});

test("an accepted batch with a refused event is a failure with its reason", async () => {
  const { desk } = answering(202, { accepted: 0, duplicates: 0, rejected: [{ id: "e", reason: "too_old" }] });
  expect(await desk.tell("pk_1", "b", [event])).toEqual({ ok: false, reason: "The collector refused it: too_old." });
  const gone = answering(202, { accepted: 0, duplicates: 0, rejected: [{ id: "e", reason: "unknown_conversation" }] });
  expect(await gone.desk.tell("pk_1", "b", [event])).toEqual({ ok: false, reason: "This conversation is not there any more, or has gone to a queue that is not yours." });
});

test("an ended login is noticed on any call", async () => {
  const { desk, ended } = answering(401, {});
  expect(await desk.ask("/v1/me")).toMatchObject({ ok: false });
  expect(ended.length).toBe(1);
});

test("a lost network and a busy collector are told in words", async () => {
  const lost = createDesk({ onLoginEnded() {}, ask: async () => Promise.reject(new TypeError("Failed to fetch")) });
  expect(await lost.ask("/v1/me")).toEqual({ ok: false, reason: "The collector cannot be reached." });
  expect(await answering(503, {}).desk.ask("/v1/me")).toEqual({ ok: false, reason: "The collector is busy." });
});

test("changes what is no event, and says what the collector says against it", async () => {
  const { desk, calls } = answering(200, {});
  expect(await desk.change("DELETE", "/v1/contacts/k1")).toEqual({ ok: true, body: {} });
  await desk.change("PATCH", "/v1/contacts/k1", { a: 1 });
  expect(calls.map(({ init }) => [init?.method, init?.headers, init?.body])).toEqual([["DELETE", undefined, undefined], ["PATCH", { "content-type": "application/json" }, '{"a":1}']]);
  expect(await answering(409, { message: "It was erased." }).desk.change("DELETE", "/")).toEqual({ ok: false, reason: "It was erased.", refusal: { message: "It was erased." } });
  expect(await answering(500, { message: "secret" }).desk.change("DELETE", "/")).toEqual({ ok: false, reason: "The collector answered with error 500." });
});

test("every address is of the page's site, whatever is asked", async () => {
  const { desk, calls } = answering(200, {});
  await desk.ask("/v1/me");
  await desk.change("DELETE", "/v1/contacts/k1");
  await desk.tell("pk_1", "b", [event]).catch(() => {});
  expect([...calls.map(({ path }) => path), desk.at("/console/rules")]).toEqual(["/v1/me@here", "/v1/contacts/k1@here", "/v1/events@here", "/console/rules@here"]);
});

test("that there is no account on the site is noticed on any call, and another refusal is not taken for it", async () => {
  const elsewhere = answering(403, { error: "unknown_site", message: "You have no account on this site." });
  expect(await elsewhere.desk.ask("/v1/health")).toMatchObject({ ok: false, refusal: { error: "unknown_site" } });
  expect(elsewhere.shut.length).toBe(1);
  const forbidden = answering(403, { error: "forbidden", message: "Not for this role." });
  expect(await forbidden.desk.ask("/v1/health")).toMatchObject({ ok: false, reason: "The collector does not allow this." });
  expect([forbidden.shut.length, elsewhere.ended.length]).toEqual([0, 0]);
});
