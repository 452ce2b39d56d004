/** What pages hear of their visitor's conversations: all of it, once, theirs alone, and no more than the operator allows. */
import type { AddressInfo } from "node:net";
import { Writable } from "node:stream";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createPushFeed, STREAMS_PER_VISITOR, type PushWatcher } from "../../src/collector/feed/pushFeed";
import { createPushStream } from "../../src/collector/feed/pushStream";
import type { Reports } from "../../src/collector/store/reporting";
import type { Push, Pushes } from "../../src/protocol/push";
import { anEvent, openCollector, ORIGIN, type Collector } from "./openCollector";

interface Page {
  status: number;
  headers: Headers;
  /** All that it was told so far, in order. */
  pushes: Push[];
  /** States of these. */
  told: () => string[];
  beats: () => number;
  /** What `EventSource` would send as `Last-Event-ID`. */
  lastId: () => string | undefined;
  text: () => string;
  ended: () => boolean;
  leave(): void;
}

const [ADA, BOB] = ["0192aaaa-0000-7000-8000-000000000001", "0192aaaa-0000-7000-8000-000000000002"] as [string, string];
const GRANTED = { analytics: "granted", identity: "granted", messaging: "granted", source: "default" };

let collector: Collector;
let opened: Collector | undefined;
const pages: Page[] = [];
afterEach(async () => {
  for (const page of pages.splice(0)) page.leave();
  await opened?.close();
  opened = undefined;
});
const open = async (environment: { [name: string]: string } = {}) => {
  collector = opened = await openCollector(environment);
  await collector.server.listen({ port: 0 });
};
const until = (check: () => void) => vi.waitFor(check, { timeout: 60_000, interval: 5 });
const address = (query: { [name: string]: string }) => `http://localhost:${(collector.server.server.address() as AddressInfo).port}/v1/pushes?${String(new URLSearchParams({ key: collector.site.key, ...query }))}`;

async function listen(visitor: string, { lastId, query = {}, headers = {} }: { lastId?: string | undefined; query?: { [name: string]: string }; headers?: { [name: string]: string } } = {}): Promise<Page> {
  const leaving = new AbortController();
  const response = await fetch(address({ visitor, ...query }), { signal: leaving.signal, headers: { origin: ORIGIN, ...(lastId !== undefined && { "last-event-id": lastId }), ...headers } });
  let text = "";
  let ended = false;
  const pushes: Push[] = [];
  const frames = () => [...text.matchAll(/event: (\w+)\n(?:id: (\d+)\n)?data: (.*)\n\n/g)];
  const read = async () => {
    for await (const part of response.body!.pipeThrough(new TextDecoderStream())) {
      text += part;
      pushes.splice(0, Infinity, ...frames().filter(([, event]) => event === "push").map(([, , , data]) => JSON.parse(data!) as Push));
    }
  };
  read().catch(() => {}).finally(() => (ended = true));
  const page: Page = {
    status: response.status, headers: response.headers, pushes, text: () => text, ended: () => ended, leave: () => leaving.abort(),
    told: () => pushes.map(({ type }) => type.replace("conversation.", "")),
    beats: () => frames().filter(([, event]) => event === "beat").length,
    lastId: () => frames().map(([, , id]) => id).filter(Boolean).pop(),
  };
  pages.push(page);
  return page;
}
/** A page that has heard the first beat: whatever comes from now on is new. */
const listening = async (...of: Parameters<typeof listen>) => {
  const page = await listen(...of);
  await until(() => expect(page.beats()).toBeGreaterThan(0));
  return page;
};
const poll = async (visitor: string, query: { [name: string]: string } = {}) => (await (await fetch(address({ visitor, poll: "1", ...query }), { headers: { origin: ORIGIN } })).json()) as Pushes;

