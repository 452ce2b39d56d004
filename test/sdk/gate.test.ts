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
  const record = vi.fn(async (entry: Entry) => {
    const drafts = entry(profile);
    recorded.push(...drafts);
    return drafts;
  });
  const forget = vi.fn();
  const gate = createGate({ initial, isDenied, record, forget, newId: nextId });
  const pass = (type: string) => gate.pass(() => [{ id: nextId(), type, at: 1, url: "", data: {} }]);
  return { gate, pass, record, recorded, forget, profile };
}

it("lets everything through when granted", async () => {
  const { pass, recorded } = createDoor("granted");
  await pass("page.viewed");
  expect(recorded.map(({ type }) => type)).toEqual(["page.viewed"]);
});

it("touches no storage while pending or denied", async () => {
  for (const state of ["pending", "denied"] as const) {
    const { pass, record } = createDoor(state);
    await pass("page.viewed");
    expect(record).not.toHaveBeenCalled();
  }
});

it("records what was held, in order, once it is granted", async () => {
  const { gate, pass, recorded } = createDoor("pending");
  await pass("one");
  await pass("two");
  gate.set("granted");
  await pass("three");
  expect(recorded.map(({ type }) => type)).toEqual(["one", "two", "three"]);
});

it("obeys a denial that was given in another tab", async () => {
  let denied = false;
  const { pass, recorded } = createDoor("granted", () => denied);
  await pass("before");
  denied = true;
  await pass("after");
  expect(recorded.map(({ type }) => type)).toEqual(["before"]);
});

it("takes a word that is neither yes nor no nor later for a no", async () => {
  const { gate, pass, recorded, forget } = createDoor("granted");
  gate.set("whatever" as ConsentState);
  await pass("one");
  expect(recorded).toEqual([]);
  expect(forget).toHaveBeenCalledTimes(1);
});

it("does not keep the thread of a conversation that began while denied", async () => {
  const { gate, profile } = createDoor("denied");
  await gate.pass(({ running }) => {
    running.push({ id: "talk", channel: "chat", told: ["started"], at: 1 });
    return [];
  });
  gate.set("granted");
  expect(profile.running).toEqual([]);
});

it("forgets what was held when it is denied, and what is stored", async () => {
  const { gate, pass, recorded, forget } = createDoor("pending");
  await pass("one");
  gate.set("denied");
  gate.set("granted");
  await pass("two");
  expect(recorded.map(({ type }) => type)).toEqual(["two"]);
  expect(forget).toHaveBeenCalledTimes(1);
});

it("holds a bounded number, the latest", async () => {
  const { gate, pass, recorded } = createDoor("pending");
  for (let i = 0; i < HELD_EVENTS + 10; i++) await pass(`event_${i}`);
  gate.set("granted");
  expect(recorded).toHaveLength(HELD_EVENTS);
  expect(recorded.at(-1)!.type).toBe(`event_${HELD_EVENTS + 9}`);
});

it("keeps the thread of a conversation that began while pending", async () => {
  const { gate, profile } = createDoor("pending");
  await gate.pass(({ running }) => {
    running.push({ id: "talk", channel: "chat", told: ["started"], at: 1 });
    return [];
  });
  gate.set("granted");
  expect(profile.running.map(({ id }) => id)).toEqual(["talk"]);
});
