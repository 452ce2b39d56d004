/** Writes when something was: the time of day, and the date where it was another day. */

/** @param now on whose day the date goes without saying, milliseconds */
export function clock(at: number, now = Date.now(), seconds: { second?: "2-digit" } = {}): string {
  const date = new Date(at);
  const today = new Date(now);
  const time = date.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", ...seconds });
  if (date.toDateString() === today.toDateString()) return time;
  const year = date.getFullYear() === today.getFullYear() ? {} : { year: "numeric" as const };
  return `${date.toLocaleDateString([], { day: "numeric", month: "short", ...year })}, ${time}`;
}

/** To the second, with all of it as a hint. */
export function Moment({ at }: { at: number }) {
  const date = new Date(at);
  return <time dateTime={date.toISOString()} title={date.toLocaleString()}>{clock(at, Date.now(), { second: "2-digit" })}</time>;
}
