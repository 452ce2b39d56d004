/** A console that reads slowly or not at all: the collector keeps little for it, and it misses nothing once it reads. */
import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { afterEach, expect, it, vi } from "vitest";
import { createBacklog } from "../../src/collector/feed/backlog";
import type { Watcher } from "../../src/collector/feed/feed";
import { createStream } from "../../src/collector/feed/sse";
import type { CardQuery, Cards } from "../../src/collector/store/store";
import type { Card, Frame } from "../../src/protocol/card";

const until = (check: () => void) => vi.waitFor(check, { timeout: 60_000, interval: 5 });
const endings: (() => void)[] = [];
afterEach(() => endings.splice(0).forEach((end) => end()));

const CARD_CHARS = 20_000;
/** More than any system keeps between two processes. */
const CHANGES = 3_000;

/** A store whose cards are all of one kind, and a real line to it. */
async function open() {
  const log = new Map<string, Card>();
  let n = 0;
  let watcher: Watcher | undefined;
  const queries: CardQuery[] = [];
  const store = {
    cards: async (query: CardQuery): Promise<Cards> => {
      queries.push(query);
      const { since = 0, before: { session = Infinity } = {}, limit } = query;
      return { n, cards: [...log.values()].filter((card) => card.n > since && card.n < session).sort((a, b) => b.n - a.n).slice(0, limit) };
    },
  };
  const feed = { size: () => 1, close: () => {}, watch: (_site: string, one: Watcher) => ((watcher = one), () => (watcher = undefined)) };
  const change = (id: string) => {
    const card = { kind: "session", id, n: ++n, title: "x".repeat(CARD_CHARS) } as Card;
    log.set(id, card);
    watcher?.changed({ n, cards: [card] });
  };
  let reply: ServerResponse | undefined;
  const stream = createStream({ store, feed, now: () => 0 });
  const server = createServer((request, response) => {
    reply = response;
    const { searchParams } = new URL(request.url!, "http://x");
    void stream({ site: "s", lastId: searchParams.get("lastEventId") ?? undefined, shown: (cards) => cards, isWelcome: async () => true, to: response, line: request.socket });
  }).listen(0);
  await once(server, "listening");
  const socket = connect((server.address() as AddressInfo).port);
  endings.push(() => socket.destroy(), () => server.close());
  /** Reads no byte before it is told to. */
  const start = (query = "") => socket.pause().write(`GET /${query} HTTP/1.0\r\n\r\n`);
  const read = () => {
    let text = "";
    const shown = new Map<string, number>();
    let snapshots = 0;
    socket.on("data", (part) => {
      text += part;
      // Frames are large: they are taken apart where one may have ended, and not with each part.
      if (!/\n\n|^\n/.test(`${part}`)) return;
      const frames = text.split("\n\n");
      text = frames.pop()!;
      for (const frame of frames) {
        const event = /event: (\w+)/.exec(frame)?.[1];
        const data = /data: (\{.*)/.exec(frame)?.[1];
        if (event === "snapshot") snapshots++;
        if (data && event !== "settings") for (const card of (JSON.parse(data) as Frame).cards) shown.set(card.id, card.n);
      }
    });
    socket.resume();
    return { shown, snapshots: () => snapshots };
  };
  /** Waits until the console shows what there is. It is asked all the time: whoever compares whole maps then keeps the line from its turns. */
  const untilShown = async (shown: Map<string, number>) => {
    await until(() => expect([...log].every(([id, { n }]) => shown.get(id) === n)).toBe(true));
    expect(shown).toEqual(new Map([...log].map(([id, { n }]) => [id, n])));
  };
  return { change, start, read, untilShown, queries, kept: () => reply?.writableLength ?? 0, isWatched: () => watcher !== undefined };
}

it("keeps no more for a console that reads nothing than one frame and a bounded backlog, and the console ends with what there is", async () => {
  const { change, start, read, untilShown, kept, isWatched, queries } = await open();
  start();
  await until(() => expect(isWatched() && queries.length).toBe(1));
  let most = 0;
  for (let i = 0; i < CHANGES; i++) {
    change(`w${i % 400}`);
    // So that the line gets its turns.
    if (i % 10 === 0) await new Promise((resolve) => setImmediate(resolve));
    most = Math.max(most, kept());
  }
  // All of it would have been thirty times as much; one frame holds 400 cards at most.
  expect(most).toBeLessThan(400 * CARD_CHARS * 1.1);
  expect(isWatched()).toBe(true);
  const { shown } = read();
  await untilShown(shown);
});

it("tells a console that is further behind than is worth keeping what the store has, in pages where that is much", async () => {
  const { change, start, read, untilShown, queries } = await open();
  for (let i = 0; i < 800; i++) change(`old${i}`);
  start(`?lastEventId=0`);
  await until(() => expect(queries.length).toBeGreaterThan(0));
  for (let i = 0; i < 1_500; i++) change(`w${i}`);
  const { shown, snapshots } = read();
  await untilShown(shown);
  expect(snapshots()).toBeGreaterThanOrEqual(1);
  expect(queries.every(({ limit }) => limit <= 500)).toBe(true);
  expect(queries.some(({ before }) => (before?.session ?? 0) > 0)).toBe(true);
});

it("a backlog forgets the cards themselves once they are too many, and is as new after that", () => {
  const backlog = createBacklog();
  const add = (from: number, count: number) =>
    backlog.add({ n: from + count, cards: Array.from({ length: count }, (_, i) => ({ kind: "session", id: `w${from + i}`, n: from + i }) as Card), received: [from] });
  expect([backlog.isEmpty(), backlog.take()]).toEqual([true, undefined]);
  add(0, 600);
  add(0, 600);
  expect(backlog.take()).toMatchObject({ n: 600, cards: { length: 600 }, received: [0, 0] });
  add(0, 600);
  add(600, 600);
  add(1_200, 1);
  expect([backlog.isEmpty(), backlog.take(), backlog.isEmpty()]).toEqual([false, undefined, true]);
  add(5, 1);
  expect(backlog.take()).toMatchObject({ n: 6, cards: [{ id: "w5" }] });
});
