import { EventEmitter, once } from "node:events";
import { connect, type AddressInfo } from "node:net";
import { Writable } from "node:stream";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createFeed, type Watcher } from "../../src/collector/feed/feed";
import { createStream } from "../../src/collector/feed/sse";
import type { Cards } from "../../src/collector/store/store";
import type { Card, Frame } from "../../src/protocol/card";
import { anEvent, NOW, openCollector, type Collector } from "./openCollector";

interface Received {
  event: string;
  id: string;
  frame: Frame;
}
interface Console {
  headers: Headers;
  frames: Received[];
  text: () => string;
  ended: () => boolean;
  leave(): void;
}

let collector: Collector;
let cookie: string;
const consoles: Console[] = [];
beforeEach(async () => {
  collector = await openCollector();
  cookie = await collector.cookie();
  await collector.server.listen({ port: 0 });
});
afterEach(async () => {
  for (const one of consoles.splice(0)) one.leave();
  await collector.close();
});

async function watch(lastId?: string, query = ""): Promise<Console> {
  const { port } = collector.server.server.address() as AddressInfo;
  const leaving = new AbortController();
  const response = await fetch(`http://localhost:${port}/v1/stream${query}`, { signal: leaving.signal, headers: { cookie, ...(lastId !== undefined && { "last-event-id": lastId }) } });
  let text = "";
  let ended = false;
  const frames: Received[] = [];
  const read = async () => {
    for await (const part of response.body!.pipeThrough(new TextDecoderStream())) {
      text += part;
      frames.length = 0;
      for (const [, event = "", id = "", data = ""] of text.matchAll(/event: (\w+)\nid: (\d+)\ndata: (.*)\n\n/g)) frames.push({ event, id, frame: JSON.parse(data) as Frame });
    }
  };
  read().catch(() => {}).finally(() => (ended = true));
  const one = { headers: response.headers, frames, text: () => text, ended: () => ended, leave: () => leaving.abort() };
  consoles.push(one);
  return one;
}
const send = (...events: unknown[]) => collector.post(collector.batch(events));
const page = (session: string) => anEvent({ type: "page.viewed", session });
const ids = ({ frame }: Received) => frame.cards.map(({ id }) => id).sort();
const until = (check: () => void) => vi.waitFor(check, { timeout: 60_000, interval: 5 });

