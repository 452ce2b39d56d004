import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createSqliteStore } from "../../src/collector/store/sqlite";
import type { Card, ConversationCard } from "../../src/protocol/card";
import type { StoredEvent } from "../../src/protocol/event";
import { sessionCode } from "../../src/protocol/id";
import { IDLE_MINUTES, PROPOSAL_MINUTES } from "../../src/protocol/limits";
import { told } from "../protocol/events";
import { anEvent, NOW, openCollector, type Collector } from "./openCollector";
import { MASTER_KEYS, openInMemory } from "./openInMemory";

let collector: Collector;
let changed: Card[];
beforeEach(async () => {
  collector = await openCollector();
  changed = [];
  collector.store.onChange((_site, { cards }) => changed.push(...cards));
});
afterEach(() => collector.close());

const MINUTE = 60_000;
const SESSION = "0190a1b2-0000-7000-8000-00000001e240";
const byPage = (events: unknown[], visitor = "v1") => collector.post(collector.batch(events, { visitor }));
const byServer = async (events: unknown[]) => (await collector.post(collector.batch(events, { visitor: undefined }), { authorization: `Bearer ${collector.secret}` })).json();
const byAgent = async (event: object) =>
  (await collector.post(collector.batch([anEvent(event)], { visitor: undefined }), { cookie: await collector.cookie("Dana"), "content-type": "application/json", "sec-fetch-site": "same-origin" })).json();
const talk = (state: string, data: { [key: string]: unknown }, more: object = {}) => anEvent({ type: `conversation.${state}`, data, ...more });
const all = async () => (await collector.store.cards({ site: collector.site.id, limit: 99 })).cards;
const talks = async () => (await all()).filter((card): card is ConversationCard => card.kind === "conversation" && card.status !== "linked");
const only = async () => {
  const found = await talks();
  expect(found).toHaveLength(1);
  return found[0]!;
};
const steps = async (of: "session" | "conversation", id: string) => (await collector.store.journey({ site: collector.site.id, of, id, limit: 99 })).steps.map(({ type }) => type);
const contact = async (fields: object) =>
  (await collector.server.inject({ method: "POST", url: "/v1/contacts", headers: { authorization: `Bearer ${collector.secret}` }, payload: fields })).json();
const proposals = async (id: string) => (await collector.store.links({ site: collector.site.id, id })).proposals.map(({ conversation, why }) => ({ conversation, why }));

