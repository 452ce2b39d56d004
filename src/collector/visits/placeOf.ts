/** Reads a place out of an entry of a database of addresses: as MaxMind and DB-IP nest it, or flat as others do. */
import type { VisitData } from "../../protocol/visit";

export type Place = Pick<VisitData, "country" | "region" | "city" | "timeZone">;

/** Longest name of a place that is kept. */
const NAME_CHARS = 100;

export function placeOf(entry: unknown): Place {
  const country = [at(entry, "country", "iso_code"), at(entry, "country_code"), at(entry, "country")].find(isCountry);
  const region = name(at(entry, "subdivisions", "0", "names", "en"), at(entry, "region"), at(entry, "state1"));
  const city = name(at(entry, "city", "names", "en"), at(entry, "city"));
  const timeZone = name(at(entry, "location", "time_zone"), at(entry, "timezone"));
  // Without a country the rest says nothing.
  if (country === undefined) return {};
  return { country: country.toUpperCase(), ...(region !== undefined && { region }), ...(city !== undefined && { city }), ...(timeZone !== undefined && { timeZone }) };
}

function at(value: unknown, ...path: string[]): unknown {
  return path.reduce<unknown>((found, key) => (typeof found === "object" && found !== null && Object.hasOwn(found, key) ? (found as { [key: string]: unknown })[key] : undefined), value);
}

function isCountry(value: unknown): value is string {
  return typeof value === "string" && /^[a-z]{2}$/i.test(value);
}

function name(...values: unknown[]): string | undefined {
  return values.find((value): value is string => typeof value === "string" && value !== "")?.slice(0, NAME_CHARS);
}
