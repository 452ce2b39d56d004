import { describe, expect, it } from "vitest";
import type { Question } from "../../../src/collector/rules/compiled";
import type { Moment } from "../../../src/collector/rules/moment";
import type { Condition, Scope } from "../../../src/protocol/rules";
import { actionMap, ask, call, holds, MINUTE, moment, rules, segment, view, visit } from "./journey";

type Asked = { of?: Scope; moments?: Moment[]; now: number } & Partial<Question>;
/** One millisecond, in minutes. */
const MS = 1 / MINUTE;

const PRICING: Condition = { event: "page.viewed", where: { field: "path", is: "equal", value: "/pricing" } };
const SALES: Condition = { event: "conversation.ended", where: { all: [{ field: "abandoned", is: "equal", value: true }, { field: "queue", is: "equal", value: "Sales" }] } };
const two = [view("/pricing", 1), view("/about", 2), view("/pricing", 5)];
const views = (count: number) => Array.from({ length: count }, (_, i) => view("/pricing", i));

describe("A pattern", () => {
  it.each<[string, Condition, Asked, boolean, number?]>([
    ["something happened", PRICING, { moments: two, now: 9, visit: visit(9) }, true],
    ["it did not", PRICING, { moments: [view("/about", 2)], now: 9, visit: visit(9) }, false],
    ["nothing did", PRICING, { now: 9, visit: visit(9) }, false],
    ["another event with the same field", PRICING, { moments: [moment("page.left", 1, { fields: { path: "/pricing" } })], now: 9, visit: visit(9) }, false],
    ["all words of a noun", { event: "page.*" }, { moments: [moment("page.left", 1)], now: 9, visit: visit(9) }, true],
    ["and of no other noun", { event: "page.*" }, { moments: [moment("pages.viewed", 1), moment("page", 1), moment("own", 1)], now: 9, visit: visit(9) }, false],
    ["an event by a name that every object has", { event: "constructor" }, { moments: [moment("constructor", 1)], now: 9, visit: visit(9) }, true],
    ["and nothing by that name", { event: "constructor" }, { moments: two, now: 9, visit: visit(9) }, false],
    ["and nothing by another one", { event: "__proto__" }, { moments: two, now: 9, visit: visit(9) }, false],

    ["at least twice: twice", { ...PRICING, atLeast: 2 }, { moments: two, now: 9, visit: visit(9) }, true],
    ["at least three times: twice", { ...PRICING, atLeast: 3 }, { moments: two, now: 9, visit: visit(9) }, false],
    ["the same event twice is one", { ...PRICING, atLeast: 2 }, { moments: [two[0]!, two[0]!], now: 9, visit: visit(9) }, false],
    ["at most once: twice", { ...PRICING, atMost: 1 }, { moments: two, now: 9, visit: visit(9) }, false],
    ["at most twice: twice", { ...PRICING, atMost: 2 }, { moments: two, now: 9, visit: visit(9) }, true],
    ["at most twice: not at all", { ...PRICING, atMost: 2 }, { now: 9, visit: visit(9) }, true],
    ["once or twice: not at all", { ...PRICING, atLeast: 1, atMost: 2 }, { now: 9, visit: visit(9) }, false],
    ["not so far", { ...PRICING, atMost: 0 }, { moments: [view("/about", 1)], now: 9, visit: visit(9) }, true],
    ["not so far, but it did", { ...PRICING, atMost: 0 }, { moments: two, now: 9, visit: visit(9) }, false],
    ["a hundred times: ninety-nine times", { ...PRICING, atLeast: 100 }, { moments: views(99), now: 99, visit: visit(99) }, false],
    ["a hundred times", { ...PRICING, atLeast: 100 }, { moments: views(100), now: 100, visit: visit(100) }, true],
    ["at most ninety-nine times: two hundred times", { ...PRICING, atMost: 99 }, { moments: views(200), now: 200, visit: visit(200) }, false],

    ["twice within just the time between", { ...PRICING, atLeast: 2, within: "4m" }, { moments: two, now: 9, visit: visit(9) }, true],
    ["twice within less", { ...PRICING, atLeast: 2, within: "239s" }, { moments: two, now: 9, visit: visit(9) }, false],
    ["twice within a span that is long ago", { ...PRICING, atLeast: 2, within: "4m" }, { moments: [...two, view("/pricing", 500)], now: 510, visit: visit(510) }, true],
    ["at most one within a span: two are in one", { ...PRICING, atMost: 1, within: "4m" }, { moments: two, now: 9, visit: visit(9) }, false],
    ["at most one within a span: never two are", { ...PRICING, atMost: 1, within: "3m" }, { moments: two, now: 9, visit: visit(9) }, true],

    ["in the last minutes, just so", { ...PRICING, inLast: "4m" }, { moments: two, now: 9, visit: visit(9) }, true, 9 + MS],
    ["in the last minutes, no more", { ...PRICING, inLast: "4m" }, { moments: two, now: 9 + MS, visit: visit(9) }, false],
    ["two in the last minutes, until the first is too old", { ...PRICING, atLeast: 2, inLast: "10m" }, { moments: two, now: 9, visit: visit(9) }, true, 11 + MS],
    ["one in the last minutes, until the second is too old", { ...PRICING, inLast: "10m" }, { moments: two, now: 9, visit: visit(9) }, true, 15 + MS],
    ["at most one in the last minutes: not before the first is too old", { ...PRICING, atMost: 1, inLast: "10m" }, { moments: two, now: 9, visit: visit(9) }, false, 11 + MS],
    ["not in the last minutes: not before both are too old", { ...PRICING, atMost: 0, inLast: "10m" }, { moments: two, now: 9, visit: visit(9) }, false, 15 + MS],
    ["not in the last minutes", { ...PRICING, atMost: 0, inLast: "10m" }, { moments: two, now: 16, visit: visit(9) }, true],
    ["not, of what was in the last minutes", { not: { ...PRICING, inLast: "10m" } }, { moments: two, now: 9, visit: visit(9) }, false, 15 + MS],
    ["two within a span, in the last minutes", { ...PRICING, atLeast: 2, within: "4m", inLast: "8m" }, { moments: two, now: 9, visit: visit(9) }, true, 9 + MS],
    ["two within a span, of which one is too old", { ...PRICING, atLeast: 2, within: "4m", inLast: "8m" }, { moments: two, now: 10, visit: visit(9) }, false],

    ["in this visit, and not in one before", PRICING, { moments: [view("/pricing", 1, "s0")], now: 9, visit: visit(9) }, false],
    ["by this person, in a visit before", { ...PRICING, of: "contact" }, { moments: [view("/pricing", 1, "s0")], now: 9, visit: visit(9) }, true],
    ["by this person, as the rule says", PRICING, { of: "contact", moments: [view("/pricing", 1, "s0")], now: 9, visit: visit(9) }, true],
    ["in this visit, though the rule is about a person", { ...PRICING, of: "session" }, { of: "contact", moments: [view("/pricing", 1, "s0")], now: 9, visit: visit(9) }, false],
    ["on the phone, of which no visit is known", { ...SALES, atLeast: 2, within: "7d" }, { of: "contact", moments: [call(1), call(9_000)], now: 9_009 }, true],
    ["on the phone, but not in the visit", SALES, { moments: [call(1)], now: 9, visit: visit(9) }, false],
    ["in a visit, without one", PRICING, { moments: two, now: 9 }, false],
    ["not in a visit, without one", { not: PRICING }, { moments: two, now: 9 }, false],
    ["not in a visit or by the person, without one", { any: [{ not: PRICING }, { ...PRICING, of: "contact" }] }, { moments: two, now: 9 }, true],
    ["not in a visit and by the person, without one", { all: [{ not: PRICING }, { ...PRICING, of: "contact" }] }, { moments: two, now: 9 }, false],
    ["not what is both of a visit and never of the person, without one", { not: { all: [PRICING, { ...SALES, of: "contact" }] } }, { moments: two, now: 9 }, true],

    ["one after the other", { sequence: [{ event: "a" }, { event: "b" }] }, { moments: [moment("a", 1), moment("c", 2), moment("b", 3)], now: 9, visit: visit(9) }, true],
    ["the other way round", { sequence: [{ event: "a" }, { event: "b" }] }, { moments: [moment("b", 1), moment("a", 3)], now: 9, visit: visit(9) }, false],
    ["the other way round and then right", { sequence: [{ event: "a" }, { event: "b" }] }, { moments: [moment("b", 1), moment("a", 3), moment("b", 4)], now: 9, visit: visit(9) }, true],
    ["one that is missing", { sequence: [{ event: "a" }, { event: "b" }, { event: "c" }] }, { moments: [moment("a", 1), moment("c", 3)], now: 9, visit: visit(9) }, false],
    ["the same twice: it happened once", { sequence: [{ event: "a" }, { event: "a" }] }, { moments: [moment("a", 1)], now: 9, visit: visit(9) }, false],
    ["the same twice", { sequence: [{ event: "a" }, { event: "a" }] }, { moments: [moment("a", 1), moment("a", 1)], now: 9, visit: visit(9) }, true],
    ["one event is not two steps", { sequence: [PRICING, { event: "page.*" }] }, { moments: [view("/pricing", 1)], now: 9, visit: visit(9) }, false],
    ["within just the time", { sequence: [{ event: "a" }, { event: "b" }], within: "2m" }, { moments: [moment("a", 1), moment("b", 3)], now: 9, visit: visit(9) }, true],
    ["within less", { sequence: [{ event: "a" }, { event: "b" }], within: "1m" }, { moments: [moment("a", 1), moment("b", 3)], now: 9, visit: visit(9) }, false],
    ["within the time, from a later beginning", { sequence: [{ event: "a" }, { event: "b" }, { event: "c" }], within: "2m" }, { moments: [moment("a", 1), moment("b", 2), moment("a", 3), moment("b", 4), moment("c", 5)], now: 9, visit: visit(9) }, true],
    ["in the last minutes, all of it", { sequence: [{ event: "a" }, { event: "b" }], inLast: "8m" }, { moments: [moment("a", 1), moment("b", 3)], now: 9, visit: visit(9) }, true, 9 + MS],
    ["in the last minutes, but not its beginning", { sequence: [{ event: "a" }, { event: "b" }], inLast: "8m" }, { moments: [moment("a", 1), moment("b", 3)], now: 10, visit: visit(9) }, false],
    ["in the last minutes, twice: until the later one is too old", { sequence: [{ event: "a" }, { event: "b" }], inLast: "8m" }, { moments: [moment("a", 1), moment("a", 2), moment("b", 3)], now: 9, visit: visit(9) }, true, 10 + MS],
    ["one after the other, in two visits", { sequence: [{ event: "a" }, { event: "b" }] }, { moments: [moment("a", 1, { session: "s0" }), moment("b", 3)], now: 9, visit: visit(9) }, false],
    ["one after the other, by the person", { sequence: [{ event: "a" }, { event: "b" }], of: "contact" }, { moments: [moment("a", 1, { session: "s0" }), moment("b", 3)], now: 9, visit: visit(9) }, true],
    ["one after the other in a visit, without one", { not: { sequence: [{ event: "a" }, { event: "b" }] } }, { now: 9 }, false],

    ["never, while the visit goes on", { never: PRICING }, { moments: [view("/about", 1)], now: 9, visit: visit(2) }, false, 22],
    ["never, at the end of the visit", { never: PRICING }, { moments: [view("/about", 1)], now: 22, visit: visit(2) }, true],
    ["never, just before its end", { never: PRICING }, { moments: [view("/about", 1)], now: 22 - MS, visit: visit(2) }, false, 22],
    ["never, but it did", { never: PRICING }, { moments: two, now: 60, visit: visit(5) }, false],
    ["never in this visit, but in one before", { never: PRICING }, { moments: [view("/pricing", 1, "s0")], now: 60, visit: visit(5) }, true],
    ["not never, while nobody can know", { not: { never: PRICING } }, { moments: [], now: 9, visit: visit(5) }, false, 25],
    ["not never, as it did", { not: { never: PRICING } }, { moments: two, now: 9, visit: visit(5) }, true],
    ["never, without a visit", { never: PRICING }, { now: 9 }, false],
  ])("%s", (_sentence, condition, asked, expected, dueAt) => {
    expect(holds(condition, asked)).toEqual({ holds: expected, ...(dueAt !== undefined && { dueAt: expect.closeTo(dueAt, 6) as number }) });
  });
});

