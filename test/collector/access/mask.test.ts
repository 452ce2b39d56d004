import { afterEach, beforeEach, describe, expect, it } from "vitest";
import Fastify from "fastify";
import { mask } from "../../../src/collector/access/mask";
import { createMasking } from "../../../src/collector/access/maskAnswers";
import { maskAddress, maskWithin, maskWord } from "../../../src/collector/access/maskText";
import { anEvent, openCollector, type Collector } from "../openCollector";

describe("A masked text", () => {
  it.each([
    ["jane@example.com", "j•••@e•••.com"], ["Jane.Byron@Sub.Example.co.uk", "J•••@S•••.uk"], ["jane＠example.com", "j•••@e•••.com"], ["@", "•••@•••"], ["jane@localhost", "j•••@l•••"],
    ["+447911123456", "+44 •••••3456"], ["+1 (202) 555-0142", "+1 •••••0142"], ["020 7946 0123", "•••••0123"], ["+999123456789", "•••••6789"],
    ["Jane", "J•••"], [" Jane Byron ", "J•••"], ["李", "李•••"], ["👩‍🚀 Jane", "👩•••"], ["", ""], ["  ", ""], ["12", "1•••"],
  ])("%j is %j", (text, masked) => expect(maskWord(text)).toBe(masked));

  it.each([
    ["Order of jane@example.com, call +44 7911 123456", "Order of j•••@e•••.com, call +44 •••••3456"], ["A page", "A page"], ["0190a1b2-0000-7000-8000-00000001e240", "0190a1b2-0000-7000-8000-00000001e240"], ["jane%40example.com", "j•••@e•••.com"],
  ])("within another, %j, is %j", (text, masked) => expect(maskWithin(text)).toBe(masked));

  it.each([["https://example.com/a?name=Jane#me", "https://example.com/a"], ["https://example.com/jane@example.com/x", "https://example.com/j•••@e•••.com/x"]])("of an address, %j, is %j", (text, masked) => expect(maskAddress(text)).toBe(masked));

  it("takes no longer for hostile texts", () => {
    const begun = performance.now();
    for (const text of ["@".repeat(50_000), "+1".repeat(50_000), `${"a".repeat(50_000)}@`, `+${"1 ".repeat(50_000)}`]) [maskWord, maskWithin, maskAddress].forEach((one) => one(text));
    expect(performance.now() - begun).toBeLessThan(5_000);
  });
});