describe("One conversation under two ids", () => {
  it("is one card when the page learns the vendor's id after it had given its own, and the other card goes", async () => {
    await byPage([talk("started", { conversation: "ours", channel: "chat", vendor: "intercom" }, { session: SESSION })]);
    await byServer([talk("routed", { conversation: "vendors", channel: "chat", queue: "Sales" })]);
    expect(await talks()).toHaveLength(2);

    changed.length = 0;
    await byPage([talk("message_sent", { conversation: "ours", ref: "vendors", channel: "chat" }, { session: SESSION })]);
    expect(await only()).toMatchObject({ id: "vendors", status: "waiting", queues: ["Sales"], visitor: "v1", session: SESSION, vendor: "intercom" });
    // A console hears of both: of the one that it should show, and of the one that it should not.
    expect(changed.map(({ id, ...card }) => [id, (card as ConversationCard).status, (card as ConversationCard).into])).toEqual(expect.arrayContaining([["vendors", "waiting", undefined], ["ours", "linked", "vendors"]]));

    // What is told of either from now on belongs to it.
    await byServer([talk("connected", { conversation: "vendors", agent: "Dana" })]);
    expect(await only()).toMatchObject({ id: "vendors", status: "connected", agents: ["Dana"] });
    expect(await steps("conversation", "ours")).toEqual(await steps("conversation", "vendors"));
    expect(await steps("session", SESSION)).toEqual(["conversation.started", "conversation.routed", "conversation.message_sent", "conversation.connected"]);
    // Each says of which conversation it is, also where it was told under the page's own id.
    const read = await collector.store.journey({ site: collector.site.id, of: "visitor", id: "v1", limit: 99 });
    expect(read.steps.map(({ data, conversation = data.conversation }) => conversation)).toEqual(["vendors", "vendors", "vendors", "vendors"]);
    expect(read.steps.filter(({ conversation }) => conversation).map(({ data }) => data.conversation)).toEqual(["ours", "ours"]);
  });

  it("is nobody else's to say: a page's word of ids moves only what its own visitor told", async () => {
    await byPage([talk("started", { conversation: "a", channel: "chat" })], "v1");
    await byServer([talk("started", { conversation: "b", channel: "chat" })]);
    await byPage([talk("message_sent", { conversation: "a", ref: "b", channel: "chat" })], "thief");
    const found = await talks();
    expect(found.map(({ id, visitor }) => [id, visitor]).sort()).toEqual([["a", "v1"], ["b", "thief"]]);
    expect(await steps("conversation", "a")).toContain("conversation.started");
  });

  it("is told by a server or an agent, not by a page, and taken back by whoever told it", async () => {
    await byPage([talk("started", { conversation: "p", channel: "chat" }, { session: SESSION })]);
    await byServer([talk("routed", { conversation: "c", channel: "chat", queue: "Sales" })]);
    expect((await byPage([talk("linked", { conversation: "p", with: "c" })])).json().rejected).toMatchObject([{ reason: "not_for_pages" }]);
    expect((await byAgent({ type: "conversation.linked", data: { conversation: "p" } })).rejected).toMatchObject([{ reason: "nothing_to_link" }]);
    expect((await byAgent({ type: "conversation.unlinked", data: { conversation: "p" } })).rejected).toMatchObject([{ reason: "nothing_to_link" }]);

    await byAgent({ id: "l1", type: "conversation.linked", data: { conversation: "p", with: "c" } });
    // The card that the agent had open stays.
    expect(await only()).toMatchObject({ id: "p", status: "waiting", queues: ["Sales"], visitor: "v1" });
    await byAgent({ type: "conversation.unlinked", data: { conversation: "p", event: "l1" } });
    expect((await talks()).map(({ id, visitor, queues }) => [id, visitor, queues]).sort()).toEqual([["c", undefined, ["Sales"]], ["p", "v1", []]]);
    // Taken back once, it does not come again with a copy.
    await byAgent({ id: "l1", type: "conversation.linked", data: { conversation: "p", with: "c" } });
    expect(await talks()).toHaveLength(2);
  });

  it("is another site's never", async () => {
    await byServer([talk("started", { conversation: "c", channel: "chat" })]);
    await collector.store.createSite({ id: "s2", name: "Two", key: "pk_2", secretHash: "h2" });
    await collector.store.append([{ ...told("linked", NOW, { source: "server", data: { conversation: "c", with: "x" } as { [key: string]: unknown } }), site: "s2" }]);
    expect(await only()).toMatchObject({ id: "c", status: "waiting" });
  });
});

describe("The code that a visitor reads out", () => {
  const begin = (visitor = "v1", session = SESSION) => byPage([anEvent({ type: "page.viewed", session, data: { title: "Prices" } }), talk("started", { conversation: `p-${visitor}`, channel: "chat" }, { session })], visitor);
  const code = sessionCode(SESSION);

  it("makes the call that visitor's, and the journey of the visit shows it", async () => {
    await byPage([anEvent({ type: "page.viewed", session: SESSION })]);
    await byServer([talk("started", { conversation: "call", channel: "call", direction: "inbound" })]);
    expect((await byServer([talk("linked", { conversation: "call", sessionCode: `${code.slice(0, 3)} ${code.slice(3)}` })])).rejected).toEqual([]);
    expect(await only()).toMatchObject({ id: "call", channel: "call", visitor: "v1", session: SESSION });
    expect(await steps("session", SESSION)).toEqual(["page.viewed", "conversation.started", "conversation.linked"]);
    expect((await collector.events()).map(({ data }) => data).join()).not.toContain("sessionCode");
  });

  it("makes one of the chat in the page and the one that the contact centre tells of", async () => {
    await begin();
    await byServer([talk("routed", { conversation: "cc", channel: "chat", queue: "Sales" })]);
    await byAgent({ type: "conversation.linked", data: { conversation: "cc", sessionCode: code } });
    expect(await only()).toMatchObject({ id: "cc", visitor: "v1", session: SESSION, queues: ["Sales"] });
  });

  it("that nobody has, or two, or somebody who left, is refused with a reason", async () => {
    await begin();
    await byServer([talk("started", { conversation: "cc", channel: "chat" })]);
    const link = async () => (await byServer([talk("linked", { conversation: "cc", sessionCode: code })])).rejected;
    expect((await byServer([talk("linked", { conversation: "cc", sessionCode: "999999" })])).rejected).toMatchObject([{ reason: "unknown_session_code" }]);
    await begin("v2", SESSION.replace("0190", "0191"));
    expect(await link()).toMatchObject([{ reason: "ambiguous_session_code" }]);
    collector.clock.now += IDLE_MINUTES * MINUTE + 1;
    expect(await link()).toMatchObject([{ reason: "unknown_session_code" }]);
  });
});

