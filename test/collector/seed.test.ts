/** "Conversation sessions", the article that the product is built from: each of its sentences, told to a real collector and looked at as an agent's console does. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CardIcon } from "../../src/console/icon";
import { look, type Look } from "../../src/console/look";
import type { Card, ConversationCard, SessionCard } from "../../src/protocol/card";
import { durations } from "../../src/protocol/durations";
import { anEvent, NOW, openCollector, type Collector } from "./openCollector";

let collector: Collector;
beforeEach(async () => void (collector = await openCollector()));
afterEach(() => collector.close());

const MINUTE = 60_000;
const CHAT = { conversation: "c", channel: "chat" };
const CALL = { conversation: "c", channel: "call", direction: "inbound" };

/** Who tells: the visitor's page, the contact centre's server, or the agent in the console. */
type Teller = "page" | "server" | "agent";
type Told = [teller: Teller, type: string, data?: object];

async function tell(...told: Told[]): Promise<void> {
  for (const [teller, type, data = {}] of told) {
    collector.clock.now += MINUTE;
    const event = anEvent({ type, at: collector.clock.now, data: { ...data }, ...(teller === "page" && { session: "w1", url: "https://shop.example/prices" }) });
    const headers = {
      page: {},
      server: { authorization: `Bearer ${collector.secret}` },
      agent: { cookie: await collector.cookie("Dana Scott"), "content-type": "application/json", "sec-fetch-site": "same-origin" },
    }[teller];
    const answer = (await collector.post(collector.batch([event], { sentAt: collector.clock.now, ...(teller !== "page" && { visitor: undefined }) }), headers)).json();
    expect(answer).toMatchObject({ accepted: 1, rejected: [] });
  }
}

const cards = async (): Promise<Card[]> => (await collector.store.cards({ site: collector.site.id, limit: 99 })).cards;
const conversation = async () => {
  const found = (await cards()).filter((card): card is ConversationCard => card.kind === "conversation");
  expect(found).toHaveLength(1);
  return found[0]!;
};
const seen = async (): Promise<Look> => look(await conversation(), collector.clock.now);
const journey = async () => (await collector.store.journey({ site: collector.site.id, of: "conversation", id: "c", limit: 99 })).steps.map(({ type }) => type);

const STARTED: Told = ["page", "conversation.started", CHAT];
const ROUTED: Told = ["server", "conversation.routed", { ...CHAT, queue: "Sales" }];
const CONNECTED: Told = ["server", "conversation.connected", { ...CHAT, agent: "Dana Scott" }];
const LEFT: Told = ["server", "conversation.ended", { ...CHAT, by: "customer" }];
const WRAPPED: Told = ["agent", "conversation.wrapped_up", { ...CHAT, code: "Sale" }];

describe("A conversation interaction is any interaction that involves a phone call or web chat. For each conversation interaction, we create a corresponding conversation session", () => {
  it("Agents see a separate session card for each conversation session", async () => {
    await tell(STARTED, ["server", "conversation.started", { ...CALL, conversation: "d" }], ["page", "conversation.started", { conversation: "e", channel: "messaging" }]);
    expect((await cards()).filter(({ kind }) => kind === "conversation").map(({ id }) => id).sort()).toEqual(["c", "d", "e"]);
  });
});

describe("Supported channels", () => {
  it.each<[string, Told, string]>([
    ["Inbound calls", ["server", "conversation.started", CALL], "Inbound Call"],
    ["Outbound calls", ["server", "conversation.started", { ...CALL, direction: "outbound" }], "Outbound Call"],
    ["Web chats", STARTED, "Web Chat"],
    ["Web messaging", ["page", "conversation.started", { ...CHAT, channel: "messaging" }], "Web Messaging"],
  ])("%s", async (_, told, title) => {
    await tell(told);
    expect(await seen()).toMatchObject({ title, color: "blue", status: "waiting" });
  });
});