describe("The stream", () => {
  it("begins with a snapshot and goes on with what changes", async () => {
    await send(page("w1"));
    const one = await watch();
    await until(() => expect(one.frames).toMatchObject([{ event: "snapshot", id: "1", frame: { now: NOW, cards: [{ id: "w1", pages: 1 }] } }]));
    expect(one.text()).toMatch(/^retry: 2000\n\n/);
    expect(Object.fromEntries(one.headers)).toMatchObject({ "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-store", "x-accel-buffering": "no" });
    await send(page("w1"), page("w2"));
    await until(() => expect(one.frames[1]).toMatchObject({ event: "cards", id: "3" }));
    expect(ids(one.frames[1]!)).toEqual(["w1", "w2"]);
  });

  it("says at its beginning and at each change of the settings that there may be others, and no more than that", async () => {
    const said = (one: Console) => one.text().split("event: settings\ndata: {}\n\n").length - 1;
    const one = await watch();
    await until(() => expect([said(one), one.frames.length]).toEqual([1, 1]));
    const change = (body: object) => collector.server.inject({ method: "PATCH", url: "/v1/settings", headers: { authorization: `Bearer ${collector.secret}`, "content-type": "application/json" }, payload: JSON.stringify(body) });
    expect((await change({ codes: ["Sold"] })).statusCode).toBe(200);
    await until(() => expect(said(one)).toBe(2));
    expect((await change({ name: "Lamp shop" })).statusCode).toBe(200);
    await until(() => expect(said(one)).toBe(3));
    expect((await change({ codes: 7 })).statusCode).toBe(422);
    await send(page("w1"));
    await until(() => expect(one.frames).toHaveLength(2));
    expect([said(one), one.text().includes("Sold")]).toEqual([3, false]);
  });

  it("resumes after what the console has seen, without a gap", async () => {
    await send(page("w1"), page("w2"));
    const before = await watch();
    await until(() => expect(before.frames).toHaveLength(1));
    before.leave();
    await send(page("w2"), page("w3"));
    for (const again of [await watch(before.frames[0]!.id), await watch(undefined, `?lastEventId=${before.frames[0]!.id}`)]) {
      await until(() => expect(again.frames).toMatchObject([{ event: "cards", id: "4" }]));
      expect(ids(again.frames[0]!)).toEqual(["w2", "w3"]);
    }
  });

  it.each(["99", "-1", "1e3", "x", "", "9".repeat(40)])("starts anew for the number %j, which is not of this log", async (lastId) => {
    await send(page("w1"));
    const one = await watch(lastId);
    await until(() => expect(one.frames).toMatchObject([{ event: "snapshot", frame: { cards: [{ id: "w1" }] } }]));
  });

  it("gathers what changes within a moment", async () => {
    const one = await watch();
    await until(() => expect(one.frames).toHaveLength(1));
    for (let i = 0; i < 60; i++) await send(page(`w${i % 3}`));
    await until(() => expect(one.frames.at(-1)).toMatchObject({ id: "60" }));
    expect(one.frames.length).toBeLessThan(30);
  });

  it("shows agents only the cards of their own site", async () => {
    await collector.store.createSite({ id: "other", name: "Other", key: "pk_other", secretHash: "x" });
    const one = await watch();
    await until(() => expect(one.frames).toHaveLength(1));
    await collector.post(collector.batch([page("theirs")], { key: "pk_other" }));
    await send(page("ours"));
    await until(() => expect(one.frames).toHaveLength(2));
    expect(ids(one.frames[1]!)).toEqual(["ours"]);
  });

  it("says how long events took to it, once each and for each console", async () => {
    const fed = async () => Number(/parley_feed_seconds_count (\d+)/.exec((await collector.server.inject("/metrics")).payload)?.[1]);
    await send(page("before"));
    const consoles = [await watch(), await watch()];
    await until(() => expect(consoles.map(({ frames }) => frames.length)).toEqual([1, 1]));
    const again = page("w2");
    await send(page("w1"), again);
    // What was stored before is not news, but this is.
    await send(again, page("w3"));
    await vi.waitFor(async () => expect(await fed()).toBe(6), { timeout: 60_000 });
  });

  it("is counted while it lasts, and ends when the collector stops", async () => {
    const clients = async () => /parley_stream_clients (\d+)/.exec((await collector.server.inject("/metrics")).payload)?.[1];
    const [one, other] = [await watch(), await watch()];
    await until(() => expect([one.frames.length, other.frames.length]).toEqual([1, 1]));
    expect(await clients()).toBe("2");
    other.leave();
    await vi.waitFor(async () => expect(await clients()).toBe("1"), { timeout: 60_000 });
  });
});

describe("A stream's end", () => {
  const clients = async () => /parley_stream_clients (\d+)/.exec((await collector.server.inject("/metrics")).payload)?.[1];

  it("comes at once when its agent logs out, and not when another does", async () => {
    const mine = await watch();
    cookie = await collector.cookie("Bo");
    const theirs = await watch();
    await until(() => expect([mine.frames.length, theirs.frames.length]).toEqual([1, 1]));
    await collector.server.inject({ method: "POST", url: "/console/logout", headers: { cookie, "sec-fetch-site": "same-origin" } });
    await until(() => expect([theirs.ended(), mine.ended()]).toEqual([true, false]));
    expect(await clients()).toBe("1");
  });

  it("comes to every request that was sent ahead on one connection", async () => {
    const { port } = collector.server.server.address() as AddressInfo;
    const socket = connect(port);
    socket.write(`GET /v1/stream HTTP/1.1\r\nHost: x\r\nCookie: ${cookie}\r\n\r\n`.repeat(3));
    await vi.waitFor(async () => expect(await clients()).toBe("3"), { timeout: 60_000 });
    socket.destroy();
    await vi.waitFor(async () => expect(await clients()).toBe("0"), { timeout: 60_000 });
  });
});

