/** Writes when a step was: by the clock, or how long ago. Its day stands above it. */
import { ago, day, fully, timeOfDay } from "../words/written";

const MINUTE_MS = 60_000;

export const timeOf = (at: number): string => timeOfDay(at, { second: "2-digit" });
export const dayOf = (at: number): string => day(at, { weekday: "short", day: "numeric", month: "short", year: "numeric" });

/** "3 min. ago"; seconds would never stand still. @param now the collector's clock, milliseconds */
export const since = (at: number, now: number): string => ago(now - at < MINUTE_MS ? 0 : now - at);

export interface Clock {
  now: number;
  isRelative: boolean;
}

export function When({ at, clock: { now, isRelative } }: { at: number; clock: Clock }) {
  const date = new Date(at);
  return <time dateTime={date.toISOString()} title={fully(at)}>{isRelative ? since(at, now) : timeOf(at)}</time>;
}
