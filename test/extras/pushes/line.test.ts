/** The line to the collector: a stream, again after pauses that grow, a question now and then where there is none, and nothing from a tab that nobody sees. */
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { openLine } from "../../../src/extras/pushes/line";
import type { Push } from "../../../src/protocol/push";

class Source extends EventTarget {
  static all: Source[] = [];
  url: string;
  onerror = () => {};
  isClosed = false;
  constructor(url: string) {
    super();
    this.url = url;
    Source.all.push(this);
  }
  close() {
    this.isClosed = true;
  }
  say(type: string, data: object, lastEventId = "") {
    this.dispatchEvent(Object.assign(new Event(type), { data: JSON.stringify(data), lastEventId }));
  }
  static get last() {
    return Source.all.at(-1)!;
  }
}

let page: { hidden: boolean };
beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, "random").mockReturnValue(0.5);
  Source.all = [];
  page = { hidden: false };
  vi.stubGlobal("document", page);
  vi.stubGlobal("EventSource", Source);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const push = (id: string) => ({ id, type: "conversation.routed", at: 1, data: { conversation: "c1", channel: "chat" } }) as Push;
function open(answer: () => object = () => ({ n: 1, pushes: [] })) {
  const asked: string[] = [];
  vi.stubGlobal("fetch", vi.fn(async (url: string) => {
    asked.push(url);
    const body = answer();
    return { ok: "pushes" in body, status: 500, json: async () => body };
  }));
  const heard = vi.fn();
  const gaveUp = vi.fn();
  let n = 0;
  const line = openLine({ address: () => `https://c/?lastEventId=${n++}`, heard, gaveUp, debug: () => {} });
  /** Fails as often, each time when the pause before it is over. */
  const fail = async (times: number) => {
    for (let i = 0; i < times; i++) {
      Source.last.onerror();
      await vi.advanceTimersByTimeAsync(8_000);
    }
  };
  return { line, heard, gaveUp, asked, fail };
}

it("hands on what it hears, and up to where that is everything", () => {
  const { heard } = open();
  Source.last.say("push", push("a"));
  Source.last.say("push", push("b"), "7");
  Source.last.say("beat", {}, "8");
  expect(heard.mock.calls).toEqual([[[push("a")], undefined], [[push("b")], 7], [[], 8]]);
});

it("pauses longer after each failure, and asks from where it is by then", async () => {
  open();
  for (const pause of [1_000, 2_000, 4_000]) {
    const before = Source.all.length;
    Source.last.onerror();
    expect(Source.last.isClosed).toBe(true);
    await vi.advanceTimersByTimeAsync(pause - 1);
    expect(Source.all).toHaveLength(before);
    await vi.advanceTimersByTimeAsync(1);
    expect(Source.all).toHaveLength(before + 1);
  }
  expect(Source.all.map(({ url }) => url)).toEqual([0, 1, 2, 3].map((n) => `https://c/?lastEventId=${n}`));
  // A sign of life ends the count.
  Source.last.say("beat", {});
  Source.last.onerror();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(Source.all).toHaveLength(5);
});

it("takes a stream that is silent for dead, and one that beats for alive", async () => {
  open();
  for (let i = 0; i < 4; i++) {
    await vi.advanceTimersByTimeAsync(44_000);
    Source.last.say("beat", {});
  }
  expect(Source.all).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(46_000);
  expect([Source.all.length, Source.all[0]!.isClosed]).toEqual([2, true]);
});

it("hears what rules have decided, on a stream and by questions", async () => {
  const rule = { id: "r", type: "segment.matched", at: 1, data: { segment: "s", name: "S", color: "#ff0000", of: "session" } };
  const { heard, fail } = open(() => ({ n: 9, pushes: [], rules: [rule] }));
  Source.last.say("rule", rule);
  Source.last.say("push", push("a"), "8");
  expect(heard.mock.calls).toEqual([[[], undefined, [rule]], [[push("a")], 8]]);
  heard.mockClear();
  await fail(4);
  expect(heard.mock.calls).toEqual([[[], 9, [rule]]]);
});

it("asks where there is no stream, and tries for one again ever more rarely", async () => {
  const { asked, heard, fail } = open(() => ({ n: 9, pushes: [push("a")] }));
  await fail(4);
  expect(asked).toEqual(["https://c/?lastEventId=4&poll=1"]);
  expect(heard.mock.calls).toEqual([[[push("a")], 9, undefined]]);
  const streamsUntil = async (questions: number) => {
    while (asked.length < questions) {
      await vi.advanceTimersByTimeAsync(30_000);
      if (!Source.last.isClosed) Source.last.onerror();
    }
    return Source.all.length;
  };
  await vi.advanceTimersByTimeAsync(30_000);
  Source.last.onerror();
  await vi.advanceTimersByTimeAsync(29_999);
  expect(asked).toHaveLength(1);
  // After one question, then after two, four and eight more.
  expect(await streamsUntil(2)).toBe(5);
  expect(await streamsUntil(4)).toBe(6);
  expect(await streamsUntil(8)).toBe(7);
  expect(await streamsUntil(16)).toBe(8);
});

it("goes on asking while nobody answers, and does not take a refusal for an answer", async () => {
  let isDown = true;
  const { asked, heard, fail } = open(() => {
    if (isDown) throw new Error("down");
    return { error: "wrong" };
  });
  await fail(4);
  await vi.advanceTimersByTimeAsync(60_000);
  isDown = false;
  await vi.advanceTimersByTimeAsync(60_000);
  expect([asked.length, Source.all.length, heard.mock.calls]).toEqual([5, 4, []]);
});

it("leaves questions to tabs that somebody sees", async () => {
  const { asked, gaveUp, fail } = open();
  page.hidden = true;
  await fail(4);
  expect([asked, gaveUp.mock.calls.length]).toEqual([[], 1]);
});

it("waits for nothing when the visitor is back, and looks whether a sleep has cost the stream", async () => {
  const { line } = open();
  Source.last.onerror();
  line.wake();
  expect(Source.all).toHaveLength(2);
  line.wake();
  expect(Source.all).toHaveLength(2);
  // The computer slept: no timer ran.
  vi.setSystemTime(Date.now() + 3_600_000);
  line.wake();
  await vi.advanceTimersByTimeAsync(2_000);
  expect([Source.all.length, Source.all[1]!.isClosed]).toEqual([3, true]);
});

it("hears nothing and does nothing once it is closed", async () => {
  const { line, heard } = open();
  const [source] = Source.all;
  line.close();
  source!.say("push", push("a"));
  source!.onerror();
  await vi.advanceTimersByTimeAsync(600_000);
  expect([heard.mock.calls, Source.all.length, vi.getTimerCount()]).toEqual([[], 1, 0]);
});
