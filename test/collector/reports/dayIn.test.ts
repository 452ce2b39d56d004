/** Days by the clocks of time zones, which skip hours and repeat them. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { dayIn } from "../../../src/collector/reports/dayIn";

const HOUR = 3_600_000;
const hours = (day: string, zone: string) => {
  const span = dayIn({ day, zone, now: 0 })!;
  return [new Date(span.from).toISOString(), (span.until - span.from) / HOUR];
};

it.each([
  ["2026-11-27", "UTC", "2026-11-27T00:00:00.000Z", 24],
  ["2026-11-27", "Europe/Berlin", "2026-11-26T23:00:00.000Z", 24],
  ["2026-03-29", "Europe/Berlin", "2026-03-28T23:00:00.000Z", 23],
  ["2026-10-25", "Europe/Berlin", "2026-10-24T22:00:00.000Z", 25],
  ["2026-11-27", "Asia/Kathmandu", "2026-11-26T18:15:00.000Z", 24],
  ["2026-11-27", "Pacific/Kiritimati", "2026-11-26T10:00:00.000Z", 24],
  // Clocks go from midnight to one.
  ["2018-11-04", "America/Sao_Paulo", "2018-11-04T03:00:00.000Z", 23],
  ["2026-04-05", "Australia/Lord_Howe", "2026-04-04T13:00:00.000Z", 24.5],
])("%s in %s begins at %s and has %d hours", (day, zone, from, long) => {
  expect(hours(day, zone)).toEqual([from, long]);
});

it("is today where no day is said", () => {
  expect(dayIn({ day: undefined, zone: "Pacific/Auckland", now: Date.UTC(2026, 10, 27, 12) })?.day).toBe("2026-11-28");
  expect(dayIn({ day: undefined, zone: "America/Los_Angeles", now: Date.UTC(2026, 10, 27, 2) })?.day).toBe("2026-11-26");
});

it.each([["2026-02-30", "UTC"], ["27.11.2026", "UTC"], ["2026-11-27", "Mars/Olympus"], ["", "UTC"], ["2026-11-27", ""]])("knows no day %s in %s", (day, zone) => {
  expect(dayIn({ day, zone, now: 0 })).toBeUndefined();
});

it("has one day begin where the one before ends, and every moment in its own day", () => {
  const zones = ["UTC", "Europe/Berlin", "America/St_Johns", "Asia/Kathmandu", "Australia/Lord_Howe", "America/Sao_Paulo", "Africa/Casablanca"];
  fc.assert(fc.property(fc.constantFrom(...zones), fc.integer({ min: Date.UTC(2010, 0, 1), max: Date.UTC(2030, 0, 1) }), (zone, now) => {
    const today = dayIn({ day: undefined, zone, now })!;
    expect(now >= today.from && now < today.until).toBe(true);
    const tomorrow = dayIn({ day: new Date(Date.parse(`${today.day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10), zone, now })!;
    expect(tomorrow.from).toBe(today.until);
  }), { numRuns: 200 });
});