describe("A conversation session can begin when", () => {
  it.each<[string, Told[], Partial<Look>]>([
    ["Customer calls the support center (inbound call)", [["server", "conversation.started", CALL]], { icon: "call", title: "Inbound Call" }],
    ["Agent calls a visitor (outbound call)", [["server", "conversation.started", { ...CALL, direction: "outbound", agent: "Dana Scott" }]], { icon: "call", title: "Outbound Call" }],
    ["Genesys Predictive Engagement offers a chat and the customer accepts the offer", [["page", "conversation.offered", CHAT], ["page", "conversation.accepted", CHAT]], { icon: "chat" }],
    ["Customer starts a chat on a web page (reactive chat)", [["page", "conversation.opened", CHAT], STARTED], { icon: "chat" }],
    ["Customer starts a web messaging interaction", [["page", "conversation.started", { ...CHAT, channel: "messaging" }]], { icon: "chat", title: "Web Messaging" }],
  ])("%s", async (_, told, expected) => {
    await tell(...told.slice(0, -1));
    // What comes before the beginning is none.
    expect((await cards()).filter(({ kind }) => kind === "conversation")).toEqual([]);
    await tell(told.at(-1)!);
    expect(await seen()).toMatchObject({ color: "blue", ...expected });
  });
});

describe("How we verify contacts in a conversation", () => {
  const contact = async () => {
    const answer = await collector.server.inject({ method: "POST", url: "/v1/contacts", headers: { authorization: `Bearer ${collector.secret}` }, payload: { displayName: "Ada Byron", emails: ["ada@example.com"], phones: ["+4930901820"] } });
    return answer.json() as { id: string };
  };

  it.each([["phone number", { phone: "030 90 18 20", region: "DE" }], ["email address", { email: "Ada@Example.com" }]])(
    "When a customer comes to your website, we attempt to verify their identity using their personal identifiable information (%s)", async (_, claim) => {
      await contact();
      await tell(STARTED, ["page", "identity.claimed", claim]);
      expect(await seen()).toMatchObject({ name: "Ada Byron", level: "matched" });
    });

  it("Agents can also verify a customer manually", async () => {
    const { id } = await contact();
    await tell(STARTED);
    expect(await seen()).toMatchObject({ name: "Unknown" });
    await tell(["agent", "identity.verified", { visitor: "v1", contact: id }]);
    expect(await seen()).toMatchObject({ name: "Ada Byron", level: "verified" });
  });
});

describe("The session card includes", () => {
  beforeEach(() => tell(STARTED, ROUTED, CONNECTED));

  it("Color", async () => expect((await seen()).color).toBe("blue"));
  it("Title", async () => expect((await seen()).title).toBe("Web Chat"));
  it("Icon (indicates call or chat)", async () => expect((await seen()).icon).toBe("chat"));
  it("Duration", async () => {
    expect((await seen()).durationMs).toBe(2 * MINUTE);
    collector.clock.now += MINUTE;
    expect((await seen()).durationMs).toBe(3 * MINUTE);
    expect(durations(await conversation(), collector.clock.now)).toEqual({ wholeMs: 3 * MINUTE, waitedMs: 2 * MINUTE, talkedMs: MINUTE, afterCallMs: 0 });
  });
  it("Queue", async () => expect((await seen()).queue).toBe("Sales"));
  it("Agent name", async () => expect((await seen()).agent).toBe("Dana Scott"));
  it("Journey map (visible when card is expanded)", async () => expect(await journey()).toEqual(["conversation.started", "conversation.routed", "conversation.connected"]));
  it("Status or wrap up code", async () => {
    expect((await seen()).label).toBe("Connected");
    await tell(LEFT, WRAPPED);
    expect((await seen()).label).toBe("Sale");
  });
  it("As a conversation session progresses, the icon displayed in the session card may change", async () => {
    const drawn = async () => JSON.stringify(CardIcon(await seen()).props);
    const drawings = [await drawn()];
    for (const told of [LEFT, WRAPPED]) {
      await tell(told);
      drawings.push(await drawn());
    }
    expect(drawings[0]).toContain("chat-connected");
    expect(new Set(drawings).size).toBe(3);
  });
});

