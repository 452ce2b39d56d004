import { describe, expect, it } from "vitest";
import { collect } from "../../../src/collector/scoring/collect";
import { createScorer } from "../../../src/collector/scoring/score";
import { train } from "../../../src/collector/scoring/train";
import { evaluate } from "../../../src/collector/scoring/evaluate";
import type { PastVisit } from "../../../src/collector/scoring/past";
import { aMoment, createDice, makeVisits, noPace, shuffle, STARTS_AT, tell, TRUTH } from "./made";

const OUTCOME = { id: "sale", name: "Sale" };
const NOW = STARTS_AT + 90 * 86_400_000;
const learn = (visits: Iterable<PastVisit>, outcome = OUTCOME) => train({ visits: tell(visits), outcome, now: NOW, pace: noPace });
const passed = (made: { past: PastVisit }[]) => made.map(({ past }) => past);

const made = makeVisits(20_000, 7);
const score = await learn(passed(made));

describe("What is learned of visits whose truth is known", () => {
  it("has the weights of the truth", () => {
    expect(score).toMatchObject({ on: true, outcome: "sale", name: "Sale", at: NOW });
    const found = new Map(score.model!.features.map(({ name, weight }) => [name, weight]));
    // 16,000 visits: standard errors of 0.04 to 0.1.
    for (const [type, , weight] of TRUTH.events) expect(Math.abs(found.get(`did ${type}`)! - weight), type).toBeLessThan(0.25);
  });

  it("foretells about as well as the truth itself does, on visits that it has not seen", () => {
    const later = made.slice(16_000);
    const best = evaluate(later.map(({ past, truth }) => ({ guess: truth, achieved: past.achieved.size > 0 })), 0);
    const { evaluation } = score;
    expect(evaluation!.visits).toBe(later.length);
    expect(evaluation!.achieved).toBe(later.filter(({ past }) => past.achieved.size).length);
    expect(best.auc).toBeGreaterThan(0.65);
    expect(Math.abs(evaluation!.auc - best.auc)).toBeLessThan(0.01);
    expect(evaluation!.calibrationError).toBeLessThan(0.03);
    expect(evaluation!.brier).toBeLessThan(evaluation!.constant.brier);
    expect(evaluation!.logLoss).toBeLessThan(evaluation!.constant.logLoss);
  });

  it("stands beside one who says the mean and one who guesses", () => {
    const { constant, random } = score.evaluation!;
    expect(constant.auc).toBe(0.5);
    expect(constant.calibrationError).toBeLessThan(0.03);
    expect(Math.abs(random.auc - 0.5)).toBeLessThan(0.03);
    // Of evenly spread guesses, whatever happens: 1/3, and 1 nat.
    expect(random.brier).toBeCloseTo(1 / 3, 1);
    expect(random.logLoss).toBeCloseTo(1, 1);
  });

  it("is the same to the last byte, whatever the order in which visits are told", async () => {
    const again = await learn(shuffle(passed(made), createDice(3)));
    expect(JSON.stringify(again)).toBe(JSON.stringify(score));
  });

  it("is the same after it has been stored", () => {
    const stored = JSON.parse(JSON.stringify(score));
    expect(stored).toEqual(score);
    const [before, after] = [score.model!, stored.model].map(createScorer);
    for (const features of [[], ["did asked"], ["did asked", "did bounced", "unheard of"]]) expect(after!.probability(features)).toBe(before!.probability(features));
  });

  it("gives reasons which together are the difference between this visit and all", () => {
    const scorer = createScorer(score.model!);
    const features = ["did asked", "did shared", "10 or more"];
    const logit = (p: number) => Math.log(p / (1 - p));
    const usual = score.model!.features.reduce((sum, { weight, share }) => sum + weight * share, score.model!.intercept);
    const reasons = scorer.reasons(features, Infinity);
    const sum = reasons.reduce((total, { contribution }) => total + contribution, 0);
    expect(sum).toBeCloseTo(logit(scorer.probability(features)) - usual, 9);
    expect(reasons[0]).toMatchObject({ text: "did asked", makes: "more" });
    expect(reasons).toContainEqual(expect.objectContaining({ text: "not: did bounced", makes: "more" }));
    expect(scorer.reasons(features, 2)).toEqual(reasons.slice(0, 2));
  });
});

