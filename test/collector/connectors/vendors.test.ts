import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Customer } from "../../../src/protocol/event";
import { openCollector, type Collector } from "../openCollector";
import type { ConversationCard } from "../../../src/protocol/card";
import { cardOf, logOf, setUp, storyOf, type Vendor } from "./contactCentre";
import { CANARY, CANARY_MAIL } from "./fixtures/canary";
import * as chatwoot from "./fixtures/chatwoot";
import * as connect from "./fixtures/connect";
import * as genesys from "./fixtures/genesys";
import * as intercom from "./fixtures/intercom";
import * as twilio from "./fixtures/twilio";
import * as zendesk from "./fixtures/zendesk";

let collector: Collector;
/** With whom conversations are, as it came to the store, which keeps it sealed. */
let customers: Customer[];
beforeEach(async () => {
  customers = [];
  collector = await openCollector({}, (store) => ({
    ...store,
    append(events, ...rest) {
      customers.push(...events.flatMap(({ customer }) => (customer ? [customer] : [])));
      return store.append(events, ...rest);
    },
  }));
});
afterEach(() => collector.close());

const centre = (vendor: Vendor, names: object = {}) => setUp(collector, { vendor, names });
const story = (id: string) => storyOf(collector, id);
const types = async () => (await logOf(collector)).map(({ type }) => type);
const distinct = (values: unknown[]) => [...new Set(values.map((value) => JSON.stringify(value)).filter((value) => value !== undefined))].map((value) => JSON.parse(value) as unknown);
const told = async (fact: string) => distinct(fact === "customer" ? customers : (await logOf(collector)).map(({ data }) => data[fact]));

describe("Twilio", () => {
  const { voice, tasks } = twilio;

  it("tells of an inbound call by status callbacks, legs of agents included", async () => {
    const { tell } = await centre("twilio");
    await tell(voice.ringing, voice.answeredByFlow);
    expect(await story(twilio.CALL)).toMatchObject({ status: "waiting", channel: "call", direction: "inbound", vendor: "twilio", started: "11:50:00.000" });
    await tell(voice.agentRings, voice.agentAnswers);
    expect(await story(twilio.CALL)).toMatchObject({ status: "connected", agents: ["dana"], connected: "11:50:40.000" });
    await tell(voice.agentLeaves, voice.completed);
    expect(await story(twilio.CALL)).toMatchObject({ status: "wrapping", ended: "11:52:00.000", started: "11:50:00.000" });
    expect(await told("customer")).toEqual([{ phone: "+15005550006" }]);
    expect((await collector.store.cards({ site: collector.site.id, limit: 10 })).cards).toHaveLength(1);
  });

  it("knows when a call began of which only the end is told", async () => {
    const { tell } = await centre("twilio");
    await tell(voice.completed);
    expect(await story(twilio.CALL)).toMatchObject({ started: "11:50:01.000", ended: "11:52:00.000" });
  });

  it("tells of the same call by TaskRouter, with queue, agent and outcome", async () => {
    const { tell } = await centre("twilio");
    await tell(voice.ringing, tasks.created, tasks.entered, tasks.offered);
    expect(await story(twilio.CALL)).toMatchObject({ status: "waiting", queues: ["Sales"], agents: [] });
    await tell(tasks.accepted);
    expect(await story(twilio.CALL)).toMatchObject({ status: "connected", queues: ["Sales"], agents: ["dana"], connected: "11:50:40.500" });
    await tell(tasks.handedOn);
    expect((await story(twilio.CALL)).status).toBe("waiting");
    await tell(tasks.notTaken);
    expect(await story(twilio.CALL)).toMatchObject({ status: "connected", agents: ["dana"] });
    await tell(tasks.wrapup);
    expect((await story(twilio.CALL)).status).toBe("wrapping");
    await tell(tasks.completed);
    expect(await story(twilio.CALL)).toMatchObject({ status: "wrapped_up", code: "Sold", channel: "call", direction: "inbound" });
    expect(await told("customer")).toEqual([{ phone: "+15005550006" }, { phone: "+15005550006", externalId: "customer-42" }]);
  });

  it("knows that a caller in a queue hung up", async () => {
    const { tell } = await centre("twilio");
    await tell(tasks.created, tasks.entered, tasks.hungUp);
    expect(await story(twilio.CALL)).toMatchObject({ status: "ended_by_customer", endedBy: "customer" });
  });

  it("tells of a call that goes out, and why nobody answered", async () => {
    const { tell } = await centre("twilio");
    await tell(twilio.outbound.initiated, twilio.outbound.busy);
    expect(await story("CA0out")).toMatchObject({ status: "wrapped_up", direction: "outbound", code: "busy", endedBy: "system" });
    expect(await told("customer")).toEqual([{ phone: "+15005550009" }]);
  });

  it("reads the same from Event Streams, stored once with what callbacks told", async () => {
    const { tell } = await centre("twilio");
    await tell(twilio.stream, tasks.accepted, voice.ringing);
    expect(await types()).toEqual(["connected", "started"]);
    expect(await story(twilio.CALL)).toMatchObject({ status: "connected", queues: ["Sales"], agents: ["dana"], connected: "11:50:40.500" });
  });

  it("takes a chat's task by the id that the page knows, and no task of another kind", async () => {
    const { tell } = await centre("twilio");
    const task = { ...tasks.created, TaskChannelUniqueName: "chat", TaskAttributes: JSON.stringify({ conversationSid: "CH01", channelType: "web" }) };
    await tell(task, { ...task, Sid: "EV90", TaskChannelUniqueName: "video", TaskAttributes: "{}" }, { ...task, Sid: "EV91", TaskAttributes: "{not json" });
    expect(await story("CH01")).toMatchObject({ channel: "chat", status: "waiting" });
    expect((await logOf(collector)).map(({ data }) => data.conversation)).toEqual(["CH01", "WT01"]);
  });

  it("takes no telephone for an agent's name", async () => {
    const { tell } = await centre("twilio", { "+15005550077": "Mary" });
    await tell({ ...voice.agentAnswers, To: "+15005550078" });
    expect(await story(twilio.CALL)).toMatchObject({ status: "connected", agents: [] });
    await tell({ ...voice.agentAnswers, To: "+15005550077", Timestamp: "Fri, 20 Nov 2026 11:50:50 +0000" });
    expect((await story(twilio.CALL)).agents).toEqual(["Mary"]);
  });
});

