/** Reads what an admin changes of a site's settings, and says what is wrong where. */
import { KEEP_DAYS, SETTING_CHARS, SETTING_ENTRIES, THIS_MACHINE, type SettingName, type SettingProblem, type SiteSettings } from "../../protocol/settings";
import { parseOrigin } from "../access/origins";
import { clean } from "../ingest/clean";

export interface ParsedChange {
  name?: string;
  /** Undefined goes back to the default. */
  settings: Partial<{ [name in SettingName]: SiteSettings[name] | undefined }>;
}

type Parsed = { change: ParsedChange } | { problems: SettingProblem[] };
type Say = (place: string, message: string) => undefined;
type Read<Value> = (value: unknown, place: string, say: Say) => Value | undefined;

const ORIGIN = `Write scheme and host, and the port if it is unusual: https://example.com or https://*.example.com. "${THIS_MACHINE}" is localhost on any port.`;

/** A name as people read it: no control characters, one blank where there were several. @returns nothing where it is none */
export function parseName(value: unknown): string | undefined {
  const name = typeof value === "string" ? clean(value).replace(/\s+/g, " ").trim() : "";
  return name !== "" && name.length <= SETTING_CHARS ? name : undefined;
}

const nameAt: Read<string> = (value, place, say) => parseName(value) ?? say(place, `Write a name of 1 to ${SETTING_CHARS} characters.`);
const originAt: Read<string> = (value, place, say) => {
  if (value === THIS_MACHINE) return THIS_MACHINE;
  const origin = typeof value === "string" ? parseOrigin(value.trim()) : undefined;
  return origin ?? say(place, `This is no origin. ${ORIGIN}`);
};
const daysAt: Read<number> = (value, place, say) =>
  Number.isInteger(value) && Number(value) >= 1 && Number(value) <= KEEP_DAYS ? Number(value) : say(place, `Write a whole number of days from 1 to ${KEEP_DAYS}.`);

const listOf = (read: Read<string>, least: number): Read<string[]> => (value, place, say) => {
  if (!Array.isArray(value) || value.length > SETTING_ENTRIES || value.length < least) return say(place, `Send a list of ${least} to ${SETTING_ENTRIES} entries.`);
  const entries = value.map((entry, i) => read(entry, `${place}[${i}]`, say));
  for (const [i, entry] of entries.entries()) if (entry !== undefined && entries.indexOf(entry) < i) say(`${place}[${i}]`, "This stands in the list already.");
  return entries.filter((entry) => entry !== undefined);
};

const READ: { [name in SettingName]: Read<SiteSettings[name]> } = {
  origins: listOf(originAt, 0), queues: listOf(nameAt, 0), codes: listOf(nameAt, 1), keepAnonymousDays: daysAt, keepIdentifiedDays: daysAt,
};

/** @param isFixed what the environment sets, and nobody changes here */
export function parseChange(body: unknown, isFixed: (name: SettingName) => boolean): Parsed {
  const problems: SettingProblem[] = [];
  const say: Say = (place, message) => void problems.push({ place, message });
  if (typeof body !== "object" || body === null || Array.isArray(body)) return { problems: [{ place: "", message: `Send {"codes": […]} or the like.` }] };
  const change: ParsedChange = { settings: {} };
  const settings: { [name: string]: unknown } = change.settings;
  for (const [name, value] of Object.entries(body)) {
    if (name === "name") change.name = nameAt(value, name, say) ?? "";
    else if (!Object.hasOwn(READ, name)) say(name, `There is no such setting. There are name, ${Object.keys(READ).join(", ")}.`);
    else if (isFixed(name as SettingName)) say(name, "The environment of the collector sets this. Change it there, or take it out there to set it here.");
    else settings[name] = value === null ? undefined : READ[name as SettingName](value, name, say);
  }
  return problems.length ? { problems } : { change };
}
