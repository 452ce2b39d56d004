import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { needOf } from "../../../src/collector/access/demandGuards";
import { createLogins } from "../../../src/collector/access/logins";
import type { ConversationCard, Frame } from "../../../src/protocol/card";
import { sessionCode } from "../../../src/protocol/id";
import { may, ROLES, type Role, type Speaker } from "../../../src/protocol/roles";
import { anEvent, NOW, openCollector, type Collector } from "../openCollector";

const SESSION = "0190a1b2-0000-7000-8000-00000001e240";
const QUEUES = ["Sales"];
/** Who asks. All but the last two were given the queue Sales. */
const SPEAKERS = [...(Object.keys(ROLES) as Role[]), "free agent", "server"] as const;
type Asker = (typeof SPEAKERS)[number];
const roleOf = (asker: Asker): Speaker => (asker === "free agent" ? "agent" : asker);

/** Where a conversation is: in their queue, in another, in none, or in another after they were with it. */
const OWNERS = ["own", "other", "none", "past"] as const;
type Owner = (typeof OWNERS)[number];
/** Written out, and not asked of the rule that it judges. */
const SEES: { [asker in Asker]: string } = {
  viewer: "own none", agent: "own none past", supervisor: "own other none past", admin: "own other none past", dpo: "own other none past", "free agent": "own other none past", server: "own other none past",
};
const sees = (asker: Asker, owner: Owner) => SEES[asker].split(" ").includes(owner);
const idOf = (owner: Owner) => `talk-${owner}`;
const EVERYTHING = (owner: Owner) => [idOf(owner), `note of ${owner}`, `code-${owner}`];

let collector: Collector;
let askers: { [asker in Asker]: { [header: string]: string } };
let contact: string;
const bearer = () => ({ authorization: `Bearer ${collector.secret}`, "content-type": "application/json" });
const change = (cookie: string, id: string, body: object) => collector.server.inject({ method: "PATCH", url: `/v1/accounts/${id}`, headers: { cookie, "sec-fetch-site": "same-origin" }, payload: body });
const accountOf = async (name: string) => (await collector.store.accounts(collector.site.id)).find((account) => account.name === name)!.id;
const byServer = async (...events: object[]) => expect((await collector.post(collector.batch(events.map((event) => anEvent(event)), { visitor: undefined }), bearer())).json().rejected).toEqual([]);
const tell = (state: string, data: object, more: object = {}) => ({ type: `conversation.${state}`, data: data as never, ...more });

/** One of each, all with the same visitor in the same visit, each with a note, a code and a link. */
async function fill() {
  await collector.post(collector.batch([anEvent({ type: "page.viewed", session: SESSION })]));
  contact = (await collector.server.inject({ method: "POST", url: "/v1/contacts", headers: bearer(), payload: { displayName: "Cara" } })).json().id;
  await collector.post(collector.batch([anEvent({ type: "identity.verified", data: { visitor: "v1", contact, by: "server" } })], { visitor: undefined }), bearer());
  for (const [i, owner] of OWNERS.entries()) await make(owner, idOf(owner), NOW - 60_000 + i * 1_000);
}

async function make(owner: Owner, conversation: string, at = NOW - 30_000) {
  await byServer(
    tell("started", { conversation, channel: "call", direction: "inbound" }, { at }),
    tell("linked", { conversation, visitor: "v1", session: SESSION }, { at }),
    ...(owner === "none" ? [] : [tell("routed", { conversation, channel: "call", queue: owner === "other" ? "Support" : "Sales" }, { at: at + 10 })]),
    ...(owner === "past" ? [tell("connected", { conversation, channel: "call", agent: "The agent" }, { at: at + 20 }), tell("transferred", { conversation, channel: "call", queue: "Billing" }, { at: at + 30 })] : []),
    tell("wrapped_up", { conversation, channel: "call", code: `code-${owner}` }, { at: at + 40 }),
  );
  await byServer(tell("noted", { conversation, text: `note of ${owner}`, agent: "Somebody" }, { at: at + 50 }));
}

