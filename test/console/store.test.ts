import { expect, test } from "vitest";
import { newestFirst, createStore } from "../../src/console/store";
import type { Card, ConversationCard, SessionCard } from "../../src/protocol/card";

const session = (id: string, told: Partial<SessionCard> = {}): SessionCard =>
  ({ kind: "session", id, code: "012345", visitor: id, pages: 1, startedAt: 0, lastAt: 0, n: 1, ...told });
const talk = (id: string, told: Partial<ConversationCard> = {}): ConversationCard =>
  ({ kind: "conversation", id, status: "waiting", channel: "chat", queues: [], agents: [], startedAt: 0, since: 0, waitedMs: 0, talkedMs: 0, lastAt: 0, n: 1, ...told });
const stored = (cards: Card[], { now = 0, agent = "Dana" } = {}) => {
  const store = createStore({ agent });
  store.take("snapshot", { now, cards });
  return store;
};
const ids = (cards: readonly Card[]) => cards.map((card) => card.id);

test("newest first, and ties never swap places", () => {
  const a = talk("a", { startedAt: 1 }), b = talk("b", { startedAt: 2 }), c = talk("c", { startedAt: 2 });
  expect(ids(stored([a, b, c]).conversations.list)).toEqual(["c", "b", "a"]);
  expect(ids(stored([c, b, a]).conversations.list)).toEqual(["c", "b", "a"]);
});

test("a change keeps a card's place, and a new beginning moves it", () => {
  const store = stored([session("a", { startedAt: 1 }), session("b", { startedAt: 2 })]);
  const { turn } = store.sessions;
  store.take("cards", { now: 0, cards: [session("a", { startedAt: 1, lastAt: 9, pages: 4, n: 2 })] });
  expect([store.sessions.list.map(({ id, pages }) => [id, pages]), store.sessions.turn]).toEqual([[["b", 1], ["a", 4]], turn]);
  store.take("cards", { now: 0, cards: [session("a", { startedAt: 3, n: 3 })] });
  expect(ids(store.sessions.list)).toEqual(["a", "b"]);
  expect(store.sessions.turn).not.toBe(turn);
});

test("whatever happens in whatever order, lists are as if they were sorted and counts as if they were counted", () => {
  const store = stored([]);
  const now = 25 * 60_000;
  const kept = new Map<string, Card>();
  let seed = 7;
  const draw = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
  const statuses = ["pending", "waiting", "connected", "wrapped_up", "ended_by_customer"] as const;
  for (let n = 1; n <= 3_000; n++) {
    const [id, startedAt] = [`${draw(60)}`, draw(50)];
    const card = draw(2)
      ? talk(id, { n, startedAt, status: statuses[draw(5)]!, queues: draw(2) ? ["Sales"] : [], agents: draw(2) ? ["Dana"] : [] })
      : session(id, { n, startedAt, lastAt: draw(10) * 60_000, visitor: `v${draw(9)}` });
    kept.set(`${card.kind} ${id}`, card);
    store.take("cards", { now, cards: [card] });
  }
  const all = [...kept.values()];
  const talks = all.filter((card): card is ConversationCard => card.kind === "conversation" && card.status !== "pending").sort(newestFirst);
  const visits = all.filter((card): card is SessionCard => card.kind === "session").sort(newestFirst);
  const live = visits.filter(({ lastAt }) => now - lastAt < 20 * 60_000);
  const of = (status: string) => talks.filter((card) => card.status === status).length;
  expect(live.length).toBeGreaterThan(5);
  expect([store.conversations.list, store.sessions.list]).toEqual([talks, visits]);
  expect(store.counts).toEqual({
    waiting: of("waiting"), connected: of("connected"), conversations: talks.length, sessions: visits.length, live: live.length,
    visitors: new Set(live.map(({ visitor }) => visitor)).size,
    mine: talks.filter(({ agents, status }) => agents[0] === "Dana" && status !== "wrapped_up").length,
  });
  expect(store.queues.get("Sales")).toBe(talks.filter(({ queues, status }) => queues[0] && (status === "waiting" || status === "connected")).length);
});

test("a snapshot forgets what it does not name, however many frames it takes; a change does not", () => {
  const store = stored([session("a"), session("b")]);
  store.take("cards", { now: 0, cards: [session("c")] });
  expect(ids(store.sessions.list)).toEqual(["c", "b", "a"]);
  store.take("snapshot", { now: 0, cards: [session("c")], more: true });
  expect(ids(store.sessions.list)).toEqual(["c", "b", "a"]);
  store.take("more", { now: 0, cards: [session("a")] });
  expect([ids(store.sessions.list), store.size, store.counts.sessions]).toEqual([["c", "a"], 2, 2]);
});

test("a snapshot that broke off and began again forgets the same", () => {
  const store = stored([session("a"), session("b")]);
  store.take("snapshot", { now: 0, cards: [session("b")], more: true });
  store.take("snapshot", { now: 0, cards: [session("a")] });
  expect(ids(store.sessions.list)).toEqual(["a"]);
});

test("older news of a card does not undo newer", () => {
  const store = stored([talk("a", { n: 5, status: "connected" })]);
  store.take("cards", { now: 0, cards: [talk("a", { n: 4 })] });
  expect(store.conversations.list[0]?.status).toBe("connected");
});

test("pending conversations are no cards yet", () => {
  const store = stored([talk("a", { status: "pending" }), talk("b")]);
  expect(ids(store.conversations.list)).toEqual(["b"]);
  store.take("cards", { now: 0, cards: [talk("a", { n: 2 })] });
  expect(store.counts.conversations).toBe(2);
});

