import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { History, Journey } from "../../src/protocol/card";
import { anEvent, NOW, openCollector, type Collector } from "./openCollector";

let collector: Collector;
beforeEach(async () => {
  collector = await openCollector();
});
afterEach(() => collector.close());

const get = async <T>(url: string): Promise<T> =>
  (await collector.server.inject({ method: "GET", url, headers: { authorization: `Bearer ${collector.secret}` } })).json();
const page = (visitor: string, events: object[]) => collector.post(collector.batch(events, { visitor }));
const server = (events: object[]) =>
  collector.server.inject({
    method: "POST", url: "/v1/events", headers: { authorization: `Bearer ${collector.secret}`, "content-type": "application/json" },
    payload: collector.batch(events, { visitor: undefined }),
  });
const ids = async (query: string) => (await get<Journey>(`/v1/journey?${query}`)).steps.map(({ id }) => id);
const create = async (fields: object): Promise<{ id: string }> =>
  (await collector.server.inject({ method: "POST", url: "/v1/contacts", headers: { authorization: `Bearer ${collector.secret}` }, payload: fields })).json();

describe("The journey of a person", () => {
  it("goes over all visits and conversations of a contact, oldest first, and leaves others out", async () => {
    const ada = await create({ displayName: "Ada", emails: ["ada@example.com"] });
    const claim = (session: string, at: number) => anEvent({ id: `claim-${session}`, type: "identity.claimed", session, at, data: { email: "ada@example.com" } });
    await page("v2", [anEvent({ id: "second", session: "w2", at: NOW - 2_000 }), claim("w2", NOW - 1_900)]);
    await page("v1", [anEvent({ id: "first", session: "w1", at: NOW - 5_000 }), claim("w1", NOW - 4_900)]);
    await page("v3", [anEvent({ id: "stranger", session: "w3", at: NOW - 3_000 })]);
    // Anybody can name any session.
    await page("v3", [anEvent({ id: "forged", session: "w1", at: NOW - 4_800 })]);
    await server([anEvent({ id: "call", type: "conversation.started", at: NOW - 3_500, data: { conversation: "c1", channel: "call", customer: { email: "ada@example.com" } } })]);
    const told = await ids(`contact=${ada.id}`);
    expect(told.filter((id) => !/^(matched|customer)-/.test(id))).toEqual(["first", "claim-w1", "call", "second", "claim-w2"]);
    expect((await ids("visitor=v1")).filter((id) => !/^(matched|customer)-/.test(id))).toEqual(["first", "claim-w1"]);
    expect(await ids("contact=nobody")).toEqual([]);

    const history = await get<History>(`/v1/history?contact=${ada.id}`);
    expect(history.sessions.map(({ id }) => id).sort()).toEqual(["w1", "w2"]);
    expect(history.conversations.map(({ id }) => id)).toEqual(["c1"]);
    expect(history.more).toEqual({ sessions: 0, conversations: 0 });
    expect((await get<History>("/v1/history?visitor=v3")).sessions.map(({ id }) => id)).toEqual(["w3"]);
  });

  it("says what it leaves out, of two contacts that were merged, too", async () => {
    const [ada, old] = [await create({ displayName: "Ada", emails: ["ada@example.com"] }), await create({ displayName: "Old", emails: ["old@example.com"] })];
    await page("v1", [anEvent({ id: "new", session: "w1" }), anEvent({ type: "identity.claimed", session: "w1", data: { email: "ada@example.com" } })]);
    await page("v2", [anEvent({ id: "old", session: "w2" }), anEvent({ type: "identity.claimed", session: "w2", data: { email: "old@example.com" } })]);
    const merge = (verb: string, payload: object = {}) => collector.server.inject({ method: "POST", url: `/v1/contacts/${old.id}/${verb}`, headers: { authorization: `Bearer ${collector.secret}` }, payload });
    await merge("merge", { into: ada.id });
    for (const id of [ada.id, old.id]) expect(await ids(`contact=${id}`)).toEqual(expect.arrayContaining(["new", "old"]));
    expect((await get<{ merged: object[] }>("/v1/identity?visitor=v1")).merged).toMatchObject([{ id: old.id, name: "Old" }]);
    await merge("unmerge");
    expect(await ids(`contact=${ada.id}`)).not.toContain("old");
  });
});

describe("A long journey", () => {
  it("comes page by page, each step once, and says how many come before", async () => {
    const { store, site } = collector;
    // Many of one moment: numbers and the order of arrival decide.
    await page("v1", Array.from({ length: 40 }, (_, i) => anEvent({ id: `s${i}`, session: "w1", at: NOW - 1_000 + Math.floor(i / 10), ...(i % 3 && { seq: i }) })));
    const whole = await store.journey({ site: site.id, of: "session", id: "w1", limit: 99 });
    expect(whole).toMatchObject({ earlier: 0 });
    expect(whole).not.toHaveProperty("before");
    const read: string[] = [];
    let before: string | undefined;
    for (let left = 40; left > 0; left -= 7) {
      const part: Journey = await store.journey({ site: site.id, of: "session", id: "w1", limit: 7, before });
      expect(part.earlier).toBe(Math.max(0, left - 7));
      read.unshift(...part.steps.map(({ id }) => id));
      before = part.before;
    }
    expect(before).toBeUndefined();
    expect(read).toEqual(whole.steps.map(({ id }) => id));
    expect(whole.steps).toHaveLength(40);
  });

  it("is read from its end where the cursor is none", async () => {
    await page("v1", [anEvent({ id: "a", session: "w1" })]);
    for (const before of ["", "x", "1.2", "-1.0.0"]) expect(await ids(`session=w1&before=${before}`)).toEqual(["a"]);
    expect(await ids(`session=w1&before=${NOW - 1_000}.0.0`)).toEqual([]);
  });
});

describe("Why somebody counts as a contact", () => {
  it("tells the page on which it was said", async () => {
    await create({ displayName: "Ada", emails: ["ada@example.com"] });
    const url = "https://shop.example/contact";
    await page("v1", [
      anEvent({ type: "page.viewed", session: "w1", at: NOW - 3_000, url, data: { title: "Contact us" } }),
      anEvent({ type: "identity.claimed", session: "w1", at: NOW - 2_000, url, data: { email: "ada@example.com", form: "contact" } }),
    ]);
    expect(await get("/v1/identity?visitor=v1")).toMatchObject({ why: { by: "email", form: "contact", url, title: "Contact us" } });
  });
});
