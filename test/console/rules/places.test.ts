import { expect, test } from "vitest";
import { assigned, isWithin, read, written } from "../../../src/console/rules/places";

const RULE = { id: "a", when: { all: [{ field: "page.path", is: "equal", value: "/" }, { event: "page.viewed" }] }, agents: { queue: "Sales" } };

test("a place is read, and nothing where the way to it ends", () => {
  expect(read(RULE, "when.all[0].field")).toBe("page.path");
  expect(read(RULE, "")).toBe(RULE);
  for (const nowhere of ["when.any[0]", "when.all[9].field", "id.length", "toString", "agents.queue.x"]) expect(read(RULE, nowhere)).toBeUndefined();
});

test("a value is put in its place, in a copy, and keys stay in order", () => {
  const before = structuredClone(RULE);
  const after = written(RULE, "when.all[1].atLeast", 2);
  expect(after.when.all[1]).toEqual({ event: "page.viewed", atLeast: 2 });
  expect(RULE).toEqual(before);
  expect(after.when.all[0]).toBe(RULE.when.all[0]);
  expect(Object.keys(written(RULE, "id", "b"))).toEqual(["id", "when", "agents"]);
  expect(written(RULE, "action.link.url", "/x")).toMatchObject({ action: { link: { url: "/x" } } });
});

test("nothing takes a place away: an item of a list, and an object that is left empty", () => {
  expect(written(RULE, "when.all[0]", undefined).when.all).toEqual([{ event: "page.viewed" }]);
  expect(written(RULE, "agents.queue", undefined)).not.toHaveProperty("agents");
  expect(written({ between: "1h" }, "between", undefined)).toEqual({});
});

test("a place lies within another by whole steps only", () => {
  expect(isWithin("actionMaps[1].when", "actionMaps[1]")).toBe(true);
  expect(isWithin("actionMaps[1]", "actionMaps[1]")).toBe(true);
  expect(isWithin("actionMaps[12]", "actionMaps[1]")).toBe(false);
  expect(isWithin("actionMaps[1].named", "actionMaps[1].name")).toBe(false);
});

test("each problem is shown at its place, or else at the nearest that it lies within", () => {
  const places = ["actionMaps[2]", "actionMaps[2].when", "actionMaps[2].when.all[0]", "actionMaps[2].when.all[0].field", "actionMaps[2].when.all[0].value"];
  const problem = (place: string) => ({ place, message: place });
  const shown = assigned(["actionMaps[2].when.all[0].field", "actionMaps[2].when.all[0].value[3]", "actionMaps[2].when.all[0].colour", 'actionMaps[2]["my key"]', "actionMaps[20].name", "caps.between"].map(problem), places);
  expect(Object.fromEntries(shown)).toEqual({
    "actionMaps[2].when.all[0].field": ["actionMaps[2].when.all[0].field"],
    "actionMaps[2].when.all[0].value": ["actionMaps[2].when.all[0].value[3]"],
    "actionMaps[2].when.all[0]": ["actionMaps[2].when.all[0].colour"],
    "actionMaps[2]": ['actionMaps[2]["my key"]'],
  });
});