test("visits of nobody known are not taken for one visitor's, and two of one visitor's are", () => {
  expect(stored([session("a", { visitor: "" }), session("b", { visitor: "" })]).counts.visitors).toBe(2);
  expect(stored([session("a", { visitor: "v" }), session("b", { visitor: "v" })]).counts).toMatchObject({ visitors: 1, live: 2 });
});

test("what time alone changes is noticed when its time has come, and only then", () => {
  const store = stored([session("a"), session("b", { lastAt: 60_000 }), talk("w", { status: "wrapping", endedAt: 0, queues: ["Sales"], agents: ["Dana"] })]);
  const before = store.sessions.list.find(({ id }) => id === "a");
  expect([store.pass(20 * 60_000 - 1), store.counts.visitors]).toEqual([false, 2]);
  expect([store.pass(20 * 60_000), store.counts.visitors]).toEqual([true, 1]);
  // Whoever draws it sees another card.
  expect(store.sessions.list.find(({ id }) => id === "a")).not.toBe(before);
  expect([store.counts.mine, store.queues.get("Sales")]).toEqual([1, 1]);
  expect([store.pass(30 * 60_000 + 1), store.counts.mine, store.queues.get("Sales")]).toEqual([true, 0, undefined]);
  expect(store.pass(99 * 60_000)).toBe(false);
});

test("a card that somebody works with keeps its place until they leave it, whatever the list is of", () => {
  const store = stored([talk("a", { startedAt: 2 }), talk("b", { startedAt: 1 })]);
  store.select({ fits: ({ status }) => status === "waiting", compare: newestFirst });
  store.hold("conversation:a");
  store.take("cards", { now: 0, cards: [talk("a", { startedAt: 0, status: "connected", n: 2 })] });
  expect(store.conversations.list.map(({ id, status }) => [id, status])).toEqual([["a", "connected"], ["b", "waiting"]]);
  store.hold(undefined);
  expect(ids(store.conversations.list)).toEqual(["b"]);
  expect(store.counts).toMatchObject({ waiting: 1, connected: 1 });
});

test("a console that stays open lets go of the quietest cards, not of the oldest, and of no open conversation", () => {
  const open = [talk("waiting"), talk("connected", { status: "connected" }), talk("wrapping", { status: "wrapping", endedAt: 0 })];
  const store = stored([...open, talk("long", { status: "wrapped_up", lastAt: 99_999 }), session("quiet", { startedAt: 1 })]);
  const many = Array.from({ length: 20_000 }, (_, i) => session(`s${i}`, { startedAt: 2 + i, lastAt: 2 + i }));
  store.take("cards", { now: 0, cards: many });
  expect(store.size).toBe(19_000);
  expect(ids(store.conversations.list).sort()).toEqual(["connected", "long", "waiting", "wrapping"]);
  expect(store.sessions.has("quiet")).toBe(false);
  expect(store.sessions.list).toHaveLength(store.counts.sessions);
});

test("a conversation that is part of another has no card any more, unless it comes apart later", () => {
  const store = stored([talk("a"), talk("b")]);
  store.take("cards", { now: 0, cards: [talk("b", { status: "linked", into: "a", n: 2 })] });
  expect([ids(store.conversations.list), store.counts.waiting]).toEqual([["a"], 1]);
  store.take("cards", { now: 0, cards: [talk("b", { n: 3 })] });
  expect(ids(store.conversations.list)).toEqual(["b", "a"]);
  // Old news of it changes nothing.
  store.take("cards", { now: 0, cards: [talk("b", { status: "linked", into: "a", n: 2 })] });
  expect(ids(store.conversations.list)).toEqual(["b", "a"]);
});

test("beside a conversation stands the visit of whoever it is with: its own, or another of the same contact's, as long as it is live", () => {
  const now = 30 * 60_000;
  const visits = stored([session("own", { lastAt: now - 60_000, contact: "ada" }), session("newer", { lastAt: now, contact: "ada" }), session("bob", { lastAt: now, contact: "bob" }), session("gone", { lastAt: 0, contact: "eve" })], { now });
  const visit = (told: Partial<ConversationCard>) => visits.visitOf(talk("t", told))?.id;
  expect(visit({ session: "own", contact: "ada" })).toBe("own");
  expect(visit({ contact: "ada", channel: "call" })).toBe("newer");
  expect(visit({ visitor: "bob" })).toBe("bob");
  expect(visit({ contact: "eve" })).toBeUndefined();
  expect(visit({})).toBeUndefined();
  visits.take("cards", { now, cards: [session("newer", { lastAt: now, contact: "bob", n: 2 })] });
  expect(visit({ contact: "ada" })).toBe("own");
});

test("the first snapshot is no news, and what comes after it is", () => {
  const store = createStore();
  expect(store.take("snapshot", { now: 0, cards: [talk("a")], more: true })).toMatchObject({ areNews: false });
  expect(store.take("more", { now: 0, cards: [talk("b")] })).toMatchObject({ areNews: false, told: [{ id: "b" }] });
  expect(store.take("snapshot", { now: 0, cards: [talk("c")] })).toMatchObject({ areNews: true, told: [{ id: "c" }] });
});

test("a card that is told as gone leaves lists and counts, and comes back when it is told again", () => {
  const store = stored([talk("a", { queues: ["Sales"] }), talk("b", { queues: ["Sales"] }), session("a")]);
  store.take("cards", { now: 0, cards: [], gone: ["a", "never"] });
  expect([ids(store.conversations.list), store.counts.waiting, [...store.queues.keys()], ids(store.sessions.list)]).toEqual([["b"], 1, ["Sales"], ["a"]]);
  store.take("cards", { now: 0, cards: [talk("a", { queues: ["Sales"], n: 5 })] });
  expect([ids(store.conversations.list), store.counts.waiting]).toEqual([["b", "a"], 2]);
});
