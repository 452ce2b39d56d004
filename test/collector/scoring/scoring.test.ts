import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { DatabaseSyncInstance } from "@photostructure/sqlite";
import type { StoredEvent } from "../../../src/protocol/event";
import type { Scores } from "../../../src/protocol/scores";
import type { PastVisit } from "../../../src/collector/scoring/past";
import { scoredOutcomes } from "../../../src/collector/scoring/scoredOutcomes";
import { createScoring, type ScoredOutcome } from "../../../src/collector/scoring/scoring";
import { createSqliteStore } from "../../../src/collector/store/sqlite";
import type { Store } from "../../../src/collector/store/store";
import { openCollector } from "../openCollector";
import { MASTER_KEYS, openInMemory } from "../openInMemory";
import { createDice, makeVisits } from "./made";

const STARTS_AT = Date.UTC(2026, 9, 1);
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const EVERYTHING = { site: "s1", since: 0, until: Infinity, limit: Infinity };

let database: DatabaseSyncInstance;
let store: Store;
let clock: number;
beforeEach(async () => {
  clock = STARTS_AT + 30 * DAY_MS;
  database = await openInMemory();
  store = createSqliteStore({ database, masterKeys: MASTER_KEYS, now: () => clock });
});
afterEach(() => store.close());

let made = 0;
const anEvent = (more: Partial<StoredEvent>): StoredEvent => {
  const at = more.at ?? STARTS_AT;
  return { site: "s1", id: `e${++made}`, type: "page.viewed", at, received: at, source: "page", visitor: "v1", session: "visit-1", data: {}, ...more };
};
const all = async (query: Partial<typeof EVERYTHING> = {}) => {
  const visits: PastVisit[] = [];
  for await (const visit of store.histories({ ...EVERYTHING, ...query })) visits.push(visit);
  return visits;
};
/** Visits by a known truth, as they would be in the log. */
const logOf = (count: number, seed: number): StoredEvent[] =>
  makeVisits(count, seed).flatMap(({ past }) => {
    const { session } = past.visit;
    const own = past.moments.map(({ type, at }) => anEvent({ type, at, session, visitor: past.person }));
    return [...own, ...[...past.achieved].map(([outcome, at]) => anEvent({ type: "outcome.achieved", at, session, visitor: past.person, source: "server", data: { outcome, name: "Sale" } }))];
  });

describe("The log tells of visits of the past", () => {
  it("with what happened in them, in order, and what was known when they began", async () => {
    await store.append([
      anEvent({ type: "session.started", data: { referrer: "https://www.google.com/", device: "mobile", country: "DE" }, url: "https://shop.example/?utm_source=news" }),
      anEvent({ at: STARTS_AT + 2_000, url: "https://shop.example/pricing?x=1#top", data: { title: "Prices" } }),
      anEvent({ at: STARTS_AT + 1_000, url: "https://shop.example/" }),
      anEvent({ at: STARTS_AT + 3_000, type: "outcome.achieved", source: "server", data: { outcome: "sale", name: "Sale" } }),
      // Whoever names the session of another is not heard.
      anEvent({ at: STARTS_AT + 1_500, url: "https://shop.example/evil", visitor: "v2" }),
    ]);
    const [visit, ...others] = await all();
    expect(others).toEqual([]);
    expect(visit).toMatchObject({
      person: "v1", earlier: { visits: 0, conversations: 0 },
      visit: { session: "visit-1", startedAt: STARTS_AT, fields: { "session.referrer": "https://www.google.com/", "session.device": "mobile", "session.country": "DE", "session.campaign.source": "news" } },
    });
    expect(visit!.moments.map(({ type, fields }) => [type, fields.path])).toEqual([["session.started", "/"], ["page.viewed", "/"], ["page.viewed", "/pricing"], ["outcome.achieved", undefined]]);
    expect(visit!.achieved).toEqual(new Map([["sale", STARTS_AT + 3_000]]));
  });

  it("with their conversations as those stand now", async () => {
    const talk = (state: string, ms: number, data: object = {}) =>
      anEvent({ type: `conversation.${state}`, at: STARTS_AT + ms, source: "server", data: { conversation: "c1", channel: "chat", ...data }, ...(state !== "started" && { session: undefined as never, visitor: undefined as never }) });
    await store.append([anEvent({}), talk("started", 1_000), talk("connected", 2_000, { agent: "Kim", queue: "Sales" }), talk("ended", 3_000, { by: "agent" }), talk("wrapped_up", 4_000, { code: "Sale" })]);
    const [visit] = await all();
    expect(visit!.moments.filter(({ conversation }) => conversation).map(({ type, at, fields }) => [type, at - STARTS_AT, fields.code])).toEqual([
      ["conversation.started", 1_000, "Sale"], ["conversation.connected", 2_000, "Sale"], ["conversation.ended", 3_000, "Sale"], ["conversation.wrapped_up", 4_000, "Sale"],
    ]);
  });

  it("with what the visitor did before, and when they said who they are", async () => {
    await store.append([
      anEvent({}), anEvent({ session: "visit-2", at: STARTS_AT + DAY_MS }), anEvent({ session: "visit-3", at: STARTS_AT + 2 * DAY_MS }),
      anEvent({ type: "conversation.started", at: STARTS_AT + 1, data: { conversation: "c1", channel: "chat" } }),
      anEvent({ session: "visit-2", type: "identity.claimed", at: STARTS_AT + DAY_MS + 5, data: { email: "ada@example.com" } }),
    ]);
    const found = (await all()).sort((a, b) => a.visit.startedAt - b.visit.startedAt);
    expect(found.map(({ earlier, claimedAt }) => ({ ...earlier, claimedAt }))).toEqual([0, 1, 2].map((visits) => ({ visits, conversations: Math.min(visits, 1), claimedAt: STARTS_AT + DAY_MS + 5 })));
  });

  it("of the time that was asked for, the last ones, and of no machine", async () => {
    await store.append(Array.from({ length: 300 }, (_, i) => anEvent({ session: `visit-${i}`, visitor: `v${i}`, at: STARTS_AT + i * HOUR_MS })));
    await store.append([anEvent({ session: "visit-bot", visitor: "bot", type: "session.started", at: STARTS_AT, data: { bot: true } }), anEvent({ site: "s2", session: "visit-s2" })]);
    expect(await all()).toHaveLength(300);
    expect(new Set((await all()).map(({ visit }) => visit.session)).size).toBe(300);
    expect((await all({ limit: 3 })).map(({ visit }) => visit.session)).toEqual(["visit-299", "visit-298", "visit-297"]);
    expect((await all({ since: STARTS_AT + 100 * HOUR_MS, until: STARTS_AT + 200 * HOUR_MS })).length).toBe(100);
  });
});

