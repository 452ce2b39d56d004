/** Says whether a schedule is open at a moment, by the clocks of its time zone. */
import { DAYS, type Schedule } from "../../protocol/rules";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** Making one takes far longer than using it; there are some hundreds of zones. */
const formats = new Map<string, Intl.DateTimeFormat>();
/** What clocks showed when they were last looked at, by zone: many rules ask for the same minute, and offsets are of whole ones. */
const lastTimes = new Map<string, Local & { minuteAt: number }>();

/** @returns `undefined` where this machine knows no such zone */
function formatOf(timeZone: string): Intl.DateTimeFormat | undefined {
  const known = formats.get(timeZone);
  if (known) return known;
  try {
    const made = new Intl.DateTimeFormat("en-u-ca-gregory-nu-latn", {
      timeZone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit",
    });
    formats.set(timeZone, made);
    return made;
  } catch {
    return undefined;
  }
}

interface Day {
  /** `YYYY-MM-DD` */
  date: string;
  name: (typeof DAYS)[number];
}

function dayOf(ms: number): Day {
  const date = new Date(ms);
  // Weeks of a `Date` begin with Sunday.
  return { date: date.toISOString().slice(0, 10), name: DAYS[(date.getUTCDay() + 6) % 7]! };
}

interface Local {
  today: Day;
  yesterday: Day;
  /** Since midnight, by the clock. */
  minute: number;
}

/** What calendar and clock on the wall show. */
function localTime(at: number, timeZone: string): Local | undefined {
  const minuteAt = Math.floor(at / MINUTE_MS);
  const last = lastTimes.get(timeZone);
  if (last?.minuteAt === minuteAt) return last;
  const format = formatOf(timeZone);
  if (!format) return undefined;
  const part: { [type: string]: number } = {};
  for (const { type, value } of format.formatToParts(at)) part[type] = Number(value);
  const { year = NaN, month = NaN, day = NaN, hour = NaN, minute = NaN } = part;
  const midnight = Date.UTC(year, month - 1, day);
  const local = { today: dayOf(midnight), yesterday: dayOf(midnight - DAY_MS), minute: hour * 60 + minute, minuteAt };
  lastTimes.set(timeZone, local);
  return local;
}

function minuteOf(time: string): number {
  const [hours, minutes] = time.split(":");
  return Number(hours) * 60 + Number(minutes);
}

/**
 * Hours that end no later than they begin end on the next day, and belong to the day on which they begin. Where clocks are put back,
 * what they show twice is open twice; where they are put forward, what they skip is never. A zone that this machine does not know, as
 * the one that checked the rules did, is never open.
 */
export function isOpen({ timeZone, from, until, hours }: Schedule, at: number): boolean {
  const local = localTime(at, timeZone);
  if (!local) return false;
  const { today, yesterday, minute } = local;
  const isWithin = ({ date }: Day) => (from === undefined || date >= from) && (until === undefined || date <= until);
  if (!hours?.length) return isWithin(today);
  return hours.some((range) => {
    const [begin, end] = [minuteOf(range.from), minuteOf(range.until)];
    const isOn = (day: Day) => range.days.includes(day.name) && isWithin(day);
    if (begin < end) return isOn(today) && minute >= begin && minute < end;
    return (isOn(today) && minute >= begin) || (isOn(yesterday) && minute < end);
  });
}