describe("Whom the contact centre says that a conversation is with", () => {
  const call = (customer: object, conversation = "call") => byServer([talk("started", { conversation, channel: "call", direction: "inbound", customer })]);

  it("names a call by the caller's number, and by a contact that comes only later", async () => {
    const ada = await contact({ displayName: "Ada Byron", phones: ["+49 30 901820"] });
    await call({ phone: "+49 30 901820" });
    expect(await only()).toMatchObject({ name: "Ada Byron", level: "matched", contact: ada.id });
    await call({ phone: "030 901821", region: "DE" }, "other");
    const other = async () => (await talks()).find(({ id }) => id === "other");
    expect(await other()).toMatchObject({ level: "claimed" });
    changed.length = 0;
    const bob = await contact({ displayName: "Bob", phones: ["+4930901821"] });
    expect(changed).toMatchObject([{ id: "other", name: "Bob" }]);
    expect(await other()).toMatchObject({ name: "Bob", level: "matched", contact: bob.id });
  });

  it("is verified by an agent by hand, and that holds for the next call from there", async () => {
    await contact({ displayName: "Ada Byron", phones: ["+4930901820"] });
    const eve = await contact({ displayName: "Eve" });
    await call({ phone: "+4930901820" });
    const { customer } = await only();
    await byAgent({ type: "identity.verified", data: { visitor: customer, contact: eve.id } });
    expect(await only()).toMatchObject({ name: "Eve", level: "verified" });
    await call({ phone: "+4930901820" }, "again");
    expect((await talks()).map(({ name }) => name)).toEqual(["Eve", "Eve"]);
  });

  it("is named by what the contact centre calls them where nothing else is known", async () => {
    await call({ displayName: "A withheld number" });
    expect(await only()).toMatchObject({ name: "A withheld number" });
  });

  it("leaves the visitor's own name where the page has made them known", async () => {
    await contact({ displayName: "Ada Byron", emails: ["ada@example.com"] });
    await contact({ displayName: "Family phone", phones: ["+4930901820"] });
    await byPage([anEvent({ type: "identity.claimed", session: SESSION, data: { email: "ada@example.com" } }), talk("started", { conversation: "c", channel: "chat" }, { session: SESSION })]);
    await byServer([talk("routed", { conversation: "c", channel: "chat", customer: { phone: "+4930901820" } })]);
    expect(await only()).toMatchObject({ name: "Ada Byron", visitor: "v1" });
  });

  it("is nobody's to say but a server's, and is in clear nowhere", async () => {
    await byPage([talk("started", { conversation: "c", channel: "chat", customer: { phone: "+4930901820", displayName: "Canary" } })]);
    expect(await only()).not.toHaveProperty("customer");
    await call({ phone: "+4930901829", displayName: "Canary", email: "canary@example.com" });
    const log = JSON.stringify(await collector.events());
    expect(log).not.toMatch(/canary/i);
    expect(log).not.toContain("30901829");
  });

  it("is kept once a day, however often it is told, and at once where it is news", async () => {
    const claims = async () => (await collector.events()).filter(({ type }) => type === "identity.claimed").length;
    const customer = { phone: "+4930901820", displayName: "Ada" };
    for (const state of ["started", "routed", "connected"]) await byServer([talk(state, { conversation: "call", channel: "call", customer })]);
    expect(await claims()).toBe(1);
    await byServer([talk("message_sent", { conversation: "call", channel: "call", customer: { ...customer, displayName: "Ada Byron" } })]);
    expect(await claims()).toBe(2);
    expect(await only()).toMatchObject({ name: "Ada Byron" });
    collector.clock.now += 86_400_000;
    await byServer([talk("message_sent", { conversation: "call", channel: "call", customer: { phone: "+4930901820" } }, { at: collector.clock.now })]);
    expect(await claims()).toBe(3);
  });

  it("is by the key that is believed most, whatever was told first", async () => {
    await contact({ displayName: "Ada Byron", externalIds: ["c-42"] });
    await call({ phone: "+4930901820" });
    await byServer([talk("routed", { conversation: "call", channel: "call", customer: { phone: "+4930901820", externalId: "c-42" } })]);
    expect(await only()).toMatchObject({ name: "Ada Byron", level: "matched" });
  });

  it("is forgotten with the person", async () => {
    const ada = await contact({ displayName: "Ada Byron", phones: ["+4930901820"] });
    await call({ phone: "+4930901820" });
    await collector.store.eraseContact({ site: collector.site.id, id: ada.id, now: NOW + 1 });
    expect(await only()).not.toHaveProperty("name");
  });
});