async function logInAll() {
  const admin = await collector.cookie("An admin", "admin");
  askers = {} as typeof askers;
  askers.server = bearer();
  for (const asker of SPEAKERS) {
    if (asker === "server") continue;
    const name = `The ${asker}`;
    askers[asker] = { cookie: await collector.cookie(name, roleOf(asker) as Role), "sec-fetch-site": "same-origin" };
    if (asker !== "free agent") expect((await change(admin, await accountOf(name), { queues: QUEUES })).json()).toMatchObject({ queues: QUEUES });
  }
}

const get = async (asker: Asker, url: string) => {
  const answer = await collector.server.inject({ url, headers: askers[asker] });
  return { status: answer.statusCode, text: answer.payload };
};
/** The first frame of the stream, or what was answered instead. */
const snapshot = async (asker: Asker) => {
  const answer = await collector.server.inject({ url: "/v1/stream", headers: askers[asker], payloadAsStream: true });
  let text = "";
  for await (const bytes of answer.stream()) if (/event: snapshot\n[^]*\n\n$/.test((text += String(bytes)))) break;
  answer.stream().destroy();
  return { status: answer.statusCode, text };
};

/** How each route that tells of conversations is asked for one of them; of which what is expected in the answer. */
interface Asked {
  /** Names the conversation itself: for others' it answers just as for one that is not there. */
  byId?: (id: string) => string;
  /** Tells of many. */
  all?: () => string[];
  /** What tells that the conversation is in the answer. */
  shows: (owner: Owner) => string;
}
const TELLING: { [route: string]: Asked } = {
  "GET /v1/journey": { byId: (id) => `/v1/journey?conversation=${id}`, all: () => [`/v1/journey?session=${SESSION}`, "/v1/journey?visitor=v1", `/v1/journey?contact=${contact}`], shows: idOf },
  "GET /v1/history": { all: () => ["/v1/history?visitor=v1", `/v1/history?contact=${contact}`], shows: idOf },
  "GET /v1/notes": { byId: (id) => `/v1/notes?conversation=${id}`, all: () => [`/v1/notes?contact=${contact}`], shows: (owner) => `note of ${owner}` },
  "GET /v1/conversations/:id": { byId: (id) => `/v1/conversations/${id}`, shows: idOf },
  "GET /v1/conversations/:id/links": { byId: (id) => `/v1/conversations/${id}/links`, shows: () => SESSION },
  "GET /v1/conversations": { all: () => ["/v1/conversations"], shows: idOf },
  "GET /v1/queues/conversations.csv": { all: () => ["/v1/queues/conversations.csv?day=2026-11-20"], shows: idOf },
};
/** Told of in tests of their own, below. */
const ELSEWHERE = ["GET /v1/stream", "GET /v1/queues/report", "GET /v1/queues/report.csv"];
/** Routes that neither take nor tell of a conversation, by what they are about; of people one by one. A new one is put there, or above, by whoever adds it. */
const OTHERS = /^\w+ \/v1\/((proof-keys|settings|arrivals|keys|audit|webhooks|rules|scores|imports|connectors|accounts|sites|me|health)(\/.*)?|identity|contacts(\/:id(\/(export|merge|unmerge))?)?)$/;
/** Servers alone ask these. */
const SERVERS = /^POST \/v1\/conversations\/:id\/(start|route|connect|transfer|end|wrap-up)$/;

const guarded = () => collector.routes.flatMap((route) => [route.method].flat().filter((method) => method !== "HEAD" && needOf(route) !== undefined).map((method) => ({ name: `${method} ${route.url}`, url: route.url, need: needOf(route)! })));
const mayAsk = (asker: Asker, need: string) => (need === "login" ? asker !== "server" : need === "server" ? asker === "server" : may(roleOf(asker), need as Parameters<typeof may>[1]));