describe("A scored outcome", () => {
  const outcome: ScoredOutcome = { site: "s1", id: "sale", name: "Sale", rule: "v1" };
  let wanted: ScoredOutcome[];
  let problems: unknown[];
  const open = () => createScoring({ store, outcomes: async () => wanted, now: () => clock, failed: (problem) => problems.push(problem) });
  beforeEach(() => {
    wanted = [outcome];
    problems = [];
  });

  it("is learned at once, then daily, and anew when it has become another", async () => {
    const events = logOf(8_000, 1);
    for (let i = 0; i < events.length; i += 5_000) await store.append(events.slice(i, i + 5_000));
    const scoring = open();
    expect(scoring.scoresOf("s1", ["did asked"])).toEqual({});
    await scoring.run();
    expect(problems).toEqual([]);
    const [stored] = await store.scores("s1");
    expect(stored).toMatchObject({ site: "s1", rule: "v1", score: { outcome: "sale", on: true, at: clock } });
    expect(await store.scores("s2")).toEqual([]);

    const { sale: usual = 0 } = scoring.scoresOf("s1", []);
    const { sale: likely = 0 } = scoring.scoresOf("s1", ["did asked", "did compared"]);
    // By the truth 0.12 and 0.55.
    expect(Math.abs(usual - 0.12)).toBeLessThan(0.04);
    expect(Math.abs(likely - 0.55)).toBeLessThan(0.06);
    expect(scoring.reasonsOf({ site: "s1", outcome: "sale", features: ["did asked"] })[0]).toMatchObject({ text: "did asked", makes: "more" });
    expect(scoring.reasonsOf({ site: "s1", outcome: "other", features: [] })).toEqual([]);
    expect(scoring.scoresOf("s2", [])).toEqual({});

    // What was learned is there after a start, and is not learned again on the same day.
    clock += DAY_MS - 1;
    const next = open();
    await next.start();
    expect(next.scoresOf("s1", ["did asked"])).toEqual(scoring.scoresOf("s1", ["did asked"]));
    await next.run();
    expect((await store.scores("s1"))[0]!.score.at).toBe(clock - DAY_MS + 1);
    clock += 1;
    await next.run();
    expect((await store.scores("s1"))[0]!.score.at).toBe(clock);

    // By the new condition nobody has achieved it.
    clock += 1;
    wanted = [{ ...outcome, rule: "v2", achievedAt: () => undefined }];
    await next.run();
    expect((await store.scores("s1"))[0]).toMatchObject({ rule: "v2", score: { on: false, reason: "too_few_achieved", at: clock } });
    expect(next.scoresOf("s1", [])).toEqual({});

    wanted = [];
    await next.run();
    expect(await store.scores("s1")).toEqual([]);
    await next.stop();
  });

  it("is learned of visits since its condition is what it is, whatever else has changed", async () => {
    const save = (at: number, more: object[], on = "order_completed") =>
      store.saveRules({ site: "s1", at, by: "server", set: { segments: [], actionMaps: [], outcomes: [{ id: "sale", name: `Sale ${at}`, scored: true, when: { event: on } }, ...(more as [])] } });
    const silent = { id: "silent", name: "Silent", when: { event: "x" } };
    await save(1_000, []);
    await save(2_000, [], "sold");
    await save(3_000, [silent]);
    await save(4_000, [{ ...silent, scored: true, active: false }]);
    const rule = JSON.stringify({ event: "order_completed" });
    expect(await scoredOutcomes(store, "s1")).toEqual([{ site: "s1", id: "sale", name: "Sale 4000", rule, since: 3_000 }]);
    await save(5_000, [{ ...silent, scored: true }]);
    expect((await scoredOutcomes(store, "s1")).map(({ id, since }) => [id, since])).toEqual([["sale", 3_000], ["silent", 5_000]]);
    expect(await scoredOutcomes(store, "s2")).toEqual([]);

    await store.append(Array.from({ length: 40 }, (_, i) => anEvent({ session: `visit-${i}`, visitor: `v${i}`, at: STARTS_AT + i * HOUR_MS })));
    wanted = [{ ...outcome, since: STARTS_AT + 30 * HOUR_MS }];
    await open().run();
    const { learned, heldBack } = (await store.scores("s1"))[0]!.score;
    expect(learned.others + heldBack.others).toBe(10);
  });

  it("that cannot be learned keeps no other from it", async () => {
    await store.append([anEvent({})]);
    wanted = [{ ...outcome, achievedAt: () => { throw new Error("broken"); } }, { ...outcome, id: "other" }];
    await open().run();
    expect(problems).toEqual([new Error("broken")]);
    expect((await store.scores("s1")).map(({ score }) => [score.outcome, score.reason])).toEqual([["other", "too_few_visits"]]);
  });

  it("is given up at once when the collector stops, and what was learned before stays", async () => {
    await store.append(logOf(1_000, 2));
    await store.saveScore({ site: "s1", rule: "v1", score: { outcome: "sale", name: "Sale", on: false, reason: "too_few_visits", at: 0, learned: { achieved: 0, others: 0 }, heldBack: { achieved: 0, others: 0 } } });
    const scoring = open();
    const run = scoring.run();
    await scoring.stop();
    await run;
    expect((await store.scores("s1"))[0]!.score.at).toBe(0);
    expect(problems).toEqual([]);
  });
});

