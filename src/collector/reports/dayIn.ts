/** When a day begins and ends by the clocks of a time zone: it may have 23 hours or 25, and need not begin at midnight. */

export interface DaySpan {
  /** `YYYY-MM-DD` */
  day: string;
  zone: string;
  /** Milliseconds since 1970; `until` is when the next day begins. */
  from: number;
  until: number;
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** No clock is further from Greenwich than fourteen hours. */
const FURTHEST_MS = 15 * 3_600_000;

/**
 * @param day `YYYY-MM-DD`; today where it is not said
 * @param zone an IANA name
 * @returns `undefined` for what is no day, or a zone that this machine does not know
 */
export function dayIn({ day, zone, now }: { day: string | undefined; zone: string; now: number }): DaySpan | undefined {
  const dateAt = dates(zone);
  if (!dateAt) return undefined;
  const wanted = day ?? dateAt(now);
  const midnight = /^\d{4}-\d{2}-\d{2}$/.test(wanted) ? Date.parse(`${wanted}T00:00:00Z`) : NaN;
  if (Number.isNaN(midnight)) return undefined;
  const nextDay = new Date(midnight + DAY_MS).toISOString().slice(0, 10);
  // Not every text that looks like a day is one: 2026-02-30 is read as another.
  if (new Date(midnight).toISOString().slice(0, 10) !== wanted) return undefined;
  return { day: wanted, zone, from: begin(wanted, midnight, dateAt), until: begin(nextDay, midnight + DAY_MS, dateAt) };
}

/** The first minute whose date is this one or, where clocks skip it, a later one. */
function begin(day: string, midnight: number, dateAt: (at: number) => string): number {
  let before = (midnight - FURTHEST_MS) / MINUTE_MS;
  let after = (midnight + FURTHEST_MS) / MINUTE_MS;
  while (after - before > 1) {
    const between = Math.floor((before + after) / 2);
    if (dateAt(between * MINUTE_MS) < day) before = between;
    else after = between;
  }
  return after * MINUTE_MS;
}

/** What calendars of a zone show, as `YYYY-MM-DD`. */
function dates(zone: string): ((at: number) => string) | undefined {
  try {
    const format = new Intl.DateTimeFormat("en-u-ca-iso8601-nu-latn", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" });
    return (at) => {
      const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
      return `${part.year!.padStart(4, "0")}-${part.month}-${part.day}`;
    };
  } catch {
    return undefined;
  }
}
