import { expect, it, vi } from "vitest";
import { HELD_EVENTS } from "../../src/protocol/limits";
import { createGate, readWord } from "../../src/sdk/consent/gate";
import { nextId } from "./fakes";
import type { Consent, ConsentState } from "../../src/protocol/event";
import type { Draft } from "../../src/sdk/session/profile";

type Answers = Partial<Consent>;
const forAll = (state: ConsentState): Answers => ({ analytics: state, identity: state, messaging: state });

/** What is stored as denied, and what a consent manager answers, may change from outside. */
function createDoor(initial: ConsentState | Answers, isDenied = () => false, others: Answers[] = []) {
  const recorded: string[] = [];
  const record = vi.fn(({ type }: Draft) => void (type === "consent.changed" || recorded.push(type)));
  const forget = vi.fn();
  // As the tracker does: it passes an event of it.
  const changed = vi.fn((_: Consent) => pass("consent.changed"));
  const isNew: boolean[] = [];
  const denial = () => (isDenied() ? forAll("denied") : {});
  const gate = createGate({
    initial: { ...readWord(initial), ...denial() },
    others: () => [...others, denial()],
    look: () => isNew.splice(0)[0],
    record,
    forget,
    changed,
  });
  const pass = (type: string, { at = 1, data = {} } = {}) => gate.pass({ id: nextId(), type, at, url: "", data });
  const set = (state: ConsentState) => gate.hear(readWord(state));
  return { gate: { ...gate, set }, pass, record, recorded, forget, changed, others, isNew };
}

it("lets everything through when granted", () => {
  const { pass, recorded } = createDoor("granted");
  pass("page.viewed");
  expect(recorded).toEqual(["page.viewed"]);
});

it("records nothing while pending or denied", () => {
  for (const state of ["pending", "denied"] as const) {
    const { pass, record } = createDoor(state);
    pass("page.viewed");
    expect(record).not.toHaveBeenCalled();
  }
});

it("records what was held, in order, and once, when it is granted", () => {
  const { gate, pass, recorded } = createDoor("pending");
  pass("one");
  gate.set("pending");
  pass("two");
  gate.set("granted");
  pass("three");
  gate.set("granted");
  expect(recorded).toEqual(["one", "two", "three"]);
});

it("obeys a denial that was given in another tab", () => {
  let denied = false;
  const { gate, pass, recorded } = createDoor("granted", () => denied);
  pass("before");
  denied = true;
  gate.hear();
  pass("after");
  expect(recorded).toEqual(["before"]);
  expect([gate.allows(), gate.isOpen()]).toEqual(["denied", false]);
  denied = false;
  gate.hear();
  expect([gate.allows(), gate.isOpen()]).toEqual(["granted", true]);
});

it("keeps a denial that was there when the page came, until the page itself is told otherwise", () => {
  let denied = true;
  for (const initial of ["granted", "pending"] as const) {
    denied = true;
    const { gate, pass, recorded } = createDoor(initial, () => denied);
    pass("denied");
    denied = false;
    gate.hear();
    pass("lifted elsewhere");
    expect(gate.allows()).toBe("denied");
    gate.set("granted");
    pass("granted");
    expect(recorded).toEqual(["granted"]);
  }
});

it("says what the visitor allows, and is open for a yes only", () => {
  for (const state of ["granted", "pending", "denied"] as const) {
    const { gate } = createDoor("denied");
    gate.set(state);
    expect([gate.allows(), gate.isOpen()]).toEqual([state, state === "granted"]);
    expect(createDoor(state).gate.allows()).toBe(state);
  }
});

it("takes a word that is neither yes nor no nor later for a no", () => {
  const odd = "whatever" as ConsentState;
  const { gate, pass, recorded, forget } = createDoor("granted");
  gate.set(odd);
  pass("one");
  gate.set("granted");
  expect(recorded).toEqual([]);
  expect(forget).toHaveBeenCalledWith(true);
  gate.set(odd);
  expect([gate.allows(), createDoor(odd).gate.allows()]).toEqual(["denied", "denied"]);
});

it("forgets what was held when it is denied, and what is stored", () => {
  const { gate, pass, recorded, forget } = createDoor("pending");
  pass("one");
  gate.set("denied");
  gate.set("granted");
  pass("two");
  expect(recorded).toEqual(["two"]);
  expect(forget.mock.calls.filter(([isAll]) => isAll)).toHaveLength(1);
});

it("holds a bounded number, the latest", () => {
  const { gate, pass, recorded } = createDoor("pending");
  for (let i = 0; i < HELD_EVENTS + 10; i++) pass(`event_${i}`);
  gate.set("granted");
  expect(recorded).toHaveLength(HELD_EVENTS);
  expect(recorded.at(-1)).toBe(`event_${HELD_EVENTS + 9}`);
});

it("lets no claim of who somebody is through, or wait, unless that is allowed", () => {
  for (const state of ["denied", "pending"] as const) {
    const { gate, pass, recorded } = createDoor({ identity: state });
    pass("identity.claimed");
    pass("page.viewed");
    gate.hear({ identity: "granted" });
    pass("identity.claimed");
    expect(recorded).toEqual(["page.viewed", "identity.claimed"]);
  }
});

it("changes what is named only, and says once what it has come to", () => {
  const { gate, changed } = createDoor("granted");
  gate.hear({ identity: "denied" });
  gate.hear({ identity: "denied" });
  expect(changed.mock.calls).toEqual([[{ analytics: "granted", identity: "denied", messaging: "granted" }]]);
  expect(gate.consent()).toEqual({ analytics: "granted", identity: "denied", messaging: "granted" });
});

it("takes who somebody is out of what waits when that is withdrawn, and leaves the rest", () => {
  const { gate, forget } = createDoor("granted");
  gate.hear({ identity: "denied" });
  expect(forget.mock.calls).toEqual([[false]]);
});

it("obeys whoever says no, and whoever has not answered, before anybody's yes", () => {
  const { gate, others, pass, recorded, changed } = createDoor("granted", undefined, [{ analytics: "pending", identity: "pending", messaging: "pending" }]);
  pass("one");
  expect([gate.allows(), recorded]).toEqual(["pending", []]);
  gate.set("granted");
  expect(gate.allows()).toBe("pending");
  others[0] = { analytics: "granted", identity: "denied", sharing: "denied", source: "gpp" };
  gate.hear();
  expect(recorded).toEqual(["one"]);
  expect(changed).toHaveBeenLastCalledWith({ analytics: "granted", identity: "denied", messaging: "granted", sharing: "denied", source: "gpp" });
  others[0] = forAll("denied");
  gate.set("granted");
  expect(gate.isOpen()).toBe(false);
});

it("obeys somebody who is there only now from the next thing that happens", () => {
  const { gate, others, isNew, pass, recorded, changed } = createDoor("granted");
  pass("before");
  others.push({ analytics: "pending", identity: "pending", messaging: "pending" });
  isNew.push(true);
  pass("after");
  expect(recorded).toEqual(["before"]);
  expect([gate.allows("identity"), gate.isOpen()]).toEqual(["pending", false]);
  expect(changed).toHaveBeenCalledTimes(1);
});

it("takes anything a page says, and only the two words for a yes or a later", () => {
  for (const odd of [5, "yes", true, null, undefined, ["granted"]]) expect(readWord({ analytics: odd ?? null })).toEqual({ analytics: "denied" });
  for (const none of [{}, [], { analytics: undefined }]) expect(readWord(none)).toEqual({});
  for (const odd of [undefined, 5, "", null]) expect(readWord(odd)).toEqual(forAll("denied"));
});