describe("Genesys Cloud", () => {
  it("tells of an inbound call from the customer's start to the wrap-up code", async () => {
    const { tell } = await centre("genesys", genesys.NAMES);
    const { begins, flow, queued, rings, answered, agentLeaves, ends, wrapUp } = genesys.inbound;
    await tell(begins, flow, queued, rings);
    expect(await story(genesys.CONVERSATION)).toMatchObject({ status: "waiting", channel: "call", direction: "inbound", vendor: "genesys", queues: ["Sales"], agents: [], started: "11:50:00.000" });
    await tell(answered, agentLeaves);
    expect(await story(genesys.CONVERSATION)).toMatchObject({ status: "connected", agents: ["Dana Scott"], connected: "11:50:12.000" });
    await tell(ends);
    expect(await story(genesys.CONVERSATION)).toMatchObject({ status: "wrapping", endedBy: "agent", ended: "11:51:12.500" });
    await tell(wrapUp);
    expect(await story(genesys.CONVERSATION)).toMatchObject({ status: "wrapped_up", code: "Sold" });
    expect(await types()).toEqual(["started", "routed", "connected", "ended", "wrapped_up"]);
    expect(await told("customer")).toEqual([{ phone: "+13175550123" }]);
  });

  it("shows ids where nobody has told names", async () => {
    const { tell } = await centre("genesys");
    await tell(genesys.inbound.queued);
    expect((await story(genesys.CONVERSATION)).queues).toEqual(["11111111-0000-4000-8000-000000000001"]);
  });

  it("knows that a caller left the queue", async () => {
    const { tell } = await centre("genesys", genesys.NAMES);
    await tell(...Object.values(genesys.abandoned));
    expect(await story(genesys.CONVERSATION)).toMatchObject({ status: "ended_by_customer", endedBy: "customer", ended: "11:50:40.000" });
  });

  it("tells of web messaging, and of an agent who hands it on", async () => {
    const { tell } = await centre("genesys", genesys.NAMES);
    const { begins, queued, answered, handedOn } = genesys.messaging;
    await tell(begins, queued, answered);
    expect(await story(genesys.CONVERSATION)).toMatchObject({ status: "connected", channel: "messaging", direction: undefined });
    await tell(handedOn);
    expect((await story(genesys.CONVERSATION)).status).toBe("waiting");
    expect(await told("customer")).toEqual([]);
  });

  it("tells of a call that an agent makes, for a queue or not", async () => {
    const { tell } = await centre("genesys", genesys.NAMES);
    await tell(genesys.outbound.begins, genesys.outbound.agentBegins);
    expect(await story(genesys.CONVERSATION)).toMatchObject({ status: "connected", direction: "outbound", agents: ["Dana Scott"] });
    expect(await told("customer")).toEqual([{ phone: "+13175550123" }]);
  });

  it("takes the inner part alone, as others than EventBridge post it", async () => {
    const { tell } = await centre("genesys", genesys.NAMES);
    await tell((genesys.inbound.begins as { detail: object }).detail);
    expect(await story(genesys.CONVERSATION)).toMatchObject({ status: "waiting" });
  });
});

