import { describe, expect, it } from "vitest";
import { BATCH_EVENTS, BATCH_MS } from "../../src/protocol/limits";
import type { ConversationData, WireEvent } from "../../src/protocol/event";
import { createCentre, type CentreOptions } from "../../src/simulator/centre";
import { day } from "../../src/simulator/day";
import type { Delivery } from "../../src/simulator/told";

const STARTS_AT = Date.UTC(2026, 10, 20, 8);
const HOUR_MS = 3_600_000;
const settingsOf = (more: Partial<CentreOptions> = {}) => createCentre({ startsAt: STARTS_AT, minutes: 13 * 60, conversationsPerHour: 40, ...more });
const play = (seed: string, more: Partial<CentreOptions> = {}) => [...day(seed, settingsOf(more))];
const dataOf = ({ data }: WireEvent) => data as unknown as ConversationData;

const whole = play("one");
const centre = (deliveries: Delivery[]) => deliveries.filter(({ teller }) => teller === "server").flatMap(({ events }) => events);
function groupBy<T, K>(list: T[], keyOf: (one: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const one of list) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one]);
  return groups;
}
const talks = (deliveries: Delivery[]) => groupBy(centre(deliveries).filter(({ type }) => !/linked$/.test(type)), (event) => dataOf(event).conversation);
const states = (events: WireEvent[]) => events.map(({ type }) => type.split(".")[1]!);

/** How long each conversation waited for its first agent, of those who met one, and how many left before. */
function waits(deliveries: Delivery[]) {
  const met: number[] = [];
  let left = 0;
  for (const events of talks(deliveries).values()) {
    const routed = events.find(({ type }) => type === "conversation.routed");
    const connected = events.find(({ type }) => type === "conversation.connected");
    if (routed && connected) met.push(connected.at - routed.at);
    if (!connected && events.some((event) => event.type === "conversation.ended" && dataOf(event).by === "customer")) left++;
  }
  return { left, mean: met.reduce((sum, ms) => sum + ms, 0) / met.length };
}

describe("A simulated day", () => {
  it("is the same for the same seed, byte for byte, and another for another", () => {
    expect(JSON.stringify(play("one"))).toBe(JSON.stringify(whole));
    expect(JSON.stringify(play("two"))).not.toBe(JSON.stringify(whole));
  });

  it("begins the same however long it is played", () => {
    const until = STARTS_AT + 2 * HOUR_MS;
    const early = (deliveries: Delivery[]) => deliveries.flatMap(({ events }) => events).filter(({ at }) => at < until);
    expect(early(play("one", { minutes: 120 })).map(({ id }) => id).sort()).toEqual(early(whole).map(({ id }) => id).sort());
  });

  it("has other ids when it begins at another time, so that it can be played again", () => {
    const ids = new Set(whole.flatMap(({ events }) => events.map(({ id }) => id)));
    expect(play("one", { startsAt: STARTS_AT + 1 }).flatMap(({ events }) => events).filter(({ id }) => ids.has(id))).toEqual([]);
  });

  it("comes in order, in batches that a collector takes, each of one teller", () => {
    const events = whole.flatMap((delivery) => delivery.events);
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
    expect(whole.every(({ at }, i) => i === 0 || at >= whole[i - 1]!.at)).toBe(true);
    for (const { at, teller, visitor, events: batch } of whole) {
      expect(batch.length).toBeGreaterThan(0);
      expect(batch.length).toBeLessThanOrEqual(BATCH_EVENTS);
      expect(Math.max(...batch.map((event) => event.at))).toBeLessThanOrEqual(at);
      expect(at - Math.min(...batch.map((event) => event.at))).toBeLessThanOrEqual(BATCH_MS);
      expect(visitor !== undefined).toBe(teller === "page");
      expect(batch.every(({ session }) => (session !== undefined) === (teller === "page"))).toBe(true);
    }
  });

  it("numbers the events of each visit from 0 without a gap", () => {
    const visits = groupBy(whole.filter(({ teller }) => teller === "page").flatMap(({ events }) => events), ({ session }) => session);
    expect(visits.size).toBeGreaterThan(200);
    for (const events of visits.values()) expect(events.map(({ seq }) => seq)).toEqual(events.map((_event, i) => i));
  });

  it("has visitors look for an answer before they ask somebody, more often than others do", () => {
    const visits = [...groupBy(whole.filter(({ teller }) => teller === "page").flatMap(({ events }) => events), ({ session }) => session).values()];
    const before = (is: boolean) => visits.flatMap((events) => {
      const asked = events.findIndex(({ type, data }) => /^conversation\.(opened|started|accepted)$/.test(type) && data?.channel !== undefined);
      return asked >= 0 === is ? [events.slice(0, asked < 0 ? undefined : asked).filter(({ type }) => type === "page.viewed").map(({ url }) => new URL(url!).pathname)] : [];
    });
    const share = (pages: string[][]) => pages.flat().filter((path) => path === "/help").length / pages.flat().length;
    const [asking, others] = [before(true), before(false)];
    expect(asking.length).toBeGreaterThan(50);
    expect(others.length).toBeGreaterThan(asking.length);
    expect(share(asking)).toBeGreaterThan(1.5 * share(others));
    expect(asking.flat().length / asking.length).toBeGreaterThan(1 + others.flat().length / others.length);
  });

  it("has everything that happens in a contact centre", () => {
    const all = [...talks(whole).values()];
    const count = (is: (events: WireEvent[]) => boolean) => all.filter(is).length;
    const by = (party: string) => count((events) => events.some((event) => event.type === "conversation.ended" && dataOf(event).by === party));
    const kinds = { transferred: count((events) => states(events).includes("transferred")), abandoned: count((events) => !states(events).includes("connected")),
      forgotten: count((events) => states(events).includes("ended") && states(events).includes("connected") && !states(events).includes("wrapped_up")),
      customer: by("customer"), agent: by("agent"), system: by("system"), outbound: count(([first]) => dataOf(first!).direction === "outbound"), messaging: count(([first]) => dataOf(first!).channel === "messaging") };
    for (const [kind, times] of Object.entries(kinds)) expect(times, kind).toBeGreaterThan(5);
    const late = all.filter((events) => { const [ended, wrapped] = ["ended", "wrapped_up"].map((state) => events.findLast(({ type }) => type === `conversation.${state}`)?.at); return ended && wrapped && wrapped - ended > 30 * 60_000; });
    expect(late.length).toBeGreaterThan(0);
    const types = new Set(whole.flatMap(({ events }) => events.map(({ type }) => type)));
    for (const type of ["page.viewed", "search.performed", "form.submitted", "identity.claimed", "conversation.offered", "conversation.accepted", "conversation.declined", "conversation.linked", "conversation.unlinked"]) expect(types).toContain(type);
    expect(whole.some(({ teller, events }) => teller === "page" && events.some((event) => dataOf(event).ref !== undefined))).toBe(true);
  });
});