const says = (source: "page" | "server") => async (visitor: string | undefined, state: string, data: object = {}) => {
  const event = anEvent({ type: `conversation.${state}`, at: collector.clock.now, data: { conversation: "c1", ...data } });
  const headers = source === "server" ? { authorization: `Bearer ${collector.secret}` } : {};
  const answer = await collector.post(collector.batch([event], { visitor, consent: GRANTED }), headers as { [name: string]: string });
  expect(answer.json()).toMatchObject({ accepted: 1 });
  return event.id;
};
const pageSays = says("page");
const server = (state: string, data?: object) => says("server")(undefined, state, data);
const metric = async (name: string) => Number(new RegExp(`^${name.replace(/[{}"]/g, "\\$&")} (\\d+)`, "m").exec((await collector.server.inject("/metrics")).body)?.[1] ?? 0);

describe("A page", () => {
  it("hears what the contact centre says of its visitor's conversation, and nobody else does", async () => {
    await open();
    await pageSays(ADA, "started", { channel: "messaging", vendor: "crisp" });
    const [ada, alsoAda, bob] = [await listening(ADA), await listening(ADA), await listening(BOB)];
    const routed = await server("routed", { queue: "Sales" });
    await server("connected", { agent: "Dana Scott", notes: "rude", customer: { phone: "+4930901820" } });
    await server("message_sent");
    await server("transferred", { agent: "Lee" });
    await server("ended", { by: "agent" });
    await server("wrapped_up", { code: "Sale" });
    for (const page of [ada, alsoAda]) await until(() => expect(page.told()).toEqual(["routed", "connected", "transferred", "ended", "wrapped_up"]));
    expect(ada.pushes[0]).toEqual({ id: routed, type: "conversation.routed", at: collector.clock.now, data: { conversation: "c1", channel: "messaging", vendor: "crisp" } });
    expect(ada.pushes[3]!.data).toMatchObject({ by: "agent" });
    // Who works there, and what they think, is told to nobody who was not to know.
    for (const word of ["Sales", "Dana", "Lee", "Sale", "rude", "4930901820"]) expect(ada.text()).not.toContain(word);
    expect([bob.pushes, bob.text().replace(/id: \d+/, "id: 1")]).toEqual([[], "retry: 2000\n\nevent: beat\nid: 1\ndata: {}\n\n"]);
    expect([await metric("parley_push_streams"), await metric('parley_pushes_total{by="stream"}')]).toEqual([3, 10]);
  });

  it("hears of a conversation under the id that it has for it, whatever the contact centre calls it", async () => {
    await open();
    await pageSays(ADA, "started", { conversation: "ours" });
    const ada = await listening(ADA);
    await server("routed", { conversation: "theirs" });
    await pageSays(ADA, "message_sent", { conversation: "ours", ref: "vendors" });
    expect(ada.told()).toEqual([]);
    // Now it is known whose that is; what was said of it before is news as well.
    await server("linked", { conversation: "theirs", with: "vendors" });
    await until(() => expect(ada.told()).toEqual(["routed"]));
    await server("connected", { conversation: "theirs" });
    await server("ended", { conversation: "vendors" });
    await until(() => expect(ada.told()).toEqual(["routed", "connected", "ended"]));
    expect(ada.pushes.map(({ data }) => data.conversation)).toEqual(["ours", "ours", "ours"]);
  });

  it("hears an agent of the console as well, and of browsers nothing", async () => {
    await open();
    const ada = await listening(ADA);
    for (const state of ["started", "routed", "connected"]) await pageSays(ADA, state);
    const headers = { cookie: await collector.cookie(), "content-type": "application/json", "sec-fetch-site": "same-origin" };
    await collector.post(collector.batch([anEvent({ type: "conversation.connected", data: { conversation: "c1" } })], { visitor: undefined }), headers);
    await until(() => expect(ada.told()).toEqual(["connected"]));
    expect(JSON.stringify(ada.pushes)).not.toContain("Ada Byron");
  });

  it("is told names as far as the operator allows", async () => {
    await open({ PE_TELL_PAGES: "queue, code" });
    await pageSays(ADA, "started");
    const ada = await listening(ADA);
    await server("routed", { queue: "Sales", agent: "Dana" });
    await server("wrapped_up", { code: "x".repeat(900), notes: "rude" });
    await until(() => expect(ada.told()).toEqual(["routed", "wrapped_up"]));
    expect(ada.pushes.map(({ data: { queue, agent, code } }) => [queue, agent, code?.length])).toEqual([["Sales", undefined, undefined], [undefined, undefined, 200]]);
  });

  it("hears of a conversation that a server says is its visitor's", async () => {
    await open();
    const [ada, bob] = [await listening(ADA), await listening(BOB)];
    await pageSays(BOB, "started", { conversation: "call-7" });
    await says("server")(ADA, "started", { conversation: "call-7", channel: "call", direction: "inbound" });
    await until(() => expect(ada.pushes).toMatchObject([{ type: "conversation.started", data: { conversation: "call-7", channel: "call", direction: "inbound" } }]));
    await server("connected", { conversation: "call-7" });
    await until(() => expect(ada.told()).toEqual(["started", "connected"]));
    expect(bob.pushes).toEqual([]);
  });

  it("hears nothing of another site's conversation of the same name", async () => {
    await open();
    await collector.store.createSite({ id: "other", name: "Other", key: "pk_other", secretHash: "x" });
    await collector.post(collector.batch([anEvent({ type: "conversation.started", data: { conversation: "c1" } })], { visitor: ADA, key: "pk_other" }));
    const [there, here] = [await listening(ADA, { query: { key: "pk_other" } }), await listening(ADA)];
    await pageSays(ADA, "started");
    await server("routed");
    await until(() => expect(here.told()).toEqual(["routed"]));
    expect(there.pushes).toEqual([]);
  });
});

