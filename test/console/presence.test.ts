import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { startPresence } from "../../src/console/presence";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const MINUTE = 60_000;

test("A page that is shown says so within every half hour that a login lasts, and one that is hidden does not", async () => {
  const page = Object.assign(new EventTarget(), { visibilityState: "visible" as DocumentVisibilityState });
  const asked: string[] = [];
  const ask = async <T>(path: string) => {
    asked.push(path);
    return { ok: true as const, body: { codes: [String(asked.length)] } as T };
  };
  const heard: string[][] = [];
  // As much of a document as is used.
  const stop = startPresence({ ask }, ({ codes }) => heard.push(codes), page as unknown as Document);
  await vi.advanceTimersByTimeAsync(30 * MINUTE - 1);
  expect([asked.length >= 2, new Set(asked)]).toEqual([true, new Set(["/v1/me"])]);
  expect(heard.slice(0, 2)).toEqual([["1"], ["2"]]);
  page.visibilityState = "hidden";
  await vi.advanceTimersByTimeAsync(5 * MINUTE);
  const before = asked.length;
  await vi.advanceTimersByTimeAsync(120 * MINUTE);
  expect(asked.length).toBe(before);
  page.visibilityState = "visible";
  page.dispatchEvent(new Event("visibilitychange"));
  expect(asked.length).toBe(before + 1);
  stop();
});