describe("A simulated floor", () => {
  it("never gives an agent two calls, more chats than they can have, or two channels at once", () => {
    const { capacity } = settingsOf();
    const now = new Map<string, Map<string, string>>();
    const most = new Map<string, number>();
    const last = new Map<string, string>();
    for (const event of centre(whole)) {
      const { conversation, agent, channel = "call" } = dataOf(event);
      const before = last.get(conversation);
      if (/\.(transferred|ended)$/.test(event.type) && before !== undefined) now.get(before)?.delete(conversation);
      if (event.type !== "conversation.connected" || agent === undefined) continue;
      last.set(conversation, agent);
      const has = now.get(agent) ?? new Map<string, string>();
      now.set(agent, has.set(conversation, channel));
      expect([...new Set(has.values())]).toEqual([channel]);
      expect(has.size).toBeLessThanOrEqual(capacity[channel]);
      most.set(channel, Math.max(most.get(channel) ?? 0, has.size));
    }
    // Where they can have several, they do.
    expect(Object.fromEntries(most)).toEqual({ call: 1, chat: 2, messaging: 3 });
  });

  it("makes customers wait, longer and more often in vain when half of the agents stay at home", () => {
    const settings = settingsOf({ conversationsPerHour: 100 });
    const half = { ...settings, agents: settings.agents.filter((_agent, i) => i % 2) };
    const [usual, short] = [settings, half].map((one) => waits([...day("one", one)])) as [ReturnType<typeof waits>, ReturnType<typeof waits>];
    expect(usual.mean).toBeGreaterThan(5_000);
    expect(short.mean).toBeGreaterThan(usual.mean * 1.5);
    expect(short.left).toBeGreaterThan(usual.left * 2);
  });

  it("keeps the order of those who wait for the same, but for those who give up", () => {
    const settings = { ...settingsOf({ conversationsPerHour: 30, beginnings: { inbound: 1, outbound: 0, chat: 0, offer: 0, messaging: 0 }, transferShare: 0 }) };
    const one = { ...settings, ringMs: 0, agents: settings.agents.slice(0, 1).map((agent) => ({ ...agent, queues: ["Sales"], shift: { fromMinute: 0, toMinute: 1_440 } })), queues: settings.queues.slice(0, 1) };
    const served = [...talks([...day("one", one)]).values()].flatMap((events) => {
      const [routed, connected] = ["routed", "connected"].map((state) => events.find(({ type }) => type === `conversation.${state}`)?.at);
      return routed !== undefined && connected !== undefined ? [{ routed, connected }] : [];
    });
    expect(served.length).toBeGreaterThan(50);
    expect([...served].sort((a, b) => a.connected - b.connected)).toEqual([...served].sort((a, b) => a.routed - b.routed));
  });

  it("has most to do when people call, and nothing new before it opens and after it closes", () => {
    const calls = [...talks(play("one", { conversationsPerHour: 400, visitsPerConversation: 0, fromMinute: 6 * 60, startsAt: STARTS_AT - 2 * HOUR_MS, minutes: 18 * 60 })).values()].filter(([first]) => dataOf(first!).direction === "inbound");
    const hours = groupBy(calls, ([first]) => new Date(first!.at).getUTCHours());
    expect([...hours.keys()].sort((a, b) => a - b)).toEqual([8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19]);
    expect(hours.get(11)!.length).toBeGreaterThan(2 * hours.get(19)!.length);
  });
});
