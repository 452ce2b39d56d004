import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hear } from "../../../src/collector/rules/hear";
import { NO_MEMORY, type Memory, type Offer, type Word } from "../../../src/collector/rules/memory";
import { OFFER_STATES } from "../../../src/protocol/rules";
import { NOON } from "./person";

const offer = (more: Partial<Offer> = {}): Offer => ({ id: "o1", map: "help", channel: "chat", session: "w1", at: NOON, expiresAt: NOON + 300_000, ...more });
const word = (type: string, more: Partial<Word> = {}): Word => ({ id: "e1", type, at: NOON + 1, source: "page", session: "w1", data: { offer: "o1" }, ...more });
const memory: Memory = { ...NO_MEMORY, offers: [offer(), offer({ id: "o2", channel: "content" })] };
const first = (after: Memory) => after.offers[0]!;

describe("An offer", () => {
  it.each<[string, Partial<Offer>]>([
    ["conversation.offered", { shownAt: NOON + 1 }],
    ...(["accepted", "declined", "ignored", "expired"] as const).map((state) => [`conversation.${state}`, { shownAt: NOON + 1, answer: { state, at: NOON + 1, word: "e1" } }] as [string, Partial<Offer>]),
    ["content.declined", { shownAt: NOON + 1, answer: { state: "declined", at: NOON + 1, word: "e1" } }],
    ["conversation.failed", { answer: { state: "failed", at: NOON + 1, word: "e1" } }],
    ["action.blocked", { answer: { state: "failed", at: NOON + 1, word: "e1" } }],
  ])("is moved by %s", (type, more) => {
    expect(first(hear(memory, word(type)))).toEqual(offer(more));
    expect(hear(memory, word(type)).offers[1]).toBe(memory.offers[1]);
  });

  it("has expired where its page says that it was too late to show it", () => {
    expect(first(hear(memory, word("action.blocked", { data: { offer: "o1", reason: "expired" } }))).answer?.state).toBe("expired");
  });

  it.each(["conversation.started", "conversation.qualified", "content.engaged", "chat.declined", "action.qualified", "page.viewed", "conversation"])("is not moved by %s", (type) => {
    expect(hear(memory, word(type))).toBe(memory);
  });

  it("is not moved by what is said of another, or of none", () => {
    for (const data of [{ offer: "o9" }, {}, { offer: 5 }, { offer: ["o1"] }]) expect(hear(memory, word("conversation.declined", { data }))).toBe(memory);
  });

  it("is answered once: the earliest counts, whenever it is heard, and of two at once always the same", () => {
    const [early, late, same] = [word("conversation.declined"), word("conversation.accepted", { id: "e2", at: NOON + 2 }), word("conversation.ignored", { id: "e0" })];
    expect(first(hear(hear(memory, early), late)).answer?.state).toBe("declined");
    expect(first(hear(hear(memory, late), early)).answer?.state).toBe("declined");
    expect(first(hear(hear(memory, early), same)).answer?.state).toBe("ignored");
    expect(first(hear(hear(memory, same), early)).answer?.state).toBe("ignored");
  });

  it("stays what it is when it is heard again", () => {
    const once = hear(memory, word("conversation.declined"));
    expect(hear(once, word("conversation.declined"))).toBe(once);
    expect(hear(once, word("conversation.offered", { at: NOON + 5 }))).toBe(once);
  });
});

describe("What is heard", () => {
  it("of ends is the last", () => {
    const end = (at: number, channel?: unknown) => word("conversation.ended", { at, data: { ...(channel !== undefined && { channel }) } });
    expect(hear(hear(NO_MEMORY, end(5, "chat")), end(3, "chat")).conversations).toEqual({ chat: 5 });
    expect(hear(hear(NO_MEMORY, end(5, "messaging")), end(7)).conversations).toEqual({ chat: 7, messaging: 7 });
    for (const channel of ["call", "__proto__", 5, null]) expect(hear(NO_MEMORY, end(5, channel))).toBe(NO_MEMORY);
  });

  it("of segments is not believed of pages, nor where it names none", () => {
    expect(hear(NO_MEMORY, word("segment.matched", { data: { segment: "vip", of: "contact" } }))).toBe(NO_MEMORY);
    expect(hear(NO_MEMORY, word("segment.matched", { source: "server", data: { of: "contact" } }))).toBe(NO_MEMORY);
    const { session: _none, ...nowhere } = word("segment.matched", { source: "server", data: { segment: "vip", of: "session" } });
    expect(hear(NO_MEMORY, nowhere)).toBe(NO_MEMORY);
  });

  it("of very many segments is kept to as many as a rule set may have", () => {
    const words = Array.from({ length: 600 }, (_, i) => word("segment.matched", { source: "server", at: NOON + i, data: { segment: `s${i}`, of: i % 2 ? "contact" : "session" } }));
    const contacts = Array.from({ length: 600 }, (_, i) => word("segment.matched", { source: "server", at: NOON + i, data: { segment: `c${i}`, of: "contact" } }));
    const after = [...words, ...contacts].reduce(hear, NO_MEMORY);
    expect(Object.keys(after.segments)).toHaveLength(500);
    expect(after.segments).toHaveProperty("c599");
    expect(Object.keys(after.visits[0]!.segments)).toHaveLength(300);
    expect([...contacts].reverse().reduce(hear, NO_MEMORY)).toEqual(contacts.reduce(hear, NO_MEMORY));
  });

  it("comes to the same in any order, and however often", () => {
    const anyWord = fc.record({
      type: fc.oneof(fc.constantFrom(...OFFER_STATES).map((state) => `conversation.${state}`), fc.constantFrom("content.declined", "content.offered", "action.blocked", "conversation.ended", "segment.matched")),
      at: fc.integer({ min: NOON, max: NOON + 3 }), session: fc.constantFrom("w1", "w2", "w3"), source: fc.constantFrom("page" as const, "server" as const),
      data: fc.record({
        offer: fc.constantFrom("o1", "o2", "o3"), reason: fc.constantFrom("expired", "no_widget"), channel: fc.constantFrom("chat", "messaging", "call"),
        segment: fc.constantFrom("a", "b"), of: fc.constantFrom("session", "contact"), expiresAt: fc.integer({ min: NOON, max: NOON + 3 }),
      }, { requiredKeys: ["offer", "of", "segment"] }),
    });
    const stories = fc.array(anyWord, { maxLength: 20 }).chain((drawn) => {
      const words: Word[] = drawn.map((one, i) => ({ ...one, id: `e${i}` }));
      return fc.record({ words: fc.constant(words), other: fc.shuffledSubarray([...words, ...words], { minLength: words.length * 2 }) });
    });
    fc.assert(fc.property(stories, ({ words, other }) => {
      expect(other.reduce(hear, memory)).toEqual(words.reduce(hear, memory));
    }), { numRuns: 1_000 });
  });
});