describe("Nothing is missed and nothing told twice", () => {
  it("where the contact centre was faster than the page's stream", async () => {
    await open();
    await pageSays(ADA, "started");
    await server("routed");
    const late = await listening(ADA);
    expect(late.told()).toEqual(["routed"]);
    collector.clock.now += 300_001;
    expect((await listening(ADA)).told()).toEqual([]);
  });

  it("where it was faster than the page's own word of the beginning", async () => {
    await open();
    const ada = await listening(ADA);
    await server("routed");
    await server("connected", { conversation: "another" });
    await pageSays(ADA, "started", { conversation: "another" });
    await until(() => expect(ada.told()).toEqual(["connected"]));
    // By now the page has heard of later numbers than that of the first.
    await pageSays(ADA, "started");
    await until(() => expect(ada.told()).toEqual(["connected", "routed"]));
    await pageSays(ADA, "message_sent");
    await server("ended");
    await until(() => expect(ada.told()).toEqual(["connected", "routed", "ended"]));
  });

  it("when the line is lost, at every point of it", async () => {
    await open();
    const marks = ["0"];
    const all: string[] = [];
    const take = async (id: Promise<string>) => {
      all.push(await id);
      const { n } = await poll(ADA);
      marks.push(String(n));
    };
    await take(server("routed"));
    await take(pageSays(ADA, "started"));
    await take(server("connected"));
    await take(pageSays(ADA, "message_sent"));
    await take(server("ended"));
    const reported = [all[0], all[2], all[4]];
    const after: (string | undefined)[][] = [];
    for (const lastId of marks) {
      const byHeader = await listening(ADA, { lastId });
      const byQuery = await poll(ADA, { lastEventId: lastId });
      expect(byQuery.pushes).toEqual(byHeader.pushes);
      after.push(byHeader.pushes.map(({ id }) => id));
    }
    // The first became this visitor's with the second.
    expect(after).toEqual([reported, reported, [all[2], all[4]], [all[4]], [all[4]], []]);
  });

  it("when several are told at once and the line breaks between them", async () => {
    await open();
    await pageSays(ADA, "started");
    for (const state of ["routed", "connected"]) await server(state);
    const ada = await listening(ADA, { lastId: "1" });
    expect(ada.text()).toMatch(/event: push\ndata: .*routed.*\n\nevent: push\nid: 3\ndata: .*connected/);
    expect(ada.lastId()).toBe("3");
  });

  it("and what arrived in the wrong order is told as it happened", async () => {
    await open();
    await pageSays(ADA, "started");
    const states = ["connected", "routed"].map((state, i) => anEvent({ type: `conversation.${state}`, at: collector.clock.now - i, data: { conversation: "c1" } }));
    await collector.post(collector.batch(states, { visitor: undefined }), { authorization: `Bearer ${collector.secret}` });
    expect((await poll(ADA)).pushes.map(({ type }) => type)).toEqual(["conversation.routed", "conversation.connected"]);
  });

  it.each(["99", "-1", "1e3", "x", "", "9".repeat(40)])("for the number %j, which is not of this log", async (lastId) => {
    await open();
    await pageSays(ADA, "started");
    await server("routed");
    expect((await listening(ADA, { lastId })).told()).toEqual(["routed"]);
    expect((await poll(ADA, { lastEventId: lastId })).pushes).toHaveLength(1);
  });

  it("for who turns out to be somebody else, and for both of their ids", async () => {
    await open();
    const token = (await collector.server.inject({ method: "POST", url: "/v1/handover", payload: JSON.stringify({ key: collector.site.key, visitor: ADA }), headers: { origin: ORIGIN, "content-type": "text/plain" } })).json().token as string;
    await pageSays(ADA, "started");
    await pageSays(BOB, "started", { conversation: "c0" });
    await collector.post(collector.batch([anEvent({ type: "session.started", session: "s2", seq: 0, data: { handover: token } })], { visitor: BOB, consent: GRANTED }));
    const [ada, bob] = [await listening(ADA), await listening(BOB)];
    await server("routed");
    for (const page of [ada, bob]) await until(() => expect(page.told()).toEqual(["routed"]));
    await pageSays(BOB, "started", { conversation: "c2" });
    await server("connected", { conversation: "c2" });
    for (const page of [ada, bob]) await until(() => expect(page.told()).toEqual(["routed", "connected"]));
    // What had begun before it was known is theirs as well.
    await server("transferred", { conversation: "c0" });
    for (const page of [ada, bob]) await until(() => expect(page.told()).toEqual(["routed", "connected", "transferred"]));
  });

  it("and whoever was reset hears nothing any more", async () => {
    await open();
    await pageSays(ADA, "started");
    const ada = await listening(ADA);
    await collector.post(collector.batch([anEvent({ type: "identity.reset" })], { visitor: ADA, consent: GRANTED }));
    await server("routed");
    const { n, pushes } = await poll(ADA);
    expect([n, pushes, ada.pushes]).toEqual([3, [], []]);
  });
});

