import { beforeEach, describe, expect, it, vi } from "vitest";
import { BATCH_EVENTS, BODY_BYTES } from "../../src/protocol/limits";
import { createOutbox } from "../../src/sdk/storage/outbox";
import { createPost, parseRetryAfter } from "../../src/sdk/transport/post";
import { createSender } from "../../src/sdk/transport/sender";
import { formatBatch, takeBatch } from "../../src/sdk/transport/batch";
import { createFakeDisk, nextId } from "./fakes";
import type { Batch } from "../../src/protocol/event";
import type { Outcome } from "../../src/sdk/transport/post";
import type { Row } from "../../src/sdk/session/profile";

function createTab({ answer = async () => ({ kind: "done" }) as Outcome, disk = createFakeDisk() } = {}) {
  const bodies: Batch[] = [];
  const outbox = createOutbox({ store: disk, late: "late", stamping: { idleMs: 60_000, newId: nextId, arrival: () => ({}) }, stored: () => {}, log: () => {} });
  const post = vi.fn(async (body: string) => {
    bodies.push(JSON.parse(body) as Batch);
    return answer();
  });
  const sender = createSender({ key: "pk_test", outbox, post, now: () => Date.now(), alone: (task) => task(), log: () => {} });
  const emit = (count = 1, text = "") =>
    outbox.push(() => Array.from({ length: count }, (_, i) => ({ id: nextId(), type: `event_${i}`, at: Date.now(), url: "https://shop.example/", data: { text } })));
  return { outbox, sender, post, bodies, emit, disk };
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"], now: 1_790_000_000_000 });
  return () => vi.useRealTimers();
});

describe("what is sent", () => {
  it("goes together after a moment, and at once when it is urgent", async () => {
    const { sender, post, emit } = createTab();
    await emit(3);
    sender.schedule(false);
    await vi.advanceTimersByTimeAsync(900);
    expect(post).toHaveBeenCalledTimes(0);
    sender.schedule(true);
    await vi.advanceTimersByTimeAsync(1);
    expect(post).toHaveBeenCalledTimes(1);
  });

  it("is removed from the outbox only when the collector has answered", async () => {
    let settle = (_: Outcome) => {};
    const { sender, emit, disk } = createTab({ answer: () => new Promise((resolve) => (settle = resolve)) });
    await emit(2);
    const flushed = sender.flush();
    await vi.advanceTimersByTimeAsync(0);
    expect(await disk.rows(9)).toHaveLength(3);
    settle({ kind: "done" });
    await flushed;
    expect(await disk.rows(9)).toHaveLength(0);
  });

  it("keeps within the limits of a batch, and sends the rest right after", async () => {
    const { sender, emit, bodies } = createTab();
    await emit(BATCH_EVENTS + 20);
    await sender.flush();
    expect(bodies.map(({ events }) => events.length)).toEqual([BATCH_EVENTS, 21]);
    expect(bodies.flatMap(({ events }) => events.map(({ seq }) => seq))).toEqual(Array.from({ length: BATCH_EVENTS + 21 }, (_, i) => i));
  });

  it("never puts two visitors into one batch", async () => {
    const { sender, outbox, emit, bodies } = createTab();
    await emit();
    await outbox.push((profile) => (Object.assign(profile, { visitor: "next", session: undefined }), []));
    await emit();
    await sender.flush();
    expect(bodies).toHaveLength(2);
    expect(bodies[1]!.visitor).toBe("next");
    expect(bodies[0]!.events.every((event) => !("visitor" in event))).toBe(true);
  });

  it("leaves in small bodies when the page goes, without what is under way already", async () => {
    const { sender, emit, bodies } = createTab({ answer: () => new Promise(() => {}) });
    await emit(30, "x".repeat(1_000));
    sender.leave();
    sender.leave();
    expect(bodies.flatMap(({ events }) => events)).toHaveLength(31);
    expect(bodies.length).toBeGreaterThan(1);
    expect(bodies.every((body) => JSON.stringify(body).length <= 16_384)).toBe(true);
  });
});

