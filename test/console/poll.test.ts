import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { startPolling } from "../../src/console/poll";
import type { Reply } from "../../src/console/desk";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function start(first: DocumentVisibilityState = "visible") {
  const target = new EventTarget();
  const page = Object.assign(target, { visibilityState: first });
  const asked: ((reply: Reply<number>) => void)[] = [];
  const heard: Reply<number>[] = [];
  const stop = startPolling<number>({
    ask: () => new Promise((resolve) => asked.push(resolve)),
    onReply: (reply) => heard.push(reply),
    everyMs: 1_000,
    // As much of a document as is used.
    page: page as unknown as Document,
  });
  const turn = (state: DocumentVisibilityState) => {
    page.visibilityState = state;
    page.dispatchEvent(new Event("visibilitychange"));
  };
  const answer = async (body: number) => {
    asked[asked.length - 1]!({ ok: true, body });
    await vi.advanceTimersByTimeAsync(0);
  };
  return { asked, heard, stop, turn, answer };
}

test("asks at once, and again some time after each answer, whatever it was", async () => {
  const { asked, heard, answer } = start();
  expect(asked.length).toBe(1);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(asked.length).toBe(1);
  asked[0]!({ ok: false, reason: "The collector is busy." });
  await vi.advanceTimersByTimeAsync(999);
  expect(asked.length).toBe(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(asked.length).toBe(2);
  await answer(5);
  expect(heard).toEqual([{ ok: false, reason: "The collector is busy." }, { ok: true, body: 5 }]);
});

test("asks nothing while hidden, and at once when shown again", async () => {
  const { asked, turn, answer } = start();
  await answer(1);
  turn("hidden");
  await vi.advanceTimersByTimeAsync(60_000);
  expect(asked.length).toBe(1);
  turn("visible");
  expect(asked.length).toBe(2);
  await answer(2);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(asked.length).toBe(3);
  expect(start("hidden").asked.length).toBe(0);
});

test("counts its pause from the last answer, also when it was shown in between", async () => {
  const { asked, turn, answer } = start();
  await answer(1);
  await vi.advanceTimersByTimeAsync(500);
  for (const state of ["hidden", "visible"] as const) turn(state);
  await answer(2);
  await vi.advanceTimersByTimeAsync(900);
  expect(asked.length).toBe(2);
  await vi.advanceTimersByTimeAsync(100);
  expect(asked.length).toBe(3);
});

test("asks one question at a time, however often the page is hidden and shown", async () => {
  const { asked, turn, answer } = start();
  for (const state of ["hidden", "visible", "hidden", "visible"] as const) turn(state);
  expect(asked.length).toBe(1);
  await answer(1);
  for (const state of ["hidden", "visible"] as const) turn(state);
  await answer(2);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(asked.length).toBe(3);
});

test("is still when stopped, and hands on no answer that comes after", async () => {
  const { asked, heard, stop, turn, answer } = start();
  stop();
  await answer(1);
  turn("hidden");
  turn("visible");
  await vi.advanceTimersByTimeAsync(60_000);
  expect([asked.length, heard]).toEqual([1, []]);
});