describe("Color", () => {
  it.each<[string, Told[], Look["color"]]>([
    ["White: Abandoned. Customer ended the conversation before the agent could assign a wrap-up code", [STARTED, ROUTED, CONNECTED, LEFT], "white"],
    ["White: Abandoned, while nobody had taken it yet", [STARTED, ROUTED, LEFT], "white"],
    ["Gray: Inactive. Conversation session ended and the agent assigned a wrap-up code", [STARTED, ROUTED, CONNECTED, LEFT, WRAPPED], "gray"],
    ["Blue: Active. Conversation session is ongoing", [STARTED, ROUTED, CONNECTED], "blue"],
  ])("%s", async (_, told, color) => {
    await tell(...told);
    expect((await seen()).color).toBe(color);
  });
});

describe("Status and wrap up codes", () => {
  it("Waiting: Customer is in the queue and waiting for an agent to accept the interaction", async () => {
    await tell(STARTED, ROUTED);
    expect(await seen()).toMatchObject({ label: "Waiting", queue: "Sales" });
  });
  it.each([["call", CALL], ["chat", CHAT]])("Ended by Customer: Customer abandoned the %s", async (_, data) => {
    await tell(["server", "conversation.started", data], ["server", "conversation.routed", { ...data, queue: "Sales" }], ["server", "conversation.ended", { ...data, by: "customer" }]);
    expect(await seen()).toMatchObject({ label: "Ended by Customer" });
  });
  it("When an agent assigns a wrap-up code to end a call or chat, the wrap-up code replaces the status", async () => {
    await tell(STARTED, ROUTED, CONNECTED, WRAPPED);
    expect(await seen()).toMatchObject({ label: "Sale", color: "gray" });
  });
});

describe("During a conversation, we record the following events", () => {
  it.each<[string, Told[], string]>([
    ["Routed (waiting in queue)", [STARTED, ROUTED], "conversation.routed"],
    ["Connected to agent", [STARTED, ROUTED, CONNECTED], "conversation.connected"],
    ["Ended: Agent wraps up", [STARTED, ROUTED, CONNECTED, WRAPPED], "conversation.wrapped_up"],
    ["Ended: Customer abandons (ends the session before the agent wraps it up)", [STARTED, ROUTED, LEFT], "conversation.ended"],
  ])("%s", async (_, told, type) => {
    await tell(...told);
    expect((await journey()).at(-1)).toBe(type);
  });
});

describe("Agents see separate session cards for web sessions and conversation sessions", () => {
  it("A web session begins when a customer comes to a webpage where the tracking snippet is deployed", async () => {
    await tell(["page", "page.viewed", { title: "Prices" }]);
    const [card, ...others] = await cards();
    expect(others).toEqual([]);
    expect(card).toMatchObject({ kind: "session", title: "Prices", startedAt: NOW + MINUTE } satisfies Partial<SessionCard>);
    expect(look(card!, collector.clock.now)).toMatchObject({ color: "green", icon: "visit" });
  });
  it.each<[string, Told[]]>([
    ["accepts an invitation to chat", [["page", "conversation.offered", CHAT], ["page", "conversation.accepted", CHAT]]],
    ["starts a web chat on their own", [STARTED]],
  ])("A conversation session begins when a customer %s", async (_, told) => {
    await tell(["page", "page.viewed", { title: "Prices" }], ...told);
    expect((await cards()).map(({ kind }) => kind).sort()).toEqual(["conversation", "session"]);
  });
  it("The title of a web chat is always Web Chat", async () => {
    await tell(STARTED, ["server", "conversation.routed", { ...CHAT, title: "Another", direction: "inbound" }], CONNECTED, LEFT, WRAPPED);
    expect(await seen()).toMatchObject({ title: "Web Chat" });
  });
});
