import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ConversationCard } from "../../src/protocol/card";
import { createCentre } from "../../src/simulator/centre";
import { day } from "../../src/simulator/day";
import { createLine } from "../../src/simulator/line";
import { contactsCsv } from "../../src/simulator/people";
import { play, type PlayOptions, type Progress } from "../../src/simulator/play";
import { createTally } from "../../src/simulator/tally";
import type { Delivery } from "../../src/simulator/told";
import { openCollector, ORIGIN, type Collector } from "../collector/openCollector";

const MINUTES = 40;
/** More than this the collector takes for a clock that is wrong. */
const CLOCK_MS = 2_000;
const PEOPLE = 50;
let collector: Collector;
let leaving: AbortController;
let url: string;
beforeEach(async () => {
  collector = await openCollector();
  // The clock of the player: this is about what happens now.
  Object.defineProperty(collector.clock, "now", { get: Date.now });
  await collector.server.listen({ port: 0 });
  url = `http://localhost:${(collector.server.server.address() as AddressInfo).port}`;
  leaving = new AbortController();
});
afterEach(async () => {
  leaving.abort();
  await collector.close();
});

interface Playing extends Partial<Pick<PlayOptions, "speed" | "progressed">> {
  minutes?: number;
  rate?: number;
  secret?: string;
  at?: string;
  failed?: (reason: string) => void;
}
const start = ({ minutes = MINUTES, rate = 60, speed = "max", secret = collector.secret, at = url, failed = () => {}, progressed = () => {} }: Playing = {}) => {
  const startsAt = speed === "max" ? Date.now() - minutes * 60_000 : Date.now();
  const settings = createCentre({ startsAt, minutes, fromMinute: 10 * 60, conversationsPerHour: rate, people: PEOPLE, codeShare: speed === "max" ? 0 : 0.5 });
  const { signal } = leaving;
  const line = createLine({ url: at, key: collector.site.key, secret, origin: ORIGIN, now: Date.now, signal, failed });
  let longestMs = 0;
  const send = async (delivery: Delivery) => {
    const begun = Date.now();
    const sent = await line(delivery);
    longestMs = Math.max(longestMs, Date.now() - begun);
    return sent;
  };
  /** What takes so long to arrive, where nobody has time for it, the collector puts down to the page's clock. */
  const isLate = (offMs: number) => offMs > CLOCK_MS && offMs <= longestMs;
  const deliveries = [...day("one", settings)];
  return { startsAt, events: deliveries.flatMap((delivery) => delivery.events), played: play({ deliveries, speed, startsAt, send, now: Date.now, signal, progressed }), isLate };
};
const cards = async () => (await collector.store.cards({ site: collector.site.id, limit: 5_000 })).cards;
const talks = async () => (await cards()).filter((card): card is ConversationCard => card.kind === "conversation" && card.status !== "linked");

