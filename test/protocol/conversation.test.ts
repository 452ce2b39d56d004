import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { advance, CARD, statusAt } from "../../src/protocol/conversation";
import { durations } from "../../src/protocol/durations";
import { FACTS_PER_TYPE, TELLERS, WRAP_UP_MINUTES } from "../../src/protocol/limits";
import { CONVERSATION_STATES } from "../../src/protocol/event";
import { told } from "./events";
import type { Conversation } from "../../src/protocol/conversation";
import type { StoredEvent } from "../../src/protocol/event";

const fold = (events: StoredEvent[]) => events.reduce<Conversation | undefined>((before, event) => advance(before, event), undefined)!;
const look = (events: StoredEvent[]) => {
  const { status, agents, queues, code } = fold(events);
  return { ...CARD[status], status, agent: agents.at(-1), queue: queues.at(-1), code };
};

const started = told("started", 100);
const server = (state: string, at: number, data: { [key: string]: unknown } = {}) => told(state, at, { source: "server", data });
const routed = told("routed", 150, { source: "server", data: { queue: "Sales" } });
const taken = told("connected", 200, { source: "agent", data: { agent: "Dana" } });
const left = told("ended", 300, { data: { by: "customer" } });
const wrapped = told("wrapped_up", 400, { source: "agent", data: { code: "Sale" } });