describe("The door", () => {
  it("answers a poll at once, by the word of either the query or the header", async () => {
    await open();
    await pageSays(ADA, "started");
    await server("routed");
    const { n, pushes } = await poll(ADA);
    expect([n, pushes.map(({ type }) => type)]).toEqual([2, ["conversation.routed"]]);
    const answer = await fetch(address({ visitor: ADA, lastEventId: "2" }), { headers: { origin: ORIGIN, accept: "application/json" } });
    expect(await answer.json()).toEqual({ n: 2, pushes: [] });
    expect(answer.headers.get("access-control-allow-origin")).toBe(ORIGIN);
    expect(await metric('parley_pushes_total{by="poll"}')).toBe(1);
  });

  it("is open to allowed websites only, before anything else is looked at, and says the same of whomever nobody knows", async () => {
    await open();
    const status = async (query: string, headers: { [name: string]: string }) => (await collector.server.inject({ url: `/v1/pushes?${query}`, headers })).statusCode;
    const { key } = collector.site;
    expect(await status("", { origin: "https://evil.example" })).toBe(403);
    expect(await status(`key=${key}&visitor=v`, {})).toBe(403);
    expect(await status("key=pk_wrong&visitor=v&poll=1", { origin: ORIGIN })).toBe(401);
    expect(await status("key=a&key=b&visitor=v&poll=1", { origin: ORIGIN })).toBe(401);
    for (const visitor of ["", "x".repeat(256)]) expect(await status(`key=${key}&visitor=${visitor}&poll=1`, { origin: ORIGIN })).toBe(400);
    expect(await status(`key=${key}&visitor=a&visitor=b&poll=1`, { origin: ORIGIN })).toBe(400);
    expect(await status(`key=${key}&visitor=v&poll=1`, { referer: `${ORIGIN}/page` })).toBe(200);
    expect(await status(`key=${key}&visitor=v&poll=1`, { "sec-fetch-site": "same-origin" })).toBe(200);
    await pageSays(ADA, "started");
    const [known, unknown] = [await listening(ADA), await listening("nobody")];
    const look = ({ status, headers, text }: Page) => [status, [...headers].filter(([name]) => name !== "date"), text()];
    expect(look(known)).toEqual(look(unknown));
    expect(Object.fromEntries(known.headers)).toMatchObject({
      "access-control-allow-origin": ORIGIN, "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-store", "x-accel-buffering": "no", vary: "Origin", "cross-origin-resource-policy": "cross-origin",
    });
    expect(known.headers.has("access-control-allow-credentials")).toBe(false);
  });

  it("lets in so many pages of one visitor, and again when one has left", async () => {
    await open();
    const all = await Promise.all(Array.from({ length: STREAMS_PER_VISITOR }, () => listening(ADA)));
    const refused = await listen(ADA);
    expect([refused.status, refused.headers.get("access-control-allow-origin"), await metric('parley_push_refused_total{by="visitor"}')]).toEqual([429, ORIGIN, 1]);
    expect((await poll(ADA)).pushes).toEqual([]);
    await listening(BOB);
    all[0]!.leave();
    await vi.waitFor(async () => expect((await listen(ADA)).status).toBe(200), { timeout: 60_000 });
  });

  it("has an end for every stream when the collector stops", async () => {
    await open();
    const ada = await listening(ADA);
    await collector.stop();
    await until(() => expect(ada.ended()).toBe(true));
  });

  it("refuses fields that are none in the operator's list", async () => {
    await expect(openCollector({ PE_TELL_PAGES: "queue,notes" })).rejects.toThrow(/PE_TELL_PAGES is "queue,notes"/);
  });

  it("is described", async () => {
    await open();
    const { paths, components } = (await collector.server.inject("/openapi.json")).json();
    expect(Object.keys(paths["/v1/pushes"].get.responses)).toEqual(["200", "400", "401", "403", "429", "503"]);
    expect(Object.keys(components.schemas.Push.properties.data.properties).sort()).toEqual(["agent", "by", "channel", "code", "conversation", "direction", "queue", "vendor"]);
  });
});

