import { describe, expect, it } from "vitest";
import { compileRules } from "../../../src/collector/rules/compileRules";
import type { Answer, CompiledRules, Marks, Question } from "../../../src/collector/rules/compiled";
import { parseRules } from "../../../src/collector/rules/parseRules";
import { RULES, type RuleSet } from "../../../src/protocol/rules";
import type { StoredEvent } from "../../../src/protocol/event";
import { createRandom, type Random } from "../../../src/simulator/random";
import { oracle } from "./oracle";
import { randomRules } from "./randomRules";
import { createArrived, momentsFromScratch, simulatedJourneys, type Arrived, type Journey } from "./simulated";

/** `npm run rules:check` plays ten thousand. */
const JOURNEYS = Number(process.env.PARLEY_JOURNEYS) || 300;
const SEED = process.env.PARLEY_SEED || "one";
const IS_SHOWN = process.env.PARLEY_PROGRESS === "1";
const MOST_MS = 1_800_000;
const SIZE = { segments: 25, outcomes: 5, maps: 20 };
/** How often a journey is looked at while it arrives, and how often between a look and when time is said to change something. */
const LOOKS = 3;
const TIMES = 3;
const LATER_MS = 3 * 3_600_000;

const shuffle = <T>(list: readonly T[], random: Random): T[] => {
  const all = [...list];
  for (let i = all.length - 1; i > 0; i--) {
    const other = random.below(i + 1);
    [all[i], all[other]] = [all[other]!, all[i]!];
  }
  return all;
};

const DELIVERIES: { [name: string]: (journey: Journey, random: Random) => StoredEvent[] } = {
  "in order": (journey) => journey,
  shuffled: shuffle,
  "doubled, and a part of it late": (journey, random) => {
    const late = new Set(journey.filter(() => random.chance(0.2)));
    return [...journey.filter((event) => !late.has(event)), ...shuffle([...journey, ...late], random)];
  },
};

const heldBy = ({ segments, outcomes, actionMaps }: Answer) => [...segments, ...outcomes, ...actionMaps].sort();

function randomQuestion(random: Random, { set, arrived, last }: { set: RuleSet; arrived: Arrived; last: number }): Omit<Question, "marks"> {
  const visits = arrived.visits();
  const some = (rules: { id: string }[]) => new Set(rules.filter(() => random.chance(0.1)).map(({ id }) => id));
  const visit = visits.length && random.chance(0.9) ? random.pick(visits) : undefined;
  // Most visits are asked about while they go on.
  const from = visit && random.chance(0.7) ? visit.lastAt : last;
  return {
    ...(visit && { visit }),
    ...(random.chance(0.5) && { person: { fields: { "contact.traits.plan": random.pick(["gold", "free"]) } } }),
    segments: some(set.segments), outcomes: some(set.outcomes), scores: random.chance(0.5) ? { o0: random.next() } : {},
    now: from + random.pick([0, 1, random.below(60_000), random.below(LATER_MS)]),
  };
}

/** What was looked at, so that nobody mistakes an empty check for a good one. */
const seen = { journeys: 0, events: 0, looks: 0, held: 0, notHeld: 0, changing: 0, changed: 0, rules: new Set<string>(), mostMarks: 0 };

function check(journey: Journey, { compiled, deliver, random }: { compiled: CompiledRules; deliver: (typeof DELIVERIES)[string]; random: Random }): void {
  const { set } = compiled;
  const events = deliver(journey, random);
  const arrived = createArrived();
  const looks = new Set([events.length - 1, ...Array.from({ length: LOOKS - 1 }, () => random.below(events.length))]);
  let marks: Marks = {};
  events.forEach((event, i) => {
    for (const { moments, replaced } of arrived.take(event)) marks = compiled.take(marks, moments.filter(({ type }) => compiled.wants(type)), replaced);
    if (!looks.has(i)) return;
    const so = events.slice(0, i + 1);
    const moments = momentsFromScratch(so);
    const scratch = compiled.take({}, moments);
    expect(marks).toEqual(scratch);
    const question = randomQuestion(random, { set, arrived, last: Math.max(...so.map(({ at }) => at)) });
    const answer = compiled.judge({ ...question, marks });
    expect(answer).toEqual(compiled.judge({ ...question, marks: scratch }));
    const held = heldBy(answer);
    expect(held).toEqual(oracle({ ...question, set, moments }));
    timeAlone(compiled, { question: { ...question, marks }, answer, random });
    seen.looks++;
    seen.held += held.length;
    seen.notHeld += SIZE.segments + SIZE.outcomes + SIZE.maps - held.length;
    seen.mostMarks = Math.max(seen.mostMarks, ...Object.values(marks).map(({ length }) => length));
    for (const id of held) seen.rules.add(id);
  });
}

/** Nothing changes before the answer says that it may. */
function timeAlone(compiled: CompiledRules, { question, answer, random }: { question: Question; answer: Answer; random: Random }): void {
  const { now } = question;
  const until = answer.dueAt ?? now + 40 * 86_400_000;
  expect(until).toBeGreaterThan(now);
  for (const at of [until - 1, ...Array.from({ length: TIMES - 1 }, () => now + random.below(until - now))]) {
    const later = compiled.judge({ ...question, now: at });
    expect({ held: heldBy(later), dueAt: later.dueAt }).toEqual({ held: heldBy(answer), dueAt: answer.dueAt });
  }
  if (answer.dueAt === undefined) return;
  seen.changing++;
  if (heldBy(compiled.judge({ ...question, now: until })).join() !== heldBy(answer).join()) seen.changed++;
}

describe("Rules", () => {
  it(`hold of ${JOURNEYS.toLocaleString("en")} simulated journeys alike, whether looked at as they arrive or from scratch, and as the words of the rules say`, () => {
    const random = createRandom(SEED);
    for (let chunk = 0; seen.journeys < JOURNEYS; chunk++) {
      const set = randomRules(random, SIZE);
      expect(parseRules(set)).toEqual({ set });
      const compiled = compileRules(set);
      for (const journey of simulatedJourneys(`${SEED} ${chunk}`, random).slice(0, JOURNEYS - seen.journeys)) {
        for (const deliver of Object.values(DELIVERIES)) check(journey, { compiled, deliver, random });
        seen.journeys++;
        seen.events += journey.length;
      }
      if (IS_SHOWN) process.stderr.write(`\r${seen.journeys} of ${JOURNEYS} journeys, ${seen.looks} looks`);
    }
    const { rules, ...figures } = seen;
    if (IS_SHOWN) console.log(`\n${JSON.stringify(figures)}`);
    // Rules that never hold, or always do, would prove nothing.
    expect(rules.size).toBeGreaterThan(45);
    expect(seen.held / (seen.held + seen.notHeld)).toBeGreaterThan(0.1);
    expect(seen.held / (seen.held + seen.notHeld)).toBeLessThan(0.9);
    expect(seen.changed / seen.changing).toBeGreaterThan(0.2);
    // Of more than are remembered the oracle would know too much.
    expect(seen.mostMarks).toBeLessThan(RULES.count);
  }, MOST_MS);
});
