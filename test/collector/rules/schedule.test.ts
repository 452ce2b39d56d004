import fc from "fast-check";
import { expect, it } from "vitest";
import { isOpen } from "../../../src/collector/rules/schedule";
import { DAYS, type Schedule } from "../../../src/protocol/rules";

const MINUTE = 60_000;
const ALL = [...DAYS];
const daily = (timeZone: string, from: string, until: string): Schedule => ({ timeZone, hours: [{ days: ALL, from, until }] });

/** Hours that it is open, from one moment of UTC to another. */
function openHours(schedule: Schedule, from: string, until: string): number {
  let minutes = 0;
  for (let at = Date.parse(from); at < Date.parse(until); at += MINUTE) if (isOpen(schedule, at)) minutes++;
  return minutes / 60;
}

it.each<[string, Schedule, string, number]>([
  // The day before, of, and after each change; 24 hours of UTC that hold that night.
  ["Berlin, no change", daily("Europe/Berlin", "01:00", "04:00"), "2026-03-27T12:00Z", 3],
  ["Berlin, forward", daily("Europe/Berlin", "01:00", "04:00"), "2026-03-28T12:00Z", 2],
  ["Berlin, the hour that is skipped", daily("Europe/Berlin", "02:00", "03:00"), "2026-03-28T12:00Z", 0],
  ["Berlin, back", daily("Europe/Berlin", "01:00", "04:00"), "2026-10-24T12:00Z", 4],
  ["Berlin, the hour that comes twice", daily("Europe/Berlin", "02:00", "03:00"), "2026-10-24T12:00Z", 2],
  ["New York, forward, over midnight", daily("America/New_York", "22:00", "06:00"), "2026-03-07T17:00Z", 7],
  ["New York, back, over midnight", daily("America/New_York", "22:00", "06:00"), "2026-10-31T17:00Z", 9],
  ["Sydney, back in April", daily("Australia/Sydney", "01:00", "04:00"), "2026-04-04T03:00Z", 4],
  ["Sydney, forward in October", daily("Australia/Sydney", "01:00", "04:00"), "2026-10-03T03:00Z", 2],
  ["Lord Howe, half an hour back", daily("Australia/Lord_Howe", "01:00", "03:00"), "2026-04-04T03:00Z", 2.5],
  ["Lord Howe, half an hour forward", daily("Australia/Lord_Howe", "01:00", "03:00"), "2026-10-03T03:00Z", 1.5],
  ["Santiago, where midnight is skipped", daily("America/Santiago", "23:00", "02:00"), "2026-09-05T17:00Z", 2],
  ["Santiago, where the hour before midnight comes twice", daily("America/Santiago", "23:00", "02:00"), "2026-04-04T17:00Z", 4],
  ["St. John's, forward", daily("America/St_Johns", "01:30", "04:00"), "2026-03-07T15:30Z", 1.5],
  ["Kolkata, which knows no summer", daily("Asia/Kolkata", "09:00", "17:30"), "2026-03-28T12:00Z", 8.5],
])("follows the clocks on the wall: %s", (_name, schedule, from, hours) => {
  expect(openHours(schedule, from, new Date(Date.parse(from) + 24 * 60 * MINUTE).toISOString())).toBe(hours);
});