describe("One page's line", () => {
  const setUp = (highWaterMark = 16_000) => {
    let watcher: PushWatcher | undefined;
    let visitor = "v1";
    const watched: string[] = [];
    const answers: ((reports: Reports) => void)[] = [];
    const asked: (number | undefined)[] = [];
    const store = {
      standing: async () => ({ visitor, isOver: false }),
      rulePushes: async () => ({ pushes: [], isOffering: false }),
      reports: ({ since }: { since?: number | undefined }) => (asked.push(since), new Promise<Reports>((answer) => answers.push(answer))),
    };
    const feed = { watch: ({ visitor: of }: { visitor: string }, one: PushWatcher) => (watched.push(of), (watcher = one), () => (watcher = undefined)) };
    const written: string[] = [];
    const to = new Writable({ highWaterMark, write: (part, _encoding, done) => (written.push(String(part)), highWaterMark > 1 && done()) });
    const stopped = vi.fn();
    const stream = createPushStream({ store, feed, tellPages: [], now: () => 0, told: () => {} });
    const reports = (n: number, ...ids: string[]): Reports => ({ n, reports: ids.map((id) => ({ event: { id, type: "conversation.routed", at: 0, data: {} }, conversation: { id: "c1", channel: "chat" } as Reports["reports"][number]["conversation"] })) });
    const run = () => stream({ site: "s1", visitor: "v1", since: undefined, to, stopped });
    const answer = async (...of: Parameters<typeof reports>) => {
      await vi.waitFor(() => expect(answers.length).toBeGreaterThan(0));
      answers.shift()!(reports(...of));
    };
    return { run, answer, asked, written, watched, to, stopped, wake: () => watcher?.woken(), isWatched: () => watcher !== undefined, become: (other: string) => (visitor = other) };
  };
  const idsIn = (written: string[]) => [...written.join("").matchAll(/"id":"(\w+)"/g)].map(([, id]) => id);

  it("reads once more after what came while it read, and from where it was", async () => {
    const { run, answer, asked, written, wake, to } = setUp();
    const running = run();
    await vi.waitFor(() => expect(asked).toEqual([undefined]));
    wake();
    wake();
    await answer(5, "a");
    await answer(7, "b");
    await running;
    expect([asked, idsIn(written)]).toEqual([[undefined, 5], ["a", "b"]]);
    to.destroy();
  });

  it("is cut when a frame lies unread for half a minute", async () => {
    vi.useFakeTimers();
    const { run, answer, to, stopped, isWatched } = setUp(1);
    const running = run();
    await answer(1);
    await running;
    await vi.advanceTimersByTimeAsync(29_000);
    expect(to.destroyed).toBe(false);
    await vi.advanceTimersByTimeAsync(2_000);
    vi.useRealTimers();
    expect([to.destroyed, isWatched(), stopped.mock.calls.length]).toEqual([true, false, 1]);
  });

  it("beats every 15 seconds, and looks then whether the visitor has turned out to be another", async () => {
    vi.useFakeTimers();
    const { run, answer, asked, written, watched, become, to } = setUp();
    const running = run();
    await answer(5, "a");
    await running;
    become("v2");
    await vi.advanceTimersByTimeAsync(15_000);
    await answer(9, "a", "b");
    await vi.advanceTimersByTimeAsync(0);
    vi.useRealTimers();
    // What is known of the other is new as well, but for what was told.
    expect([watched, asked, idsIn(written), written.at(-1)]).toEqual([["v1", "v2"], [undefined, undefined], ["a", "b"], "event: beat\nid: 9\ndata: {}\n\n"]);
    to.destroy();
  });
});