describe("the life of a conversation", () => {
  it.each([
    ["Blue, Waiting: the customer is in the queue", [started], { color: "blue", label: "Waiting" }],
    ["Blue, connected: the agent's name shows", [started, taken], { color: "blue", label: "Connected", agent: "Dana" }],
    ["White: the customer ended it before the agent assigned a wrap-up code", [started, taken, left], { color: "white", label: "Ended by Customer" }],
    ["White: abandoned while waiting", [started, left], { color: "white", label: "Ended by Customer" }],
    ["Gray: it ended and the agent assigned a wrap-up code", [started, taken, left, wrapped], { color: "gray", code: "Sale" }],
    ["Blue: the agent ended it and has not wrapped up yet", [started, taken, told("ended", 300, { source: "agent", data: { by: "agent" } })], { color: "blue", label: "After-call work" }],
    ["An offer that was accepted begins a conversation", [told("offered", 50), told("accepted", 60)], { status: "waiting" }],
    ["A window that opens begins none", [told("opened", 50)], { status: "pending" }],
    ["A link that is clicked begins none until somebody has seen it begin", [told("started", 50, { data: { confidence: "intent" } })], { status: "pending" }],
    ["and then it has begun when it did", [told("started", 50, { data: { confidence: "intent" } }), told("started", 60)], { status: "waiting" }],
    ["A transfer to a queue waits again", [started, taken, told("transferred", 250, { source: "agent", data: { queue: "Billing" } })], { status: "waiting", queue: "Billing" }],
    ["A transfer to an agent stays connected", [started, taken, told("transferred", 250, { source: "agent", data: { agent: "Robin" } })], { status: "connected", agent: "Robin" }],
    ["An agent's wrap-up of their own part, after a transfer, leaves the other agent connected", [
      started, server("connected", 200, { agent: "Dana" }), server("transferred", 250, { agent: "Robin" }), server("wrapped_up", 260, { agent: "Dana", code: "Passed on" })],
      { color: "blue", status: "connected", agent: "Robin", code: undefined }],
    ["nor does it end the conversation when the other has ended it and has yet to wrap up", [
      started, server("connected", 200, { agent: "Dana" }), server("transferred", 250, { agent: "Robin" }), server("wrapped_up", 260, { agent: "Dana", code: "Passed on" }), server("ended", 300, { by: "agent" })],
      { status: "wrapping", code: undefined }],
    ["which the other's wrap-up then does", [
      started, server("connected", 200, { agent: "Dana" }), server("transferred", 250, { agent: "Robin" }), server("wrapped_up", 260, { agent: "Dana", code: "Passed on" }), server("ended", 300, { by: "agent" }), server("wrapped_up", 310, { agent: "Robin", code: "Sale" })],
      { status: "wrapped_up", code: "Sale" }],
    ["A wrap-up before a transfer is not the last word", [started, server("connected", 200, { agent: "Dana" }), server("wrapped_up", 210, { code: "Passed on" }), server("transferred", 250, { queue: "Billing" })], { status: "waiting", queue: "Billing" }],
    ["An agent's wrap-up in the console is, whatever the contact centre calls that agent", [started, server("connected", 200, { agent: "agent-7" }), told("wrapped_up", 210, { source: "agent", data: { agent: "Dana", code: "Sale" } })], { color: "gray", code: "Sale" }],
    ["Gray at once: the system gave up before anybody was there to wrap up", [started, routed, server("ended", 300, { by: "system" })], { color: "gray", label: "No wrap-up code" }],
    ["Blue: the line broke while an agent was there, who has yet to wrap up", [started, taken, server("ended", 300, { by: "system" })], { color: "blue", label: "After-call work" }],
    ["White: who hung up is told a moment later than that somebody did", [started, routed, server("ended", 300), server("ended", 301, { by: "customer" })], { color: "white", label: "Ended by Customer" }],
    ["A late routed cannot reopen what has ended", [started, left, told("routed", 350, { source: "page" })], { status: "ended_by_customer" }],
    ["An agent seen before the start is connected all the same", [told("connected", 90, { data: { agent: "Dana" } }), started], { status: "connected", agent: "Dana" }],
  ])("%s", (_, events, expected) => {
    expect(look(events)).toMatchObject(expected);
  });

  it("closes after-call work that nobody wraps up, as gray without a code", () => {
    const talk = fold([started, told("ended", 300, { source: "agent", data: { by: "agent" } })]);
    expect(statusAt(talk, 300 + WRAP_UP_MINUTES * 60_000)).toBe("wrapping");
    expect(statusAt(talk, 301 + WRAP_UP_MINUTES * 60_000)).toBe("wrapped_up");
    expect(CARD[statusAt(talk, Infinity)]).toEqual({ color: "gray", label: "No wrap-up code" });
  });

  it("keeps every queue and agent in order", () => {
    const talk = fold([
      started, told("routed", 110, { source: "server", data: { queue: "Sales" } }), told("connected", 120, { source: "server", data: { agent: "Dana" } }),
      told("transferred", 130, { source: "server", data: { queue: "Billing" } }), told("connected", 140, { source: "server", data: { agent: "Robin" } }),
    ]);
    expect(talk).toMatchObject({ queues: ["Sales", "Billing"], agents: ["Dana", "Robin"], startedAt: 100, connectedAt: 120 });
  });

  it("counts waiting, talk and after-call work over transfers, while it goes on and when it is over", () => {
    const talk = [
      started, server("routed", 110, { queue: "Sales" }), server("connected", 150, { agent: "Dana" }), server("transferred", 200, { queue: "Billing" }),
      server("connected", 260, { agent: "Robin" }), server("ended", 300, { by: "agent" }), server("wrapped_up", 345, { agent: "Robin" }),
    ];
    const at = (events: number, now: number) => durations(fold(talk.slice(0, events)), now);
    expect(at(2, 130)).toEqual({ wholeMs: 30, waitedMs: 30, talkedMs: 0, afterCallMs: 0 });
    expect(at(3, 190)).toEqual({ wholeMs: 90, waitedMs: 50, talkedMs: 40, afterCallMs: 0 });
    expect(at(4, 230)).toEqual({ wholeMs: 130, waitedMs: 80, talkedMs: 50, afterCallMs: 0 });
    expect(at(6, 320)).toEqual({ wholeMs: 200, waitedMs: 110, talkedMs: 90, afterCallMs: 20 });
    expect(at(7, 9_999)).toEqual({ wholeMs: 200, waitedMs: 110, talkedMs: 90, afterCallMs: 45 });
    // Nobody ends it: after-call work closes by itself.
    expect(at(6, 10 * WRAP_UP_MINUTES * 60_000).afterCallMs).toBe(WRAP_UP_MINUTES * 60_000);
    const abandoned = fold([started, server("ended", 170, { by: "customer" })]);
    expect(durations(abandoned, 9_999)).toEqual({ wholeMs: 70, waitedMs: 70, talkedMs: 0, afterCallMs: 0 });
  });

  it("knows by the widget's bare word that the customer left, until somebody knows better", () => {
    const bare = told("ended", 300);
    expect(fold([started, bare]).endedBy).toBe("customer");
    expect(fold([started, bare, told("ended", 310, { source: "agent", data: { by: "agent" } })]).endedBy).toBe("agent");
  });
});