describe("Every route", () => {
  beforeAll(async () => {
    collector = await openCollector();
    await fill();
    await logInAll();
  });
  afterAll(() => collector.close());

  it("is asked here for conversations of all owners, or tells of none", () => {
    const unknown = guarded().map(({ name }) => name).filter((name) => !TELLING[name] && !ELSEWHERE.includes(name) && !OTHERS.test(name) && !SERVERS.test(name));
    expect(unknown).toEqual([]);
    expect(Object.keys(TELLING).concat(ELSEWHERE).filter((name) => !guarded().some((route) => route.name === name))).toEqual([]);
  });

  it("tells of those conversations that are the asker's, and of no others: role × route × owner", async () => {
    const [expected, found]: [string[], string[]] = [[], []];
    for (const { name, need } of guarded().filter((route) => TELLING[route.name])) {
      const { byId, all = () => [], shows } = TELLING[name]!;
      for (const asker of SPEAKERS.filter((one) => mayAsk(one, need))) {
        const unknown = byId && (await get(asker, byId("talk-nowhere")));
        for (const owner of OWNERS) {
          const isSeen = sees(asker, owner);
          if (byId) {
            const answer = await get(asker, byId(idOf(owner)));
            expected.push(`${asker}, ${name}, ${owner}: ${isSeen ? "told" : "as if it were not there"}`);
            const isAway = answer.status === unknown!.status && answer.text.replaceAll(idOf(owner), "talk-nowhere") === unknown!.text;
            found.push(`${asker}, ${name}, ${owner}: ${isAway ? "as if it were not there" : answer.status === 200 && answer.text.includes(shows(owner)) ? "told" : `${answer.status} ${answer.text}`}`);
          }
          for (const url of all()) {
            const answer = await get(asker, url);
            expected.push(`${asker}, ${url}, ${owner}: 200 ${isSeen}`);
            found.push(`${asker}, ${url}, ${owner}: ${answer.status} ${answer.text.includes(shows(owner))}`);
          }
        }
      }
    }
    expect(found).toEqual(expected);
    expect(found.length).toBeGreaterThan(200);
  });

  it("that tells of none does so whatever it is asked for", async () => {
    for (const asker of SPEAKERS.filter((one) => !sees(one, "other"))) {
      for (const { name, url } of guarded().filter((route) => route.name.startsWith("GET ") && route.name !== "GET /v1/stream")) {
        for (const id of [idOf("other"), contact, "1"]) {
          const query = `conversation=${idOf("other")}`;
          for (const more of ["", `?${query}`, "?visitor=v1", `?contact=${contact}`, `?session=${SESSION}`, "?day=2026-11-20", "?q=Cara"]) {
            const { text } = await get(asker, url.replace(/:\w+/, id) + more);
            for (const canary of EVERYTHING("other")) expect([asker, name, more, text.includes(canary)]).toEqual([asker, name, more, false]);
          }
        }
      }
    }
  });

  it("counts in queues what is the asker's by its queue", async () => {
    for (const asker of SPEAKERS.filter((one) => mayAsk(one, "queues.see"))) {
      const report = JSON.parse((await get(asker, "/v1/queues/report?day=2026-11-20")).text);
      const names = report.queues.map(({ queue = "(none)" }) => queue);
      const isBound = !sees(asker, "other");
      expect([asker, names]).toEqual([asker, isBound ? ["Sales", "(none)"] : ["Billing", "Sales", "Support", "(none)"]]);
      expect([asker, report.all.started, report.quarters.reduce((sum: number, { started }: { started: number }) => sum + started, 0)]).toEqual([asker, isBound ? 2 : 4, isBound ? 2 : 4]);
      expect([asker, /Support|Billing/.test((await get(asker, "/v1/queues/report.csv?day=2026-11-20")).text)]).toEqual([asker, !isBound]);
    }
  });

  it("begins a stream with what is the asker's, and with every visit", async () => {
    for (const asker of SPEAKERS) {
      const { text } = await snapshot(asker);
      for (const owner of OWNERS) expect([asker, owner, text.includes(idOf(owner)), text.includes(`code-${owner}`)]).toEqual([asker, owner, sees(asker, owner), sees(asker, owner)]);
      expect(text).toContain(SESSION);
    }
  });

  it("counts nothing of others: neither steps, nor earlier ones, nor what more there is", async () => {
    const { steps } = JSON.parse((await get("agent", "/v1/journey?visitor=v1")).text);
    const { total, own } = { total: JSON.parse((await get("free agent", "/v1/journey?visitor=v1")).text).steps.length, own: steps.length };
    expect(total - own).toBe(5);
    const { store, site } = collector;
    const handles = ({ queues }: { queues: readonly string[] }) => queues.at(-1) !== "Support";
    const page = await store.journey({ site: site.id, of: "visitor", id: "v1", limit: 3, handles });
    expect(page.earlier).toBe(own - 3);
    const all: string[] = page.steps.map(({ id }) => id);
    for (let before = page.before; before !== undefined;) {
      const next = await store.journey({ site: site.id, of: "visitor", id: "v1", limit: 3, before, handles });
      all.push(...next.steps.map(({ id }) => id));
      before = next.before;
    }
    expect(all.sort()).toEqual(steps.map(({ id }: { id: string }) => id).sort());
    expect(await store.history({ site: site.id, of: "visitor", id: "v1", limit: 2, handles })).toMatchObject({ conversations: [{ id: "talk-past" }, { id: "talk-none" }], more: { conversations: 1 } });
    expect(await store.notes({ site: site.id, of: "contact", id: contact, limit: 3, handles })).toMatchObject({ notes: [{}, {}, {}], more: false });
    expect(await store.notes({ site: site.id, of: "contact", id: contact, limit: 2, handles })).toMatchObject({ notes: [{}, {}], more: true });
  });
});