describe("A masked answer", () => {
  it("keeps its shape, ids and words, and what rules and queues are called", () => {
    expect(mask({
      id: "c1", kind: "session", name: "Jane Byron", contact: "k1", pages: 3, startedAt: 1_790_000_000_000, url: "https://example.com/a?q=jane", title: "A page", isOpen: true, gone: null,
      segments: [{ id: "s1", name: "Big spenders", color: "#123456" }], offer: { id: "o1", name: "Help" }, campaign: { source: "news" }, queues: ["Sales"], agents: ["Dana"], visit: { browser: "Firefox", city: "Bern" },
    })).toEqual({
      id: "c1", kind: "session", name: "J•••", contact: "k1", pages: 3, startedAt: 1_790_000_000_000, url: "https://example.com/a", title: "A page", isOpen: true, gone: null,
      segments: [{ id: "s1", name: "Big spenders", color: "#123456" }], offer: { id: "o1", name: "Help" }, campaign: { source: "news" }, queues: ["Sales"], agents: ["Dana"], visit: { browser: "Firefox", city: "Bern" },
    });
  });

  it("tells nothing that nobody has found harmless", () => {
    expect(mask({ somethingNew: "Jane", deep: [{ in: ["Jane"] }], "jane@example.com": 1 })).toEqual({ somethingNew: "J•••", deep: [{ in: ["J•••"] }], "j•••@e•••.com": 1 });
    expect(mask({ traits: { code: "Jane", title: "Jane", card: 4_111_111_111_111_111, level: 3 } })).toEqual({ traits: { code: "J•••", title: "J•••", card: "•••••1111", level: 3 } });
    expect(mask({ type: "order_completed", data: { title: "Jane", agent: "Jane", total: 99.5, phone: 447911123456 } })).toEqual({ type: "order_completed", data: { title: "J•••", agent: "J•••", total: 99.5, phone: "•••••3456" } });
    expect(mask({ type: "identity.claimed", data: { email: "jane@example.com", traits: { by: "Jane" }, moment: "submit", form: "Jane" } })).toEqual({ type: "identity.claimed", data: { email: "j•••@e•••.com", traits: { by: "J•••" }, moment: "submit", form: "J•••" } });
    expect(mask({ type: "conversation.wrapped_up", data: { conversation: "c1", queue: "Sales", notes: "Jane was angry" } })).toEqual({ type: "conversation.wrapped_up", data: { conversation: "c1", queue: "Sales", notes: "J•••" } });
  });

  it("calls what rules have done by the names that the site gave them", () => {
    const matched = { type: "segment.matched", data: { segment: "s1", name: "Big spenders", color: "#123456" } };
    expect(mask(matched)).toEqual(matched);
    expect(mask({ type: "outcome.achieved", data: { name: "Wrote to jane@example.com" } })).toEqual({ type: "outcome.achieved", data: { name: "Wrote to j•••@e•••.com" } });
    expect(mask({ type: "conversation.started", data: { name: "Jane" } })).toEqual({ type: "conversation.started", data: { name: "J•••" } });
  });

  it("that is a text or a file does not leave at all", async () => {
    const server = Fastify();
    const masking = createMasking(server);
    const route = (path: string, answer: unknown) => server.get(path, async (request, reply) => {
      masking.begin(request);
      return reply.code(answer === "" ? 204 : 200).send(answer);
    });
    route("/text", "Jane");
    route("/bytes", Buffer.from("Jane"));
    route("/object", { name: "Jane" });
    route("/nothing", "");
    const ask = async (url: string) => (({ statusCode, payload }) => ({ statusCode, payload }))(await server.inject(url));
    for (const url of ["/text", "/bytes"]) expect(await ask(url)).toMatchObject({ statusCode: 500, payload: expect.not.stringContaining("Jane") });
    expect(await ask("/object")).toEqual({ statusCode: 200, payload: '{"name":"J•••"}' });
    expect(await ask("/nothing")).toEqual({ statusCode: 204, payload: "" });
  });
});