/** Another server in front of the collector. */
async function proxy(meddle: (count: number) => { status: number; headers?: { [name: string]: string } } | "reset" | undefined) {
  let count = 0;
  const server = createServer((incoming, answer) => {
    const instead = meddle(count++);
    if (instead === "reset") return void incoming.socket.destroy();
    if (instead) return void incoming.resume().on("end", () => answer.writeHead(instead.status, instead.headers).end());
    incoming.pipe(request(`${url}${incoming.url}`, { method: incoming.method, headers: incoming.headers }, (from) => from.pipe(answer.writeHead(from.statusCode!, from.headers))));
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  return { at: `http://localhost:${(server.address() as AddressInfo).port}`, close: () => new Promise((resolve) => { server.closeAllConnections(); server.close(resolve); }) };
}

describe("A day that is played", () => {
  it("is all stored, as what happened a moment ago, with names for those who are contacts", async () => {
    const sent = await collector.server.inject({ method: "POST", url: "/v1/imports", payload: contactsCsv(PEOPLE), headers: { authorization: `Bearer ${collector.secret}`, "content-type": "text/csv" } });
    await expect.poll(async () => (await collector.server.inject({ url: `/v1/imports/${sent.json().id}`, headers: { authorization: `Bearer ${collector.secret}` } })).json(), { timeout: 60_000 }).toMatchObject({ state: "done", created: PEOPLE, bad: 0 });
    const { played, events, startsAt, isLate } = start();
    const result = await played;
    expect(result).toMatchObject({ end: "over", rejected: {}, duplicates: 0, events: events.length });
    const stored = new Map((await collector.events()).map((event) => [event.id, event]));
    // What a server says is corrected by how long it took to arrive, what a page says is not.
    expect(events.filter(({ id, at, session }) => !(session === undefined ? stored.get(id)!.at >= at : stored.get(id)!.at === at || isLate(stored.get(id)!.at - at)))).toEqual([]);
    expect(Math.max(...events.map(({ at }) => at))).toBeLessThan(startsAt + MINUTES * 60_000);

    const found = await talks();
    const of = (status: string) => found.filter((card) => card.status === status).length;
    expect(of("waiting") + of("connected") + of("wrapping") + of("wrapped_up") + of("ended_by_customer")).toBe(found.length);
    expect([result.waiting, result.connected]).toEqual([of("waiting"), of("connected")]);
    expect(found.filter(({ level, name }) => level === "matched" && name).length).toBeGreaterThan(3);
    expect(found.filter(({ visitor, agents }) => visitor && agents.length).length).toBeGreaterThan(3);
    const visits = (await cards()).flatMap((card) => (card.kind === "session" ? [card.visit] : []));
    expect(visits.filter((visit) => !visit?.browser || !visit.os || !visit.language || visit.bot)).toEqual([]);
    expect(new Set(visits.map((visit) => visit?.device))).toEqual(new Set(["desktop", "mobile", "tablet"]));
    // Its pages lost nothing.
    expect(await collector.store.gaps(Date.now() + 3_600_000)).toMatchObject({ open: 0, missing: 0 });
  });

  it("is shorter at speed, lies in no future, and says how far it is", async () => {
    const heard: Progress[] = [];
    const begun = Date.now();
    const { played, events, startsAt, isLate } = start({ speed: 1_200, progressed: (progress) => heard.push(progress) });
    expect(await played).toMatchObject({ end: "over", rejected: {}, events: events.length });
    const took = Date.now() - begun;
    expect(took).toBeGreaterThan((MINUTES * 60_000) / 1_200 - 1_000);
    const stored = new Map((await collector.events()).map((event) => [event.id, event.at]));
    // As far apart as their own times say, a 1,200th.
    const off = (ofPages: boolean) => events.filter(({ session }) => (session !== undefined) === ofPages).map(({ id, at }) => stored.get(id)! - (startsAt + Math.floor((at - startsAt) / 1_200)));
    // A timer may be a millisecond early, and nothing is told before it has happened.
    expect(off(true).filter((ms) => ms !== 0 && ms !== -1 && !isLate(ms))).toEqual([]);
    // Servers are corrected by how long their batch took to arrive.
    expect(off(false).filter((ms) => ms < -1)).toEqual([]);
    expect(Math.max(...stored.values())).toBeLessThanOrEqual(Date.now());
    expect(heard.at(-1)).toMatchObject({ events: events.length });
    expect(heard.every(({ at }, i) => i === 0 || at >= heard[i - 1]!.at)).toBe(true);
  });

  it("is stored once when the collector is busy, restarts or answers to nobody", async () => {
    const reasons: string[] = [];
    const between = await proxy((count) => {
      if (count === 0) return { status: 503, headers: { "retry-after": "0" } };
      if (count === 1) return { status: 429, headers: { "retry-after": new Date().toUTCString() } };
      return count === 2 ? "reset" : undefined;
    });
    const { played, events } = start({ minutes: 5, at: between.at, failed: (reason) => reasons.push(reason) });
    expect(await played).toMatchObject({ end: "over", rejected: {}, events: events.length });
    expect(reasons.slice(0, 2)).toEqual(["answered 503", "answered 429"]);
    expect(reasons).toHaveLength(3);
    await between.close();
  });

  it("waits as long as it is told to", async () => {
    const asked: number[] = [];
    const between = await proxy((count) => (asked.push(Date.now()), count === 0 ? { status: 429, headers: { "retry-after": "2" } } : undefined));
    const { signal } = leaving;
    const send = createLine({ url: between.at, key: collector.site.key, secret: collector.secret, origin: ORIGIN, now: Date.now, signal });
    expect(await send({ at: 0, teller: "server", events: [{ id: "e1", type: "conversation.started", at: Date.now(), data: { conversation: "c" } }] })).toMatchObject({ answer: { accepted: 1 } });
    expect(asked).toHaveLength(2);
    expect(asked[1]! - asked[0]!).toBeGreaterThanOrEqual(2_000);
    await between.close();
  });

  it("ends with the collector's own words where its keys are wrong", async () => {
    const { played } = start({ secret: "sk_wrong" });
    const { end } = await played;
    expect(end).toMatchObject({ refusal: expect.stringMatching(/^401 unknown_secret|^401 .*secret key/) });
  });

  it("ends when it is told to, with what was under way, and while it waits for a collector that is busy for an hour", async () => {
    const { played } = start({ speed: 60, progressed: () => leaving.abort() });
    const result = await played;
    expect(result.end).toBe("stopped");
    expect((await collector.events()).length).toBeGreaterThanOrEqual(result.events);
    leaving = new AbortController();
    const between = await proxy(() => ({ status: 503, headers: { "retry-after": "3600" } }));
    // Once it has begun to wait.
    const busy = start({ at: between.at, failed: () => setImmediate(() => leaving.abort()) });
    expect(await busy.played).toMatchObject({ end: "stopped", events: 0 });
    await between.close();
  });
});

it("counts who waits, who talks and who has left", () => {
  const tally = createTally();
  const hear = (state: string, data: object = {}) => {
    tally.hear({ id: "e", type: `conversation.${state}`, at: 1, data: { conversation: "c", ...data } });
    return Object.values(tally.counts());
  };
  expect([hear("started"), hear("routed"), hear("linked"), hear("connected"), hear("transferred", { queue: "Billing" }), hear("connected")]).toEqual([[1, 0, 0], [1, 0, 0], [1, 0, 0], [0, 1, 0], [1, 0, 0], [0, 1, 0]]);
  expect([hear("transferred", { agent: "Dana" }), hear("ended"), hear("wrapped_up")]).toEqual([[0, 1, 0], [0, 0, 1], [0, 0, 1]]);
});
