import { expect, test } from "vitest";
import { applyFrame, conversations, counts, matches, sessions, visitOf } from "../../src/console/store";
import type { Card, ConversationCard, SessionCard } from "../../src/protocol/card";
import { sessionCode } from "../../src/protocol/id";

const session = (id: string, told: Partial<SessionCard> = {}): SessionCard =>
  ({ kind: "session", id, code: "012345", visitor: id, pages: 1, startedAt: 0, lastAt: 0, n: 1, ...told });
const talk = (id: string, told: Partial<ConversationCard> = {}): ConversationCard =>
  ({ kind: "conversation", id, status: "waiting", channel: "chat", queues: [], agents: [], startedAt: 0, since: 0, waitedMs: 0, talkedMs: 0, lastAt: 0, n: 1, ...told });
const stored = (...cards: Card[]) => applyFrame(new Map(), "snapshot", { now: 0, cards });
const ids = (cards: Card[]) => cards.map((card) => card.id);

test("newest first, and ties never swap places", () => {
  const a = talk("a", { startedAt: 1 }), b = talk("b", { startedAt: 2 }), c = talk("c", { startedAt: 2 });
  expect(ids(conversations(stored(a, b, c)))).toEqual(["c", "b", "a"]);
  expect(ids(conversations(stored(c, b, a)))).toEqual(["c", "b", "a"]);
});

test("a change keeps a card's place", () => {
  const before = stored(session("a", { startedAt: 1 }), session("b", { startedAt: 2 }));
  const after = applyFrame(before, "cards", { now: 0, cards: [session("a", { startedAt: 1, lastAt: 9, pages: 4, n: 2 })] });
  expect(sessions(after).map(({ id, pages }) => [id, pages])).toEqual([["b", 1], ["a", 4]]);
});

test("a snapshot forgets what it does not name; a change does not", () => {
  const before = stored(session("a"));
  expect(ids(sessions(applyFrame(before, "cards", { now: 0, cards: [session("b")] })))).toEqual(["b", "a"]);
  expect(ids(sessions(applyFrame(before, "snapshot", { now: 0, cards: [session("b")] })))).toEqual(["b"]);
});

test("older news of a card does not undo newer", () => {
  const before = stored(talk("a", { n: 5, status: "connected" }));
  expect(conversations(applyFrame(before, "cards", { now: 0, cards: [talk("a", { n: 4 })] }))[0]?.status).toBe("connected");
});

test("pending conversations are no cards yet", () => {
  expect(ids(conversations(stored(talk("a", { status: "pending" }), talk("b"))))).toEqual(["b"]);
});

test("counts waiting, connected, and visitors who are here now", () => {
  const late = 30 * 60_000;
  const cards = stored(talk("a"), talk("b", { status: "connected" }), talk("c", { status: "pending" }),
    session("d", { lastAt: late }), session("e", { lastAt: late, visitor: "d" }), session("f"));
  expect(counts(cards, late)).toEqual({ waiting: 1, connected: 1, visitors: 1 });
});

test("visits of nobody known are not taken for one visitor's", () => {
  expect(counts(stored(session("a", { visitor: "" }), session("b", { visitor: "" })), 0).visitors).toBe(2);
});

test("finds cards by the code that a visitor reads out, and by name", () => {
  expect(matches(session("a", { code: "004711" }), " 004711 ", 0)).toBe(true);
  expect(matches(talk("a", { session: "w" }), sessionCode("w"), 0)).toBe(true);
  expect(matches(talk("a", { name: "Ada Lovelace" }), "love", 0)).toBe(true);
  expect(matches(talk("a", { name: "Ada Lovelace" }), "grace", 0)).toBe(false);
});

test("a code is found however it was grouped, and a dash alone finds no code", () => {
  for (const typed of ["854 613", "854-613", "85 46 13", "854\u00a0\u2013 613"]) {
    expect(matches(session("a", { code: "854613" }), typed, 0)).toBe(true);
    expect(matches(session("a", { code: "854614" }), typed, 0)).toBe(false);
  }
  expect(matches(session("a"), "-", 0)).toBe(false);
});

test("a console that stays open lets go of the quietest cards, not of the oldest", () => {
  const before = stored(talk("long", { startedAt: 0, lastAt: 9_999 }), session("quiet", { startedAt: 1 }));
  const many = Array.from({ length: 1_999 }, (_, i) => session(`s${i}`, { startedAt: 2 + i, lastAt: 2 + i }));
  const after = applyFrame(before, "cards", { now: 0, cards: many });
  expect([after.size, after.has("conversation:long"), after.has("session:quiet")]).toEqual([2_000, true, false]);
});

test("a console that stays open never lets go of an open conversation", () => {
  const open = [talk("waiting"), talk("connected", { status: "connected" }), talk("wrapping", { status: "wrapping", endedAt: 0 })];
  const before = stored(...open, talk("done", { status: "wrapped_up" }), talk("window", { status: "pending" }));
  const many = Array.from({ length: 2_000 }, (_, i) => session(`s${i}`, { startedAt: 2 + i, lastAt: 2 + i }));
  const after = applyFrame(before, "cards", { now: 0, cards: many });
  expect([after.size, ids(conversations(after))]).toEqual([2_000, ["wrapping", "waiting", "connected"]]);
});

test("a conversation that is part of another has no card any more, unless it comes apart later", () => {
  const cards = stored(talk("a"), talk("b"));
  const joined = applyFrame(cards, "cards", { now: 0, cards: [talk("b", { status: "linked", into: "a", n: 2 })] });
  expect(ids(conversations(joined))).toEqual(["a"]);
  expect(ids(conversations(applyFrame(joined, "cards", { now: 0, cards: [talk("b", { n: 3 })] })))).toEqual(["b", "a"]);
  // Old news of it changes nothing.
  expect(ids(conversations(applyFrame(stored(talk("b", { n: 5 })), "cards", { now: 0, cards: [talk("b", { status: "linked", into: "a", n: 2 })] })))).toEqual(["b"]);
});

test("beside a conversation stands the visit of whoever it is with: its own, or another of the same contact's, as long as it is live", () => {
  const now = 30 * 60_000;
  const visits = stored(session("own", { lastAt: now - 60_000, contact: "ada" }), session("newer", { lastAt: now, contact: "ada" }), session("bob", { lastAt: now, contact: "bob" }), session("gone", { lastAt: 0, contact: "eve" }));
  const visit = (told: Partial<ConversationCard>) => visitOf(talk("t", told), visits, now)?.id;
  expect(visit({ session: "own", contact: "ada" })).toBe("own");
  expect(visit({ contact: "ada", channel: "call" })).toBe("newer");
  expect(visit({ visitor: "bob" })).toBe("bob");
  expect(visit({ contact: "eve" })).toBeUndefined();
  expect(visit({})).toBeUndefined();
});