it.each<[string, Schedule, string, boolean]>([
  ["opens on the minute", daily("Asia/Kolkata", "09:00", "17:30"), "2026-06-01T03:30:00.000Z", true],
  ["and not a millisecond before", daily("Asia/Kolkata", "09:00", "17:30"), "2026-06-01T03:29:59.999Z", false],
  ["closes on the minute", daily("Asia/Kolkata", "09:00", "17:30"), "2026-06-01T12:00:00.000Z", false],
  ["and not a millisecond before", daily("Asia/Kolkata", "09:00", "17:30"), "2026-06-01T11:59:59.999Z", true],
  ["quarters of an hour, too", daily("Asia/Kathmandu", "09:00", "10:00"), "2026-06-01T03:15Z", true],
  ["quarters of an hour, too", daily("Asia/Kathmandu", "09:00", "10:00"), "2026-06-01T03:14Z", false],
  ["to the end of the day", daily("UTC", "18:00", "24:00"), "2026-06-01T23:59:59.999Z", true],
  ["and not on", daily("UTC", "18:00", "24:00"), "2026-06-02T00:00Z", false],
  ["the whole day", daily("UTC", "00:00", "24:00"), "2026-06-01T00:00Z", true],
  ["around the clock from one time to the same", daily("UTC", "09:00", "09:00"), "2026-06-01T08:59Z", true],
  ["on days of the week there", { timeZone: "Pacific/Auckland", hours: [{ days: ["tue"], from: "00:00", until: "24:00" }] }, "2026-06-01T12:00Z", true],
  ["and not on those here", { timeZone: "Pacific/Auckland", hours: [{ days: ["mon"], from: "00:00", until: "24:00" }] }, "2026-06-01T12:00Z", false],
  ["on either of two", { timeZone: "UTC", hours: [{ days: ["sun"], from: "00:00", until: "01:00" }, { days: ["mon"], from: "12:00", until: "13:00" }] }, "2026-06-01T12:00Z", true],
  ["always, without hours", { timeZone: "UTC" }, "2026-06-01T12:00Z", true],
  ["always, with none", { timeZone: "UTC", hours: [] }, "2026-06-01T12:00Z", true],
  ["from the first day there", { timeZone: "America/Los_Angeles", from: "2026-06-02" }, "2026-06-02T07:00Z", true],
  ["and not before", { timeZone: "America/Los_Angeles", from: "2026-06-02" }, "2026-06-02T06:59:59.999Z", false],
  ["to the end of the last", { timeZone: "Pacific/Kiritimati", until: "2026-06-02" }, "2026-06-02T09:59:59.999Z", true],
  ["and not after", { timeZone: "Pacific/Kiritimati", until: "2026-06-02" }, "2026-06-02T10:00Z", false],
  ["on a single day", { timeZone: "UTC", from: "2028-02-29", until: "2028-02-29" }, "2028-02-29T23:59Z", true],
  ["a night belongs to the day on which it begins", { timeZone: "UTC", hours: [{ days: ["sun"], from: "22:00", until: "06:00" }] }, "2026-06-01T05:59Z", true],
  ["and not to that on which it ends", { timeZone: "UTC", hours: [{ days: ["mon"], from: "22:00", until: "06:00" }] }, "2026-06-01T05:59Z", false],
  ["the last night goes on after the last day", { timeZone: "UTC", until: "2026-05-31", hours: [{ days: ALL, from: "22:00", until: "06:00" }] }, "2026-06-01T05:59Z", true],
  ["that before the first day does not count", { timeZone: "UTC", from: "2026-06-01", hours: [{ days: ALL, from: "22:00", until: "06:00" }] }, "2026-06-01T05:59Z", false],
  ["a day that a place has skipped", { timeZone: "Pacific/Apia", from: "2011-12-29", until: "2011-12-30" }, "2011-12-30T10:00Z", false],
  ["never in a zone that is not known", { timeZone: "Europe/Atlantis" }, "2026-06-01T12:00Z", false],
])("%s", (_name, schedule, at, open) => {
  expect(isOpen(schedule, Date.parse(at))).toBe(open);
});

/** What clocks show by the zone's offset, as an epoch of its own. */
function wall(at: number, timeZone: string): number {
  const name = new Intl.DateTimeFormat("en", { timeZone, timeZoneName: "longOffset" }).formatToParts(at).find(({ type }) => type === "timeZoneName")!.value;
  const [, sign, hours = "0", minutes = "0"] = /^GMT(?:([+-])(\d\d):(\d\d))?$/.exec(name)!;
  return at + (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * MINUTE;
}

it("agrees with what the zone's offset says, in every zone", () => {
  const text = (minutes: number) => `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
  const date = (ms: number) => new Date(ms).toISOString().slice(0, 10);
  fc.assert(fc.property(fc.record({
    timeZone: fc.constantFrom(...Intl.supportedValuesOf("timeZone")), at: fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2035, 0) }),
    from: fc.integer({ min: 0, max: 1439 }), until: fc.integer({ min: 0, max: 1440 }), days: fc.subarray(ALL, { minLength: 1 }), first: fc.integer({ min: -2, max: 0 }), last: fc.integer({ min: -2, max: 1 }),
  }), ({ timeZone, at, from, until, days, first, last }) => {
    const local = wall(at, timeZone);
    const schedule: Schedule = { timeZone, from: date(local + first * 86_400_000), until: date(local + last * 86_400_000), hours: [{ days, from: text(from), until: text(until) }] };
    // A range lasts from its beginning for so long by the wall: today's, and yesterday's.
    const length = until > from ? until - from : until - from + 1440;
    const expected = [0, 1].some((ago) => {
      const day = Math.floor(local / 86_400_000) - ago;
      const begin = day * 86_400_000 + from * MINUTE;
      const named = ALL[(((day + 3) % 7) + 7) % 7]!;
      return days.includes(named) && -ago >= first && -ago <= last && local >= begin && local < begin + length * MINUTE;
    });
    expect(isOpen(schedule, at)).toBe(expected);
  }), { numRuns: 1_000 });
});