describe("What an agent tells", () => {
  beforeEach(async () => {
    collector = await openCollector();
    await fill();
    await logInAll();
  });
  afterEach(() => collector.close());

  const act = async (asker: Asker, type: string, data: object, id?: string) => {
    const answer = await collector.post(collector.batch([anEvent({ type, data: data as never, ...(id !== undefined && { id }) })], { visitor: undefined }), { ...askers[asker], "content-type": "application/json" });
    const { accepted, duplicates, rejected, error } = answer.json();
    return error ?? rejected[0]?.reason ?? (accepted ? "accepted" : duplicates ? "duplicate" : "nothing");
  };
  /** Everything that an agent may say of a conversation alone. */
  const ACTS: [type: string, data: object][] = [
    ...["started", "offered", "routed", "connected", "message_sent", "ended", "wrapped_up"].map((state): [string, object] => [`conversation.${state}`, { channel: "call" }]),
    ["conversation.transferred", { channel: "call", queue: "Support" }], ["conversation.noted", { text: "Hm." }],
    ["conversation.linked", { visitor: "v2", session: "w2" }],
  ];

  it("is taken of their own conversations alone: role × act × owner", async () => {
    const [expected, found]: [string[], string[]] = [[], []];
    let made = 0;
    for (const owner of [...OWNERS, "nowhere"] as const) {
      for (const [type, data] of ACTS) {
        for (const asker of ["agent", "free agent", "supervisor"] as const) {
          // What was done before has moved it: each act is of one of its own.
          const conversation = `of-${++made}`;
          if (owner !== "nowhere") await make(owner, conversation);
          const isTheirs = owner === "nowhere" ? asker !== "agent" && type !== "conversation.noted" : sees(asker, owner);
          expected.push(`${asker}, ${type}, ${owner}: ${isTheirs ? "accepted" : "unknown_conversation"}`);
          found.push(`${asker}, ${type}, ${owner}: ${await act(asker, type, { conversation, ...data })}`);
        }
      }
      for (const asker of ["agent", "free agent", "supervisor"] as const) {
        for (const isFirst of [true, false]) {
          const [theirs, one] = [`of-${++made}`, `of-${++made}`];
          await make("own", theirs);
          if (owner !== "nowhere") await make(owner, one);
          const isTheirs = owner === "nowhere" ? asker !== "agent" : sees(asker, owner);
          expected.push(`${asker}, two, ${owner}: ${isTheirs ? "accepted" : "unknown_conversation"}`);
          found.push(`${asker}, two, ${owner}: ${await act(asker, "conversation.linked", isFirst ? { conversation: one, with: theirs } : { conversation: theirs, with: one })}`);
        }
      }
    }
    expect(found).toEqual(expected);
  }, 60_000);

  it("is nothing new where it came before, though the conversation has gone elsewhere by it", async () => {
    expect(await act("agent", "conversation.transferred", { conversation: "talk-own", channel: "call", queue: "Support" }, "out")).toBe("accepted");
    expect(await act("agent", "conversation.transferred", { conversation: "talk-own", channel: "call", queue: "Support" }, "out")).toBe("duplicate");
    expect(await act("agent", "conversation.noted", { conversation: "talk-own", text: "One more thing." })).toBe("unknown_conversation");
    // Nobody comes to be with a conversation by their own word that it is theirs.
    expect(await act("agent", "conversation.connected", { conversation: "talk-own", channel: "call" })).toBe("unknown_conversation");
  });

  it("takes no link back that is between conversations of others", async () => {
    await byServer({ id: "joined", ...tell("linked", { conversation: "talk-other", with: "talk-past" }) });
    const linked = await collector.store.conversation({ site: collector.site.id, id: "talk-past", now: NOW });
    expect(linked).toMatchObject({ id: "talk-other" });
    expect(await act("agent", "conversation.unlinked", { conversation: "talk-own", event: "joined" })).toBe("accepted");
    await byServer(tell("linked", { conversation: "talk-other", with: "talk-none" }, { id: "again" }));
    expect(await act("agent", "conversation.unlinked", { conversation: "talk-own", event: "again" })).toBe("unknown_conversation");
    expect(await act("agent", "conversation.unlinked", { conversation: "talk-own", event: "never" })).toBe("unknown_conversation");
    expect(await act("free agent", "conversation.unlinked", { conversation: "talk-own", event: "again" })).toBe("accepted");
  });

  it("by a code links with the visit, and with the page's conversation where that is theirs", async () => {
    for (const [queue, by, isOne] of [["Support", "agent", false], ["Support", "free agent", true], ["Sales", "agent", true]] as const) {
      await collector.close();
      collector = await openCollector();
      await fill();
      await logInAll();
      await collector.post(collector.batch([anEvent({ type: "page.viewed", session: SESSION }), anEvent({ ...tell("started", { conversation: "page-chat", channel: "chat", queue }), session: SESSION })]));
      await byServer(tell("routed", { conversation: "centre-chat", channel: "chat", queue: "Sales" }));
      const links = JSON.parse((await get(by, "/v1/conversations/centre-chat/links")).text);
      expect(await act(by, "conversation.linked", { conversation: "centre-chat", sessionCode: sessionCode(SESSION) })).toBe("accepted");
      const card = await collector.store.conversation({ site: collector.site.id, id: "page-chat", now: NOW });
      expect([queue, by, card?.id, links.proposals.length]).toEqual([queue, by, isOne ? "centre-chat" : "page-chat", 0]);
      expect(await collector.store.conversation({ site: collector.site.id, id: "centre-chat", now: NOW })).toMatchObject({ visitor: "v1", session: SESSION });
      const { proposals } = JSON.parse((await get(by, "/v1/conversations/centre-chat/links")).text);
      expect(proposals).toEqual([]);
      if (!isOne) expect(JSON.parse((await get("free agent", "/v1/conversations/centre-chat/links")).text).proposals).toMatchObject([{ conversation: "page-chat" }]);
    }
  });

  it("changes which are open to them", async () => {
    const open = async (asker: Asker, limit = 100) => JSON.parse((await get(asker, `/v1/conversations?status=open&limit=${limit}`)).text).conversations.map(({ id }: ConversationCard) => id).sort();
    const waiting = (conversation: string, queue: string) => tell("routed", { conversation, channel: "call", queue });
    await byServer(waiting("oldest", "Sales"), waiting("theirs", "Support"), waiting("newest", "Sales"), waiting("more", "Support"));
    expect([await open("agent"), await open("agent", 2), await open("free agent")]).toEqual([["newest", "oldest"], ["newest", "oldest"], ["more", "newest", "oldest", "theirs"]]);
    expect(await act("agent", "conversation.transferred", { conversation: "oldest", channel: "call", queue: "Support" })).toBe("accepted");
    expect(await open("agent")).toEqual(["newest"]);
  });

  it("leaves no name of another conversation behind where a link was taken back", async () => {
    await byServer({ id: "joined", ...tell("linked", { conversation: "talk-own", with: "talk-other" }) });
    await byServer(tell("unlinked", { conversation: "talk-own", event: "joined" }));
    expect((await get("free agent", "/v1/journey?conversation=talk-own")).text).toContain("talk-other");
    const { status, text } = await get("agent", "/v1/journey?conversation=talk-own");
    expect([status, text.includes("conversation.linked"), text.includes("talk-other")]).toEqual([200, true, false]);
  });

  it("keeps what a page tells of another's conversation by a name of its own from them", async () => {
    await byServer(tell("routed", { conversation: "pages-own", channel: "call", queue: "Sales" }, { id: "told-by-server" }));
    await collector.post(collector.batch([anEvent({ ...tell("message_sent", { conversation: "pages-own", ref: "talk-other", channel: "call" }), id: "told-by-page", session: SESSION })]));
    for (const [asker, isTold] of [["agent", false], ["free agent", true]] as const) {
      for (const of of ["visitor=v1", `session=${SESSION}`, "conversation=pages-own"]) {
        const { text } = await get(asker, `/v1/journey?${of}`);
        expect([asker, of, text.includes("told-by-server"), text.includes("told-by-page")]).toEqual([asker, of, true, isTold]);
      }
    }
    // By that name there is something of theirs to be found, but not where they ask for the other one.
    await byServer(tell("noted", { conversation: "pages-own", text: "Mine." }));
    for (const route of ["journey", "notes"]) {
      expect((await get("agent", `/v1/${route}?conversation=pages-own`)).text).toContain("pages-own");
      expect(await get("agent", `/v1/${route}?conversation=talk-other`)).toEqual(await get("agent", `/v1/${route}?conversation=talk-nowhere`));
    }
  });

  it("is no page's to say: by naming itself an agent's a page makes nothing theirs that is not its own", async () => {
    await collector.post(collector.batch([anEvent({ ...tell("connected", { conversation: "talk-other", channel: "call", agent: "The agent" }), session: "w9" })], { visitor: "v9" }));
    expect((await get("agent", "/v1/conversations/talk-other")).status).toBe(404);
  });
});

