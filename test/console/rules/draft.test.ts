import { expect, test } from "vitest";
import { added, broken, changes, draftOf, edited, freshId, placeOf, renamed, setOf, typed } from "../../../src/console/rules/draft";
import { differences, merged } from "../../../src/console/rules/merge";
import { blank, templates } from "../../../src/console/rules/templates";
import { isShowable } from "../../../src/console/rules/shape";
import { parseRules } from "../../../src/collector/rules/parseRules";
import type { ActionMap, RuleSet, Segment } from "../../../src/protocol/rules";

const segment = (id: string, name = id): Segment => ({ id, name, of: "session", color: "#123456", when: { event: "page.viewed" } });
const map = (id: string, more: Partial<ActionMap> = {}): ActionMap => ({ id, name: id, when: { segment: "s1" }, action: { type: "chat", text: "Hi?" }, ...more });
const set = (more: Partial<RuleSet> = {}): RuleSet => ({ segments: [segment("s1")], outcomes: [], actionMaps: [map("a"), map("b")], ...more });

test("a set that nobody changes stays as it is", () => {
  const base = set({ caps: { between: "1h" } });
  expect(setOf(draftOf(base))).toEqual(base);
  expect(changes(draftOf(base), base)).toBe(0);
});

test("deleting can be taken back, and moves the places of those behind", () => {
  const base = set();
  const without = edited(draftOf(base), "actionMaps", "a", { gone: true });
  expect([setOf(without).actionMaps.map(({ id }) => id), changes(without, base), placeOf(without, "actionMaps", "b")]).toEqual([["b"], 1, "actionMaps[0]"]);
  const back = edited(without, "actionMaps", "a", { gone: undefined });
  expect([setOf(back), changes(back, base), placeOf(back, "actionMaps", "b")]).toEqual([base, 0, "actionMaps[1]"]);
});

test("text that is no JSON loses nothing: neither the text nor the rule, until it is one", () => {
  const base = set();
  const half = typed(draftOf(base), "actionMaps", "a", '{ "id": "a", "name": ');
  expect(half.actionMaps[0]).toEqual({ key: "a", rule: map("a"), text: '{ "id": "a", "name": ' });
  expect([broken(half), changes(half, base), setOf(half)]).toEqual([["a"], 1, base]);
  for (const wrong of ["[]", "null", "7", '"x"', ""]) expect(broken(typed(half, "actionMaps", "a", wrong))).toEqual(["a"]);
  const whole = typed(half, "actionMaps", "a", JSON.stringify(map("a", { name: "New" })));
  expect([broken(whole), whole.actionMaps[0]]).toEqual([[], { key: "a", rule: map("a", { name: "New" }) }]);
});

test("a new rule has an id of its own, made of its name, and it follows the name as long as nobody chose another", () => {
  const { draft, key } = added(draftOf(set()), "actionMaps", { ...map(""), name: "Grüße für B" });
  expect(draft.actionMaps[0]!.rule.id).toBe("gru-e-fur-b");
  expect(freshId(draft, "a")).toBe("a-2");
  expect(freshId(draft, "…")).toBe("rule");
  expect(freshId(draft, "x".repeat(200))).toMatch(/^x{58}$/);
  const next = renamed(edited(draft, "actionMaps", key, { rule: { ...draft.actionMaps[0]!.rule, name: "B" } }), { kind: "actionMaps", key, before: "Grüße für B" });
  expect(next.actionMaps[0]).toMatchObject({ key, rule: { id: "b-2", name: "B" } });
  const chosen = edited(draft, "actionMaps", key, { rule: { ...draft.actionMaps[0]!.rule, id: "own", name: "B" } });
  expect(renamed(chosen, { kind: "actionMaps", key, before: "Grüße für B" })).toBe(chosen);
});

test("two who change different rules both keep theirs", () => {
  const base = set();
  const mine = set({ actionMaps: [map("mine"), map("a", { name: "A!" }), map("b")] });
  const theirs = set({ segments: [segment("s1", "S!")], actionMaps: [map("a"), map("theirs")] });
  const sides = { base, mine, theirs };
  expect(differences(sides).map(({ id, isBoth, theirs: other }) => [id, isBoth, other?.name])).toEqual([["theirs", false, "theirs"], ["b", false, undefined], ["s1", false, "S!"]]);
  const both = merged(sides, () => "mine");
  expect(both.actionMaps.map(({ id, name }) => [id, name])).toEqual([["mine", "mine"], ["a", "A!"], ["theirs", "theirs"]]);
  expect(both.segments[0]!.name).toBe("S!");
});

test("of a rule that both have changed, or one deleted, the choice holds", () => {
  const base = set();
  const sides = { base, mine: set({ actionMaps: [map("a", { name: "mine" })] }), theirs: set({ actionMaps: [map("a", { name: "theirs" }), map("b", { name: "kept" })] }) };
  expect(differences(sides).map(({ id, isBoth }) => [id, isBoth])).toEqual([["a", true], ["b", true]]);
  expect(merged(sides, () => "mine").actionMaps.map(({ name }) => name)).toEqual(["mine"]);
  expect(merged(sides, () => "theirs").actionMaps.map(({ name }) => name)).toEqual(["theirs", "kept"]);
});

test("caps are whose changed them", () => {
  const base = set();
  const theirs = set({ caps: { between: "1h" } });
  expect(merged({ base, mine: base, theirs }, () => "mine").caps).toEqual({ between: "1h" });
  expect(merged({ base, mine: set({ caps: { between: "2h" } }), theirs }, () => "mine").caps).toEqual({ between: "2h" });
});

test.each(templates().map((template) => [template.rule.name, template] as const))("the template “%s” is a rule that the collector takes and the form shows", (_name, { kind, rule }) => {
  const { draft } = added(draftOf({ segments: [], outcomes: [], actionMaps: [] }), kind, rule);
  expect(parseRules(setOf(draft))).toEqual({ set: setOf(draft) });
  expect(isShowable(kind, rule)).toBe(true);
});

test("an empty rule can be shown, and only its text is missing", () => {
  const draft = (["actionMaps", "segments", "outcomes"] as const).reduce((before, kind) => added(before, kind, blank()[kind]).draft, draftOf({ segments: [], outcomes: [], actionMaps: [] }));
  expect(parseRules(setOf(draft))).toEqual({ problems: [expect.objectContaining({ place: "actionMaps[0].action.text" })] });
});