describe("How long a page was looked at", () => {
  const HALF = { ...PRICING, lasting: "30s" } as const;
  it.each<[string, Condition, Asked, boolean, number?]>([
    ["until the next page: long enough", HALF, { moments: [view("/pricing", 1), view("/about", 1.5)], now: 9, visit: visit(1.5) }, true],
    ["until the next page: not long enough", HALF, { moments: [view("/pricing", 1), view("/about", 1.4)], now: 9, visit: visit(1.4) }, false],
    ["two tabs: a page of another visit does not end it", HALF, { moments: [view("/pricing", 1), view("/about", 1.4, "s2")], now: 1.6, visit: visit(1) }, true, 21],
    ["until now, while the visit goes on: not yet", HALF, { moments: [view("/pricing", 1)], now: 1.4, visit: visit(1) }, false, 1.5],
    ["until now: long enough", HALF, { moments: [view("/pricing", 1)], now: 1.5, visit: visit(1) }, true, 21],
    ["until now, and the visitor was seen since", HALF, { moments: [view("/pricing", 1)], now: 3, visit: visit(2) }, true],
    ["the visit is over: until its last sign, which came too early", HALF, { moments: [view("/pricing", 1)], now: 21, visit: visit(1) }, false],
    ["the visit is over: until its last sign, which came late enough", HALF, { moments: [view("/pricing", 1)], now: 30, visit: visit(1.5) }, true],
    ["longer than a visit lasts without a sign: nobody will know", { ...PRICING, lasting: "25m" }, { moments: [view("/pricing", 1)], now: 2, visit: visit(1) }, false],
    ["none so long so far: until it is", { ...HALF, atMost: 0 }, { moments: [view("/pricing", 1)], now: 1.2, visit: visit(1) }, true, 1.5],
    ["in a sequence", { sequence: [HALF, { event: "a" }] }, { moments: [view("/pricing", 1), moment("a", 1.6)], now: 1.7, visit: visit(1.6) }, true],
    ["in a sequence: not long enough", { sequence: [HALF, { event: "a" }] }, { moments: [view("/pricing", 1), view("/about", 1.2), moment("a", 1.6)], now: 1.7, visit: visit(1.6) }, false],
    ["never so long: the visit is over", { never: HALF }, { moments: [view("/pricing", 1), view("/about", 1.2)], now: 30, visit: visit(1.2) }, true],
    ["twice so long", { ...HALF, atLeast: 2 }, { moments: [view("/pricing", 1), view("/pricing", 2)], now: 3, visit: visit(2) }, true, 22],
    ["in a visit before: until the next page", { ...HALF, of: "contact" }, { moments: [view("/pricing", 1, "s0"), view("/about", 2, "s0"), view("/", 90)], now: 90, visit: visit(90) }, true],
    ["in a visit before: its last page until its last sign", { ...HALF, of: "contact" }, { moments: [view("/pricing", 1, "s0"), moment("element.clicked", 2, { session: "s0" }), view("/", 90)], now: 90, visit: visit(90) }, true],
    ["in a visit before: its last page, and no sign late enough", { ...HALF, of: "contact" }, { moments: [view("/pricing", 1, "s0"), moment("element.clicked", 1.2, { session: "s0" }), view("/", 90)], now: 90, visit: visit(90) }, false],
    ["what rules say of a visit before is no sign of it", { ...HALF, of: "contact" }, { moments: [view("/pricing", 1, "s0"), moment("segment.matched", 9, { session: "s0" }), view("/", 90)], now: 90, visit: visit(90) }, false],
    ["of a visit before without one now", { ...HALF, of: "contact" }, { moments: [view("/pricing", 1, "s0"), view("/about", 2, "s0")], now: 90 }, true],
  ])("%s", (_sentence, condition, asked, expected, dueAt) => {
    expect(holds(condition, asked)).toEqual({ holds: expected, ...(dueAt !== undefined && { dueAt: expect.closeTo(dueAt, 6) as number }) });
  });
});

