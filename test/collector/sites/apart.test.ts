/** What happens on one site happens there alone, even where both sites have the same ids. */
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createCourier } from "../../../src/collector/webhooks/courier";
import { NOW, ORIGIN } from "../openCollector";
import { CANARIES, fill, openTwoSites, rowsOf, RULES, SHARED, type Side, type TwoSites } from "./twoSites";

const { visitor, session, conversation, call, externalId, email, phone } = SHARED;
const CONSENT = { source: "custom", analytics: "granted", identity: "granted", personalization: "granted", messaging: "granted" };
const seen = (text: string) => CANARIES.filter((canary) => text.toLowerCase().includes(canary));
const until = (check: () => void) => vi.waitFor(check, { timeout: 60_000, interval: 5 });

let two: TwoSites;
beforeEach(async () => {
  two = await openTwoSites(true);
});
afterEach(() => two.close());

const read = async (side: Side, url: string) => JSON.parse((await side.ask({ method: "GET", url }, side.server)).text);
const view = (id: string, more: object = {}) => ({ id, type: "page.viewed", session, seq: 0, at: NOW - 1_000, url: "https://shop.example/", ...more });

/** Listens as a console or a page does, and keeps all that is said. */
async function listen(url: string, headers: { [header: string]: string }) {
  const { port } = two.collector.server.server.address() as AddressInfo;
  const leaving = new AbortController();
  const response = await fetch(`http://localhost:${port}${url}`, { headers, signal: leaving.signal });
  expect(response.status).toBe(200);
  const one = { text: "", leave: () => leaving.abort() };
  void (async () => {
    for await (const part of response.body!.pipeThrough(new TextDecoderStream())) one.text += part;
  })().catch(() => {});
  return one;
}

