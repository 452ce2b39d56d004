import { expect, it } from "vitest";
import { createClock } from "../../src/sdk/session/clock";

const HOUR = 3_600_000;
const YEAR = 365 * 24 * HOUR;
const START = 1_790_000_000_000;

function createDevice() {
  let [wall, watch] = [START, 500.25];
  const now = createClock(() => wall, { now: () => watch });
  return {
    now,
    pass(ms: number) {
      wall += ms;
      watch += ms;
    },
    /** Stopwatches may stand still. */
    sleep: (ms: number) => void (wall += ms),
    set: (ms: number) => void (wall += ms),
  };
}

it("runs with the stopwatch, in whole milliseconds", () => {
  const { now, pass } = createDevice();
  expect(now()).toBe(START);
  pass(1_234.4);
  expect(now()).toBe(START + 1_234);
});

it.each([YEAR, -YEAR, -8 * HOUR, -2_000])("is not moved by someone who sets the device's clock by %i ms", (ms) => {
  const { now, pass, set } = createDevice();
  pass(1_000);
  set(ms);
  expect(now()).toBe(START + 1_000);
  pass(1_000);
  expect(now()).toBe(START + 2_000);
});

it("knows how long the computer slept, however often", () => {
  const { now, pass, sleep } = createDevice();
  sleep(8 * HOUR);
  expect(now()).toBe(START + 8 * HOUR);
  pass(1_000);
  sleep(16 * HOUR);
  expect(now()).toBe(START + 24 * HOUR + 1_000);
});

it("does not follow what is only put right by a little, and never goes back", () => {
  const { now, pass, set, sleep } = createDevice();
  set(900);
  expect(now()).toBe(START);
  set(-900);
  sleep(5_000);
  let last = now();
  for (const ms of [-4_000, 3_000, -YEAR, 2 * YEAR, -5]) {
    set(ms);
    pass(1);
    expect(now()).toBeGreaterThan(last);
    last = now();
  }
});