describe("whom a conversation believes", () => {
  const foreign = (state: string, at: number) => told(state, at, { id: `forged-${state}-${at}`, visitor: "somebody else", received: 900 });

  it("does not let another visitor's browser end or claim it, even with an earlier time", () => {
    const talk = fold([started, foreign("started", 1), foreign("ended", 110), foreign("connected", 120)]);
    expect(talk).toMatchObject({ status: "waiting", visitor: "visitor", startedAt: 100 });
  });

  it("belongs to the browser that began it, not to one that only spoke of it before", () => {
    const before = told("message_sent", 50, { id: "thief", visitor: "somebody else", received: 51 });
    expect(fold([before, started])).toMatchObject({ visitor: "visitor", status: "waiting" });
  });

  it("keeps texts short, whatever it is told", () => {
    const long = told("routed", 150, { source: "server", data: { queue: "q".repeat(8_000) } });
    expect(fold([started, long]).queues[0]).toHaveLength(200);
  });

  it("does not let a flood from another browser push out what the agent and the visitor said", () => {
    const flood = Array.from({ length: 300 }, (_, i) => ["connected", "started", "ended"].map((state) =>
      told(state, i < 150 ? i : 1_000 + i, { id: `flood-${state}-${i}`, visitor: `somebody ${i % 40}`, received: 900 + i }))).flat();
    expect(fold([...flood.slice(0, 450), started, taken, ...flood.slice(450)])).toMatchObject({ visitor: "visitor", status: "connected", agents: ["Dana"], startedAt: 100 });
    const tellers = new Set(fold([started, taken, ...flood]).facts.filter(({ source }) => source === "page").map(({ visitor }) => visitor));
    expect(tellers.size).toBe(TELLERS);
    expect(tellers).toContain("visitor");
  });

  it("keeps a wrap-up code when a later wrap-up has none", () => {
    expect(fold([started, wrapped, told("wrapped_up", 500, { source: "server" })]).code).toBe("Sale");
  });

  it("does not let the page end what the contact centre reports", () => {
    expect(fold([started, routed, left]).status).toBe("waiting");
  });

  it("does not let a browser assign a wrap-up code", () => {
    expect(fold([started, told("wrapped_up", 300, { data: { code: "Sale" } })]).status).toBe("waiting");
  });

  it("takes the agent's name from the agent's own word, whatever the widget says later", () => {
    expect(fold([started, taken, told("connected", 250, { data: { agent: "Bot" } })]).agents).toEqual(["Dana"]);
  });

  it("takes nothing from an event of another conversation or another site", () => {
    const talk = fold([started]);
    expect(advance(talk, told("ended", 300, { data: { conversation: "another", by: "customer" } }))).toBe(talk);
    expect(advance(talk, { ...left, site: "another" })).toBe(talk);
  });
});

describe("order and repetition", () => {
  const anyEvent = fc.record({
    state: fc.constantFrom(...CONVERSATION_STATES),
    at: fc.integer({ min: 0, max: 40 }),
    source: fc.constantFrom("page", "server", "agent" as const),
    visitor: fc.constantFrom("a", "b", undefined),
    by: fc.constantFrom("customer", "agent", "system", undefined),
    queue: fc.constantFrom("Sales", "Billing", undefined),
    agent: fc.constantFrom("Dana", "Robin", undefined),
    code: fc.constantFrom("Sale", "Spam", undefined),
    received: fc.integer({ min: 0, max: 40 }),
  });
  const makeEvents = (parts: { [key: string]: unknown; state: string; at: number }[]) =>
    parts.map(({ state, at, source, visitor, received, ...data }, i) =>
      told(state, at, { id: `e${i}`, source: source as never, visitor: visitor as never, received: received as never, data: data as never }));

  it("any shuffle and any duplication of the same events gives the same conversation", () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { minLength: 1, maxLength: 12 }), fc.array(fc.nat(), { maxLength: 40 }), (parts, picks) => {
        const events = makeEvents(parts as never);
        const doubled = picks.map((pick) => events[pick % events.length]!);
        const shuffled = [...events].sort((a, b) => (picks[Number(a.id.slice(1))] ?? 0) - (picks[Number(b.id.slice(1))] ?? 0) || (a.id < b.id ? 1 : -1));
        expect(fold([...doubled, ...shuffled, ...doubled])).toEqual(fold(events));
      }),
      { numRuns: 3_000 },
    );
  });

  it("stays the same in any order when an event repeats beyond what is kept, and stays bounded", () => {
    const many = Array.from({ length: FACTS_PER_TYPE * 3 }, (_, i) => told("message_sent", 1_000 + ((i * 7919) % 997), { id: `m${i}` }));
    const forth = fold([started, ...many]);
    const back = fold([...many].reverse().concat(started));
    expect(back).toEqual(forth);
    expect(forth.facts.length).toBe(FACTS_PER_TYPE + 1);
    expect(forth.lastAt).toBe(Math.max(...many.map(({ at }) => at)));
  });
});
