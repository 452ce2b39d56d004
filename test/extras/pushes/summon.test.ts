/** The extra comes when a conversation is under way, and only then. */
import fc from "fast-check";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { summon } from "../../../src/extras/pushes/summon";
import { isLive, readTalks } from "../../../src/extras/pushes/talks";
import { createGuard } from "../../../src/extras/widgets/guard";
import { sight, type Talk } from "../../../src/extras/widgets/story";
import { CONVERSATION_STATES } from "../../../src/protocol/event";
import { nextId, stubLocalStorage } from "../../sdk/fakes";
import { createHost } from "../standIns/host";

let storage: ReturnType<typeof stubLocalStorage>;
let window: EventTarget;
beforeEach(() => {
  storage = stubLocalStorage();
  window = new EventTarget();
  vi.stubGlobal("document", new EventTarget());
  vi.stubGlobal("addEventListener", window.addEventListener.bind(window));
});
afterEach(() => void vi.unstubAllGlobals());

const WAITS = JSON.stringify({ visitor: "v1", ids: ["a"], offers: [{ push: { id: "a" }, until: 9 }] });

it("has offers loaded where one waits, at once or by the word of another tab, and not for decisions that need nobody", () => {
  const { bring, run } = start();
  const key = "parley:pk_test:o";
  storage.kept[key] = JSON.stringify({ visitor: "v1", ids: ["a"], offers: [] });
  run();
  expect(bring).not.toHaveBeenCalled();
  storage.kept[key] = WAITS;
  window.dispatchEvent(new Event("storage"));
  expect(bring.mock.calls).toEqual([["offers"]]);
  const later = start();
  later.run();
  expect(later.bring.mock.calls).toEqual([["offers"]]);
  const denied = start();
  denied.host.allows = "denied";
  denied.run();
  expect(denied.bring).not.toHaveBeenCalled();
});

function start(talks?: Partial<Talk>[]) {
  const host = createHost();
  const bring = vi.fn(async (_extra: string) => {});
  const write = (talks: Partial<Talk>[] | undefined) => void (storage.kept[host.name] = JSON.stringify(talks));
  if (talks) write(talks);
  const run = () => summon({ ...host, bring: bring as never }, createGuard(host.signal, host.debug));
  return { host, bring, write, run };
}
const LIVE = [{ told: ["opened", "started", "connected"] as Talk["told"] }];

it("at once where one is, by the word of another tab, or as one begins here", () => {
  const there = start(LIVE);
  there.run();
  expect(there.bring).toHaveBeenCalledTimes(1);

  const elsewhere = start([]);
  elsewhere.run();
  expect(elsewhere.bring).not.toHaveBeenCalled();
  elsewhere.write(LIVE);
  window.dispatchEvent(new Event("storage"));
  expect(elsewhere.bring).toHaveBeenCalledTimes(1);

  const here = start([]);
  here.run();
  here.write([{ told: ["accepted"] }]);
  document.dispatchEvent(new Event("pe:conversation.accepted"));
  expect(here.bring).toHaveBeenCalledTimes(1);
});

it("not without consent, which not even looks, and not after the end", () => {
  const { host, bring, run } = start(LIVE);
  host.allows = "denied";
  const look = vi.spyOn(localStorage, "getItem");
  run();
  window.dispatchEvent(new Event("storage"));
  expect([bring.mock.calls, look.mock.calls]).toEqual([[], []]);
  host.allows = "granted";
  host.stop();
  window.dispatchEvent(new Event("storage"));
  expect(bring).not.toHaveBeenCalled();
});

it("which nobody has told of for a day is over", () => {
  const talk = { id: "a", channel: "chat", told: ["started"], at: 1 } as Talk;
  expect([isLive(talk, 86_400_000), isLive(talk, 86_400_001)]).toEqual([true, false]);
});

it("for whatever story it is that has begun and not ended", () => {
  const sighting = fc.tuple(fc.constantFrom(...CONVERSATION_STATES), fc.record({ id: fc.constantFrom("a", "b", 'x"started"]', "ended"), channel: fc.constantFrom("chat" as const, "call" as const) }));
  let live = 0;
  fc.assert(fc.property(fc.array(sighting, { maxLength: 8 }), (sightings) => {
    const talks: Talk[] = [];
    for (const [state, detail] of sightings) sight(talks, state, detail, { now: 1, newId: nextId });
    const { host, bring, run } = start(talks);
    run();
    const isUnderWay = readTalks(host.name).some((talk) => isLive(talk, 1));
    live += Number(isUnderWay);
    expect(bring.mock.calls.length).toBe(Number(isUnderWay));
  }), { numRuns: 1_000 });
  expect(live).toBeGreaterThan(100);
});