describe("Amazon Connect", () => {
  it("tells of an answered call, by the times that it names itself", async () => {
    const { tell } = await centre("connect", connect.NAMES);
    const { initiated, queued, connected, updated, disconnected, completed } = connect.answered;
    await tell(initiated, queued, updated);
    expect(await story(connect.CONTACT)).toMatchObject({ status: "waiting", channel: "call", direction: "inbound", vendor: "amazon-connect", queues: ["Sales"], started: "11:50:00.000" });
    await tell(connected);
    expect(await story(connect.CONTACT)).toMatchObject({ status: "connected", agents: ["dana"], connected: "11:50:09.000" });
    await tell(disconnected);
    expect(await story(connect.CONTACT)).toMatchObject({ status: "ended_by_customer", endedBy: "customer", ended: "11:52:00.000" });
    await tell(completed);
    expect(await story(connect.CONTACT)).toMatchObject({ status: "wrapped_up", code: undefined });
    expect(await told("customer")).toEqual([{ externalId: "customer-42" }]);
  });

  it("knows that a caller left the queue, and leaves it at that", async () => {
    const { tell } = await centre("connect", connect.NAMES);
    await tell(...Object.values(connect.abandoned));
    expect(await story(connect.CONTACT)).toMatchObject({ status: "ended_by_customer", endedBy: "customer" });
  });

  it("takes the first moments of 1970 for no time", async () => {
    const { tell } = await centre("connect", connect.NAMES);
    await tell(connect.answered.queued, connect.leftUnknown);
    expect(await story(connect.CONTACT)).toMatchObject({ status: "ended_by_customer", agents: [] });
  });

  it("makes a card of a contact that is handed on, and says so on the one before", async () => {
    const { tell } = await centre("connect", connect.NAMES);
    await tell(connect.answered.initiated, connect.answered.connected, connect.transferred.initiated, connect.transferred.connected);
    expect(await story(connect.CONTACT)).toMatchObject({ status: "waiting", agents: ["dana"] });
    expect(await story(connect.SECOND)).toMatchObject({ status: "connected", agents: ["agent-2"], started: "11:51:30.000", direction: undefined });
  });

  it("reads samples whose keys begin with capitals, and chats", async () => {
    const { tell } = await centre("connect", connect.NAMES);
    await tell(connect.capitals);
    expect(await story(connect.CONTACT)).toMatchObject({ status: "connected", channel: "chat", queues: ["Sales"], agents: ["dana"] });
  });

  it("tells of calls that go out, and leaves supervisors alone", async () => {
    const { tell } = await centre("connect", connect.NAMES);
    await tell(...connect.outbound, connect.monitored);
    expect(await story(connect.CONTACT)).toMatchObject({ status: "connected", direction: "outbound" });
  });
});

