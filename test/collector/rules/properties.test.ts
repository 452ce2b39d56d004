import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decide } from "../../../src/collector/rules/decide";
import { hear } from "../../../src/collector/rules/hear";
import { HELD, NO_MEMORY, type Decision, type Memory } from "../../../src/collector/rules/memory";
import { isOpenOffer } from "../../../src/collector/rules/offers";
import type { ActionMap, RuleSet } from "../../../src/protocol/rules";
import { compiled, map, NOON, outcome, segment, set } from "./person";

const MAPS: ActionMap[] = [
  map({ id: "chat" }), map({ id: "heavy", weight: 3, expires: "30s" }), map({ id: "queue", agents: { queue: "Sales" } }), map({ id: "late", after: "30s" }),
  map({ id: "page", after: "next_page", action: { type: "messaging", text: "Write" } }), map({ id: "visit", after: "next_session" }), map({ id: "once", repeats: "contact" }),
  map({ id: "each", repeats: "always", action: { type: "content", text: "Read" } }), map({ id: "half", control: 0.5 }), map({ id: "closed", schedule: { timeZone: "UTC", hours: [{ days: ["mon"], from: "12:02", until: "12:10" }] } }),
  map({ id: "there", pages: { field: "page.path", is: "equal", value: "/b" } }), map({ id: "tag", action: { type: "tag", tag: "x" } }),
  map({ id: "hook", action: { type: "webhook", webhook: "y", data: { path: "page.path" } }, after: "1m" }), map({ id: "hooks", action: { type: "webhook", webhook: "y" }, repeats: "always" }),
  map({ id: "tagonce", action: { type: "tag", tag: "x" }, repeats: "contact", after: "next_session" }),
];
const RULES = set({
  segments: [segment({ id: "s1" }), segment({ id: "s2", expires: "30s" }), segment({ id: "c1", of: "contact" }), segment({ id: "c2", of: "contact", expires: "2m" })],
  outcomes: [outcome({ id: "o1" }), outcome({ id: "o2", value: { field: "data.total" }, when: { event: "page.viewed" } })],
  actionMaps: MAPS, caps: { between: "40s", afterRejection: "2m", afterConversation: "1m" },
});
const IDS = [...RULES.segments, ...RULES.outcomes, ...MAPS].map(({ id }) => id);
const SESSIONS = Array.from({ length: 6 }, (_, i) => ({ session: `0190a1b2-c3d4-7e5f-8a9b-00000000000${i}`, startedAt: NOON + i * 1_000 }));

interface Step {
  afterMs: number;
  holds: string[];
  visit?: number | undefined;
  type?: string | undefined;
  source: "page" | "server";
  path: string;
  agents?: number | undefined;
  left: boolean;
  word?: string | undefined;
}
const steps: fc.Arbitrary<Step[]> = fc.array(fc.record({
  afterMs: fc.oneof(fc.integer({ min: 0, max: 40_000 }), fc.constant(0), fc.constant(1_500_000)), holds: fc.subarray(IDS),
  visit: fc.option(fc.integer({ min: 0, max: SESSIONS.length - 1 }), { nil: undefined, freq: 8 }), type: fc.option(fc.constantFrom("page.viewed", "order.placed", "form.submitted"), { nil: undefined, freq: 6 }),
  source: fc.constantFrom("page", "page", "page", "server"), path: fc.constantFrom("/a", "/b"), agents: fc.option(fc.integer({ min: 0, max: 2 }), { nil: undefined }), left: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
  word: fc.option(fc.constantFrom("conversation.offered", "conversation.declined", "conversation.accepted", "content.ignored", "action.blocked", "conversation.ended"), { nil: undefined }),
}), { maxLength: 60 });

const through = (memory: Memory) => JSON.parse(JSON.stringify(memory)) as Memory;

