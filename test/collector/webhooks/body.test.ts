import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ToldEvent } from "../../../src/collector/store/webhookStore";
import { toBody, WEBHOOK_BYTES } from "../../../src/collector/webhooks/body";
import { hide } from "../../../src/collector/webhooks/hide";
import type { ConversationCard } from "../../../src/protocol/card";

const NOW = Date.UTC(2026, 10, 20, 12);
const event = (more: Partial<ToldEvent> = {}): ToldEvent => ({ id: "e1", type: "order_completed", at: NOW, received: NOW, site: "s1", source: "page", visitor: "v1", session: "w1", data: {}, ...more });
const card: ConversationCard = {
  kind: "conversation", n: 7, id: "c1", status: "connected", channel: "chat", queues: ["Sales"], agents: ["Dana"], startedAt: NOW, since: NOW, waitedMs: 0, talkedMs: 0, lastAt: NOW, name: "Ada Byron", level: "matched", contact: "k1",
};
const read = (told: ToldEvent, personal = false) => JSON.parse(toBody(told, { personal }));

describe("What a webhook is told", () => {
  it("is the event, with its type and time where Standard Webhooks has them", () => {
    expect(read(event({ url: "https://example.com/", data: { total: 42 } }))).toEqual({
      type: "order_completed", timestamp: "2026-11-20T12:00:00.000Z",
      data: { id: "e1", type: "order_completed", at: NOW, source: "page", session: "w1", visitor: "v1", url: "https://example.com/", data: { total: 42 } },
    });
  });

  it("holds the conversation's card, which names nobody unless the site asks for it", () => {
    const told = event({ type: "conversation.connected", data: { conversation: "c1", agent: "Dana" }, card });
    const { name, ...nameless } = card;
    expect(read(told).data.card).toEqual(nameless);
    expect(read(told, true).data.card).toEqual({ ...nameless, name });
  });

  it("of who somebody is holds ids and the level only, unless the site asks for more", () => {
    const told = event({ type: "identity.claimed", data: { email: "ada@example.com", phone: "+4930901820", externalId: "customer-42", form: "ada@example.com", moment: "submit", traits: { givenName: "Ada" } }, identity: { level: "matched", contact: "k1" } });
    expect(read(told).data).toMatchObject({ data: { moment: "submit" }, identity: { level: "matched", contact: "k1" } });
    expect(Object.keys(read(told).data.data)).toEqual(["moment"]);
    expect(read(told, true).data).toMatchObject({ data: told.data, identity: told.identity });
  });

  it("holds no e-mail and no phone of any other event, unless the site asks for it", () => {
    const data = { email: "ada@example.com", deep: [{ "bob@example.com": "call +49 30 901820 or write to <Ada.Byron+x@mail.example.co.uk>!" }], customer: "ada@example.com", total: 42, phone: "+4930901820" };
    const told = event({ data, url: "https://example.com/?to=ada%40example.com" });
    const body = toBody(told, { personal: false });
    expect(JSON.parse(body).data).toMatchObject({ url: "https://example.com/?to=[hidden]", data: { email: "[hidden]", deep: [{ "[hidden]": "call [hidden] or write to <[hidden]>!" }], customer: "[hidden]", total: 42, phone: "[hidden]" } });
    expect(read(told, true).data.data).toEqual(data);
  });

  it("keeps the ids of conversations as they are, whatever a contact centre makes them of, and no agent's notes", () => {
    const told = event({ type: "conversation.ended", data: { conversation: "+4930901820", queue: "ada@example.com", notes: "She lives at 5 High Street" }, card: { ...card, id: "+4930901820", queues: ["ada@example.com"] } });
    expect(read(told).data).toMatchObject({ data: { conversation: "+4930901820", queue: "[hidden]" }, card: { id: "+4930901820", queues: ["[hidden]"] } });
    expect(read(told).data.data).not.toHaveProperty("notes");
    expect(read(told, true).data.data).toEqual(told.data);
  });

  it("is looked for in a time that grows with the text, and not with its square", () => {
    const begun = performance.now();
    for (const part of ["x", "+1", "x@", "a.", "x@a."]) hide(event({ data: { text: part.repeat(200_000) } }));
    expect(performance.now() - begun).toBeLessThan(20_000);
  });
});

describe("Its size", () => {
  it("is below 20 kB whatever the event: texts are cut, ids are not, and it says so", () => {
    const id = "é".repeat(255);
    const long = "\u0001".repeat(8_000);
    const body = toBody(event({ id, type: "conversation.ended", session: id, visitor: id, url: `https://example.com/${"x".repeat(2_000)}`, data: { conversation: id, queue: long, more: long, agent: long }, card: { ...card, id, queues: Array.from({ length: 20 }, () => "你".repeat(200)), agents: Array.from({ length: 20 }, () => "你".repeat(200)) } }), { personal: true });
    expect(Buffer.byteLength(body)).toBeLessThan(WEBHOOK_BYTES);
    expect(JSON.parse(body).data).toMatchObject({ id, session: id, visitor: id, cut: true, data: { conversation: id, queue: expect.stringMatching(/^\u0001+$/) }, card: { id, status: "connected" } });
  });

  it("of what fits is not cut", () => {
    const text = "x".repeat(7_000);
    const whole = read(event({ data: { text, more: text } }));
    expect(whole.data).toMatchObject({ data: { text, more: text } });
    expect(whole.data).not.toHaveProperty("cut");
    expect(read(event({ data: { text, more: text, most: text, end: "short" } })).data).toMatchObject({ cut: true, data: { text: text.slice(0, 2_000), end: "short" } });
  });

  it("is kept with any data, of any shape", () => {
    fc.assert(fc.property(fc.dictionary(fc.string({ maxLength: 128 }), fc.oneof(fc.string({ maxLength: 8_000, unit: "binary" }), fc.jsonValue()), { maxKeys: 256, size: "max" }), fc.boolean(), (data, personal) => {
      const body = toBody(event({ data, card }), { personal });
      expect(Buffer.byteLength(body)).toBeLessThan(WEBHOOK_BYTES);
      expect(JSON.parse(body).data.id).toBe("e1");
    }), { numRuns: 100 });
  });

  it("of a great many short texts is as many as there is room for", () => {
    const data = Object.fromEntries(Array.from({ length: 256 }, (_, i) => [`key${i}`, "y".repeat(100)]));
    const { data: told } = read(event({ data }));
    expect([told.cut, Object.keys(told.data).length > 150, told.data.key0]).toEqual([true, true, data.key0]);
  });
});
