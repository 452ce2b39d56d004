import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { conversationCard } from "../../src/collector/fold/conversation";
import { foldSession, sessionCard, type SessionState } from "../../src/collector/fold/session";
import { CONVERSATION_STATES, type Source, type StoredEvent } from "../../src/protocol/event";
import { advance, type Conversation } from "../../src/protocol/conversation";

const event = (more: Partial<StoredEvent>): StoredEvent => ({
  id: "e1", type: "page.viewed", at: 100, received: 100, site: "s1", source: "page", visitor: "v1", session: "w1", data: {}, ...more,
});
const card = (events: StoredEvent[]) => {
  const state = events.reduce<SessionState | undefined>(foldSession, undefined);
  return state && sessionCard(state);
};

describe("A session's card", () => {
  it("shows the page seen last, by the clock and not by arrival", () => {
    const late = event({ id: "e2", at: 200, url: "https://example.com/b", data: { title: "B" } });
    const early = event({ id: "e1", at: 100, url: "https://example.com/a", data: { title: "A" } });
    expect(card([late, early])).toMatchObject({ title: "B", url: "https://example.com/b", pages: 2, startedAt: 100, lastAt: 200 });
  });

  it("tells how the visit began, from its start or else its first page", () => {
    const start = event({ id: "e1", at: 100, type: "session.started", url: "https://example.com/?utm_source=mail&utm_campaign=may", data: { referrer: "https://search.example/" } });
    const page = event({ id: "e2", at: 100, url: "https://example.com/?utm_source=other", data: { referrer: "https://example.com/" } });
    expect(card([page, start])).toMatchObject({ referrer: "https://search.example/", campaign: { source: "mail", name: "may" } });
    expect(card([page])).toMatchObject({ referrer: "https://example.com/", campaign: { source: "other" } });
  });

  it("tells device, browser and place of the visit's start, and only what may be shown", () => {
    const visit = { device: "mobile", os: "Android", browser: "Firefox", browserVersion: "127.0", language: "de-CH", country: "DE", region: "Bavaria", city: "Munich", bot: true };
    const start = event({ id: "e1", type: "session.started", data: { ...visit, osVersion: "14", timeZone: "Europe/Berlin", referrer: "" } });
    expect(card([event({ id: "e2", data: { device: "tablet" } }), start])?.visit).toEqual(visit);
    expect(card([event({ type: "session.started", data: { device: "toaster", os: 5, browser: "", browserVersion: {}, language: "x".repeat(500), country: null, bot: "yes" } })])?.visit).toEqual({ language: "x".repeat(100) });
    expect(card([event({ type: "session.started" })])).not.toHaveProperty("visit");
  });

  it("of two starts tells the first's, as of everything else that a start tells", () => {
    const [early, late] = [event({ id: "e1", at: 1, type: "session.started", data: { os: "iOS" } }), event({ id: "e2", at: 2, type: "session.started", data: { os: "Linux", bot: true } })];
    expect([card([early, late])?.visit, card([late, early])?.visit]).toEqual([{ os: "iOS" }, { os: "iOS" }]);
  });

  it("goes on from a state that was folded before anybody looked", () => {
    const old = { id: "w1", visits: [{ source: "page", visitor: "v1", heard: { at: 100, id: "e1" }, startedAt: 100, lastAt: 100, pages: 0, numbered: 0, highest: -1, latest: 100, started: { at: 100, id: "e1" } }] } satisfies SessionState;
    const state = foldSession(old, event({ id: "e2", at: 200 }));
    expect(state && sessionCard(state)).toMatchObject({ pages: 1, startedAt: 100 });
    expect(state && sessionCard(state)).not.toHaveProperty("visit");
  });

  it("stays with the visitor who was heard of first, whatever clocks claim", () => {
    expect(card([event({ id: "e2", at: 1, received: 200, visitor: "thief" }), event({ id: "e1", at: 100, received: 100 })])?.visitor).toBe("v1");
  });

  it("is its visitor's: what another page tells of it changes nothing, whenever it comes", () => {
    const own = [event({ id: "e1", at: 100, received: 100, seq: 0, data: { title: "Own" }, url: "https://a.example/" }), event({ id: "e4", at: 150, received: 400, seq: 1, data: { title: "Own, too" } })];
    const forged = [event({ id: "e2", at: 5, received: 200, visitor: "thief", seq: 900, data: { title: "Forged" } }), event({ id: "e3", at: 300, received: 300, visitor: "thief", type: "session.started", data: { referrer: "https://evil.io/" } })];
    expect(card([...forged, ...own])).toEqual(card(own));
    expect(card([...own, ...forged])).toEqual(card(own));
    const many = Array.from({ length: 40 }, (_, i) => event({ id: `t${i}`, received: 500 + i, visitor: `thief${i}` }));
    expect(card([...own, ...many])).toEqual(card(own));
  });

  it("includes what the site's own server tells of it, whoever it names", () => {
    const told = event({ id: "e2", source: "server", visitor: "other", type: "order_completed", at: 300, received: 50 });
    expect(card([told, event({})])).toMatchObject({ visitor: "v1", pages: 1, lastAt: 300 });
    expect(card([told])).toMatchObject({ visitor: "other", pages: 0 });
  });

  it("carries texts that fit on it", () => {
    const long = card([event({ data: { title: `${"x".repeat(199)}😀`, referrer: "r".repeat(8_000) } })]);
    expect([long?.title, long?.referrer?.length]).toEqual(["x".repeat(199), 2_048]);
  });

  it("survives data of any shape", () => {
    expect(card([event({ data: { title: 5, referrer: ["x"] }, url: "no address" })])).toMatchObject({ pages: 1, url: "no address" });
  });

  it("does not come from what the contact centre or an agent says of a conversation", () => {
    expect(card([event({ type: "conversation.routed", source: "server" }), event({ type: "conversation.wrapped_up", source: "agent" })])).toBeUndefined();
  });
});

