import fc from "fast-check";
import { expect, test } from "vitest";
import { latest, ofKinds } from "../../../src/console/journey/choose";
import { countKinds, KINDS, kindOf } from "../../../src/console/journey/kinds";
import { toVisits, type Visit } from "../../../src/console/journey/visits";
import type { Step } from "../../../src/protocol/card";
import { CONVERSATION_STATES } from "../../../src/protocol/event";

const step = (id: string, at: number, more: Partial<Step> = {}): Step => ({ id, n: at, type: "order_completed", at, source: "page", data: {}, session: "w1", ...more });
const page = (id: string, at: number, url: string, more: Partial<Step> = {}) => step(id, at, { type: "page.viewed", url, ...more });
/** "visit:[a: b c] [d: ]" */
const shape = (visits: Visit[]) => visits.map(({ kind, parts }) => `${kind}:${parts.map(({ page: own, steps }) => `[${own?.id ?? ""}: ${steps.map(({ id }) => id).join(" ")}]`).join(" ")}`);

test("what happens on a page is in its group, and what came before any page stands before them", () => {
  expect(shape(toVisits([
    step("arrived", 1, { type: "session.started" }), page("one", 2, "https://x.example/1"), step("form", 3), page("two", 4, "https://x.example/2"), step("search", 5),
  ]))).toEqual(["visit:[: arrived] [one: form] [two: search]"]);
});

test("with two tabs a step is on the page that it happened on, whichever was opened last, and a fragment is no page", () => {
  const [one, two] = ["https://x.example/1", "https://x.example/2"];
  expect(shape(toVisits([
    page("a", 1, one), page("b", 2, two), step("on a", 3, { url: `${one}#top` }), step("on b", 4, { url: two }), step("elsewhere", 5, { url: "https://x.example/3" }),
    // What servers tell happened in no tab.
    step("told", 6, { source: "server", url: one }),
  ]))).toEqual(["visit:[a: on a] [b: on b elsewhere told]"]);
});

test("a page's time lasts until the next, the last one's until the last sign of life", () => {
  const [visit] = toVisits([page("a", 1_000, "https://x.example/1"), page("b", 6_000, "https://x.example/2"), step("c", 8_000), step("later", 99_000, { source: "server" })]);
  expect(visit!.parts.map(({ spentMs }) => spentMs)).toEqual([5_000, 2_000]);
  expect(toVisits([page("a", 1_000, "https://x.example/1")])[0]!.parts[0]).not.toHaveProperty("spentMs");
});

test("each visit is a group, and a conversation belongs to the visit it began in", () => {
  const data = { conversation: "c1" };
  const told = (id: string, at: number, more: Partial<Step> = {}) => {
    const { session: _session, ...rest } = step(id, at, { source: "server", type: "conversation.routed", ...more });
    return rest;
  };
  expect(shape(toVisits([
    page("a", 1, "https://x.example/1"), step("start", 2, { type: "conversation.started", data }), told("routed", 3, { data }),
    page("b", 10, "https://x.example/1", { session: "w2" }), told("connected", 11, { data }), told("call", 12, { data: { conversation: "call" } }), told("verified", 13, { type: "identity.verified" }),
    told("first", 0, { type: "identity.verified" }),
  ]))).toEqual(["rest:[: first]", "visit:[a: start routed connected]", "visit:[b: ]", "talk:[: call verified]"]);
  expect(shape(toVisits([told("linked", 1, { type: "conversation.linked", data: { ...data, session: "w9" } }), told("routed", 2, { data })]))).toEqual(["visit:[: linked routed]"]);
});

test("what an agent decides belongs to what the person did last, and stands by itself when that is long ago", () => {
  const decided = (id: string, at: number): Step => ({ id, n: at, type: "identity.verified", at, source: "agent", data: {} });
  const hour = 3_600_000;
  expect(shape(toVisits([page("a", 0, "https://x.example/1"), decided("soon", 60_000), decided("late", 2 * hour), decided("too", 2 * hour + 1), page("b", 3 * hour, "https://x.example/1", { session: "w2" }), decided("then", 3 * hour)])))
    .toEqual(["visit:[a: soon]", "rest:[: late too]", "visit:[b: then]"]);
});