describe("A condition over fields", () => {
  const fields = { "page.path": "/pricing", "session.pages": 3 };
  const minute: Condition = { field: "session.durationSeconds", is: "greaterThan", value: 60 };
  it.each<[string, Condition, Asked, boolean, number?]>([
    ["of the page", { field: "page.path", is: "equal", value: "/pricing" }, { now: 1, visit: visit(1, { fields }) }, true],
    ["of the visit", { field: "session.pages", is: "greaterThan", value: 3 }, { now: 1, visit: visit(1, { fields }) }, false],
    ["of the visit, which has no such value", { field: "session.country", is: "notEqual", value: "DE" }, { now: 1, visit: visit(1, { fields }) }, true],
    ["of a visit, without one", { field: "session.country", is: "notEqual", value: "DE" }, { now: 1 }, false],
    ["of a person", { field: "contact.traits.plan", is: "equal", value: "gold" }, { now: 1, person: { fields: { "contact.traits.plan": "gold" } } }, true],
    ["of a person whom nobody knows", { field: "contact.traits.plan", is: "exists" }, { now: 1, visit: visit(1) }, false],
    ["of a person whom nobody knows, denied", { field: "contact.traits.plan", is: "notEqual", value: "gold" }, { now: 1, visit: visit(1) }, true],
    ["by a name that every object has", { field: "contact.traits.constructor", is: "exists" }, { now: 1, person: { fields: {} } }, false],
    ["a visit of more than a minute: not yet", minute, { now: 1, visit: visit(0.5) }, false, 1 + MS],
    ["a visit of more than a minute", minute, { now: 1 + MS, visit: visit(0.5) }, true, 20.5],
    ["a visit of more than a minute, that ended before", minute, { now: 30, visit: visit(0.5) }, false],
    ["a visit of more than a minute, that ended after", minute, { now: 30, visit: visit(5) }, true],
    ["a visit of a minute, just so", { ...minute, is: "greaterThanOrEqual" }, { now: 1, visit: visit(0.5) }, true, 1 + MS],
  ])("%s", (_sentence, condition, asked, expected, dueAt) => {
    expect(holds(condition, asked)).toEqual({ holds: expected, ...(dueAt !== undefined && { dueAt: expect.closeTo(dueAt, 6) as number }) });
  });
});

