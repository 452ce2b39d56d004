/** Every sentence about session cards in the article "Conversation sessions", said of real events folded by `advance`. */
import { expect, test } from "vitest";
import { CardIcon } from "../../src/console/icon";
import { LEVELS } from "../../src/console/level";
import { look, titleOf } from "../../src/console/look";
import { createStore } from "../../src/console/store";
import { words } from "../../src/console/words/words";
import type { ConversationCard, SessionCard } from "../../src/protocol/card";
import { advance } from "../../src/protocol/conversation";
import type { Conversation } from "../../src/protocol/conversation";
import type { ConversationData, ConversationState } from "../../src/protocol/event";

const MINUTE_MS = 60_000;
type Told = [state: ConversationState, told?: Partial<ConversationData>];

/** Folds events one minute apart, beginning at 0. */
function card(...events: Told[]): ConversationCard {
  let folded: Conversation | undefined;
  events.forEach(([state, told], i) => {
    const data = { conversation: "c", channel: "chat", ...told };
    folded = advance(folded, { site: "s", id: `e${i}`, type: `conversation.${state}`, at: i * MINUTE_MS, received: i, source: "server", data });
  });
  const { facts: _facts, site: _site, offer: _offer, ...rest } = folded!;
  return { ...rest, kind: "conversation", n: 1 };
}
const session = (told: Partial<SessionCard> = {}): SessionCard =>
  ({ kind: "session", id: "w", code: "012345", visitor: "v", pages: 1, startedAt: 0, lastAt: 0, n: 1, ...told });

const routed: Told = ["routed", { queue: "Sales" }];
const connected: Told = ["connected", { agent: "Dana" }];
const left: Told = ["ended", { by: "customer" }];
const ended: Told = ["ended", { by: "agent" }];
const wrapped: Told = ["wrapped_up", { code: "Sale" }];
const NOW = 5 * MINUTE_MS;

test.each<[string, Told[], object]>([
  ["White | Abandoned. Customer ended the conversation before the agent could assign a wrap-up code.", [routed, connected, left], { color: "white" }],
  ["White | Abandoned (in the queue)", [routed, left], { color: "white", status: "ended_by_customer" }],
  ["Gray | Inactive. Conversation session ended and the agent assigned a wrap-up code.", [routed, connected, ended, wrapped], { color: "gray" }],
  ["Blue | Active. Conversation session is ongoing. (waiting)", [routed], { color: "blue", status: "waiting" }],
  ["Blue | Active. Conversation session is ongoing. (connected)", [routed, connected], { color: "blue", status: "connected" }],
  ["Blue | Active. Conversation session is ongoing. (after-call work)", [routed, connected, ended], { color: "blue", label: "After-call work" }],
  ["a wrap-up after the customer left turns white into gray", [routed, connected, left, wrapped], { color: "gray", label: "Sale" }],
  ["Waiting: Customer is in the queue and waiting for an agent to accept the interaction", [routed], { label: "Waiting" }],
  ["Ended by Customer: Customer abandoned the call or chat", [routed, left], { label: "Ended by Customer" }],
  ["When an agent assigns a wrap-up code to end a call or chat, the wrap-up code replaces the status.", [connected, wrapped], { label: "Sale" }],
  ["a connected card shows the agent's name as well", [routed, connected], { label: "Connected", agent: "Dana" }],
  ["Queue (the last)", [routed, ["transferred", { queue: "Support" }]], { queue: "Support", label: "Waiting" }],
  ["Agent name (the last)", [connected, ["transferred", { agent: "Fox" }]], { agent: "Fox" }],
  ["Inbound calls", [["started", { channel: "call", direction: "inbound" }]], { title: "Inbound Call", icon: "call" }],
  ["Outbound calls", [["started", { channel: "call", direction: "outbound" }]], { title: "Outbound Call", icon: "call" }],
  ["Web chats", [["started", { channel: "chat" }]], { title: "Web Chat", icon: "chat" }],
  ["Web messaging", [["started", { channel: "messaging" }]], { title: "Web Messaging", icon: "chat" }],
  ["a conversation without a known visitor says so", [routed], { name: "Unknown" }],
])("%s", (_sentence, events, expected) => {
  expect(look(card(...events), NOW)).toMatchObject(expected);
});

