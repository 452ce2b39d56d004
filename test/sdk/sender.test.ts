import { beforeEach, describe, expect, it, vi } from "vitest";
import { gunzipSync } from "node:zlib";
import { BATCH_EVENTS, BATCH_MS, BODY_BYTES, GZIP_CHARS, MENDED_MS, REQUEST_MS, RETRY_AFTER_MAX_MS } from "../../src/protocol/limits";
import { createOutbox } from "../../src/sdk/storage/outbox";
import { encode } from "../../src/sdk/bytes";
import { createPost, parseRetryAfter } from "../../src/sdk/transport/post";
import { createSender } from "../../src/sdk/transport/sender";
import { formatBatch, takeBatch } from "../../src/sdk/transport/batch";
import { createFakeDisk, nextId, stubLocalStorage } from "./fakes";
import type { Batch, Consent } from "../../src/protocol/event";
import type { Outcome } from "../../src/sdk/transport/post";
import type { Draft, Row } from "../../src/sdk/session/profile";

const MINUTE = 60_000;
const url = "https://collect.example/v1/events";

function createUntil() {
  let value = 0;
  return { read: () => value, write: (ms: number) => void (value = ms) };
}

/** What the collector answered to what it took, as the tab hears it. */
let answered: ReturnType<typeof vi.fn<(text: string) => void>>;

function createTab({ answer = async () => ({ verdict: "done" }) as Outcome, disk = createFakeDisk(), until = createUntil(), isOpen = (): boolean => true, consent = (): Consent | undefined => undefined } = {}) {
  const bodies: Batch[] = [];
  const draft = (type: string, data = {}) => ({ id: nextId(), type, at: Date.now(), url: "https://shop.example/", data });
  const outbox = createOutbox({
    store: disk,
    name: "parley:pk_test",
    stamping: { idleMs: MINUTE, newId: nextId, begin: () => draft("session.started") },
    isOpen,
    emit: (type, data) => outbox.push(draft(type, data)),
    settled: () => {},
    log: () => {},
  });
  const post = {
    pack: vi.fn(async (text: string) => encode(text)),
    send: vi.fn(async (body: ArrayBuffer, _leaving: boolean) => {
      bodies.push(JSON.parse(new TextDecoder().decode(body)) as Batch);
      return answer();
    }),
  };
  const sender = createSender({ key: "pk_test", outbox, post, now: () => Date.now(), consent, isOpen, alone: (task) => task(), until, answered, log: () => {} });
  const emit = (count = 1, text = "") => {
    for (let i = 0; i < count; i++) outbox.push(draft(`event_${i}`, { text }));
    return outbox.settle();
  };
  return { outbox, sender, post, bodies, emit, disk, until };
}

beforeEach(() => {
  answered = vi.fn();
  stubLocalStorage();
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"], now: 1_790_000_000_000 });
  return () => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  };
});