describe("Rules that name others", () => {
  const yes: Condition = { event: "a" };
  const now = { now: 9, visit: visit(9) };
  const compiled = rules({
    segments: [segment("behind", { all: [{ segment: "first" }, { outcome: "done" }] }), segment("first", yes), segment("off", yes, { active: false }), segment("on_off", { segment: "off" }), segment("not_off", { not: { segment: "off" } })],
    outcomes: [{ id: "done", name: "Done", when: { segment: "first" } }, { id: "likely", name: "Likely", scored: true, when: { event: "never_said" } }],
    actionMaps: [actionMap("a", { segment: "behind" }), actionMap("b", { outcome: "likely", scoreAtLeast: 0.7 }), actionMap("c", yes, { active: false })],
  });
  const marks = compiled.take({}, [moment("a", 1)]);

  it("are looked at behind them, in whatever order they stand", () => {
    const answer = ask(compiled, marks, 9, now);
    expect([...answer.segments].sort()).toEqual(["behind", "first", "not_off"]);
    expect([...answer.outcomes]).toEqual(["done"]);
    expect([...answer.actionMaps]).toEqual(["a"]);
  });

  it("hear of what was so before, and of what a server said", () => {
    const before = ask(compiled, {}, 9, { visit: visit(9), segments: new Set(["first", "off"]), outcomes: new Set(["done"]) });
    expect([...before.segments].sort()).toEqual(["behind", "on_off"]);
  });

  it("hear how likely an outcome is", () => {
    const maps = (scores: Question["scores"]) => [...ask(compiled, {}, 9, { visit: visit(9), scores }).actionMaps];
    expect(maps({ likely: 0.7 })).toEqual(["b"]);
    expect(maps({ likely: 0.69 })).toEqual([]);
    expect(maps({})).toEqual([]);
  });

  it("are not known where those are not", () => {
    const visited = rules({ segments: [segment("visited", yes), segment("others", { not: { segment: "visited" } }, { of: "contact" })] });
    expect([...ask(visited, visited.take({}, [moment("a", 1)]), 9).segments]).toEqual([]);
    expect([...ask(visited, {}, 9, { visit: visit(9) }).segments]).toEqual(["others"]);
  });
});

