/** What the client does where the collector, or the way to it, fails. */
import { inspect } from "node:util";
import { afterEach, describe, expect, it, vi } from "vitest";
import { CollectorError } from "../../src/client/collectorError";
import { createClient } from "../../src/client/index";
import { createRequest, type RequestDependencies } from "../../src/client/request";
import { retryAfterMs } from "../../src/client/retryAfter";
import { openStandIn, type Reply, type StandIn } from "./standIn";

const SECRET = "sk_canary-Zwitscher";
const GOOD: Reply = { status: 202 };
const UNAVAILABLE: Reply = { status: 503, body: { error: "not_stored", message: "Send it again later." } };

let standIn: StandIn | undefined;
afterEach(() => standIn?.close());

const open = async (replies: Reply[], more: Partial<RequestDependencies> = {}) => {
  standIn = await openStandIn(...replies);
  const waits: number[] = [];
  const wait = async (ms: number) => waits.push(ms);
  const request = createRequest({ url: standIn.url, secretKey: SECRET, fetch, timeoutMs: 10_000, tries: 5, random: () => 0.5, wait, ...more });
  const { asked } = standIn;
  return { asked, waits, report: () => request<object>({ method: "POST", path: "/v1/conversations/c1/route", body: () => '{"queue":"Sales"}', idempotencyKey: "k1" }) };
};
const failure = async (promise: Promise<unknown>): Promise<CollectorError> => {
  const problem = await promise.then(() => undefined, (problem: unknown) => problem);
  if (!(problem instanceof CollectorError)) throw new Error(`That is no CollectorError: ${inspect(problem)}`);
  return problem;
};

