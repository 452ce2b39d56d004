/** Who comes when: by chance, and more often at the hours at which people call. */
import type { Agenda } from "./agenda";
import type { Random } from "./random";
import type { DaySettings } from "./settings";

const HOUR_MS = 3_600_000;
const MINUTES_PER_HOUR = 60;

export interface ArrivalsDependencies {
  agenda: Agenda;
  settings: Pick<DaySettings, "curve" | "opensAtMinute" | "closesAtMinute">;
  minuteOfDay: () => number;
}

export interface Arrivals {
  random: Random;
  /** How many come in an hour in which the curve is 1. */
  perHour: number;
  arrive(): void;
}

/** Makes the function that lets things arrive from now on. */
export function createArrivals({ agenda, settings, minuteOfDay }: ArrivalsDependencies): (arrivals: Arrivals) => void {
  const { curve, opensAtMinute, closesAtMinute } = settings;
  const most = Math.max(...curve);
  const weight = () => {
    const minute = minuteOfDay();
    return minute < opensAtMinute || minute >= closesAtMinute ? 0 : (curve[Math.floor(minute / MINUTES_PER_HOUR) % curve.length] ?? 0);
  };

  return ({ random, perHour, arrive }) => {
    if (perHour <= 0 || most <= 0) return;
    // As at the busiest hour; at others some of those do not come.
    const next = () => agenda.after(random.wait(HOUR_MS / (perHour * most)), () => {
      if (random.next() * most < weight()) arrive();
      if (minuteOfDay() < closesAtMinute) next();
    });
    next();
  };
}
