import { expect, it } from "vitest";
import type { Moment } from "../../../src/collector/rules/moment";
import type { Condition, Pattern } from "../../../src/protocol/rules";
import { createRandom, type Random } from "../../../src/simulator/random";
import { ask, NO_SET, rules, segment } from "./journey";
import { oracle } from "./oracle";

/** Few times and few kinds, so that much happens at once, or just within a span, or just beyond it. */
const CASES = 4_000;
const SECONDS = 8;
const TYPES = ["a", "b", "page.viewed"];
const SPANS = ["1s", "2s", "4s", "9s"];

const pattern = (random: Random): Pattern => {
  const event = random.pick([...TYPES, "page.*"]);
  return {
    event,
    ...(random.chance(0.3) && { where: { field: event === "page.*" ? "path" : "data.x", is: "equal", value: random.below(2) } as const }),
    ...(event === "page.viewed" && random.chance(0.5) && { lasting: random.pick(SPANS) }),
  };
};

function condition(random: Random, depth: number): Condition {
  const of = random.chance(0.4) ? { of: random.pick(["session", "contact"] as const) } : {};
  const last = random.chance(0.4) ? random.below(SPANS.length) : undefined;
  const spans = { ...of, ...(last !== undefined && { inLast: SPANS[last]! }), ...(random.chance(0.5) && { within: SPANS[random.below((last ?? SPANS.length - 1) + 1)]! }) };
  const least = 1 + random.below(3);
  return random.weigh<() => Condition>([
    [() => ({ ...pattern(random), ...spans, ...(random.chance(0.7) && { atLeast: least }), ...(random.chance(0.4) && { atMost: least + random.below(2) }) }), 4],
    [() => ({ ...pattern(random), ...spans, atMost: random.below(2) }), 1],
    [() => ({ sequence: Array.from({ length: 2 + random.below(3) }, () => pattern(random)), ...spans }), 4],
    [() => ({ never: pattern(random) }), depth > 1 ? 1 : 0.01],
    [() => ({ not: condition(random, depth - 1) }), depth > 1 ? 1 : 0],
    [() => ({ any: [condition(random, depth - 1), condition(random, depth - 1)] }), depth > 1 ? 1 : 0],
    [() => ({ all: [condition(random, depth - 1), condition(random, depth - 1)] }), depth > 1 ? 1 : 0],
  ])();
}

it(`says of ${CASES.toLocaleString("en")} small journeys what somebody says who tries everything`, () => {
  const random = createRandom("small");
  const told = { held: 0, changed: 0 };
  for (let i = 0; i < CASES; i++) {
    const when = condition(random, 2);
    const set = { ...NO_SET, segments: [segment("it", when)] };
    const compiled = rules(set);
    const moments = Array.from({ length: random.below(9) }, (_, k): Moment => {
      const x = random.below(2);
      return { id: `e${k}`, type: random.pick(TYPES), at: random.below(SECONDS) * 1_000, session: random.pick(["s1", "s1", "s0"]), fields: { path: x, "data.x": x } };
    });
    const own = moments.filter(({ session }) => session === "s1").map(({ at }) => at);
    const visit = random.chance(0.9) ? { session: "s1", startedAt: 0, lastAt: Math.max(0, ...own), fields: {} } : undefined;
    const marks = compiled.take({}, moments);
    const known = { ...(visit && { visit }), segments: new Set<string>(), outcomes: new Set<string>(), scores: {} };
    const answers = [0, 1, 2, 4, 9, 1_300].map((later) => {
      const now = (SECONDS + later) * 1_000;
      const answer = ask(compiled, marks, now / 60_000, known);
      expect({ when, moments, now, held: [...answer.segments] }).toEqual({ when, moments, now, held: oracle({ ...known, set, moments, now }) });
      return { now, holds: answer.segments.has("it"), dueAt: answer.dueAt ?? Infinity };
    });
    // What changed between two looks was announced.
    answers.slice(1).forEach(({ now, holds }, k) => {
      if (holds === answers[k]!.holds) return;
      told.changed++;
      expect({ when, moments, dueAt: answers[k]!.dueAt }).toMatchObject({ dueAt: expect.toSatisfy((dueAt: number) => dueAt > answers[k]!.now && dueAt <= now) });
    });
    if (answers[0]!.holds) told.held++;
  }
  expect(told.held).toBeGreaterThan(CASES / 10);
  expect(told.held).toBeLessThan((CASES * 9) / 10);
  expect(told.changed).toBeGreaterThan(CASES / 20);
});