describe("what is sent", () => {
  it("goes together after a moment, and at once when it is urgent", async () => {
    const { sender, post, emit } = createTab();
    await emit(3);
    sender.wake(BATCH_MS);
    await vi.advanceTimersByTimeAsync(200);
    expect(post.send).toHaveBeenCalledTimes(0);
    sender.wake(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(post.send).toHaveBeenCalledTimes(1);
  });

  it("goes after three seconds, together with what came in the meantime", async () => {
    const { sender, bodies, emit } = createTab();
    await emit();
    sender.wake(BATCH_MS);
    await vi.advanceTimersByTimeAsync(BATCH_MS - 1);
    await emit();
    sender.wake(BATCH_MS);
    expect(bodies).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(bodies.map(({ events }) => events.map(({ type }) => type))).toEqual([["session.started", "event_0", "event_0"]]);
    await emit();
    sender.wake(BATCH_MS);
    await vi.advanceTimersByTimeAsync(BATCH_MS - 1);
    expect(bodies).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(bodies).toHaveLength(2);
  });

  it("is removed from the outbox only when the collector has answered", async () => {
    let settle = (_: Outcome) => {};
    const { sender, emit, disk } = createTab({ answer: () => new Promise((resolve) => (settle = resolve)) });
    await emit(2);
    const flushed = sender.flush();
    await vi.advanceTimersByTimeAsync(0);
    expect(disk.all()).toHaveLength(3);
    settle({ verdict: "done" });
    await flushed;
    expect(disk.all()).toHaveLength(0);
  });

  it("hands on what is answered to events that were taken, and nothing else", async () => {
    let outcome: Outcome = { verdict: "done", status: 202, text: '{"next":250}' };
    let isOpen = true;
    const { sender, emit } = createTab({ answer: async () => outcome, isOpen: () => isOpen });
    await emit();
    await sender.flush();
    expect(answered.mock.calls).toEqual([['{"next":250}']]);
    outcome = { verdict: "refused", status: 422, text: "{}" };
    await emit();
    await sender.flush();
    // Consent is taken back while the collector answers.
    outcome = { verdict: "done", status: 202, text: "{}" };
    await emit();
    const flushed = sender.flush();
    answered.mockClear();
    isOpen = false;
    await flushed;
    expect(answered).not.toHaveBeenCalled();
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
    outbox.push({ id: nextId(), type: "identity.reset", at: Date.now(), url: "", data: {} });
    await emit();
    await sender.flush();
    expect(bodies).toHaveLength(2);
    expect(bodies[1]!.visitor).toBe(outbox.profile()!.visitor);
    expect(bodies[0]!.visitor).not.toBe(bodies[1]!.visitor);
    expect(bodies[0]!.events.every((event) => !("visitor" in event))).toBe(true);
  });

  it("is not even numbered while nothing may be stored", async () => {
    let open = false;
    const { sender, outbox, post, disk } = createTab({ isOpen: () => open });
    outbox.push({ id: nextId(), type: "page.viewed", at: Date.now(), url: "", data: {} });
    await sender.flush();
    sender.wake(0);
    sender.resume();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(disk.profile()).toBeUndefined();
    open = true;
    await sender.flush();
    expect(post.send).toHaveBeenCalledTimes(1);
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
    const { sender, post, bodies, emit } = createTab({ answer: async () => ({ verdict: "retry" }) });
    await emit();
    await sender.flush();
    for (const [wait, calls] of [[1_900, 1], [200, 2], [3_800, 2], [200, 3]] as const) {
      await vi.advanceTimersByTimeAsync(wait);
      expect(post.send).toHaveBeenCalledTimes(calls);
    }
    expect(new Set(bodies.map(({ batch, events }) => batch + events.map(({ id }) => id))).size).toBe(1);
  });

  it("waits as long as the collector asks, whatever is urgent", async () => {
    let outcome: Outcome = { verdict: "retry", waitMs: 7_000, asked: true };
    const { sender, post, emit, disk } = createTab({ answer: async () => outcome });
    await emit();
    await sender.flush();
    outcome = { verdict: "done" };
    sender.wake(0);
    await vi.advanceTimersByTimeAsync(6_900);
    expect(post.send).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(200);
    expect(post.send).toHaveBeenCalledTimes(2);
    expect(disk.all()).toHaveLength(0);
  });

  it("is not forgotten when the try fails after more has come", async () => {
    vi.spyOn(Math, "random").mockReturnValue(1);
    let settle = (_: Outcome) => {};
    const { sender, post, emit } = createTab({ answer: () => new Promise((resolve) => (settle = resolve)) });
    await emit();
    sender.wake(0);
    await vi.advanceTimersByTimeAsync(1);
    await emit();
    sender.wake(BATCH_MS);
    await vi.advanceTimersByTimeAsync(100);
    settle({ verdict: "retry", waitMs: 60_000 });
    await vi.advanceTimersByTimeAsync(59_000);
    expect(post.send).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(post.send).toHaveBeenCalledTimes(2);
  });

  it("is halved when it was too large, down to the one that will never be taken", async () => {
    const sizes: number[] = [];
    const tab = createTab();
    tab.post.send.mockImplementation(async (body) => {
      const batch = JSON.parse(new TextDecoder().decode(body)) as Batch;
      const { events } = batch;
      tab.bodies.push(batch);
      sizes.push(events.length);
      return { verdict: events.some(({ type }) => type === "event_3") ? "too_large" : "done" };
    });
    await tab.emit(7);
    const { session } = tab.outbox.unsent()[0]!;
    await tab.sender.flush();
    // The last of them with the report.
    expect(sizes).toEqual([8, 4, 4, 2, 1, 1, 3]);
    expect(tab.disk.all()).toHaveLength(0);
    const { type, data } = tab.bodies.at(-1)!.events.at(-1)!;
    expect([type, data]).toEqual(["sdk.dropped", { session, reason: "too_large", count: 1 }]);
  });

  it("is reported when the collector refuses it, by session; a refused report is not", async () => {
    const tab = createTab({ answer: async () => ({ verdict: "refused" }) });
    await tab.emit(2);
    await vi.advanceTimersByTimeAsync(2 * MINUTE);
    await tab.emit();
    const [one, two] = [...new Set(tab.outbox.unsent().map(({ session }) => session))];
    await tab.sender.flush();
    expect(tab.disk.all()).toHaveLength(0);
    await tab.sender.flush();
    expect(tab.bodies.at(-1)!.events.map(({ type, data }) => [type, data])).toEqual([
      ["sdk.dropped", { session: one, reason: "refused", count: 3 }],
      ["sdk.dropped", { session: two, reason: "refused", count: 2 }],
    ]);
    const { length } = tab.bodies;
    await tab.sender.flush();
    await tab.sender.flush();
    expect(tab.bodies).toHaveLength(length);
    expect(tab.disk.all()).toHaveLength(0);
  });

  it.each([0, 1])("opens the circuit after five failures: at most 20 requests in ten minutes, then one in one to five (random %i)", async (random) => {
    vi.spyOn(Math, "random").mockReturnValue(random);
    const { sender, post, emit } = createTab({ answer: async () => ({ verdict: "retry" }) });
    const times: number[] = [];
    post.send.mockImplementation(async () => (times.push(Date.now()), { verdict: "retry" }));
    await emit();
    void sender.flush();
    for (let s = 0; s < 600; s += 5) {
      // Whatever is emitted meanwhile, urgent or not.
      await emit();
      sender.wake(s % 10 === 0 ? 0 : BATCH_MS);
      await vi.advanceTimersByTimeAsync(5_000);
    }
    const pauses = times.slice(1).map((at, i) => Math.round((at - times[i]!) / 1_000));
    expect(times.length).toBeLessThanOrEqual(20);
    expect(pauses.slice(0, 5)).toEqual([2, 4, 8, 16, 32].map((s) => s * random));
    expect(pauses.slice(5).length).toBeGreaterThan(0);
    expect(new Set(pauses.slice(5))).toEqual(new Set([60 + 240 * random]));
  });

  it("is tried quickly again after one success", async () => {
    vi.spyOn(Math, "random").mockReturnValue(1);
    let verdict: Outcome["verdict"] = "retry";
    const { sender, post, emit } = createTab({ answer: async () => ({ verdict }) });
    await emit();
    void sender.flush();
    await vi.advanceTimersByTimeAsync(3 * MINUTE);
    verdict = "done";
    await vi.advanceTimersByTimeAsync(5 * MINUTE);
    verdict = "retry";
    post.send.mockClear();
    await emit();
    await sender.flush();
    await vi.advanceTimersByTimeAsync(2_100);
    expect(post.send).toHaveBeenCalledTimes(2);
  });

  it("waits in every tab, and after a reload, as long as the collector asked one", async () => {
    const until = createUntil();
    const disk = createFakeDisk();
    const one = createTab({ disk, until, answer: async () => ({ verdict: "retry", waitMs: 30_000, asked: true }) });
    await one.emit();
    await one.sender.flush();
    // The first page goes.
    vi.clearAllTimers();
    const two = createTab({ disk, until });
    await two.emit();
    await two.sender.flush();
    two.sender.wake(0);
    two.sender.leave();
    await vi.advanceTimersByTimeAsync(29_900);
    expect(two.post.send).toHaveBeenCalledTimes(0);
    await vi.advanceTimersByTimeAsync(200);
    expect(two.post.send).toHaveBeenCalledTimes(1);
    expect(disk.all()).toHaveLength(0);
  });

  it("keeps a pause of its own to itself, as a long one for what must be mended by hand", async () => {
    const until = createUntil();
    const tab = createTab({ until, answer: async () => ({ verdict: "retry", waitMs: MENDED_MS, asked: false }) });
    await tab.emit();
    await tab.sender.flush();
    expect(until.read()).toBe(0);
    tab.sender.wake(0);
    await vi.advanceTimersByTimeAsync(MENDED_MS - 100);
    expect(tab.post.send).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(200);
    expect(tab.post.send).toHaveBeenCalledTimes(2);
  });

  it("does not wait for a time that no answer can have asked for: the clock was turned back", async () => {
    const until = createUntil();
    until.write(Date.now() + RETRY_AFTER_MAX_MS + 1_000);
    const one = createTab({ until });
    await one.emit();
    await one.sender.flush();
    expect(one.post.send).toHaveBeenCalledTimes(1);
    until.write(Date.now() + RETRY_AFTER_MAX_MS - 1_000);
    await one.emit();
    await one.sender.flush();
    expect(one.post.send).toHaveBeenCalledTimes(1);
  });

  it("is sent by a page that leaves in a pause of its own, until nothing got through for long", async () => {
    vi.spyOn(Math, "random").mockReturnValue(1);
    const { sender, post, emit } = createTab({ answer: async () => ({ verdict: "retry" }) });
    await emit();
    await sender.flush();
    sender.leave();
    expect(post.send).toHaveBeenCalledTimes(2);
    expect(post.send.mock.calls[1]![1]).toBe(true);
    // Five failures: the circuit is open.
    await vi.advanceTimersByTimeAsync(31_000);
    const { length } = post.send.mock.calls;
    sender.leave();
    expect(post.send).toHaveBeenCalledTimes(length);
  });

  it("goes soon when there is a network again, unless the collector asked to wait", async () => {
    vi.spyOn(Math, "random").mockReturnValue(0.5);
    const { sender, post, emit, until } = createTab({ answer: async () => ({ verdict: "retry" }) });
    await emit();
    void sender.flush();
    await vi.advanceTimersByTimeAsync(3 * MINUTE);
    post.send.mockClear();
    sender.resume();
    await vi.advanceTimersByTimeAsync(400);
    expect(post.send).toHaveBeenCalledTimes(0);
    await vi.advanceTimersByTimeAsync(200);
    expect(post.send).toHaveBeenCalledTimes(1);
    until.write(Date.now() + 30_000);
    sender.resume();
    await vi.advanceTimersByTimeAsync(29_000);
    expect(post.send).toHaveBeenCalledTimes(1);
  });

  it("does not keep later events from their numbers: what is emitted in a long pause is settled within seconds", async () => {
    const { sender, outbox, emit, disk } = createTab({ answer: async () => ({ verdict: "retry", waitMs: MENDED_MS, asked: false }) });
    await emit();
    await sender.flush();
    outbox.push({ id: "later", type: "page.viewed", at: Date.now(), url: "", data: {} });
    sender.wake(BATCH_MS);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(disk.all().map(({ id }) => id)).toContain("later");
  });
});

describe("an answer", () => {
  const ask = (status: number, headers = {}) =>
    createPost({ url, fetch: async () => new Response(status === 204 || status === 304 ? null : "{}", { status, headers }), now: Date.now, credentials: "omit" }).send(encode("body"), false);

  it.each([[202, "done"], [200, "retry"], [204, "retry"], [304, "retry"], [400, "refused"], [422, "refused"], [413, "too_large"], [401, "retry"], [403, "retry"], [404, "retry"], [408, "retry"], [429, "retry"], [500, "retry"], [503, "retry"]] as const)(
    "of %i means %s", async (status, verdict) => {
      expect((await ask(status)).verdict).toBe(verdict);
    });

  it.each([[401, MENDED_MS], [403, MENDED_MS], [404, MENDED_MS], [200, 0], [408, 0], [425, 0], [429, 0], [500, 0], [503, 0]])("of %i waits %i ms, and nobody asked for it", async (status, waitMs) => {
    expect(await ask(status)).toMatchObject({ waitMs, asked: false });
  });

  it("may say how long to wait, in seconds or as a date; anything else is no answer", async () => {
    expect(await ask(503, { "retry-after": "7" })).toMatchObject({ waitMs: 7_000, asked: true });
    expect(await ask(403, { "retry-after": "7" })).toMatchObject({ waitMs: 7_000, asked: true });
    expect(await ask(429, { "retry-after": new Date(Date.now() + 9_000).toUTCString() })).toMatchObject({ waitMs: 9_000, asked: true });
    const now = Date.now();
    expect(["-1", "0", "garbage", "", "7.5", new Date(now - 9_000).toUTCString(), null].map((value) => parseRetryAfter(value, now))).toEqual([0, 0, 0, 0, 0, 0, 0]);
    expect(parseRetryAfter("1000000000", now)).toBe(3_600_000);
    expect(parseRetryAfter(new Date(now + 1e10).toUTCString(), now)).toBe(3_600_000);
  });

  it("that never comes is a retry, and asks for no preflight: no header of our own", async () => {
    const seen: RequestInit[] = [];
    const post = createPost({ url, fetch: async (_, init) => { seen.push(init!); throw new TypeError("refused"); }, now: Date.now, credentials: "omit" });
    expect(await post.send(encode("body"), false)).toEqual({ verdict: "retry" });
    expect(seen[0]).toMatchObject({ method: "POST", keepalive: true, credentials: "omit" });
    expect(seen[0]!.headers).toBeUndefined();
    expect(seen[0]!.body).toBeInstanceOf(ArrayBuffer);
  });

  it("is waited for as long as a request may take, and no longer", async () => {
    const timeout = vi.spyOn(AbortSignal, "timeout").mockReturnValue(AbortSignal.abort());
    const post = createPost({ url, fetch: async (_, init) => { init!.signal!.throwIfAborted(); return new Response(null, { status: 202 }); }, now: Date.now, credentials: "omit" });
    expect(await post.send(encode("body"), false)).toEqual({ verdict: "retry" });
    expect(timeout).toHaveBeenCalledWith(REQUEST_MS);
  });
});

describe("a body", () => {
  const bytes = (count: number) => new ArrayBuffer(count);

  it("is compressed where that pays", async () => {
    const { pack } = createPost({ url, fetch, now: Date.now, credentials: "omit" });
    const [short, long] = ["x".repeat(GZIP_CHARS), "漢".repeat(GZIP_CHARS + 1)];
    expect(new TextDecoder().decode(await pack(short))).toBe(short);
    const packed = await pack(long);
    expect(packed.byteLength).toBeLessThan(300);
    expect(gunzipSync(new Uint8Array(packed)).toString()).toBe(long);
  });

  it("travels as it is in a browser that cannot compress", async () => {
    vi.stubGlobal("CompressionStream", undefined);
    const long = "x".repeat(GZIP_CHARS + 1);
    expect(new TextDecoder().decode(await createPost({ url, fetch, now: Date.now, credentials: "omit" }).pack(long))).toBe(long);
    vi.unstubAllGlobals();
  });

  it("of a page that leaves is not compressed: that takes a moment that it has not", async () => {
    const { sender, post, emit } = createTab();
    await emit(3, "x".repeat(GZIP_CHARS));
    sender.leave();
    expect(post.send).toHaveBeenCalledTimes(1);
    expect(post.pack).not.toHaveBeenCalled();
  });

  it("outlives its page only while the browser has room for it, and says so when it must", async () => {
    const answers: (() => void)[] = [];
    const keepalives: unknown[] = [];
    const post = createPost({ url, fetch: (_, init) => (keepalives.push(init!.keepalive), new Promise((resolve) => answers.push(() => resolve(new Response("", { status: 202 }))))), now: Date.now, credentials: "omit" });
    const first = post.send(bytes(BODY_BYTES - 100), true);
    expect(await post.send(bytes(101), true)).toEqual({ verdict: "full" });
    const second = post.send(bytes(100), true);
    void post.send(bytes(1), false);
    expect(keepalives).toEqual([true, true, false]);
    answers.forEach((answer) => answer());
    await Promise.all([first, second]);
    await new Promise(setImmediate);
    // Answered: there is room again.
    void post.send(bytes(BODY_BYTES), true);
    expect(keepalives.at(-1)).toBe(true);
  });

  it("that failed gives its room back", async () => {
    const post = createPost({ url, fetch: async () => Promise.reject(new TypeError("refused")), now: Date.now, credentials: "omit" });
    for (let i = 0; i < 3; i++) expect(await post.send(bytes(BODY_BYTES), true)).toEqual({ verdict: "retry" });
  });

  it("that the browser had no room for stays in the outbox", async () => {
    const { sender, emit, disk } = createTab({ answer: async () => ({ verdict: "full" }) });
    await emit(2);
    sender.leave();
    await vi.advanceTimersByTimeAsync(0);
    expect(disk.all()).toHaveLength(3);
  });
});

it("a batch stays within its bytes as they travel, also where letters take three", () => {
  const rows: Row[] = Array.from({ length: 90 }, (_, i) => ({ id: nextId(), type: "note", at: 1, url: "https://shop.example/", data: { text: "漢".repeat(500) }, session: "s", seq: i, visitor: "v" }));
  const taken = takeBatch(rows);
  expect(Buffer.byteLength(formatBatch(taken, { key: "pk_test", sentAt: 1 }))).toBeLessThanOrEqual(BODY_BYTES);
  expect(taken.length).toBeGreaterThan(30);
});

describe("consent that is taken back while something is sent", () => {
  const asking: Outcome = { verdict: "done", waitMs: 5_000, asked: true };

  it("lets the answer write nothing, and no further batch go", async () => {
    let open = true;
    const until = createUntil();
    const { sender, emit, post, disk } = createTab({ isOpen: () => open, until, answer: async () => ((open = false), asking) });
    await emit(BATCH_EVENTS + 50);
    const before = disk.all().length;
    await sender.flush();
    expect([post.send.mock.calls.length, until.read(), disk.all().length]).toEqual([1, 0, before]);
  });

  it("sends nothing of what was being packed", async () => {
    let open = true;
    const { sender, emit, post } = createTab({ isOpen: () => open });
    post.pack.mockImplementation(async (text) => ((open = false), encode(text)));
    await emit();
    await sender.flush();
    expect(post.pack).toHaveBeenCalledTimes(1);
    expect(post.send).not.toHaveBeenCalled();
  });

  const granted: Consent = { analytics: "granted", identity: "granted", messaging: "granted" };
  const claim = (): Draft => ({ id: nextId(), type: "identity.claimed", at: Date.now(), url: "https://shop.example/", data: { email: "ada@example.com" } });
  const typesOf = (bodies: Batch[]) => bodies.map(({ consent, events }) => [consent?.identity, ...events.map(({ type }) => type)]);

  it("sends nothing of who the visitor is once that is denied, not on the way out either", async () => {
    let allowed = granted;
    const { sender, outbox, emit, bodies } = createTab({ consent: () => allowed });
    outbox.push(claim());
    await emit();
    allowed = { ...granted, identity: "denied" };
    sender.leave();
    await vi.waitFor(() => expect(bodies).toHaveLength(1));
    outbox.push(claim());
    await emit();
    await sender.flush();
    expect(typesOf(bodies)).toEqual([["denied", "session.started", "event_0"], ["denied", "event_0"]]);
  });

  it("sends what is still allowed of what was being packed", async () => {
    let allowed = granted;
    const { sender, outbox, emit, post, bodies } = createTab({ consent: () => allowed });
    post.pack.mockImplementationOnce(async (text) => ((allowed = { ...granted, identity: "denied" }), encode(text)));
    outbox.push(claim());
    await emit();
    await sender.flush();
    expect(typesOf(bodies)).toEqual([["denied", "session.started", "event_0"]]);
  });
});
