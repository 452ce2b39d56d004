/** Writes when a step was: by the clock, or how long ago. Its day stands above it. */
import { words } from "../words/words";

const MINUTE_MS = 60_000;
/** From these on the next larger unit says enough. */
const UNITS = [["day", 24 * 60 * MINUTE_MS], ["hour", 60 * MINUTE_MS], ["minute", MINUTE_MS]] as const;

export const timeOf = (at: number): string => new Date(at).toLocaleTimeString(words.locale, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
export const dayOf = (at: number): string => new Date(at).toLocaleDateString(words.locale, { weekday: "short", day: "numeric", month: "short", year: "numeric" });

/** "3 min. ago". @param now the collector's clock, milliseconds */
export function since(at: number, now: number): string {
  const format = new Intl.RelativeTimeFormat(words.locale, { numeric: "auto", style: "short" });
  const ms = Math.max(0, now - at);
  const [unit, size] = UNITS.find(([, each]) => ms >= each) ?? ["second", 1_000];
  // Seconds would never stand still.
  return unit === "second" ? format.format(0, "second") : format.format(-Math.floor(ms / size), unit);
}

export interface Clock {
  now: number;
  isRelative: boolean;
}

export function When({ at, clock: { now, isRelative } }: { at: number; clock: Clock }) {
  const date = new Date(at);
  return <time dateTime={date.toISOString()} title={date.toLocaleString(words.locale)}>{isRelative ? since(at, now) : timeOf(at)}</time>;
}
