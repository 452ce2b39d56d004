import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createAnnouncer } from "../../src/console/announce";
import type { ConversationCard } from "../../src/protocol/card";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const talk = (id: string, queue?: string, status: ConversationCard["status"] = "waiting"): ConversationCard =>
  ({ kind: "conversation", id, status, channel: "chat", queues: queue ? [queue] : [], agents: [], startedAt: 0, since: 0, waitedMs: 0, talkedMs: 0, lastAt: 0, n: 1 });

test("says new waiting conversations at once, then at most every five seconds", () => {
  const said: string[] = [];
  const announce = createAnnouncer((text) => said.push(text));
  announce.known([talk("old")]);
  expect(said).toEqual([]);
  expect(announce.hear([talk("old"), talk("a", "Sales")]).map(({ id }) => id)).toEqual(["a"]);
  expect(said).toEqual(["1 new conversation waiting in Sales"]);
  announce.hear([talk("b", "Sales"), talk("c", "Support")]);
  announce.hear([talk("d")]);
  vi.advanceTimersByTime(4_999);
  expect(said.length).toBe(1);
  vi.advanceTimersByTime(1);
  expect(said[1]).toBe("3 new conversations waiting in Sales, Support");
  vi.advanceTimersByTime(60_000);
  expect(said.length).toBe(2);
});

test("what was taken before it could be said is not said", () => {
  const said: string[] = [];
  const announce = createAnnouncer((text) => said.push(text));
  announce.hear([talk("a")]);
  announce.hear([talk("b")]);
  announce.hear([talk("b", undefined, "connected")]);
  vi.advanceTimersByTime(60_000);
  expect(said.length).toBe(1);
});

test("a window that was open is news once its conversation waits, and once only", () => {
  const announce = createAnnouncer(() => {});
  announce.known([talk("a", undefined, "connected")]);
  const heard = (...cards: ConversationCard[]) => announce.hear(cards).map(({ id }) => id);
  expect([heard(talk("b", undefined, "pending")), heard(talk("b"), talk("b", "Sales")), heard(talk("b", "Sales")), heard(talk("a"))]).toEqual([[], ["b"], [], []]);
});