describe("what is not taken", () => {
  it("is kept and tried again with the same ids, later and later, with jitter", async () => {
    vi.spyOn(Math, "random").mockReturnValue(1);
    const { sender, post, bodies, emit } = createTab({ answer: async () => ({ kind: "retry" }) });
    await emit();
    await sender.flush();
    for (const [wait, calls] of [[1_900, 1], [200, 2], [3_800, 2], [200, 3]] as const) {
      await vi.advanceTimersByTimeAsync(wait);
      expect(post).toHaveBeenCalledTimes(calls);
    }
    expect(new Set(bodies.map(({ batch, events }) => batch + events.map(({ id }) => id))).size).toBe(1);
  });

  it("waits as long as the collector asks, whatever is urgent", async () => {
    let outcome: Outcome = { kind: "retry", waitMs: 7_000 };
    const { sender, post, emit, disk } = createTab({ answer: async () => outcome });
    await emit();
    await sender.flush();
    outcome = { kind: "done" };
    sender.schedule(true);
    await vi.advanceTimersByTimeAsync(6_900);
    expect(post).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(200);
    expect(post).toHaveBeenCalledTimes(2);
    expect(await disk.rows(9)).toHaveLength(0);
  });

  it("is not forgotten when the try fails after more has come", async () => {
    vi.spyOn(Math, "random").mockReturnValue(1);
    let settle = (_: Outcome) => {};
    const { sender, post, emit } = createTab({ answer: () => new Promise((resolve) => (settle = resolve)) });
    await emit();
    sender.schedule(true);
    await vi.advanceTimersByTimeAsync(1);
    await emit();
    sender.schedule(false);
    await vi.advanceTimersByTimeAsync(100);
    settle({ kind: "retry", waitMs: 60_000 });
    await vi.advanceTimersByTimeAsync(59_000);
    expect(post).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(post).toHaveBeenCalledTimes(2);
  });

  it("is halved when it was too large, down to the one that will never be taken", async () => {
    const sizes: number[] = [];
    const tab = createTab();
    tab.post.mockImplementation(async (body) => {
      const { events } = JSON.parse(body) as Batch;
      sizes.push(events.length);
      return { kind: events.some(({ type }) => type === "event_3") ? "split" : "done" };
    });
    await tab.emit(7);
    await tab.sender.flush();
    expect(sizes).toEqual([8, 4, 4, 2, 1, 3]);
    expect(await tab.disk.rows(9)).toHaveLength(0);
  });
});

describe("an answer", () => {
  const ask = (status: number, headers = {}) =>
    createPost({ url: "https://collect.example/v1/events", fetch: async () => new Response(status === 204 || status === 304 ? null : "{}", { status, headers }) })("body");

  it.each([[202, "done"], [200, "retry"], [204, "retry"], [304, "retry"], [400, "done"], [422, "done"], [413, "split"], [401, "retry"], [403, "retry"], [408, "retry"], [429, "retry"], [500, "retry"], [503, "retry"]] as const)(
    "of %i means %s", async (status, kind) => {
      expect((await ask(status)).kind).toBe(kind);
    });

  it("may say how many seconds to wait; anything else is no answer", async () => {
    expect((await ask(503, { "retry-after": "7" })).waitMs).toBe(7_000);
    expect(["-1", "garbage", "", "7.5", null].map(parseRetryAfter)).toEqual([0, 0, 0, 0, 0]);
    expect(parseRetryAfter("1000000000")).toBe(3_600_000);
  });

  it("that never comes is a retry, and asks for no preflight: no header of our own", async () => {
    const seen: RequestInit[] = [];
    const post = createPost({ url: "https://collect.example/v1/events", fetch: async (_, init) => { seen.push(init!); throw new TypeError("refused"); } });
    expect(await post("body")).toEqual({ kind: "retry" });
    expect(seen[0]).toMatchObject({ method: "POST", keepalive: true, credentials: "omit" });
    expect(seen[0]!.headers).toBeUndefined();
  });
});

it("a batch stays within its bytes as they travel, also where letters take three", () => {
  const rows: Row[] = Array.from({ length: 90 }, (_, i) => ({ id: nextId(), type: "note", at: 1, url: "https://shop.example/", data: { text: "漢".repeat(500) }, session: "s", seq: i, visitor: "v" }));
  const taken = takeBatch(rows);
  expect(Buffer.byteLength(formatBatch(taken, { key: "pk_test", sentAt: 1 }))).toBeLessThanOrEqual(BODY_BYTES);
  expect(taken.length).toBeGreaterThan(30);
});
