import { afterEach, beforeEach, expect, it } from "vitest";
import { createRetention, type Retention } from "../../src/collector/retention";
import type { TidyLimits } from "../../src/collector/store/contacts";
import type { Store } from "../../src/collector/store/store";
import { anEvent, NOW, openCollector, type Collector } from "./openCollector";

const DAY = 86_400_000;
let collector: Collector;
let retention: Retention;
let asked: TidyLimits[];
let broken: Error | undefined;
let days: { keepAnonymousDays: number; keepIdentifiedDays: number };
const failures: unknown[] = [];
beforeEach(async () => {
  [asked, broken, days] = [[], undefined, { keepAnonymousDays: 10, keepIdentifiedDays: 20 }];
  failures.length = 0;
  const wrap = (store: Store): Store => ({
    ...store,
    tidy: (limits) => {
      asked.push(limits);
      return broken ? Promise.reject(broken) : store.tidy(limits);
    },
  });
  collector = await openCollector({ PE_KEEP_ANONYMOUS_DAYS: "10", PE_KEEP_IDENTIFIED_DAYS: "20" }, wrap);
  const { store, clock } = collector;
  retention = createRetention({ store, keep: () => days, now: () => clock.now, failed: (problem) => failures.push(problem) });
});
afterEach(async () => {
  await retention.stop();
  await collector.close();
});

it("Retention runs once a day, by the collector's clock, for as many days as are set", async () => {
  await collector.post(collector.batch([anEvent({ session: "w1" })]));
  await retention.run();
  collector.clock.now = NOW + DAY - 1;
  await retention.run();
  expect(asked).toEqual([{ now: NOW, sites: [{ site: collector.site.id, anonymousBefore: NOW - 10 * DAY, identifiedBefore: NOW - 20 * DAY }] }]);
  collector.clock.now = NOW + DAY;
  await retention.run();
  expect([asked.length, (await collector.events()).length]).toEqual([2, 1]);
  collector.clock.now = NOW + 11 * DAY;
  await retention.run();
  expect([asked.length, (await collector.events()).length]).toEqual([3, 0]);
});

it("Retention runs at the next look when the days were changed, once", async () => {
  await collector.post(collector.batch([anEvent({ session: "w1" })]));
  await retention.run();
  collector.clock.now = NOW + 5 * DAY;
  await retention.run();
  days = { keepAnonymousDays: 4, keepIdentifiedDays: 20 };
  collector.clock.now += 1;
  await retention.run();
  await retention.run();
  expect([asked.length, asked.at(-1)?.sites[0]?.anonymousBefore, (await collector.events()).length]).toEqual([3, NOW + DAY + 1, 0]);
});

it("Retention goes on with what is left, and runs again soon where it failed", async () => {
  for (let i = 0; i < 25; i++) await collector.post(collector.batch(Array.from({ length: 100 }, () => anEvent({ session: `w${i}` }))));
  collector.clock.now = NOW + 11 * DAY;
  broken = new Error("disk");
  await retention.run();
  expect([failures, (await collector.events()).length]).toEqual([[broken], 2_500]);
  broken = undefined;
  await Promise.all([retention.run(), retention.run()]);
  expect([asked.length, (await collector.events()).length]).toEqual([4, 0]);
});

it("Retention that is stopped leaves the rest to the next start", async () => {
  for (let i = 0; i < 25; i++) await collector.post(collector.batch(Array.from({ length: 100 }, () => anEvent({ session: `w${i}` }))));
  collector.clock.now = NOW + 11 * DAY;
  retention.start();
  await retention.stop();
  expect((await collector.events()).length).toBeGreaterThan(0);
  expect(failures).toEqual([]);
});
