/** Writes when something was: the time of day, and the date where it was another day. */
import { day, fully, timeOfDay } from "./words/written";

/** @param now on whose day the date goes without saying, milliseconds */
export function clock(at: number, now = Date.now(), seconds: { second?: "2-digit" } = {}): string {
  const date = new Date(at);
  const today = new Date(now);
  const time = timeOfDay(at, seconds);
  if (date.toDateString() === today.toDateString()) return time;
  const year = date.getFullYear() === today.getFullYear() ? {} : { year: "numeric" as const };
  return `${day(at, { day: "numeric", month: "short", ...year })}, ${time}`;
}

/** To the second, with all of it as a hint. */
export function Moment({ at }: { at: number }) {
  return <time dateTime={new Date(at).toISOString()} title={fully(at)}>{clock(at, Date.now(), { second: "2-digit" })}</time>;
}