describe("GET /v1/scores", () => {
  it("answers servers and agents who are logged in, each of their site", async () => {
    const collector = await openCollector();
    try {
      const dice = createDice(1);
      const bins = Array.from({ length: 10 }, (_, i) => ({ count: 100, foretold: i / 10, achieved: dice() }));
      const quality = { auc: 0.7, brier: 0.1, logLoss: 0.4, calibrationError: 0.02 };
      const features = [{ name: "rare", weight: 2, share: 0.001 }, { name: "viewed /pricing", weight: 1, share: 0.4 }];
      await collector.store.saveScore({
        site: collector.site.id, rule: "{}",
        score: {
          outcome: "sale", name: "<Sale>", on: true, at: 5, learned: { achieved: 800, others: 3_200 }, heldBack: { achieved: 200, others: 800 },
          model: { trainedAt: 5, visits: 4_000, achieved: 800, intercept: -1, features }, evaluation: { visits: 1_000, achieved: 200, ...quality, aucError: 0.02, constant: quality, random: quality, bins },
        },
      });
      const ask = (headers: { [name: string]: string }) => collector.server.inject({ url: "/v1/scores", headers });
      expect((await ask({})).statusCode).toBe(401);
      expect((await ask({ authorization: "Bearer sk_wrong" })).statusCode).toBe(401);
      for (const headers of [{ authorization: `Bearer ${collector.secret}` }, { cookie: await collector.cookie() }]) {
        const answer = await ask(headers);
        expect(answer.statusCode).toBe(200);
        expect(answer.headers["cache-control"]).toBe("no-store");
        const [score] = answer.json<Scores>().scores;
        expect(score).toMatchObject({ outcome: "sale", on: true, evaluation: { bins } });
        expect(score!.top.map(({ name }) => name)).toEqual(["viewed /pricing", "rare"]);
        expect(score!.picture).toMatch(/^<svg [^>]*role="img"[^>]*><title>[^<]*&#60;Sale&#62;/);
        expect(score!.picture!.match(/<circle/g)).toHaveLength(10);
      }
    } finally {
      await collector.close();
    }
  });
});
