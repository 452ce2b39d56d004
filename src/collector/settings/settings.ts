/** What counts of each site's settings, at any moment: the environment's word, else what was set in the console, else the default. */
import type { SettingName, Settings, SettingsVersion, SiteSettings } from "../../protocol/settings";
import { createOriginCheck } from "../access/origins";
import type { Config } from "../config";
import type { SavedSettings, SettingsStore, SettingsToSave } from "../store/settings";
import { DEFAULT_CODES, SETTING_VARIABLES } from "./defaults";

export interface LiveSettings {
  /** Of a site; of one that nobody has changed anything of, what holds without that. */
  of(site: string): SiteSettings;
  /** The same, with where each comes from. */
  explained(site: string): Settings;
  /** Which version of a site's settings holds, and who made it. */
  version(site: string): SettingsVersion;
  /** Holds from the moment when it settles; `conflict` when another version holds than was expected. What is undefined goes back to the default. */
  change(given: SettingsToSave): Promise<"conflict" | undefined>;
  /** Calls back after each change, with whose it was. Returns the way to stop. */
  onChange(listener: (site: string) => void): () => void;
  /** Is it set by the environment, and not to be changed here? */
  isFixed(name: SettingName): boolean;
  /** @param site as long as none is known, the websites of all sites are, and those that are allowed by default */
  isAllowed(origin: string, site?: string): boolean;
}

export interface SettingsDependencies {
  store: SettingsStore;
  config: Pick<Config, "url" | "origins" | "keepAnonymousDays" | "keepIdentifiedDays" | "fixed">;
}

/** What was set of one site, and what follows from it. */
interface Held {
  set: Partial<SiteSettings>;
  settings: SiteSettings;
  isAllowed: (origin: string) => boolean;
  told: SettingsVersion;
}

export async function createSettings({ store, config }: SettingsDependencies): Promise<LiveSettings> {
  const { url, fixed, origins, keepAnonymousDays, keepIdentifiedDays } = config;
  const defaults: SiteSettings = { origins, queues: [], codes: [...DEFAULT_CODES], keepAnonymousDays, keepIdentifiedDays };
  const isFixed = (name: SettingName) => fixed.includes(name);
  const names = Object.keys(defaults) as SettingName[];

  const hold = ({ settings: given, version, at, by }: Omit<SavedSettings, "site">): Held => {
    const set = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Partial<SiteSettings>;
    const counting = Object.fromEntries(Object.entries(set).filter(([name]) => !isFixed(name as SettingName)));
    const settings = { ...defaults, ...counting };
    // The demo is served from the collector's own address and should work whatever else is allowed.
    const isAllowed = createOriginCheck([...settings.origins, url]);
    return { set, settings, isAllowed, told: { version, ...(at !== undefined && by !== undefined && { changed: { at, by } }) } };
  };
  const nothing = hold({ settings: {}, version: 0 });
  // One process has the database: what is held here is what is there.
  const held = new Map((await store.allSettings()).map(({ site, ...saved }) => [site, hold(saved)]));
  const listeners = new Set<(site: string) => void>();
  const find = (site: string) => held.get(site) ?? nothing;

  const fromOf = (name: SettingName, set: Partial<SiteSettings>) => (isFixed(name) ? "environment" : set[name] === undefined ? "default" : "console");

  return {
    of: (site) => find(site).settings,
    explained(site) {
      const { set, settings } = find(site);
      return Object.fromEntries(names.map((name) => {
        const variable = SETTING_VARIABLES[name];
        return [name, { value: settings[name], from: fromOf(name, set), ...(variable !== undefined && { variable }) }];
      })) as unknown as Settings;
    },
    version: (site) => find(site).told,
    async change(given) {
      const saved = await store.saveSettings(given);
      if (saved === "conflict") return "conflict";
      // Of two that end at once the later counts.
      if (saved.version > find(given.site).told.version) held.set(given.site, hold(saved));
      for (const listener of [...listeners]) listener(given.site);
      return undefined;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    isFixed,
    isAllowed(origin, site) {
      if (site !== undefined) return find(site).isAllowed(origin);
      // Sites of which nobody has changed anything are not held, and what holds for them counts as well.
      return nothing.isAllowed(origin) || [...held.values()].some((one) => one.isAllowed(origin));
    },
  };
}