describe("One console's line", () => {
  const setUp = () => {
    let watcher: Watcher | undefined;
    let tellCards = (_cards: Cards) => {};
    const written: string[] = [];
    let changeSettings: ((site: string) => void) | undefined;
    const onSettings = (listener: (site: string) => void) => ((changeSettings = listener), () => void (changeSettings = undefined));
    const feed = { size: () => 0, close: () => {}, watch: (_site: string, one: Watcher) => ((watcher = one), () => (watcher = undefined)) };
    const store = { cards: () => new Promise<Cards>((resolve) => (tellCards = resolve)) };
    const to = new Writable({ write: (part, _encoding, done) => (written.push(String(part)), done()) });
    const fed: number[] = [];
    return { stream: createStream({ store, feed, now: () => NOW, onSettings, fed: (seconds) => fed.push(seconds) }), changeSettings: (site: string) => changeSettings?.(site), hearsSettings: () => changeSettings !== undefined, to, written, fed, changed: (cards: Cards) => watcher?.changed(cards), isWatched: () => watcher !== undefined, answer: (cards: Cards) => tellCards(cards) };
  };
  const cards = (n: number, id: string): Cards => ({ n, cards: [{ kind: "session", id, n } as Card] });

  it("gets what changed while its snapshot was read after the snapshot", async () => {
    const { stream, to, written, changed, answer } = setUp();
    const running = stream({ site: "s1", lastId: undefined, shown: (cards) => cards, isWelcome: async () => true, to });
    changed(cards(2, "newer"));
    answer(cards(1, "older"));
    await running;
    expect(written.join("").match(/(?<=id: )\d+/g)).toEqual(["1", "2"]);
    to.destroy();
  });

  it("is told of changed settings of its own site only, and of none when it is over", async () => {
    const { stream, to, written, changeSettings, hearsSettings, answer } = setUp();
    const said = () => written.join("").split("event: settings").length - 1;
    const running = stream({ site: "s1", lastId: undefined, shown: (cards) => cards, isWelcome: async () => true, to });
    answer(cards(1, "w1"));
    await running;
    changeSettings("s2");
    expect(said()).toBe(1);
    changeSettings("s1");
    expect(said()).toBe(2);
    to.destroy();
    await once(to, "close");
    expect(hearsSettings()).toBe(false);
  });

  it("tells how old each event of a frame was when that was written, and nothing of one that never was", async () => {
    const { stream, to, changed, answer, fed } = setUp();
    const running = stream({ site: "s1", lastId: undefined, shown: (cards) => cards, isWelcome: async () => true, to });
    answer(cards(1, "w1"));
    await running;
    changed({ ...cards(3, "w2"), received: [NOW - 250, NOW - 40] });
    await until(() => expect(fed).toEqual([0.25, 0.04]));
    to.destroy();
    changed({ ...cards(4, "w3"), received: [NOW - 9_000] });
    expect(fed).toHaveLength(2);
  });

  it("is cut when a frame lies unread for half a minute, and takes nothing along", async () => {
    vi.useFakeTimers();
    const { stream, changed, answer, isWatched } = setUp();
    const to = new Writable({ write: () => {}, highWaterMark: 1 });
    const running = stream({ site: "s1", lastId: undefined, shown: (cards) => cards, isWelcome: async () => true, to });
    answer(cards(1, "w1"));
    await vi.advanceTimersByTimeAsync(29_000);
    changed(cards(2, "w2"));
    expect(to.destroyed).toBe(false);
    await vi.advanceTimersByTimeAsync(2_000);
    await running;
    vi.useRealTimers();
    expect([to.destroyed, isWatched()]).toEqual([true, false]);
  });

  it("is not cut because there is much to read", async () => {
    const { stream, changed, answer, isWatched } = setUp();
    const released: (() => void)[] = [];
    const to = new Writable({ write: (_part, _encoding, done) => void released.push(done), highWaterMark: 1 });
    const running = stream({ site: "s1", lastId: undefined, shown: (cards) => cards, isWelcome: async () => true, to });
    answer(cards(1, "x".repeat(5_000_000)));
    changed(cards(2, "w2"));
    expect([to.destroyed, isWatched()]).toEqual([false, true]);
    to.destroy();
    await running;
  });

  it("ends with its connection, even before its turn on it has come", async () => {
    const { stream, to, written, changed, isWatched, answer } = setUp();
    const line = new EventEmitter();
    const running = stream({ site: "s1", lastId: undefined, shown: (cards) => cards, isWelcome: async () => true, to, line });
    expect(isWatched()).toBe(true);
    line.emit("close");
    expect(isWatched()).toBe(false);
    answer(cards(1, "w1"));
    await running;
    changed(cards(2, "w2"));
    expect(written.join("")).not.toContain("cards");
  });

  it("beats every five seconds in a way that consoles hear, and ends when the login does", async () => {
    vi.useFakeTimers();
    const { stream, to, written, answer } = setUp();
    let welcome = true;
    const running = stream({ site: "s1", lastId: undefined, shown: (cards) => cards, isWelcome: async () => welcome, to });
    answer(cards(1, "w1"));
    await running;
    await vi.advanceTimersByTimeAsync(5_000);
    expect([written.at(-1), to.writableEnded]).toEqual([`event: beat\ndata: ${NOW}\n\n`, false]);
    welcome = false;
    await vi.advanceTimersByTimeAsync(5_000);
    vi.useRealTimers();
    expect(to.writableEnded).toBe(true);
  });
});