describe("A viewer", () => {
  let collector: Collector;
  beforeEach(async () => {
    collector = await openCollector();
  });
  afterEach(() => collector.close());

  const CANARIES = ["Canarina", "Zwitscher", "canarina.z@vogelhaus.example", "vogelhaus", "7911123456", "+447911123456", "geheim-77", "Chirpcorp", "feathered"];
  const get = async (url: string, cookie: string) => (({ statusCode, payload }) => ({ statusCode, payload }))(await collector.server.inject({ url, headers: { cookie, "sec-fetch-site": "same-origin" } }));
  const holds = (text: string) => CANARIES.filter((canary) => text.toLowerCase().includes(canary.toLowerCase()));

  async function fill() {
    const server = { authorization: `Bearer ${collector.secret}` };
    const contact = (await collector.server.inject({
      method: "POST", url: "/v1/contacts", headers: server,
      payload: { givenName: "Canarina", familyName: "Zwitscher", emails: ["canarina.z@vogelhaus.example"], phones: ["+447911123456"], externalIds: ["geheim-77"], companyName: "Chirpcorp", traits: { title: "feathered", code: "feathered" } },
    })).json() as { id: string };
    const traits = { email: "canarina.z@vogelhaus.example", phone: "+447911123456", displayName: "Canarina Zwitscher", nest: "feathered" };
    await collector.post(collector.batch([
      anEvent({ type: "session.started", session: "w1", seq: 0, data: { referrer: "https://search.example/?q=Canarina" } }),
      anEvent({ type: "page.viewed", session: "w1", seq: 1, url: "https://example.com/order?of=Zwitscher", data: { title: "Order" } }),
      anEvent({ type: "search.performed", session: "w1", seq: 2, data: { query: "Zwitscher" } }),
      anEvent({ type: "identity.claimed", session: "w1", seq: 3, data: { externalId: "geheim-77", traits } }),
      anEvent({ type: "order_completed", session: "w1", seq: 4, data: { title: "Canarina", recipient: { name: "Zwitscher" }, phone: 447911123456 } }),
      anEvent({ type: "conversation.started", session: "w1", seq: 6, data: { conversation: "chat-1", channel: "chat", queue: "Sales" } }),
    ]));
    await collector.server.inject({ method: "POST", url: "/v1/conversations/call-1/start", headers: server, payload: { channel: "call", customer: { phone: "+447911123456", displayName: "Canarina Zwitscher" } } });
    await collector.server.inject({ method: "POST", url: "/v1/conversations/chat-1/wrap-up", headers: server, payload: { agent: "Al", code: "Sale", notes: "Canarina was content." } });
    return contact.id;
  }

  /** The first frame of the stream, and one that comes of an event. */
  async function stream(cookie: string): Promise<string> {
    const answer = await collector.server.inject({ url: "/v1/stream", headers: { cookie }, payloadAsStream: true });
    let text = "";
    for await (const bytes of answer.stream()) {
      text += String(bytes);
      if (/event: cards\n.*\n.*\n\n/.test(text)) break;
      if (text.includes("event: snapshot") && text.endsWith("\n\n")) await collector.post(collector.batch([anEvent({ type: "page.viewed", session: "w1", seq: 7 })]));
    }
    return text;
  }

  it("finds the canary nowhere, where an agent finds it everywhere", { timeout: 60_000 }, async () => {
    const id = await fill();
    const [viewer, agent] = [await collector.cookie("Vi", "viewer"), await collector.cookie("Al", "agent")];
    const urls = [
      "/v1/journey?session=w1", "/v1/journey?conversation=chat-1", "/v1/journey?visitor=v1", `/v1/journey?contact=${id}`, "/v1/contacts", `/v1/contacts/${id}`, "/v1/identity?visitor=v1",
      `/v1/history?contact=${id}`, "/v1/conversations", "/v1/conversations/chat-1", "/v1/conversations/call-1",
    ];
    for (const url of urls) {
      const [seen, clear] = [await get(url, viewer), await get(url, agent)];
      expect([url, seen.statusCode, clear.statusCode]).toEqual([url, 200, 200]);
      expect([url, holds(seen.payload)]).toEqual([url, []]);
      expect([url, holds(clear.payload).length > 0]).toEqual([url, true]);
      // The shape is the same: what a console draws for an agent it draws for a viewer.
      expect(Object.keys(JSON.parse(seen.payload))).toEqual(Object.keys(JSON.parse(clear.payload)));
    }
    const [seen, clear] = [await stream(viewer), await stream(agent)];
    expect([holds(seen), holds(clear).length > 0]).toEqual([[], true]);
    expect(seen).toContain('"name":"C•••"');
    // A gap: number 5 never came.
    collector.clock.now += 120_000;
    const admin = await collector.cookie("Ad", "admin");
    expect(holds((await get("/v1/health", admin)).payload)).not.toEqual([]);
    expect(holds((await get("/v1/health", viewer)).payload)).toEqual([]);
  });

  it("finds nobody by what they are called, and not even whether there is somebody", async () => {
    await fill();
    const viewer = await collector.cookie("Vi", "viewer");
    for (const q of ["Canarina", "nobody", "canarina.z@vogelhaus.example"]) {
      const answer = await collector.server.inject({ url: `/v1/contacts?q=${encodeURIComponent(q)}`, headers: { cookie: viewer } });
      expect([answer.statusCode, answer.json()]).toEqual([403, { error: "not_allowed", message: expect.stringContaining("people.unmask") }]);
    }
    expect((await get("/v1/contacts?q=", viewer)).statusCode).toBe(200);
  });
});