describe("An open stream", () => {
  beforeEach(async () => {
    collector = await openCollector();
    await fill();
    await logInAll();
    await collector.server.listen({ port: 0 });
  });
  afterEach(() => collector.close());

  interface Heard { event: string; id: string; frame: Frame }
  const watch = async (asker: Asker, lastId?: string) => {
    const leaving = new AbortController();
    const { port } = collector.server.server.address() as AddressInfo;
    const response = await fetch(`http://localhost:${port}/v1/stream`, { signal: leaving.signal, headers: { ...askers[asker], ...(lastId !== undefined && { "last-event-id": lastId }) } });
    const heard: Heard[] = [];
    const one = { heard, text: "", isOver: false, leave: () => leaving.abort() };
    void (async () => {
      for await (const part of response.body!.pipeThrough(new TextDecoderStream())) {
        one.text += part;
        heard.length = 0;
        for (const [, event = "", id = "", data = ""] of one.text.matchAll(/event: (\w+)\nid: (\w+)\ndata: (.*)\n\n/g)) heard.push({ event, id, frame: JSON.parse(data) as Frame });
      }
    })().catch(() => {}).finally(() => (one.isOver = true));
    await until(() => expect(heard.length).toBeGreaterThan(0));
    return one;
  };
  const until = (check: () => void) => vi.waitFor(check, { timeout: 60_000, interval: 5 });
  const talks = ({ frame }: Heard) => frame.cards.filter((card): card is ConversationCard => card.kind === "conversation").map(({ id }) => id);
  const route = (conversation: string, queue: string) => byServer(tell("routed", { conversation, channel: "call", queue }, { at: collector.clock.now += 10 }));

  it("tells of a card that comes into a queue of theirs, lets go of one that leaves, and never names any other", async () => {
    const mine = await watch("agent");
    const all = await watch("free agent");
    expect([talks(mine.heard[0]!).sort(), talks(all.heard[0]!).sort()]).toEqual([["talk-none", "talk-own", "talk-past"], ["talk-none", "talk-other", "talk-own", "talk-past"]]);
    await byServer(tell("started", { conversation: "new", channel: "call" }), tell("routed", { conversation: "new", channel: "call", queue: "Support" }));
    await route("talk-other", "Billing");
    await until(() => expect(all.heard.flatMap(talks)).toContain("new"));
    await route("new", "Sales");
    await until(() => expect(talks(mine.heard.at(-1)!)).toEqual(["new"]));
    await route("new", "Support");
    await until(() => expect(mine.heard.at(-1)!.frame).toMatchObject({ cards: [], gone: ["new"] }));
    await route("new", "Billing");
    await route("new", "Sales");
    await until(() => expect(talks(mine.heard.at(-1)!)).toEqual(["new"]));
    // What they were with stays theirs, wherever it goes.
    await route("talk-past", "Support");
    await until(() => expect(talks(mine.heard.at(-1)!)).toEqual(["talk-past"]));
    expect(mine.heard.filter(({ event }) => event === "cards").map(({ frame }) => [frame.cards.map(({ id }) => id), frame.gone ?? []])).toEqual([[["new"], []], [[], ["new"]], [["new"], []], [["talk-past"], []]]);
    expect(mine.text).not.toContain("talk-other");
    expect(all.heard.some(({ frame }) => frame.gone)).toBe(false);
    for (const one of [mine, all]) one.leave();
  });

  it("says of a card that is part of another now where it went, if that is theirs", async () => {
    await byServer(tell("routed", { conversation: "second", channel: "call", queue: "Sales" }), tell("routed", { conversation: "hidden", channel: "call", queue: "Support" }, { at: NOW - 100 }));
    const mine = await watch("agent");
    await byServer({ id: "l1", ...tell("linked", { conversation: "talk-own", with: "second" }) });
    await until(() => expect(mine.heard.at(-1)!.frame.cards).toEqual(expect.arrayContaining([expect.objectContaining({ id: "second", status: "linked", into: "talk-own" })])));
    await byServer(tell("linked", { conversation: "hidden", with: "talk-own" }), tell("routed", { conversation: "hidden", channel: "call", queue: "Support" }, { at: collector.clock.now += 10 }));
    await until(() => expect(mine.heard.at(-1)!.frame).toMatchObject({ cards: [], gone: ["talk-own"] }));
    expect(mine.text).not.toContain("hidden");
    mine.leave();
  });

  it("ends at once when other queues are set, and the next begins with all that is theirs then, whatever was heard last", async () => {
    const admin = await collector.cookie("An admin", "admin");
    const agent = await accountOf("The agent");
    const other = await watch("viewer");
    let lastId: string | undefined;
    for (const [queues, expected] of [[["Support"], ["talk-none", "talk-other", "talk-past"]], [null, ["talk-none", "talk-other", "talk-own", "talk-past"]], [[], ["talk-none", "talk-past"]]] as const) {
      const before = await watch("agent", lastId);
      lastId = before.heard[0]!.id;
      const beats = () => before.text.split("event: beat").length;
      const [beaten, answer] = [beats(), (await change(admin, agent, { queues })).json()];
      expect(answer.queues).toEqual(queues ?? undefined);
      await until(() => expect(before.isOver).toBe(true));
      // At once, and not when the next beat asks whether the login holds.
      expect(beats()).toBe(beaten);
      // The login goes on.
      expect((await get("agent", "/v1/me")).status).toBe(200);
      const after = await watch("agent", lastId);
      expect([after.heard[0]!.event, talks(after.heard[0]!).sort()]).toEqual(["snapshot", expected]);
      lastId = after.heard[0]!.id;
      // The same again is no change.
      await change(admin, agent, { queues });
      expect((await get("agent", "/v1/conversations/talk-other")).status).toBe(queues?.length === 0 ? 404 : 200);
      expect(after.isOver).toBe(false);
      after.leave();
    }
    expect(other.isOver).toBe(false);
    other.leave();
  });

  it("would end with its next beat, too, whoever had set other queues", async () => {
    const { store, clock, site } = collector;
    const logins = createLogins({ store, now: () => clock.now, secure: false });
    const login = (await logins.find(askers.agent.cookie, false))!;
    expect([login.queues, await logins.holds(login)]).toEqual([QUEUES, true]);
    await store.changeAccount({ site: site.id, id: await accountOf("The agent") }, { queues: ["Support"] });
    expect([await logins.holds(login), (await logins.find(askers.agent.cookie, false))?.queues]).toEqual([false, ["Support"]]);
    await store.changeAccount({ site: site.id, id: await accountOf("The agent") }, { queues: undefined });
    expect(await logins.find(askers.agent.cookie, false)).not.toHaveProperty("queues");
  });
});