describe("Cards are the same whatever the order of events", () => {
  const types = ["session.started", "page.viewed", "identity.claimed", "identity.verified", "order_completed", ...CONVERSATION_STATES.map((state) => `conversation.${state}`)];
  const anyEvent = fc.record({
    type: fc.constantFrom(...types), at: fc.integer({ min: 1, max: 6 }), received: fc.integer({ min: 1, max: 6 }),
    source: fc.constantFrom<Source>("page", "server", "agent"), visitor: fc.constantFrom("v1", "v2"), seq: fc.option(fc.integer({ min: 0, max: 5 }), { nil: undefined }),
    url: fc.constantFrom("https://a.example/?utm_source=x", "https://a.example/?gclid=1", "/"),
    title: fc.constantFrom("A", "B", 5), os: fc.constantFrom("iOS", "Linux", undefined), bot: fc.constantFrom(true, undefined), by: fc.constantFrom("customer", "agent", undefined),
  });
  const shuffled = fc.array(anyEvent, { maxLength: 25 }).chain((drawn) => {
    const events = drawn.map(({ title, by, seq, os, bot, ...rest }, i) =>
      event({ ...rest, ...(seq !== undefined && { seq }), id: `e${i}`, data: { title, referrer: `https://r${i}.example`, conversation: "c1", ...(os && { os }), ...(bot && { bot }), ...(by && { by }) } }));
    return fc.record({ events: fc.constant(events), other: fc.shuffledSubarray(events, { minLength: events.length }) });
  });

  it("for sessions and conversations alike", () => {
    fc.assert(fc.property(shuffled, ({ events, other }) => {
      const conversation = (list: StoredEvent[]) => {
        const state = list.reduce<Conversation | undefined>((before, event) => advance(before, event), undefined);
        return state && conversationCard(state);
      };
      expect(card(other)).toEqual(card(events));
      expect(conversation(other)).toEqual(conversation(events));
    }), { numRuns: 500 });
  });
});