test("The title of a web chat is always Web Chat.", () => {
  const lives: Told[][] = [[routed], [routed, connected], [connected, ended], [routed, left], [connected, wrapped], [["accepted", { vendor: "acme" }]]];
  for (const life of lives) expect(look({ ...card(...life), name: "Ada" }, NOW).title).toBe("Web Chat");
});

test("As a conversation session progresses, the icon displayed in the session card may change.", () => {
  const lives: Told[][] = [[routed], [routed, connected], [connected, ended], [routed, left], [connected, wrapped]];
  const drawn = lives.flatMap((life) => (["chat", "call"] as const).map((channel) => {
    const { icon, status } = look({ ...card(...life), channel }, NOW);
    return JSON.stringify(CardIcon({ icon, status }).props).match(/"d":"[^"]*"/g)?.join();
  }));
  expect(new Set(drawn).size).toBe(10);
});

test("Duration: runs while the conversation does, and stands still after its end", () => {
  expect(look(card(routed, connected), NOW).durationMs).toBe(NOW);
  expect(look(card(routed, connected, ended), NOW).durationMs).toBe(2 * MINUTE_MS);
});

test("after-call work that nobody ends closes by itself, without a code", () => {
  const open = card(connected, ended);
  expect(look(open, 31 * MINUTE_MS)).toMatchObject({ color: "blue" });
  expect(look(open, 32 * MINUTE_MS)).toMatchObject({ color: "gray", label: "No wrap-up code", status: "wrapped_up" });
});

test("Agents see separate session cards for web sessions and conversation sessions", () => {
  const store = createStore();
  store.take("snapshot", { now: 0, cards: [session({ id: "x" }), { ...card(routed), id: "x" }] });
  expect([store.conversations.list.length, store.sessions.list.length]).toEqual([1, 1]);
});

test("a web session is green while active, gray after twenty minutes without a sign of life", () => {
  expect(look(session(), 20 * MINUTE_MS - 1)).toMatchObject({ color: "green", label: "Active", durationMs: 20 * MINUTE_MS - 1 });
  expect(look(session({ lastAt: MINUTE_MS }), 21 * MINUTE_MS)).toMatchObject({ color: "gray", label: "Inactive", durationMs: MINUTE_MS });
});

test("a card says how well it is known who it is, and nothing of it where nobody is named", () => {
  for (const level of ["claimed", "matched", "verified"] as const) {
    expect(look(session({ name: "Ada", level }), 0)).toMatchObject({ name: "Ada", level });
    expect(look({ ...card(routed), name: "Ada", level }, 0)).toMatchObject({ name: "Ada", level });
    expect(look(session({ level }), 0).level).toBeUndefined();
  }
  expect(look(session({ name: "Ada" }), 0).level).toBeUndefined();
  expect([new Set(Object.values(words.card.levels)).size, new Set(Object.values(LEVELS)).size]).toEqual([3, 3]);
});

test("a web session is titled by its page, and named Unknown until the visitor is known", () => {
  expect(look(session({ title: "Pricing", url: "https://a.example/p" }), 0)).toMatchObject({ title: "Pricing", name: "Unknown" });
  expect(look(session({ url: "https://a.example/p?q=1", name: "Ada" }), 0)).toMatchObject({ title: "a.example/p", name: "Ada" });
  expect(look(session({ visit: { bot: true, browser: "Googlebot" } }), 0).isBot).toBe(true);
  expect(look(session({ visit: { browser: "Firefox" } }), 0)).not.toHaveProperty("isBot");
  expect(look(session({ pages: 0 }), 0).title).toBe("No page yet");
});

test.each([
  ["Web Chat", "chat", undefined],
  ["Web Messaging", "messaging", undefined],
  ["Inbound Call", "call", "inbound"],
  ["Outbound Call", "call", "outbound"],
] as const)("a conversation is titled %s", (title, channel, direction) => {
  expect(titleOf({ channel, ...(direction && { direction }) })).toBe(title);
});
