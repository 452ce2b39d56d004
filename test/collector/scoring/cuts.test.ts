import { describe, expect, it } from "vitest";
import { cutsOf, drawOf } from "../../../src/collector/scoring/cuts";
import { featuresOf } from "../../../src/collector/scoring/features";
import type { PastVisit } from "../../../src/collector/scoring/past";
import { NOTHING, pageGroup, take } from "../../../src/collector/scoring/sketch";
import { aMoment, createDice, shuffle, STARTS_AT } from "./made";

const view = (i: number, path: string) => aMoment({ id: `m${i}`, type: "page.viewed", at: STARTS_AT + i * 1_000, session: "s", fields: { path } });
const visit = { session: "s", startedAt: STARTS_AT, lastAt: STARTS_AT, fields: {} };
const past = (more: Partial<PastVisit> = {}): PastVisit => ({
  person: "p", visit, earlier: { visits: 0, conversations: 0 }, achieved: new Map(),
  moments: Array.from({ length: 20 }, (_, i) => view(i, `/page-${i}`)), ...more,
});

describe("A cut", () => {
  it("knows all that happened until a moment, and nothing that came later", () => {
    const cuts = cutsOf(past(), "sale", 20);
    expect(cuts).toHaveLength(20);
    const seen = cuts.map(({ features }) => features.filter((name) => name.startsWith("viewed ")));
    expect(seen.map(({ length }) => length).sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
    for (const pages of seen) expect([...pages].sort()).toEqual(Array.from({ length: pages.length }, (_, i) => `viewed /page-${i}`).sort());
  });

  it("asks of moments before the outcome only, and knows of none that it came at once", () => {
    const achieved = new Map([["sale", STARTS_AT + 5_000]]);
    const cuts = cutsOf(past({ achieved }), "sale", 20);
    expect(cuts).toHaveLength(5);
    expect(cuts.every((cut) => cut.achieved)).toBe(true);
    expect(cutsOf(past({ achieved: new Map([["sale", STARTS_AT]]) }), "sale", 20)).toEqual([]);
    // Another outcome ends nothing.
    expect(cutsOf(past({ achieved }), "other", 20).map((cut) => cut.achieved)).toEqual(Array(20).fill(false));
  });

  it("knows who they are from when they said it", () => {
    const cuts = cutsOf(past({ claimedAt: STARTS_AT + 8_000, verifiedAt: STARTS_AT + 15_000 }), "sale", 20);
    expect(cuts.filter(({ features }) => features.includes("said who they are"))).toHaveLength(12);
    expect(cuts.filter(({ features }) => features.includes("is verified"))).toHaveLength(5);
  });

  it("is made at moments that are spread evenly over the visit, and the same each time", () => {
    const first = Array.from({ length: 4_000 }, (_, i) => cutsOf(past({ visit: { ...visit, session: `s${i}` } }), "sale", 1)[0]!.features.filter((name) => name.startsWith("viewed ")).length);
    const mean = first.reduce((sum, pages) => sum + pages, 0) / first.length;
    // 10.5, with a standard error of 0.09.
    expect(Math.abs(mean - 10.5)).toBeLessThan(0.4);
    expect(cutsOf(past(), "sale", 3)).toEqual(cutsOf(past(), "sale", 3));
    expect(drawOf("s", 1)).not.toBe(drawOf("s", 2));
  });
});

describe("A sketch", () => {
  const dice = createDice(9);
  const talk = (verb: string, conversation = "c1") => aMoment({ id: `${conversation} ${verb}`, type: `conversation.${verb}`, at: STARTS_AT, conversation, fields: { channel: "chat", code: "Sale" } });
  const moments = [
    ...Array.from({ length: 250 }, (_, i) => view(i, `/area-${i % 130}/${i}`)), ...Array.from({ length: 120 }, (_, i) => aMoment({ id: `t${i}`, type: `type ${i}`, at: STARTS_AT + i })),
    talk("started"), talk("connected"), talk("started", "c2"),
  ];
  const whole = take(NOTHING, moments);

  it("is the same in any order, and interrupted anywhere", () => {
    for (let i = 0; i < 20; i++) {
      const shuffled = shuffle(moments, dice);
      const middle = Math.floor(dice() * shuffled.length);
      const half = JSON.parse(JSON.stringify(take(NOTHING, shuffled.slice(0, middle)))) as typeof whole;
      expect(take(half, shuffled.slice(middle))).toEqual(whole);
    }
  });

  it("has bounds", () => {
    expect(whole.pages).toHaveLength(100);
    expect(whole.counts).toHaveLength(100);
  });

  it("takes a conversation as it is now in place of what it was", () => {
    expect(whole.conversations).toEqual([["c1", ["chat connected", "chat started"]], ["c2", ["chat started"]]]);
    expect(take(whole, [talk("started"), talk("ended")], "c1").conversations).toEqual([["c1", ["chat ended", "chat started"]], ["c2", ["chat started"]]]);
    expect(take(whole, [], "c2").conversations).toEqual([["c1", ["chat connected", "chat started"]]]);
  });

  it("counts nothing that rules decided", () => {
    const decided = ["segment.matched", "outcome.achieved", "action.qualified", "action.blocked", "identity.matched"].map((type) => aMoment({ type, at: STARTS_AT }));
    expect(take(NOTHING, decided)).toEqual(NOTHING);
  });

  it.each([
    ["/", "/"], ["", "/"], ["/pricing", "/pricing"], ["/pricing/", "/pricing"], ["/tents/fjord-2/size", "/tents/fjord-2"], ["/orders/48213/items", "/orders/*"],
    ["/user/0192f3a4-8c00-7000-8000-0000000a1b2c", "/user/*"], ["/blog/2026", "/blog/*"], ["/cafe", "/cafe"], [`/t/${"x".repeat(50)}`, "/t/*"], ["/a\u0000b", "/a b"],
  ])("groups the page %s as %s", (path, group) => expect(pageGroup(path)).toBe(group));
});

it("Features say what is known in words", () => {
  const fields = { "session.referrer": "https://www.google.com/search?q=tents", "session.campaign.source": "newsletter", "session.device": "mobile", "session.country": "DE" };
  const sketch = take(NOTHING, [view(0, "/"), view(1, "/tents"), view(2, "/pricing"), ...[3, 4, 5].map((i) => aMoment({ type: "search.performed", at: STARTS_AT + i * 1_000 })), aMoment({ type: "session.started", at: STARTS_AT })]);
  const features = featuresOf({ visit: { startedAt: Date.UTC(2026, 9, 1, 13, 5), fields }, sketch, earlier: { visits: 3, conversations: 1 }, identity: "verified", at: Date.UTC(2026, 9, 1, 13, 6) });
  expect(features).toEqual([
    "2 or more pages", "3 or more pages", "viewed /", "viewed /pricing", "viewed /tents", "is on /pricing", "did search.performed", "did search.performed 3 times or more",
    "there for 10 seconds or longer", "there for 30 seconds or longer", "there for 60 seconds or longer", "came from google.com", "campaign source newsletter", "device mobile", "country DE",
    "came between 12:00 and 16:00 UTC", "visited before", "visited 3 times or more before", "had a conversation before", "said who they are", "is verified",
  ]);
});