describe("What happens on one site", () => {
  it("is told to no console and to no page of another, also of the same visitor", { timeout: 120_000 }, async () => {
    const { collector, full, empty } = two;
    await collector.server.listen({ port: 0 });
    const console = await listen("/v1/stream", empty.admin);
    const page = await listen(`/v1/pushes?key=${empty.site.key}&visitor=${visitor}`, { origin: ORIGIN });
    const own = { console: await listen("/v1/stream", full.admin), page: await listen(`/v1/pushes?key=${full.site.key}&visitor=${visitor}`, { origin: ORIGIN }) };
    await until(() => expect(console.text).toContain("event: snapshot"));
    const settings = () => console.text.split("event: settings").length;
    const before = settings();
    await fill(two);
    await full.report({ type: "conversation.connected", at: NOW, data: { conversation, channel: "chat", agent: "Zeisig agent" } });
    await until(() => expect([seen(own.console.text).length > 0, own.page.text.includes(conversation)]).toEqual([true, true]));
    // What comes of its own is the next that it hears.
    await empty.page([view("own-1"), { type: "conversation.started", session, seq: 1, at: NOW, data: { conversation, channel: "chat" } }], { consent: CONSENT });
    await until(() => expect(console.text).toContain(session));
    expect(page.text).not.toContain(conversation);
    await empty.report({ id: "own-word", type: "conversation.connected", at: NOW, data: { conversation, channel: "chat", agent: "Bo" } });
    await until(() => expect(page.text).toContain(conversation));
    // And so it is where a line is taken up again from before all of that.
    const resumed = await listen("/v1/stream?lastEventId=1", empty.admin);
    await until(() => expect(resumed.text).toContain(session));
    resumed.leave();
    expect([seen(resumed.text), resumed.text.includes("event: snapshot")]).toEqual([[], false]);
    expect([seen(console.text), seen(page.text), settings(), console.text.includes("visitor-1"), page.text.match(/"type":"conversation/g)?.length]).toEqual([[], [], before, true, 1]);
    for (const one of [console, page, own.console, own.page]) one.leave();
  });

  it("is told to that site's webhooks", { timeout: 60_000 }, async () => {
    const { collector, full, empty } = two;
    for (const [side, name] of [[full, "full"], [empty, "empty"]] as const) await side.make({ method: "POST", url: "/v1/webhooks", body: { url: `https://hooks.example/${name}`, types: ["*"] } });
    const told: { [url: string]: string[] } = {};
    const courier = createCourier({
      store: collector.store, now: () => collector.clock.now, failed: (problem) => { throw problem; },
      deliver: async ({ url, body }) => {
        (told[String(url)] ??= []).push(JSON.parse(String(body)).data.id);
        return { status: 200 };
      },
    });
    await full.page([view("of-full")]);
    await empty.page([view("of-empty")]);
    await courier.run();
    await courier.stop();
    expect(told).toEqual({ "https://hooks.example/full": ["of-full"], "https://hooks.example/empty": ["of-empty"] });
  });
});

describe("The same ids on two sites", () => {
  it("are two events, two visits, two conversations, each counted once", async () => {
    const { full, empty, database } = two;
    for (const side of [full, empty, full, empty]) {
      const answer = await side.page([view("one"), { id: "two", type: "conversation.started", session, seq: 1, at: NOW, data: { conversation, channel: "chat", queue: side.site.id } }]);
      expect(answer.rejected).toEqual([]);
    }
    expect(database.prepare("SELECT site, count(*) AS n FROM events GROUP BY site ORDER BY site = ?").all(full.site.id)).toEqual([{ site: empty.site.id, n: 2 }, { site: full.site.id, n: 2 }]);
    for (const side of [full, empty]) {
      expect((await read(side, "/v1/conversations")).conversations).toMatchObject([{ id: conversation, queues: [side.site.id] }]);
      expect((await read(side, "/v1/health"))).toMatchObject({ gaps: { open: 0 } });
    }
    await empty.make({ method: "POST", url: `/v1/conversations/${conversation}/end`, body: {} });
    expect([(await read(full, `/v1/conversations/${conversation}`)).status, (await read(empty, `/v1/conversations/${conversation}`)).status]).toEqual(["waiting", "wrapped_up"]);
  });

  it("are things of the site alone whose key they came with, and change nothing of the other", async () => {
    await fill(two);
    const { full, empty, database } = two;
    const before = rowsOf(database, full.site.id);
    await empty.page([view(SHARED.event, { type: "session.started" }), { type: "identity.claimed", session, seq: 1, at: NOW, data: { externalId, email, phone } }, { type: "conversation.started", session, seq: 2, at: NOW, data: { conversation, ref: call, channel: "chat" } }], { consent: CONSENT });
    await empty.report(
      { type: "conversation.linked", at: NOW, data: { conversation, with: call } }, { type: "conversation.wrapped_up", at: NOW, data: { conversation: call, code: "Mine" } },
      { type: "conversation.unlinked", at: NOW, data: { conversation, event: "zeisig-link" } }, { type: "queue.changed", at: NOW, data: { queue: "Zeisig queue", agents: 0 } },
      { type: "identity.undone", at: NOW, data: { visitor, event: "identity-1", by: "server" } }, { type: "conversation.noted", at: NOW, data: { conversation: call, text: "Mine" } },
    );
    expect(rowsOf(database, full.site.id)).toEqual(before);
  });

  it("are two people: a contact of one is nobody on the other, and whoever is erased there stays here", async () => {
    const ids = await fill(two);
    const { full, empty, database } = two;
    await empty.page([view("mine"), { type: "identity.claimed", session, seq: 1, at: NOW, data: { externalId, email, phone } }], { consent: CONSENT });
    const { level, contact } = await read(empty, `/v1/identity?visitor=${visitor}`);
    expect([level, contact.id === ids.contact, seen(JSON.stringify(contact))]).toEqual(["claimed", false, []]);
    expect(await read(full, `/v1/identity?visitor=${visitor}`)).toMatchObject({ level: "verified", contact: { id: ids.contact } });

    const before = rowsOf(database, full.site.id);
    const other = await empty.make({ method: "POST", url: "/v1/contacts", body: { displayName: "Bea", emails: [email], phones: [phone], externalIds: [externalId] } });
    expect((await empty.ask({ method: "DELETE", url: `/v1/contacts/${other.id}` }, empty.server)).status).toBe(200);
    expect((await empty.ask({ method: "DELETE", url: `/v1/contacts/${ids.contact}` }, empty.server)).status).toBe(404);
    expect(rowsOf(database, full.site.id)).toEqual(before);
    // Who was erased there may be claimed here, as before.
    await full.page([{ type: "identity.claimed", session: "later", seq: 0, at: NOW, data: { email } }], { visitor: "later", consent: CONSENT });
    expect(await read(full, "/v1/identity?visitor=later")).toMatchObject({ level: "matched", contact: { id: ids.contact } });
  });

  it("take no token of another site", async () => {
    const { collector, full, empty } = two;
    const { store } = collector;
    for (const [side, standsFor] of [[empty, "arrived-1"], [full, visitor]] as const) {
      const handover = await store.handOver({ site: full.site.id, visitor, now: NOW });
      await side.page([{ type: "session.started", session: "arrived", seq: 0, at: NOW, data: { handover } }], { visitor: "arrived-1", consent: CONSENT });
      expect((await store.standing(side.site.id, "arrived-1")).visitor).toBe(standsFor);
    }
  });
});

describe("Rules of a site", () => {
  it("look at its own visits alone, and count what happened on it alone", async () => {
    const { full, empty, database } = two;
    await empty.make({ method: "PUT", url: "/v1/rules", body: RULES });
    await full.page([view("there")], { consent: CONSENT });
    const decided = () => database.prepare("SELECT DISTINCT site FROM events WHERE type GLOB 'segment.*' OR type GLOB 'outcome.*' OR type GLOB 'action.*'").all();
    expect([decided(), rowsOf(database, full.site.id).rule_states]).toEqual([[], []]);
    await empty.page([view("here")], { consent: CONSENT });
    expect(decided()).toEqual([{ site: empty.site.id }]);
  });
});
