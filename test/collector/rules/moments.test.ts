import { describe, expect, it } from "vitest";
import { urlParts } from "../../../src/collector/rules/fieldValues";
import { momentOf, momentsOf } from "../../../src/collector/rules/moments";
import { personOf, visitOf } from "../../../src/collector/rules/visit";
import { advance, type Conversation } from "../../../src/protocol/conversation";
import { CONVERSATION_STATES, type Data, type Source, type StoredEvent } from "../../../src/protocol/event";

const event = (more: Partial<StoredEvent>): StoredEvent => ({ id: "e1", type: "page.viewed", at: 100, received: 100, site: "s1", source: "page", visitor: "v1", session: "w1", data: {}, ...more });

describe("A moment of an event", () => {
  it("has the parts of the page's address, and the data by their names", () => {
    const url = "https://shop.example:8443/p%C3%A4ge/1?a=%20b#top";
    const data = { title: "Hats", total: 9.5, gift: false, cart: { items: 2, deep: { er: { and: { deeper: 1 } } } }, tags: ["a", 7, null, {}], none: null, object: {} };
    expect(momentOf(event({ url, data }))).toEqual({
      id: "e1", type: "page.viewed", at: 100, session: "w1",
      fields: {
        url, host: "shop.example", path: "/päge/1", query: "a=%20b", fragment: "top", title: "Hats",
        "data.title": "Hats", "data.total": 9.5, "data.gift": false, "data.cart.items": 2, "data.tags": "a, 7",
      },
    });
  });

  it("is one of a server's, with no visit and no page", () => {
    expect(momentOf(event({ type: "order_completed", source: "server", session: undefined as never }))).toEqual({ id: "e1", type: "order_completed", at: 100, fields: {} });
  });

  it("is none of notes, which are for people", () => {
    for (const type of ["contact.noted", "conversation.noted"]) expect(momentOf(event({ type, source: "agent", data: { contact: "k1", text: "x" } }))).toBeUndefined();
  });

  it.each([...CONVERSATION_STATES, "linked", "unlinked"])("is none of conversation.%s, which the conversation tells itself", (state) => {
    expect(momentOf(event({ type: `conversation.${state}`, data: { conversation: "c1" } }))).toBeUndefined();
  });

  it.each([
    ["/shop?x", { url: "/shop?x", path: "/shop", query: "x" }],
    ["https://a.example", { url: "https://a.example", host: "a.example", path: "/" }],
    ["https://A.example/?#", { url: "https://A.example/?#", host: "a.example", path: "/" }],
    ["https://a.example/%E0%A4%A", { url: "https://a.example/%E0%A4%A", host: "a.example", path: "/%E0%A4%A" }],
    ["mailto:a@b.example", { url: "mailto:a@b.example" }],
    ["https://[", { url: "https://[" }],
    ["app://cart/3", { url: "app://cart/3", host: "cart" }],
    ["", { url: "", path: "/" }],
  ])("tells of the address %j what can be told", (url, parts) => {
    expect(urlParts(url)).toEqual(parts);
  });
});

