import { expect, it } from "vitest";
import { causesOf } from "../../../src/collector/rules/causes";
import type { Condition, FieldCondition } from "../../../src/protocol/rules";

const compile = (where: FieldCondition) => (fields: { readonly [name: string]: unknown }) => "field" in where && fields[where.field] === where.value;
const order = { event: "order.placed" };
const sales = { event: "conversation.ended", where: { field: "queue", is: "equal", value: "Sales" } } as const;

it.each<[string, Condition, boolean, boolean]>([
  ["what is asked for", order, true, false],
  ["what it is about", { event: "order.*" }, true, false],
  ["and not what is only called alike", { event: "ord.*" }, false, false],
  ["fields, too", sales, false, true],
  ["a part of it", { all: [{ field: "page.path", is: "exists" }, { any: [order, sales] }] }, true, true],
  ["a step", { sequence: [order, sales] }, true, true],
  ["nothing that is denied", { all: [{ not: order }, { never: sales }] }, false, false],
  ["what is not denied after all", { not: { not: order } }, true, false],
  ["nothing that may happen no more than so often", { event: "order.placed", atMost: 0 }, false, false],
  ["what may happen no more than so often, if that is denied", { not: { event: "order.placed", atMost: 2 } }, true, false],
  ["what is asked for between two numbers", { event: "order.placed", atLeast: 1, atMost: 3 }, true, false],
  ["no page that has to be looked at for a while", { event: "order.placed", lasting: "30s" }, false, false],
  ["nothing, where no event is asked for", { any: [{ segment: "vip" }, { outcome: "sale" }, { field: "page.path", is: "exists" }] }, false, false],
])("is %s", (_name, when, isOrder, isSales) => {
  const isCause = causesOf(when, compile);
  expect(isCause({ type: "order.placed", fields: {} })).toBe(isOrder);
  expect(isCause({ type: "conversation.ended", fields: { queue: "Sales" } })).toBe(isSales);
  expect(isCause({ type: "conversation.ended", fields: { queue: "Service" } })).toBe(false);
});