test("however steps arrive, and however often, the map is the same", () => {
  const url = fc.option(fc.constantFrom("https://x.example/1", "https://x.example/2#a", "no address"), { nil: undefined });
  const any = fc.record({
    type: fc.constantFrom("page.viewed", "form.submitted", "conversation.started", "conversation.connected", "conversation.linked", "identity.verified", "x"),
    at: fc.integer({ min: 0, max: 6 }), seq: fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }), session: fc.constantFrom(undefined, "w1", "w2"),
    source: fc.constantFrom("page" as const, "server" as const), url, conversation: fc.constantFrom(undefined, "c1", "c2", 7), to: fc.constantFrom(undefined, "w1"),
  });
  fc.assert(fc.property(fc.array(any, { maxLength: 30 }).chain((list) => {
    const steps = list.map(({ type, at, seq, session, source, url: address, conversation, to }, n): Step => ({
      id: `e${n}`, n, type, at, source, data: { conversation, session: to }, ...(session && { session }), ...(seq !== undefined && { seq }), ...(address && { url: address }),
    }));
    return fc.tuple(fc.constant(steps), fc.shuffledSubarray([...steps, ...steps], { minLength: steps.length * 2, maxLength: steps.length * 2 }));
  }), ([steps, shuffled]) => {
    const visits = toVisits(steps);
    expect(toVisits(shuffled)).toEqual(visits);
    const all = visits.flatMap(({ parts }) => parts.flatMap(({ page: own, steps: inside }) => [...(own ? [own] : []), ...inside]));
    expect(all.map(({ id }) => id).sort()).toEqual(steps.map(({ id }) => id).sort());
    expect(visits.map(({ from }) => from)).toEqual(visits.map(({ from }) => from).sort((a, b) => a - b));
  }));
});

test("every step is of one kind, and what is not known is the site's own", () => {
  expect(["toString", "a.b", "__proto__.x", "identity", "order_completed", "sdk.dropped"].map(kindOf)).toEqual(Array(6).fill("custom"));
  expect(["search.performed", "form.abandoned"].map(kindOf)).toEqual(["forms", "forms"]);
  expect(["identity.verified", "consent.changed", "contact.noted"].map(kindOf)).toEqual(Array(3).fill("identity"));
  expect(["content.offered", "segment.matched", "outcome.achieved", "action.blocked", "conversation.offered"].map(kindOf)).toEqual(Array(5).fill("offers"));
  for (const state of CONVERSATION_STATES) expect(["offers", "conversation"]).toContain(kindOf(`conversation.${state}`));
  expect(countKinds([step("a", 1), page("b", 2, "x"), page("c", 3, "x")])).toEqual({ pages: 2, forms: 0, identity: 0, offers: 0, conversation: 0, custom: 1 });
});

const mixed = () => toVisits([page("a", 1, "u"), step("own", 2), step("found", 3, { type: "search.performed" }), page("b", 4, "u2"), page("c", 5, "u3", { session: "w2" })]);

test("only the chosen kinds are shown; without pages what happened on them stays", () => {
  expect(shape(ofKinds(mixed(), new Set(KINDS)))).toEqual(shape(mixed()));
  expect(shape(ofKinds(mixed(), new Set(["pages"])))).toEqual(["visit:[a: ] [b: ]", "visit:[c: ]"]);
  expect(shape(ofKinds(mixed(), new Set(["forms"])))).toEqual(["visit:[: found]"]);
  expect(ofKinds(mixed(), new Set())).toEqual([]);
});

test("the latest steps are shown first, a page's heading with the last of what happened on it", () => {
  expect([shape(latest(mixed(), 2).visits), latest(mixed(), 2).hidden]).toEqual([["visit:[b: ]", "visit:[c: ]"], 3]);
  expect([shape(latest(mixed(), 3).visits), latest(mixed(), 3).hidden]).toEqual([["visit:[a: found] [b: ]", "visit:[c: ]"], 1]);
  expect(latest(mixed(), 5).hidden).toBe(0);
});