/** Plays a person's story; what is remembered goes through JSON where the store would keep it. */
function play(story: Step[], { rules = RULES, keep = through }: { rules?: RuleSet; keep?: (memory: Memory) => Memory } = {}) {
  const ready = compiled(rules);
  let memory = NO_MEMORY;
  let now = NOON;
  const looks: { decisions: Decision[]; memory: Memory; now: number; dueAt: number | undefined; again: ReturnType<typeof decide>; kept: Memory }[] = [];
  for (const [i, { afterMs, holds, visit: place, type, source, path, agents, left, word }] of story.entries()) {
    // Where nothing happens it is time that makes the difference.
    now += type ? afterMs : Math.max(afterMs, 1);
    const offers = memory.offers;
    if (word) memory = keep(hear(memory, { id: `word ${i}`, type: word, at: now, source: "page", data: { channel: "chat", ...(offers[0] && { offer: offers[0].id }) } }));
    const ids = new Set(holds);
    const visit = place === undefined ? undefined : { ...SESSIONS[place]!, lastAt: left ? NOON - 1_200_000 : now, fields: { "page.path": path } };
    const asked = {
      rules: ready, version: 1, answer: { segments: ids, outcomes: ids, actionMaps: ids }, memory, visitor: "v1", now, agents: () => agents, idOf: (key: string) => `id of ${key}`,
      ...(visit && { visit }), ...(type && { cause: { id: `e${i}`, type, source, fields: { "data.total": i }, ...(visit && { session: visit.session }) } }),
    };
    const decided = decide(asked);
    memory = keep(decided.memory);
    const { cause: _cause, ...later } = asked;
    looks.push({ decisions: decided.decisions, memory, now, dueAt: decided.dueAt, kept: decided.memory, again: decide({ ...later, memory: decided.memory }) });
  }
  return looks;
}

const decisionsOf = (looks: ReturnType<typeof play>) => looks.flatMap(({ decisions }) => decisions);
const isOfferData = (data: Decision["data"]) => "action" in data && data.action !== undefined;
const twice = (list: string[]) => list.filter((one, i) => list.indexOf(one) !== i);

describe("Whatever happens,", () => {
  it("nothing is decided twice, nor more often than its rule allows", () => {
    let acted = 0;
    fc.assert(fc.property(steps, (story) => {
      const all = decisionsOf(play(story));
      expect(twice(all.map(({ key }) => key))).toEqual([]);
      const onceA = (what: string | undefined, decision: Decision) => (what !== undefined && decision.session !== undefined ? [`${what} ${decision.session}`] : []);
      expect(twice(all.flatMap((decision) => {
        const { type, data } = decision;
        if (type === "segment.matched") return data.of === "session" ? onceA(data.segment, decision) : data.segment === "c1" ? ["c1"] : [];
        if (type === "outcome.achieved") return onceA(data.outcome, decision);
        if (type === "action.blocked") return data.reason === "expired" ? [`${data.offer}`] : onceA(`${data.map} ${data.reason}`, decision);
        acted++;
        const { repeats = "session" } = MAPS.find(({ id }) => id === data.map)!;
        return repeats === "always" ? [] : repeats === "contact" ? [data.map] : onceA(data.map, decision);
      }))).toEqual([]);
    }), { numRuns: 400 });
    expect(acted).toBeGreaterThan(2_000);
  });

  it("there is one offer at a time, to somebody who is there to see it, and no other than they may see", () => {
    fc.assert(fc.property(steps, (story) => {
      for (const [i, { decisions, memory, now }] of play(story).entries()) {
        const offers = decisions.filter(({ data }) => isOfferData(data));
        expect(memory.offers.filter((offer) => isOpenOffer(offer, now)).length).toBeLessThanOrEqual(1);
        expect(offers.length).toBeLessThanOrEqual(1);
        for (const { session, data } of offers) {
          const { left, visit, path, agents } = story[i]!;
          expect([session, left]).toEqual([SESSIONS[visit!]!.session, false]);
          const { map: id } = data as { map: string };
          if (id === "there") expect(path).toBe("/b");
          if (id === "queue") expect(agents).toBeGreaterThan(0);
          if (id === "closed") expect(Math.floor((now - NOON) / 60_000)).toBeGreaterThanOrEqual(2);
        }
      }
    }), { numRuns: 300 });
  });

  it("the same comes of the same, with and without a store in between", () => {
    fc.assert(fc.property(steps, (story) => {
      const [one, other, unstored] = [play(story), play(story), play(story, { keep: (memory) => memory })];
      expect(other).toEqual(one);
      expect(unstored.map(({ decisions, dueAt }) => ({ decisions, dueAt }))).toEqual(one.map(({ decisions, dueAt }) => ({ decisions, dueAt })));
      // Nothing is in it that JSON does not know.
      for (const { kept, memory } of one) expect(kept).toStrictEqual(memory);
    }), { numRuns: 120 });
  });

  it("to look once more, when nothing has happened, decides and changes nothing, and comes due later", () => {
    fc.assert(fc.property(steps, (story) => {
      for (const { again, kept, now, dueAt } of play(story)) {
        expect(again.decisions).toEqual([]);
        expect(again.memory).toBe(kept);
        expect(again.dueAt).toBe(dueAt);
        if (dueAt !== undefined) expect(dueAt).toBeGreaterThan(now);
      }
    }), { numRuns: 120 });
  });
});

