/** What all tabs know of decisions: each is new once, and an offer is claimed once, for the visitor whom it was decided for. */
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createMemory } from "../../../src/extras/offers/memory";
import type { OfferPush } from "../../../src/protocol/push";
import { stubLocalStorage } from "../../sdk/fakes";

const SITE = "parley:pk_test:";
let storage: ReturnType<typeof stubLocalStorage>;
const visit = (visitor: string) => void (storage.kept[SITE] = JSON.stringify({ visitor }));
beforeEach(() => {
  storage = stubLocalStorage();
  visit("v1");
});
afterEach(() => void vi.unstubAllGlobals());

const offer = (id: string): OfferPush => ({ id, type: "action.qualified", at: 1, data: { map: "m", name: "Map", type: "chat", version: 1, action: { type: "chat", text: "Hello" } } });
const ids = (pushes: { id: string }[]) => pushes.map(({ id }) => id);

it("takes each decision once, over all tabs and in one answer", () => {
  const [one, two] = [createMemory(SITE), createMemory(SITE)];
  expect(ids(one.take([offer("a"), offer("b"), offer("a")]))).toEqual(["a", "b"]);
  expect(ids(two.take([offer("b"), offer("c")]))).toEqual(["c"]);
  expect(one.take([offer("c")])).toEqual([]);
});

it("lets one tab claim what waits", () => {
  const [one, two] = [createMemory(SITE), createMemory(SITE)];
  one.wait({ push: offer("a"), until: 9 });
  expect(two.waiting()).toEqual([{ push: offer("a"), until: 9 }]);
  expect([two.claim("a"), one.claim("a"), one.claim("b"), one.waiting()]).toEqual([true, false, false, []]);
});

it("remembers the last hundred", () => {
  const memory = createMemory(SITE);
  memory.take(Array.from({ length: 101 }, (_, i) => offer(`${i}`)));
  expect([memory.knows("0"), memory.knows("1"), memory.knows("100")]).toEqual([false, true, true]);
});

it("knows nothing that was decided for another visitor", () => {
  const memory = createMemory(SITE);
  memory.take([offer("a")]);
  memory.wait({ push: offer("a"), until: 9 });
  visit("v2r");
  expect([memory.knows("a"), memory.waiting(), ids(memory.take([offer("a")]))]).toEqual([false, [], ["a"]]);
});

it("forgets when told to, in all tabs", () => {
  const memory = createMemory(SITE);
  memory.take([offer("a")]);
  memory.forget();
  expect([memory.knows("a"), storage.kept[`${SITE}o`]]).toEqual([false, undefined]);
});

it("goes on in memory where nothing can be stored", () => {
  storage.full = true;
  const memory = createMemory(SITE);
  expect([ids(memory.take([offer("a")])), memory.take([offer("a")])]).toEqual([["a"], []]);
  memory.wait({ push: offer("a"), until: 9 });
  expect([memory.claim("a"), memory.waiting()]).toEqual([true, []]);
});

it.each(["null", "7", "[]", '{"visitor":"v1"}', '{"visitor":"v1","ids":{},"offers":[]}', '{"visitor":"v1","ids":[],"offers":7}', "{"])("takes %s, whoever has written it, for nothing", (text) => {
  storage.kept[`${SITE}o`] = text;
  const memory = createMemory(SITE);
  expect([memory.waiting(), memory.knows("a"), ids(memory.take([offer("a")])), memory.claim("a")]).toEqual([[], false, ["a"], false]);
});