describe("Chatwoot", () => {
  it("tells of a chat from the first message to its resolving", async () => {
    const { tell } = await centre("chatwoot");
    const { created, written, toTeam, assigned, answered, noted, resolved } = chatwoot.chat;
    await tell(created, written);
    expect(await story("10")).toMatchObject({ status: "waiting", channel: "chat", vendor: "chatwoot", queues: [], agents: [], started: "11:50:00.000" });
    await tell(toTeam);
    expect(await story("10")).toMatchObject({ status: "waiting", queues: ["Sales"] });
    await tell(assigned, answered, noted);
    expect(await story("10")).toMatchObject({ status: "connected", agents: ["John"], connected: "11:50:10.250" });
    await tell(resolved);
    expect(await story("10")).toMatchObject({ status: "wrapped_up", endedBy: "agent", ended: "11:51:40.000", code: undefined });
    expect(await types()).toEqual(["started", "message_sent", "routed", "connected", "message_received", "ended", "wrapped_up"]);
    expect(await told("customer")).toEqual([{ email: "jane@acme.example", phone: "+15005550006", displayName: "Jane", externalId: "customer-42" }]);
  });

  it("takes an answer for a beginning where nobody was given the chat, and hands on", async () => {
    const { tell } = await centre("chatwoot");
    await tell(chatwoot.chat.created, chatwoot.byBot, chatwoot.answeredByNobody);
    expect(await story("10")).toMatchObject({ status: "connected", agents: ["John"] });
    await tell(chatwoot.handedOn);
    expect(await story("10")).toMatchObject({ status: "connected", agents: ["John", "Mary"] });
    expect(await types()).toEqual(["started", "routed", "connected", "message_received", "transferred"]);
  });

  it("leaves e-mails and typing alone", async () => {
    const { tell } = await centre("chatwoot");
    await tell(chatwoot.email, chatwoot.typing);
    expect(await types()).toEqual([]);
  });
});

describe("Intercom", () => {
  it("tells of a conversation from its beginning to its closing", async () => {
    const { tell } = await centre("intercom");
    const { begun, toTeam, assigned, answered, written, closed } = intercom.talk;
    await tell(begun, toTeam);
    expect(await story("18994700881")).toMatchObject({ status: "waiting", channel: "messaging", vendor: "intercom", queues: ["Sales"], started: "11:50:00.000" });
    await tell(assigned, answered, written);
    expect(await story("18994700881")).toMatchObject({ status: "connected", agents: ["Dana"], connected: "11:50:10.000" });
    await tell(closed);
    expect(await story("18994700881")).toMatchObject({ status: "wrapped_up", endedBy: "agent", ended: "11:51:40.000" });
    expect(await types()).toEqual(["started", "routed", "connected", "message_received", "message_sent", "ended", "wrapped_up"]);
    expect(await told("customer")).toEqual([{ email: "jane@acme.example", displayName: "Jane", externalId: "customer-42" }]);
  });

  it("reads newer notifications, where agents are numbers", async () => {
    const { tell } = await centre("intercom", intercom.NAMES);
    await tell(...intercom.newer);
    expect(await story("18994700881")).toMatchObject({ status: "connected", queues: ["Sales"], agents: ["Dana"] });
    expect(await told("customer")).toEqual([{ email: "jane@acme.example", displayName: "Jane" }, { displayName: "Jane" }]);
  });

  it("tells a bot from an agent, and e-mails and pings from conversations", async () => {
    const { tell } = await centre("intercom");
    await tell(intercom.answeredByNobody, intercom.closedByBot, intercom.ping, intercom.email);
    expect(await story("18994700881")).toMatchObject({ agents: ["Dana"], endedBy: "system", status: "wrapped_up" });
    expect(await types()).toEqual(["connected", "message_received", "ended", "wrapped_up"]);
  });
});

describe("Zendesk", () => {
  it("tells of a ticket that came as a message", async () => {
    const { tell } = await centre("zendesk", zendesk.NAMES);
    const { created, toGroup, written, assigned, answered, noted, solved } = zendesk.messaging;
    await tell(created, toGroup, written);
    expect(await story("35436")).toMatchObject({ status: "waiting", channel: "messaging", vendor: "zendesk", queues: ["Sales"], started: "11:50:00.500" });
    await tell(assigned, answered, noted);
    expect(await story("35436")).toMatchObject({ status: "connected", agents: ["Dana"], connected: "11:50:10.000" });
    await tell(zendesk.handedOn);
    expect(await story("35436")).toMatchObject({ status: "connected", agents: ["Dana", "235325"] });
    await tell(solved);
    expect(await story("35436")).toMatchObject({ status: "wrapped_up", endedBy: "agent", ended: "11:51:40.000" });
    expect(await types()).toEqual(["started", "routed", "message_sent", "connected", "message_received", "transferred", "ended", "wrapped_up"]);
  });

  it("tells of a call, and leaves e-mails and tags alone", async () => {
    const { tell } = await centre("zendesk", zendesk.NAMES);
    await tell(zendesk.call, zendesk.mail, zendesk.tags);
    expect(await story("10")).toMatchObject({ status: "connected", channel: "call", direction: "outbound", queues: ["Sales"], agents: ["Dana"] });
    expect(await types()).toEqual(["started", "routed", "connected"]);
  });
});

