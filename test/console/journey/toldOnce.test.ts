import { expect, test } from "vitest";
import { toldOnce } from "../../../src/console/journey/toldOnce";
import { stretches } from "../../../src/console/journey/talks";
import { toVisits } from "../../../src/console/journey/visits";
import type { Step } from "../../../src/protocol/card";

const SECOND = 1_000;
const seen = (id: string, type: string, at: number, data: object = {}): Step =>
  ({ id, type: `conversation.${type}`, at, n: at, source: "page", session: "w1", url: "https://x.example/1", conversation: "call-7", data: { conversation: "p1", ...data } });
const told = (id: string, type: string, at: number, data: object = {}): Step => ({ id, type: `conversation.${type}`, at, n: at, source: "server", data: { conversation: "call-7", ...data } });
const ids = (steps: Step[]) => toldOnce(steps).map(({ id }) => id);

test("what a page saw and the contact centre tells is one step, and it happened in the page's visit", () => {
  const steps = [
    seen("opened", "opened", 0), seen("began", "started", SECOND), told("started", "started", 2 * SECOND), told("routed", "routed", 3 * SECOND, { queue: "Sales" }),
    seen("hello", "connected", 4 * SECOND), told("connected", "connected", 5 * SECOND, { agent: "Dana" }), told("again", "connected", 9 * SECOND, { agent: "Tom" }),
    seen("closed", "ended", 10 * SECOND, { by: "customer" }), told("ended", "ended", 11 * SECOND, { by: "customer" }),
  ];
  expect(ids(steps)).toEqual(["opened", "started", "routed", "connected", "again", "ended"]);
  const visits = toVisits(toldOnce(steps));
  expect(visits.map(({ kind, parts }) => [kind, parts.flatMap((part) => part.steps.map(({ id }) => id))])).toEqual([["visit", ["opened", "started", "routed", "connected", "again", "ended"]]]);
  expect(stretches(steps, 20 * SECOND).map(({ state, from, to }) => [state, from, to])).toEqual([["waiting", SECOND, 4 * SECOND], ["connected", 4 * SECOND, 10 * SECOND]]);
});

test("what contradicts, is long apart or of another conversation stays", () => {
  expect(ids([seen("a", "connected", 0, { agent: "Dana" }), told("b", "connected", SECOND, { agent: "Tom" })])).toEqual(["a", "b"]);
  expect(ids([seen("a", "routed", 0, { queue: "Sales" }), told("b", "routed", SECOND, { queue: "Support" })])).toEqual(["a", "b"]);
  expect(ids([seen("a", "ended", 0, { by: "customer" }), told("b", "ended", SECOND, { by: "agent" })])).toEqual(["a", "b"]);
  expect(ids([seen("a", "started", 0), told("b", "started", 61 * SECOND)])).toEqual(["a", "b"]);
  expect(ids([seen("a", "started", 0), { ...told("b", "started", SECOND), data: { conversation: "call-8" } }])).toEqual(["a", "b"]);
  expect(ids([told("a", "started", 0), told("b", "started", SECOND)])).toEqual(["a", "b"]);
  // One word of the contact centre stands for one of the page's.
  expect(ids([seen("a", "connected", 0), seen("b", "connected", SECOND), told("c", "connected", 2 * SECOND)])).toEqual(["b", "c"]);
});