describe("Nothing that comes later leaks into what is learned", () => {
  it("is no better than chance where what is achieved has nothing to do with the visit", async () => {
    for (const seed of [1, 2, 3]) {
      const visits = passed(makeVisits(12_000, 20 + seed));
      const labels = shuffle(visits.map(({ achieved }) => achieved.size > 0), createDice(seed));
      const mixed = visits.map((past, i) => ({ ...past, achieved: new Map(labels[i] ? [["sale", past.visit.startedAt + 10_000]] : []) }));
      const { on, reason, evaluation } = await learn(mixed);
      expect(Math.abs(evaluation!.auc - 0.5)).toBeLessThan(3 * evaluation!.aucError);
      expect({ on, reason }).toEqual({ on: false, reason: "not_better_than_chance" });
    }
  });

  it("does not look at what happened after the outcome, nor at what became of a conversation", async () => {
    const told = passed(made).map((past): PastVisit => {
      const at = past.achieved.get("sale");
      const { session, startedAt } = past.visit;
      const talk = { conversation: `talk ${session}`, session, fields: { channel: "chat", code: at === undefined ? "No interest" : "Sale", abandoned: at === undefined } };
      const after = at === undefined ? [] : [aMoment({ type: "page.viewed", at: at + 1, session, fields: { path: "/thanks" } }), aMoment({ type: "conversation.wrapped_up", at, ...talk })];
      return { ...past, moments: [...past.moments, aMoment({ type: "conversation.started", at: startedAt, ...talk }), ...after].sort((a, b) => a.at - b.at) };
    });
    const { model, evaluation } = await learn(told);
    expect(model!.features.map(({ name }) => name).filter((name) => /thanks|wrapped|Sale|interest/.test(name))).toEqual([]);
    expect(Math.abs(evaluation!.auc - score.evaluation!.auc)).toBeLessThan(0.02);
  });

  it("holds back later visits of people of whom nothing was learned", async () => {
    // Ten people who come again and again, and others who come once.
    const visits = passed(makeVisits(5_000, 5, (i) => ({ person: i % 3 ? `once ${i}` : `often ${i % 10}` })));
    const { lessons, trials, learned, heldBack } = await collect({ visits: tell(visits), outcome: "sale", pace: noPace });
    const people = new Set(lessons.map(({ person }) => person));
    expect(trials.filter(({ person }) => people.has(person))).toEqual([]);
    expect(learned.achieved + learned.others).toBe(4_000);
    expect(heldBack.achieved + heldBack.others).toBe(visits.slice(4_000).filter(({ person }) => person.startsWith("once")).length);
    expect(trials).toHaveLength(heldBack.achieved + heldBack.others);
    // All cases of one visit count as one.
    expect(lessons.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(4_000, 6);
  });
});

describe("A score is off, and says why", () => {
  const withLabel = (count: number, isAchieved: (i: number) => boolean) =>
    passed(makeVisits(count, 11)).map((past, i) => ({ ...past, achieved: new Map(isAchieved(i) ? [["sale", past.visit.startedAt + 1]] : []) }));

  it.each([
    ["no visits", [], "too_few_visits"],
    ["few visits", withLabel(1_199, (i) => i % 5 === 0), "too_few_visits"],
    ["nobody achieved it", withLabel(6_000, () => false), "too_few_achieved"],
    ["everybody achieved it", withLabel(6_000, () => true), "too_few_visits"],
    ["few achieved it", withLabel(6_000, (i) => i % 31 === 0), "too_few_achieved"],
    ["nobody has lately", withLabel(6_000, (i) => i < 2_000), "too_few_achieved"],
  ])("%s", async (_name, visits, reason) => {
    const { on, reason: said, model } = await learn(visits);
    expect({ on, said, model }).toEqual({ on: false, said: reason, model: undefined });
  });

  it("badly calibrated: what was likely has become rare", async () => {
    const changed = passed(made).map((past, i) => (i < 16_000 || i % 8 === 0 ? past : { ...past, achieved: new Map<string, number>() }));
    expect(await learn(changed)).toMatchObject({ on: false, reason: "badly_calibrated" });
  });
});

describe("Names may be anything", () => {
  const HOSTILE = ["__proto__", "constructor", "toString", "<img src=x onerror=alert(1)>", "a".repeat(10_000), "‮evil\u0000name", ""];
  const dice = createDice(4);
  const visits = passed(makeVisits(6_000, 13)).map((past): PastVisit => {
    const { session, startedAt: at } = past.visit;
    const more = HOSTILE.filter(() => dice() < 0.4).flatMap((name, i) => [aMoment({ id: `${session} ${i}`, type: name, at, session }), aMoment({ id: `${session} p${i}`, type: "page.viewed", at, session, fields: { path: `/${name}` } })]);
    const fields = { "session.referrer": "javascript:alert(1)", "session.campaign.source": HOSTILE[Math.floor(dice() * HOSTILE.length)]! };
    return { ...past, visit: { ...past.visit, fields }, moments: [...more, ...past.moments] };
  });

  it("they are counted like others, cut, and change nothing else", async () => {
    const { on, model, evaluation } = await learn(visits);
    expect(on).toBe(true);
    const names = model!.features.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(["did __proto__", "viewed /constructor", "did toString"]));
    expect(names.filter((name) => name.length > 120 || /\p{Cc}|\p{Cf}/u.test(name))).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
    expect(evaluation!.auc).toBeGreaterThan(0.6);
    expect(Number.isFinite(createScorer(model!).probability(["__proto__", "did __proto__"]))).toBe(true);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it("what only a few people show is in no model", async () => {
    const personal = visits.map((past, i): PastVisit => ({
      ...past,
      moments: [aMoment({ id: `own ${i}`, type: `own ${i % 400}`, at: past.visit.startedAt }), ...past.moments],
      // Nineteen people, each of whom comes every day.
      ...(i % 400 < 19 && { person: `regular ${i % 19}` }),
    }));
    const { model } = await learn(personal);
    expect(model!.features.filter(({ name }) => name.startsWith("did own"))).toEqual([]);
  });
});
