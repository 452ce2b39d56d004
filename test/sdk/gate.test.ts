import { expect, it, vi } from "vitest";
import { HELD_EVENTS } from "../../src/protocol/limits";
import { createGate } from "../../src/sdk/consent/gate";
import { createProfile } from "../../src/sdk/session/profile";
import { nextId } from "./fakes";
import type { ConsentState } from "../../src/protocol/event";
import type { Draft } from "../../src/sdk/session/profile";
import type { Entry } from "../../src/sdk/storage/outbox";

function createDoor(initial: ConsentState, isDenied = () => false) {
  const profile = createProfile(nextId);
  const recorded: Draft[] = [];
  const told: string[] = [];
  const record = vi.fn((entry: Entry) => void recorded.push(...(typeof entry === "function" ? entry(profile) : [entry])));
  const forget = vi.fn();
  const gate = createGate({ initial, isDenied, record, tell: ({ type }) => told.push(type), forget, newId: nextId });
  const draft = (type: string): Draft => ({ id: nextId(), type, at: 1, url: "", data: {} });
  const pass = (type: string) => gate.pass(draft(type));
  const observe = (type: string) => gate.pass(() => [draft(type)]);
  return { gate, pass, observe, record, recorded, told, forget, profile };
}

it("lets everything through when granted", () => {
  const { pass, recorded } = createDoor("granted");
  pass("page.viewed");
  expect(recorded.map(({ type }) => type)).toEqual(["page.viewed"]);
});

it("touches no storage while pending or denied", () => {
  for (const state of ["pending", "denied"] as const) {
    const { pass, observe, record } = createDoor(state);
    pass("page.viewed");
    observe("conversation.started");
    expect(record).not.toHaveBeenCalled();
  }
});

it("records what was held, in order, once it is granted", () => {
  const { gate, pass, observe, recorded } = createDoor("pending");
  pass("one");
  observe("two");
  gate.set("granted");
  pass("three");
  expect(recorded.map(({ type }) => type)).toEqual(["one", "two", "three"]);
});

it("obeys a denial that was given in another tab", () => {
  let denied = false;
  const { pass, recorded } = createDoor("granted", () => denied);
  pass("before");
  denied = true;
  pass("after");
  expect(recorded.map(({ type }) => type)).toEqual(["before"]);
});

it("takes a word that is neither yes nor no nor later for a no", () => {
  const { gate, pass, recorded, forget } = createDoor("granted");
  gate.set("whatever" as ConsentState);
  pass("one");
  expect(recorded).toEqual([]);
  expect(forget).toHaveBeenCalledTimes(1);
});

it("does not keep the thread of a conversation that began while denied", () => {
  const { gate, profile } = createDoor("denied");
  gate.pass(({ running }) => {
    running.push({ id: "talk", channel: "chat", told: ["started"], at: 1 });
    return [];
  });
  gate.set("granted");
  expect(profile.running).toEqual([]);
});

it("forgets what was held when it is denied, and what is stored", () => {
  const { gate, pass, recorded, forget } = createDoor("pending");
  pass("one");
  gate.set("denied");
  gate.set("granted");
  pass("two");
  expect(recorded.map(({ type }) => type)).toEqual(["two"]);
  expect(forget).toHaveBeenCalledTimes(1);
});

it("holds a bounded number, the latest", () => {
  const { gate, pass, recorded } = createDoor("pending");
  for (let i = 0; i < HELD_EVENTS + 10; i++) pass(`event_${i}`);
  gate.set("granted");
  expect(recorded).toHaveLength(HELD_EVENTS);
  expect(recorded.at(-1)!.type).toBe(`event_${HELD_EVENTS + 9}`);
});

it("keeps the thread of a conversation that began while pending", () => {
  const { gate, profile } = createDoor("pending");
  gate.pass(({ running }) => {
    running.push({ id: "talk", channel: "chat", told: ["started"], at: 1 });
    return [];
  });
  gate.set("granted");
  expect(profile.running.map(({ id }) => id)).toEqual(["talk"]);
});

it("tells what only it could tell while nothing is recorded, and nothing else: the rest is told by who emits it and who records it", () => {
  for (const [state, told] of [["pending", ["two"]], ["denied", ["two"]], ["granted", []]] as const) {
    const door = createDoor(state);
    door.pass("one");
    door.observe("two");
    expect(door.told).toEqual(told);
    door.gate.set("granted");
    expect(door.told).toEqual(told);
  }
});