describe("What may be one, for an agent to say", () => {
  it("is proposed by the same contact within a time, and not once it is linked", async () => {
    await contact({ displayName: "Ada Byron", emails: ["ada@example.com"], phones: ["+4930901820"] });
    await byPage([anEvent({ type: "identity.claimed", session: SESSION, data: { email: "ada@example.com" } }), talk("started", { conversation: "p", channel: "chat" }, { session: SESSION })]);
    await byServer([talk("routed", { conversation: "cc", channel: "chat", customer: { phone: "+4930901820" } }), talk("started", { conversation: "phone", channel: "call", customer: { phone: "+4930901820" } })]);
    expect(await proposals("cc")).toEqual([{ conversation: "p", why: "contact" }]);
    expect(await proposals("p")).toEqual([{ conversation: "cc", why: "contact" }]);
    expect(await proposals("phone")).toEqual([]);
    await byAgent({ type: "conversation.linked", data: { conversation: "cc", with: "p" } });
    expect(await proposals("cc")).toEqual([]);
  });

  it("is not proposed when it began long before", async () => {
    await contact({ displayName: "Ada Byron", emails: ["ada@example.com"] });
    await byPage([anEvent({ type: "identity.claimed", session: SESSION, data: { email: "ada@example.com" } }), talk("started", { conversation: "p", channel: "chat" }, { session: SESSION })]);
    collector.clock.now += PROPOSAL_MINUTES * MINUTE + 5_000;
    await byServer([talk("routed", { conversation: "cc", channel: "chat", customer: { email: "ada@example.com" } }, { at: collector.clock.now })]);
    expect(await proposals("cc")).toEqual([]);
  });
});

describe("Two tellers, two ids, any order", () => {
  const server = (state: string, at: number, data: object = {}) => told(state, at, { source: "server", data: { conversation: "cc", ...data } });
  const page = (state: string, at: number, data: object = {}) => told(state, at, { data: { conversation: "ours", ...data }, session: SESSION });
  const story: StoredEvent[] = [
    page("opened", 100), page("started", 110, { ref: "ref" }), page("message_sent", 111, { ref: "ref" }), page("connected", 152), page("ended", 305, { by: "customer" }),
    server("routed", 120, { queue: "Sales" }), server("connected", 150, { agent: "Dana" }), server("transferred", 200, { queue: "Billing" }),
    server("connected", 220, { agent: "Robin" }), server("ended", 300, { by: "agent" }), server("wrapped_up", 330, { code: "Sale", agent: "Robin" }),
    { ...told("linked", 160, { source: "agent", id: "l1" }), data: { conversation: "ref", with: "cc" } },
    { ...told("linked", 161, { source: "agent", id: "l2" }), data: { conversation: "ref", with: "else" } },
    { ...told("unlinked", 162, { source: "agent" }), data: { conversation: "ref", event: "l2" } },
    told("started", 90, { source: "server", data: { conversation: "else", channel: "call" } }),
  ].map((event) => ({ ...event, site: "s1", received: NOW + event.at, ...(event.visitor && { visitor: "v1" }) }));

  const fold = async (batches: StoredEvent[][]) => {
    const database = await openInMemory();
    const store = createSqliteStore({ database, masterKeys: MASTER_KEYS, foldFailed: (problem) => { throw problem; } });
    for (const batch of batches) await store.append(batch);
    const { cards } = await store.cards({ site: "s1", limit: 99 });
    const found = cards.filter((card) => card.kind === "conversation" && card.status !== "linked").map(({ n: _n, ...card }) => card).sort((a, b) => (a.id < b.id ? -1 : 1));
    await store.close();
    return found;
  };

  it("is the same two cards", async () => {
    const expected = await fold([story]);
    expect(expected).toMatchObject([
      { id: "else", channel: "call", status: "waiting" },
      { id: "ref", status: "wrapped_up", code: "Sale", queues: ["Sales", "Billing"], agents: ["Dana", "Robin"], visitor: "v1", session: SESSION, startedAt: 110, waitedMs: 60, talkedMs: 130 },
    ]);
    await fc.assert(fc.asyncProperty(fc.shuffledSubarray(story, { minLength: story.length }), fc.array(fc.nat(story.length - 1), { maxLength: 5 }), fc.integer({ min: 1, max: 6 }), async (events, again, size) => {
      const all = [...events, ...again.map((i) => story[i]!)];
      const batches = Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size));
      expect(await fold(batches)).toEqual(expected);
    }), { numRuns: 60 });
  });
});