/** What the largest rule set makes of the busiest person: ids as long as they may be, everything matched, every reason told, in each visit. */
describe("What is remembered", () => {
  const long = (prefix: string, i: number) => `${prefix}${i}`.padEnd(64, "x");
  const short = (prefix: string, i: number) => `${prefix}-offer-${i}`;
  const large = (name: typeof long) => set({
    actionMaps: Array.from({ length: 200 }, (_, i) => map({
      ...MAPS[i % MAPS.length]!, id: name("m", i),
      ...(i % 4 === 0 && { agents: { queue: "Sales" } }), ...(i % 4 === 1 && { pages: { field: "page.path", is: "equal", value: "/b" } as const }),
    })),
  });
  const busy = fc.array(fc.record({
    afterMs: fc.integer({ min: 0, max: 40_000 }), visit: fc.integer({ min: 0, max: 5 }), path: fc.constantFrom("/a", "/b"), agents: fc.integer({ min: 0, max: 1 }),
    holds: fc.integer({ min: 0, max: 3 }), word: fc.constantFrom(undefined, "conversation.offered", "conversation.declined"),
  }), { minLength: 40, maxLength: 60 });

  it.each<[string, typeof long, number]>([["64", long, 96_000], ["about ten", short, 28_000]])("of 200 maps with ids of %s letters is always small", (_name, name, bytes) => {
    const rules = large(name);
    const ids = rules.actionMaps.map(({ id }) => id);
    let most = 0;
    fc.assert(fc.property(busy, (drawn) => {
      const story: Step[] = drawn.map((one, i) => ({ ...one, left: false, source: "page", type: "page.viewed", holds: one.holds === 0 ? [] : ids.filter((_, n) => (n + i) % 5 < 4) }));
      for (const { memory } of play(story, { rules })) most = Math.max(most, Buffer.byteLength(JSON.stringify(memory)));
    }), { numRuns: 5 });
    expect(most).toBeLessThan(bytes);
    expect(most).toBeGreaterThan(bytes / 2);
  });

  it("of somebody for whom nothing was decided is next to nothing", () => {
    expect(JSON.stringify(NO_MEMORY).length).toBeLessThan(130);
  });

  it("of a visit is forgotten with the third that begins after it, and nothing is decided in it any more", () => {
    const rules = set({ actionMaps: [map({ id: "tag", action: { type: "tag", tag: "x" } })] });
    const at = (visit: number): Step => ({ afterMs: 1, holds: ["tag"], visit, type: "page.viewed", source: "page", path: "/", left: false });
    const looks = play([0, 1, 2, 3, 0, 1, 3, 4, 1, 2].map(at), { rules });
    expect(looks.map(({ decisions }) => decisions.length)).toEqual([1, 1, 1, 1, 0, 0, 0, 1, 0, 0]);
    expect(looks.at(-1)!.memory.visits.map(({ session, maps }) => [session, maps.tag! & HELD])).toEqual([4, 3, 2].map((i) => [SESSIONS[i]!.session, HELD]));
  });
});