describe("A request", () => {
  it.each<[string, Reply]>([
    ["the line is torn", "cut"], ["the answer is torn", "half"], ["408", { status: 408 }], ["429", { status: 429 }], ["500", { status: 500 }], ["502 of a proxy", { status: 502, body: "<html>Bad gateway" }], ["503", UNAVAILABLE], ["504", { status: 504, body: "" }],
  ])("is sent again, as the same, where %s", async (_why, reply) => {
    const { asked, waits, report } = await open([reply, reply, reply, GOOD]);
    expect(await report()).toEqual({ event: "e1", state: "stored" });
    expect(waits).toHaveLength(3);
    const same = asked.map(({ method, url, headers, body }) => [method, url, headers["idempotency-key"], headers.authorization, headers["content-type"], body].join(" "));
    expect([same.length, new Set(same)]).toEqual([4, new Set([`POST /v1/conversations/c1/route "k1" Bearer ${SECRET} application/json {"queue":"Sales"}`])]);
  });

  it.each([400, 401, 403, 404, 409, 413, 422])("is not sent again where the answer is %i", async (status) => {
    const { asked, report } = await open([{ status, body: { error: "wrong_channel", message: "channel must be chat, messaging or call." } }, GOOD]);
    const problem = await failure(report());
    expect(problem).toMatchObject({ name: "CollectorError", status, error: "wrong_channel", message: "channel must be chat, messaging or call." });
    expect(problem).toBeInstanceOf(Error);
    expect(asked).toHaveLength(1);
  });

  it("is tried so often and no more, with pauses that double and are drawn anew", async () => {
    const { asked, waits, report } = await open([UNAVAILABLE], { tries: 8 });
    expect(await failure(report())).toMatchObject({ status: 503, error: "not_stored", message: "Send it again later." });
    expect([asked.length, waits]).toEqual([8, [250, 500, 1_000, 2_000, 4_000, 5_000, 5_000]]);
    await standIn!.close();
    const draws = [0, 0.999, 0.1];
    const other = await open([UNAVAILABLE], { tries: 4, random: () => draws.shift()! });
    await failure(other.report());
    expect(other.waits).toEqual([0, 999, 200]);
  });

  it("waits as long as it is asked to, in seconds or until a date, and a little longer", async () => {
    const seconds = await open([{ status: 503, headers: { "retry-after": "7" } }, { status: 429, headers: { "retry-after": "0" } }, GOOD]);
    await seconds.report();
    expect(seconds.waits).toEqual([7_250, 500]);
    await standIn!.close();
    const [date, until] = ["Fri, 27 Nov 2026 07:00:00 GMT", "Fri, 27 Nov 2026 07:00:09 GMT"];
    const dates = await open([{ status: 503, headers: { date, "retry-after": until } }, { status: 503, headers: { date: until, "retry-after": date } }, GOOD]);
    await dates.report();
    expect(dates.waits).toEqual([9_250, 500]);
  });

  it("is given up at once where it is asked to wait for long, and says so", async () => {
    const { asked, waits, report } = await open([{ ...UNAVAILABLE, headers: { "retry-after": "3600" } }]);
    expect(await failure(report())).toMatchObject({ status: 503, error: "not_stored", retryAfterMs: 3_600_000 });
    expect([asked.length, waits]).toEqual([1, []]);
  });

  it.each([["7", 7_000], ["0", 0], ["Fri, 27 Nov 2026 07:00:30 GMT", 30_000], ["Thu, 01 Jan 1970 00:00:00 GMT", 0], ["soon", undefined], ["", undefined], [undefined, undefined]])("reads Retry-After: %s", (text, ms) => {
    const now = Date.parse("Fri, 27 Nov 2026 07:00:00 GMT");
    expect(retryAfterMs(new Headers(text === undefined ? {} : { "retry-after": text }), now)).toBe(ms);
  });

  it("is given up where nothing answers in time, after as many tries", async () => {
    const timeout = vi.spyOn(AbortSignal, "timeout");
    const { asked, report } = await open(["never"], { timeoutMs: 50, tries: 3 });
    expect(await failure(report())).toMatchObject({ status: 0, error: "timeout", message: "The collector did not answer within 50 ms." });
    expect([asked.length, timeout.mock.calls]).toEqual([3, [[50], [50], [50]]]);
    timeout.mockRestore();
  });

  it("says where nobody is", async () => {
    const { report } = await open([GOOD]);
    const { url } = standIn!;
    await standIn!.close();
    expect(await failure(report())).toMatchObject({ status: 0, error: "network", message: `The collector at ${url} cannot be reached.`, cause: expect.any(TypeError) });
  });

  it.each<[string, Reply]>([["a page", { status: 200, body: "<html>Welcome" }], ["a redirect", { status: 301, headers: { location: "https://elsewhere.example/" }, body: "" }], ["a refusal of somebody else", { status: 404, body: { detail: "no" } }]])("says that %s is no answer of a collector, and follows nowhere", async (_what, reply) => {
    const { asked, report } = await open([reply]);
    expect(await failure(report())).toMatchObject({ error: "wrong_answer", message: expect.stringContaining("Check the url") });
    expect(asked).toHaveLength(1);
  });

  it("tells the secret to nobody but the collector", async () => {
    const told: string[] = [];
    for (const reply of ["cut", "never", UNAVAILABLE, { status: 200, body: "<html>" }] satisfies Reply[]) {
      standIn = await openStandIn(reply);
      const client = createClient({ url: standIn.url, secretKey: SECRET, tries: 1, timeoutMs: 100 });
      const problem = await failure(client.conversation("c1").route());
      told.push(inspect(client, { depth: 9, showHidden: true }), inspect(problem, { depth: 9, showHidden: true }), JSON.stringify(problem), String(problem.stack));
      await standIn.close();
    }
    for (const secretKey of [`${SECRET}\n`, ` ${SECRET}`, `Bearer ${SECRET}`, SECRET.replace("sk_", "pk_")]) {
      expect(() => createClient({ url: "http://localhost", secretKey })).toThrow(TypeError);
      try {
        createClient({ url: "http://localhost", secretKey });
      } catch (problem) {
        told.push(inspect(problem));
      }
    }
    expect(told).toHaveLength(20);
    expect(told.filter((text) => text.includes("canary"))).toEqual([]);
  });
});
