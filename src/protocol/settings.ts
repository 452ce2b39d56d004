/** What a site's admins may set while the collector runs, its secret keys, and what arrives from its pages. */
import type { RuleProblem } from "./rules";

/** Most entries of a list: origins, queues, codes. */
export const SETTING_ENTRIES = 200;
/** Longest name of a site, a queue, a wrap-up code or a key. */
export const SETTING_CHARS = 80;
/** Longest time that events may be kept. */
export const KEEP_DAYS = 36_500;
/** Most secret keys of a site. */
export const SITE_KEYS = 20;
/** Among allowed origins: `localhost` and its addresses on any port. */
export const THIS_MACHINE = "this machine";

export interface SiteSettings {
  /** Websites that may send, besides the collector's own pages. */
  origins: string[];
  queues: string[];
  /** Wrap-up codes to choose from. */
  codes: string[];
  /** Days that events of visitors are kept who never said who they are. */
  keepAnonymousDays: number;
  /** Days that all other events are kept. */
  keepIdentifiedDays: number;
}

export type SettingName = keyof SiteSettings;

/** What counts, and why: the environment counts before what was set in the console, and that before the default. */
export interface Setting<Value> {
  value: Value;
  from: "environment" | "console" | "default";
  /** The environment's variable for it, where it has one. */
  variable?: string;
}

export type Settings = { [name in SettingName]: Setting<SiteSettings[name]> };

export interface SettingsVersion {
  /** Goes up by one with each change; 0 as long as nobody has changed anything. */
  version: number;
  /** The last change, where it is known who made it. Milliseconds since 1970. */
  changed?: { at: number; by: string };
}

/** Answer of `GET` and `PATCH /v1/settings`. */
export interface SettingsAnswer extends SettingsVersion {
  site: { name: string; key: string };
  /** What is to be pasted into the site's pages. */
  tag: string;
  settings: Settings;
}

/** Body of `PATCH /v1/settings`: what is not named stays, and null goes back to the default. */
export type SettingsChange = { name?: string } & { [name in SettingName]?: SiteSettings[name] | null };

/** What is wrong where: `origins[2]`. */
export type SettingProblem = RuleProblem;

export interface SecretKey {
  id: string;
  name: string;
  /** Milliseconds since 1970; not known of the key of a collector that was installed before keys had names. */
  createdAt?: number;
  /** The agent who made it; nobody made the first. */
  by?: string;
  /** Its last four characters. */
  ends?: string;
  /** When it was last used, to the minute. */
  lastAt?: number;
}

/** Answer of `POST /v1/keys`: the only one that ever has the key itself. */
export interface NewSecretKey extends SecretKey {
  secret: string;
}

/** Answer of `GET /v1/arrivals`: what came from pages since the collector's start, latest first. */
export interface Arrivals {
  /** The collector's clock. */
  now: number;
  pages: { url: string; type: string; at: number }[];
  /** Websites that sent and are not allowed to. */
  refused: { origin: string; at: number }[];
}