it("The feed counts pages to the last, and lets nobody in beyond", async () => {
  await open();
  const feed = createPushFeed({ store: collector.store, failed: () => {}, most: 2 });
  const [one, two] = [feed.enter("s", "a"), feed.enter("s", "b")];
  expect([typeof one, typeof two, feed.enter("s", "c"), feed.size()]).toEqual(["function", "function", "all", 2]);
  (one as () => void)();
  expect([typeof feed.enter("s", "c"), feed.size()]).toEqual(["function", 2]);
  (two as () => void)();
  const [inTime, late] = [vi.fn(), vi.fn()];
  feed.watch({ site: "s", visitor: "a" }, { woken: () => {}, closed: inTime });
  feed.close();
  feed.watch({ site: "s", visitor: "a" }, { woken: () => {}, closed: late });
  expect([inTime.mock.calls.length, late.mock.calls.length, feed.enter("s", "d")]).toEqual([1, 1, "all"]);
  // Who has left takes no room.
  const roomy = createPushFeed({ store: collector.store, failed: () => {} });
  (roomy.enter("s", "a") as () => void)();
  const entered = Array.from({ length: STREAMS_PER_VISITOR + 1 }, () => typeof roomy.enter("s", "a"));
  expect([entered.filter((kind) => kind === "function").length, roomy.size()]).toEqual([STREAMS_PER_VISITOR, STREAMS_PER_VISITOR]);
  roomy.close();
});
