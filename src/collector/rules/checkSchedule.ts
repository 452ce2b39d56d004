/** Checks when an action map may act: the time zone, dates there, and hours of days. */
import { DAYS } from "../../protocol/rules";
import { checkList, checkText, checkWord } from "./read";
import { checkKeys, didYouMean, isGiven, quote, type Spot } from "./spot";

/** Enough for every day to have hours of its own, with breaks. */
const HOURS = 50;

export function checkSchedule(spot: Spot): void {
  if (!checkKeys(spot, ["timeZone", "from", "until", "hours"])) return;
  checkTimeZone(spot.at("timeZone"));
  const [from, until] = [spot.at("from"), spot.at("until")];
  const dates = [from, until].map((one) => isGiven(one) && checkDate(one));
  if (dates.every(Boolean) && String(from.value) > String(until.value)) until.wrong(`lies before ${quote(String(from.value))}`);
  const hours = spot.at("hours");
  if (isGiven(hours)) checkList(hours, { least: 1, most: HOURS }).forEach(checkHours);
}

/** Formats of dates know every zone that there is. https://tc39.es/ecma402/#sec-availablenamedtimezoneidentifiers */
export function isTimeZone(name: string): boolean {
  try {
    // Offsets are no zones: they know no summer.
    return /^[A-Za-z]/.test(name) && new Intl.DateTimeFormat("en", { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}

function checkTimeZone(spot: Spot): void {
  if (!checkText(spot, { longest: 64 }) || isTimeZone(spot.value)) return;
  spot.wrong(`there is no time zone ${quote(spot.value)}${didYouMean(spot.value, Intl.supportedValuesOf("timeZone")) || `; a name such as "Europe/Berlin" is asked for`}`);
}

function checkDate(spot: Spot): boolean {
  const { value } = spot;
  if (typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value)) {
    const date = new Date(`${value}T00:00:00Z`);
    // The 30th of February becomes a day of March.
    if (!Number.isNaN(date.getTime()) && date.toISOString().startsWith(value)) return true;
    return spot.wrong(`there is no day ${quote(value)}`);
  }
  return spot.wrong(`has to be a date such as "2026-03-31"`);
}

function checkHours(spot: Spot): void {
  if (!checkKeys(spot, ["days", "from", "until"])) return;
  const days = checkList(spot.at("days"), { least: 1, most: DAYS.length });
  for (const day of days) checkWord(day, DAYS);
  const [from, until] = [spot.at("from"), spot.at("until")];
  const isFrom = checkTime(from, /^([01]\d|2[0-3]):[0-5]\d$/);
  const isUntil = checkTime(until, /^(([01]\d|2[0-3]):[0-5]\d|24:00)$/);
  // What ends before it begins goes on past midnight.
  if (isFrom && isUntil && from.value === until.value) until.wrong(`is when it begins: for a whole day write "00:00" to "24:00"`);
}

function checkTime(spot: Spot, pattern: RegExp): boolean {
  return (typeof spot.value === "string" && pattern.test(spot.value)) || spot.wrong(`has to be a time of day such as "09:30"`);
}