describe("The feed", () => {
  const look = (id: string, n: number): Cards => ({ n, cards: [{ kind: "session", id, n } as Card], received: [NOW + n] });
  const told = ({ n, cards }: Cards) => ({ n, cards: cards.map(({ id, n }) => `${id} ${n}`) });
  const watchFeed = () => {
    vi.useFakeTimers();
    let change = (_site: string, _cards: Cards) => {};
    const feed = createFeed({ onChange: (listener) => ((change = listener), () => {}) });
    const seen: Cards[] = [];
    feed.watch("s1", { changed: (changed) => seen.push(changed), closed: () => {} });
    return { seen, change: (cards: Cards) => change("s1", cards) };
  };
  afterEach(() => void vi.useRealTimers());

  it("gathers for a moment and gives the last look of a card only", () => {
    const { seen, change } = watchFeed();
    change(look("w1", 1));
    change(look("w1", 2));
    vi.advanceTimersByTime(39);
    expect(seen).toEqual([]);
    vi.advanceTimersByTime(1);
    // Both events have come a long way by then, the one whose look nobody saw as well.
    expect(seen).toEqual([{ ...look("w1", 2), received: [NOW + 1, NOW + 2] }]);
  });

  it("tells of one card twelve times a second at most, and of others meanwhile", () => {
    const { seen, change } = watchFeed();
    for (let n = 1; n <= 100; n++) {
      change(look("busy", n));
      if (n === 55) change(look("calm", n + 1_000));
      vi.advanceTimersByTime(10);
    }
    vi.advanceTimersByTime(200);
    expect(seen.filter(({ cards }) => cards.some(({ id }) => id === "busy")).length).toBe(13);
    expect(seen.flatMap(({ cards }) => cards).filter(({ id }) => id === "calm")).toHaveLength(1);
    expect(told(seen.at(-1)!)).toEqual({ n: 100, cards: ["busy 100"] });
    expect(seen.flatMap(({ received = [] }) => received)).toHaveLength(101);
  });

  it("moves nobody on beyond a card that still waits", () => {
    const { seen, change } = watchFeed();
    change(look("w1", 1));
    vi.advanceTimersByTime(40);
    change(look("w1", 2));
    change(look("w2", 3));
    change(look("w1", 4));
    vi.advanceTimersByTime(40);
    // A console whose line breaks here is told of everything after the first event.
    expect(told(seen[1]!)).toEqual({ n: 1, cards: ["w2 3"] });
    vi.advanceTimersByTime(40);
    expect(told(seen[2]!)).toEqual({ n: 4, cards: ["w1 4"] });
    vi.advanceTimersByTime(1_000);
    expect([seen.length, vi.getTimerCount()]).toEqual([3, 0]);
  });

  it("moves everybody on where an event changes no card", () => {
    const { seen, change } = watchFeed();
    change({ n: 7, cards: [], received: [NOW] });
    vi.advanceTimersByTime(100);
    expect(seen).toEqual([{ n: 7, cards: [], received: [] }]);
  });
});