describe("Any system, by Standard Webhooks", () => {
  const about = { conversation: "own-1", channel: "call", direction: "inbound", vendor: "acme", text: CANARY, subject: { body: CANARY } };

  it("tells in our own words, one by one or in lists", async () => {
    const { tell } = await centre("standard");
    await tell({ type: "conversation.started", at: Date.UTC(2026, 10, 20, 11, 50), data: { ...about, customer: { phone: "+4930901820" } } });
    await tell([
      { type: "conversation.routed", at: "2026-11-20T11:50:05Z", data: { ...about, queue: "Sales" } },
      { type: "conversation.connected", at: "2026-11-20T11:50:09Z", data: { ...about, agent: "Dana" } },
      { type: "conversation.whistled", data: about }, { type: "chat.started", data: about }, null, 5,
    ]);
    expect(await story("own-1")).toMatchObject({ status: "connected", channel: "call", direction: "inbound", vendor: "acme", queues: ["Sales"], agents: ["Dana"], started: "11:50:00.000" });
    await tell({ type: "conversation.ended", data: { ...about, by: "agent" } }, { type: "conversation.wrapped_up", data: { ...about, code: "Sold", notes: "Calls back" } });
    expect(await story("own-1")).toMatchObject({ status: "wrapped_up", code: "Sold", ended: "12:00:00.000" });
    expect((await cardOf(collector, "own-1")).kind).toBe("conversation");
  });

  it("says what is wrong with an event, and keeps its neighbours", async () => {
    const { sign, send } = await centre("standard");
    const answer = await send(sign([{ type: "conversation.started", data: about }, { type: "conversation.ended", data: { ...about, by: "nobody" } }, { type: "conversation.ended", data: {} }]));
    expect([answer.statusCode, answer.json()]).toEqual([200, { accepted: 1, duplicates: 0, rejected: [{ id: expect.any(String), reason: "wrong_by" }, { id: expect.any(String), reason: "wrong_conversation" }] }]);
    expect(await types()).toEqual(["started"]);
  });
});

describe("What is said in a conversation, and agents' addresses,", () => {
  const all: [Vendor, object[]][] = [
    ["twilio", [...Object.values(twilio.voice), ...Object.values(twilio.tasks), twilio.stream, ...Object.values(twilio.outbound)]],
    ["genesys", [...Object.values(genesys.inbound), ...Object.values(genesys.messaging)]],
    ["connect", [...Object.values(connect.answered), ...Object.values(connect.transferred), connect.capitals]],
    ["chatwoot", [...Object.values(chatwoot.chat), chatwoot.answeredByNobody, chatwoot.handedOn, chatwoot.byBot, chatwoot.typing]],
    ["intercom", [...Object.values(intercom.talk), ...intercom.newer, intercom.answeredByNobody, intercom.closedByBot, intercom.ping]],
    ["zendesk", [...Object.values(zendesk.messaging), zendesk.handedOn, zendesk.call, zendesk.tags]],
    ["standard", [{ type: "conversation.started", data: { conversation: "own-1", body: CANARY, email: CANARY_MAIL, [CANARY]: 1 } }]],
  ];

  it.each(all)("are in no event that %s tells", async (vendor, payloads) => {
    const { tell } = await centre(vendor);
    expect(JSON.stringify(payloads)).toContain(CANARY);
    await tell(...payloads);
    const log = await collector.events();
    expect(log.length).toBeGreaterThan(0);
    expect(JSON.stringify(log)).not.toContain(CANARY);
  });

  it.each(all)("make the same card in whatever order, and however often, %s tells", async (vendor, payloads) => {
    const { tell } = await centre(vendor);
    await tell(...payloads);
    const cards = async (of: Collector) => (await of.store.cards({ site: of.site.id, limit: 100 })).cards.map((card) => {
      // Ids of customers are of one collector only; their names are not.
      const { n: _n, customer, who: _who, ...same } = card as ConversationCard;
      return { ...same, customer: customer?.split("-")[1] };
    }).sort((a, b) => (a.id < b.id ? -1 : 1));
    const other = await openCollector();
    try {
      const again = await setUp(other, { vendor });
      const backwards = [...payloads].reverse();
      await again.tell(...backwards, ...payloads);
      expect(await cards(other)).toEqual(await cards(collector));
    } finally {
      await other.close();
    }
  });
});