describe("Marks", () => {
  const compiled = rules({ segments: [segment("a", { ...PRICING, atLeast: 2 }), segment("b", SALES, { of: "contact" })] });

  it("stay the very same where nothing is new", () => {
    const marks = compiled.take({}, [two[0]!, call(3)]);
    expect(compiled.take(marks, [two[0]!])).toBe(marks);
    expect(compiled.take(marks, [view("/about", 4)])).toBe(marks);
    expect(compiled.take(marks, [])).toBe(marks);
    expect(compiled.take(marks, [], "another conversation")).toBe(marks);
    expect(compiled.take(marks, two)).not.toBe(marks);
  });

  it("of a conversation go when it is replaced", () => {
    const first = call(3);
    const marks = compiled.take({}, [first, two[0]!]);
    const answered = { ...first, fields: { ...first.fields, abandoned: false } };
    expect(Object.values(compiled.take(marks, [answered], first.conversation))).toEqual([[expect.objectContaining({ id: two[0]!.id })]]);
    const later = { ...first, at: 99 };
    expect(Object.values(compiled.take(marks, [later], first.conversation)).flat().map(({ at }) => at).sort()).toEqual([60_000, 99]);
    expect(compiled.take(marks, [first], first.conversation)).toBe(marks);
    expect(compiled.take({}, [first, two[0]!], first.conversation)).toEqual(marks);
  });

  it("are the last hundred of each pattern, in whatever order they came", () => {
    const many = views(150);
    const marks = compiled.take({}, many);
    expect(Object.values(marks).map((kept) => kept.length)).toEqual([100]);
    expect(many.toReversed().reduce((before, one) => compiled.take(before, [one]), {})).toEqual(marks);
    expect(Object.values(marks)[0]![0]!.id).toBe(many[50]!.id);
  });

  it("of equal patterns are one, however they are written", () => {
    const written = rules({ segments: [
      segment("a", { event: "x", where: { all: [{ field: "path", is: "equal", value: ["/a", "/b"] }, { field: "title", is: "exists" }] } }),
      segment("b", { event: "x", where: { all: [{ field: "title", is: "exists" }, { field: "path", is: "equal", value: ["/b", "/a", "/b"], ignoreCase: false }] }, atLeast: 2 }),
      segment("c", { event: "x", where: { any: [{ field: "title", is: "exists" }] } }),
      segment("d", { never: { event: "x", where: { field: "title", is: "exists" } } }),
      segment("e", { event: "x", where: { not: { field: "title", is: "exists" } } }),
      segment("f", { event: "x", where: { any: [{ field: "path", is: "equal", value: ["/a", "/b"] }, { field: "title", is: "exists" }] } }),
      segment("g", { event: "x", where: { field: "title", is: "exists" } }, { active: false }),
    ] });
    expect(written.patterns.size).toBe(4);
    expect(rules({ segments: [segment("g", { event: "y" }, { active: false })] }).patterns.size).toBe(0);
  });

  it("outlive a change of rules, and go with the last rule that asked for them", () => {
    const marks = compiled.take({}, [...two, call(3)]);
    const next = rules({ segments: [segment("new", { ...PRICING, inLast: "1h" })] });
    expect([...ask(next, marks, 9, { visit: visit(9) }).segments]).toEqual(["new"]);
    expect(Object.keys(next.take(marks, [view("/pricing", 9)]))).toEqual([...next.patterns]);
  });

  it("of several journeys are one person's", () => {
    const [a, b] = [compiled.take({}, [two[0]!, call(1)]), compiled.take({}, [two[0]!, two[2]!])];
    const merged = compiled.merge([a, b, {}]);
    expect(merged).toEqual(compiled.merge([b, a]));
    expect(Object.values(merged).map((marks) => marks.length).sort()).toEqual([1, 2]);
    expect(compiled.merge([])).toEqual({});
  });

  it("are asked for by the types of events that rules look at", () => {
    expect(["page.viewed", "conversation.ended", "conversation.started", "x"].map(compiled.wants)).toEqual([true, true, false, false]);
    const nouns = rules({ segments: [segment("a", { event: "form.*" })] });
    expect(["form.submitted", "form", "forms.x"].map(nouns.wants)).toEqual([true, false, false]);
    expect(rules({ segments: [segment("a", { ...PRICING, lasting: "5s" }, { of: "contact" })] }).wants("scroll.reached")).toBe(true);
    expect(rules({ segments: [segment("a", { ...PRICING, lasting: "5s" })] }).wants("scroll.reached")).toBe(false);
  });
});

it("Page conditions of a map are those of the page that is looked at", () => {
  const compiled = rules({ actionMaps: [actionMap("a", PRICING, { pages: { field: "page.path", is: "matches", value: "^/(pricing|plans)$" } }), actionMap("b", PRICING)] });
  const fits = (id: string, path: string) => compiled.fitsPage(compiled.actionMaps.get(id)!, visit(1, { fields: { "page.path": path } }));
  expect([fits("a", "/plans"), fits("a", "/about"), fits("b", "/about")]).toEqual([true, false, true]);
});