describe("Moments of a conversation", () => {
  let id = 0;
  const told = (state: string, at: number, data: Data = {}, source: Source = "server", more: Partial<StoredEvent> = {}) =>
    event({ id: `f${++id}`, type: `conversation.${state}`, at, received: at, source, data: { conversation: "c1", channel: "call", direction: "inbound", ...data }, ...more });
  const conversation = (...events: StoredEvent[]) => events.reduce<Conversation | undefined>((before, one) => advance(before, one), undefined)!;
  const short = (of: Conversation) => momentsOf(of).map(({ type, at, fields: { queue, agent } }) => [type.slice("conversation.".length), at, queue, agent]);

  it("are its steps, each with its own queue and agent, and with all that is known now", () => {
    const whole = conversation(
      told("started", 0), told("routed", 1_000, { queue: "Sales" }), told("connected", 5_000, { agent: "Ann" }), told("transferred", 9_000, { queue: "Help" }),
      told("connected", 12_000, { agent: "Bob" }), told("ended", 20_000, { by: "customer" }), told("wrapped_up", 25_000, { code: "sale" }, "agent"),
    );
    expect(short(whole)).toEqual([
      ["started", 0, "Help", "Bob"], ["routed", 1_000, "Sales", "Bob"], ["transferred", 9_000, "Help", "Bob"],
      ["connected", 5_000, "Help", "Ann"], ["connected", 12_000, "Help", "Bob"], ["ended", 20_000, "Help", "Bob"], ["wrapped_up", 25_000, "Help", "Bob"],
    ]);
    for (const { fields, conversation: of, session } of momentsOf(whole)) {
      expect({ of, session }).toEqual({ of: "c1", session: "w1" });
      expect(fields).toMatchObject({ channel: "call", direction: "inbound", by: "customer", code: "sale", abandoned: false, waitedSeconds: 8, talkedSeconds: 12 });
    }
    expect(new Set(momentsOf(whole).map((moment) => moment.id)).size).toBe(7);
  });

  it.each([
    ["left before anybody came", [told("started", 0), told("ended", 9, { by: "customer" })], true],
    ["ended by the system", [told("started", 0), told("ended", 9, { by: "system" })], false],
    ["left after it was connected", [told("started", 0), told("connected", 3, { agent: "Ann" }), told("ended", 9, { by: "customer" })], false],
    ["going on", [told("started", 0), told("routed", 3)], false],
  ])("say whether it was abandoned: %s", (_sentence, events, abandoned) => {
    expect([...new Set(momentsOf(conversation(...events)).map(({ fields }) => fields.abandoned))]).toEqual([abandoned]);
  });

  it("change with what is told later", () => {
    const open = conversation(told("started", 0), told("routed", 1_000, { queue: "Sales" }));
    const ended = advance(open, told("ended", 61_000, { by: "customer" }))!;
    expect(momentsOf(open)[0]!.fields).toMatchObject({ abandoned: false, waitedSeconds: 0 });
    expect(momentsOf(ended)[0]!.fields).toMatchObject({ abandoned: true, waitedSeconds: 61, queue: "Sales" });
    expect(momentsOf(ended)[0]!.id).toBe(momentsOf(open)[0]!.id);
  });

  it("are an offer's before it is a conversation, and carry the offer", () => {
    const offered = conversation(told("offered", 1, { channel: "chat" }, "page"), told("declined", 5, { channel: "chat" }, "page"));
    expect(momentsOf({ ...offered, offer: "o1" }).map(({ type, fields }) => [type, fields.offer])).toEqual([["conversation.offered", "o1"], ["conversation.declined", "o1"]]);
  });

  it("are what the contact centre says where both tell of the same, and what only the page saw besides", () => {
    const both = conversation(
      told("opened", 1, { channel: "chat" }, "page"), told("started", 2, { channel: "chat" }, "page"), told("message_sent", 3, { channel: "chat" }, "page"), told("message_received", 4, { channel: "chat" }, "page"),
      told("started", 2, { channel: "chat" }), told("routed", 3, { queue: "Sales" }), told("message_received", 5, { channel: "chat" }), told("connected", 6, { agent: "Zoe" }, "page"),
    );
    expect(momentsOf(both).map(({ type, at }) => [type.slice("conversation.".length), at])).toEqual([["started", 2], ["opened", 1], ["routed", 3], ["message_received", 5], ["message_sent", 3]]);
  });

  it("are of the visit in which the page told of them", () => {
    const two = conversation(told("started", 1, {}, "page"), told("message_sent", 9_000_000, {}, "page", { session: "w2" }));
    expect(momentsOf(two).map(({ session }) => session)).toEqual(["w1", "w2"]);
  });

  it("are not another visitor's", () => {
    const stolen = conversation(told("started", 1, {}, "page"), told("message_sent", 2, {}, "page", { visitor: "thief" }));
    expect(momentsOf(stolen).map(({ type }) => type)).toEqual(["conversation.started"]);
  });

  it("are none of what is part of another conversation", () => {
    expect(momentsOf({ ...conversation(told("started", 1)), status: "linked" })).toEqual([]);
  });

  it("of the same time come in the order in which such things happen", () => {
    const ids = momentsOf(conversation(told("ended", 5), told("connected", 5, { agent: "Ann" }), told("routed", 5), told("started", 5), told("wrapped_up", 5, { code: "x" }))).sort((a, b) => (a.id < b.id ? -1 : 1));
    expect(ids.map(({ type }) => type)).toEqual(["started", "routed", "connected", "ended", "wrapped_up"].map((state) => `conversation.${state}`));
  });
});

describe("A visit", () => {
  const card = { id: "w1", startedAt: 5, lastAt: 9, pages: 2 };

  it("has what its card and its surroundings say", () => {
    const visit = visitOf({
      ...card, referrer: "https://search.example/?q=x", campaign: { source: "mail", clickId: "7" }, url: "https://shop.example/pricing?plan=pro#faq", title: "Pricing", landing: "https://shop.example/",
      visit: { device: "mobile", os: "Android", browser: "Firefox", browserVersion: "140", language: "de", country: "DE", region: "BY", city: "Bamberg", bot: true },
    });
    expect(visit).toEqual({
      session: "w1", startedAt: 5, lastAt: 9,
      fields: {
        "session.pages": 2, "session.referrer": "https://search.example/?q=x", "session.referrerHost": "search.example", "session.landing": "https://shop.example/",
        "session.campaign.source": "mail", "session.campaign.clickId": "7",
        "session.device": "mobile", "session.os": "Android", "session.browser": "Firefox", "session.browserVersion": "140", "session.language": "de", "session.country": "DE", "session.region": "BY", "session.city": "Bamberg", "session.bot": true,
        "page.url": "https://shop.example/pricing?plan=pro#faq", "page.host": "shop.example", "page.path": "/pricing", "page.query": "plan=pro", "page.fragment": "faq", "page.title": "Pricing",
      },
    });
  });

  it("has no value for what is not known", () => {
    expect(visitOf({ ...card, referrer: "" }).fields).toEqual({ "session.pages": 2 });
  });
});

describe("A person", () => {
  it("has what is known of their contact", () => {
    expect(personOf({ displayName: "Ann Lee", companyName: "Hats", emails: ["a@x.example", "b@x.example"], traits: { plan: "gold", visits: 7, address: { city: "Ulm" } } }).fields).toEqual({
      "contact.displayName": "Ann Lee", "contact.companyName": "Hats", "contact.emails": "a@x.example, b@x.example", "contact.traits.plan": "gold", "contact.traits.visits": 7, "contact.traits.address.city": "Ulm",
    });
  });

  it("of whom nothing is verified has nothing", () => {
    expect(personOf(undefined)).toEqual({ fields: {} });
  });
});