describe("An account's queues", () => {
  beforeEach(async () => {
    collector = await openCollector();
  });
  afterEach(() => collector.close());

  it("are set by an admin alone, read with the account, and are noted in the audit log", async () => {
    const admin = { cookie: await collector.cookie("An admin", "admin"), "sec-fetch-site": "same-origin" };
    const agent = { cookie: await collector.cookie("Quinn", "agent"), "sec-fetch-site": "same-origin" };
    const id = await accountOf("Quinn");
    const patch = async (headers: typeof admin, queues: unknown) => (await collector.server.inject({ method: "PATCH", url: `/v1/accounts/${id}`, headers, payload: { queues } })).statusCode;
    expect(await patch(agent, null)).toBe(403);
    expect(await patch(admin, ["Sales", "Sales", "Rücksendungen"])).toBe(200);
    const { accounts } = (await collector.server.inject({ url: "/v1/accounts", headers: admin })).json();
    expect(accounts).toMatchObject([{ name: "An admin" }, { name: "Quinn", queues: ["Sales", "Rücksendungen"] }]);
    expect("queues" in accounts[0]).toBe(false);
    // Other changes leave them.
    await collector.server.inject({ method: "PATCH", url: `/v1/accounts/${id}`, headers: admin, payload: { role: "supervisor" } });
    expect(await collector.store.account({ site: collector.site.id, id })).toMatchObject({ queues: ["Sales", "Rücksendungen"], role: "supervisor" });
    const { rows } = (await collector.server.inject({ url: "/v1/audit?what=changes", headers: admin })).json();
    const changes = rows.filter(({ what, status }: { what: string; status: number }) => what === "PATCH /v1/accounts/:id" && status === 200);
    expect(changes).toHaveLength(2);
    for (const row of changes) expect([row.object, row.before === row.after]).toEqual([id, false]);
  });

  it.each([["Sales"], [[1]], [[""]], [[" "]], [["a".repeat(201)]], [["a\u0000"]], [Array.from({ length: 201 }, (_, i) => `Queue ${i}`)], [{}]])("are not %j", async (queues) => {
    const cookie = await collector.cookie("An admin", "admin");
    await collector.cookie("Quinn", "agent");
    const answer = await change(cookie, await accountOf("Quinn"), { queues });
    expect([answer.statusCode, answer.json().error]).toEqual([400, "wrong_account"]);
  });
});
