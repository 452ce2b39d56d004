/** Keeps what a site's admins have set; what they have not is not there. Each change makes a new version. */
import type { DatabaseSyncInstance } from "@photostructure/sqlite";
import type { SettingName, SiteSettings } from "../../protocol/settings";
import { transact } from "./transaction";

/** What was set of a site, and by whom last. */
export interface SavedSettings {
  site: string;
  settings: Partial<SiteSettings>;
  version: number;
  /** Not known of what was set before versions were counted. */
  at?: number;
  by?: string;
}

export interface SettingsToSave {
  site: string;
  /** Of the site itself. */
  name?: string | undefined;
  /** What is not named stays; undefined takes it away. */
  change: Partial<{ [name in SettingName]: SiteSettings[name] | undefined }>;
  /** The agent's name, or `server`. */
  by: string;
  /** The collector's clock. */
  at: number;
  /** Saves only where this version is the last. */
  expected?: number | undefined;
}

export interface SettingsStore {
  /** Of all sites that have any. */
  allSettings(): Promise<SavedSettings[]>;
  /** Settles when it is on disk; `conflict` when another version was the last than was expected. */
  saveSettings(given: SettingsToSave): Promise<SavedSettings | "conflict">;
}

interface Row {
  site: string;
  settings: string;
  version: number;
  at: number | null;
  by: string | null;
}

const COLUMNS = 'site, settings, version, at, "by"';

export function createSettingsStore(database: DatabaseSyncInstance): SettingsStore {
  const all = database.prepare(`SELECT ${COLUMNS} FROM site_settings ORDER BY site`);
  const one = database.prepare(`SELECT ${COLUMNS} FROM site_settings WHERE site = ?`);
  const save = database.prepare(`INSERT OR REPLACE INTO site_settings (${COLUMNS}) VALUES (?, ?, ?, ?, ?)`);
  const rename = database.prepare("UPDATE sites SET name = ? WHERE id = ?");

  const toSaved = ({ at, by, settings, ...row }: Row): SavedSettings =>
    ({ ...row, settings: JSON.parse(settings) as Partial<SiteSettings>, ...(at !== null && { at }), ...(by !== null && { by }) });

  return {
    allSettings: async () => (all.all() as unknown as Row[]).map(toSaved),
    saveSettings: async ({ site, name, change, by, at, expected }) =>
      transact(database, () => {
        const row = one.get(site) as unknown as Row | undefined;
        const { settings, version } = row ? toSaved(row) : { settings: {}, version: 0 };
        if (expected !== undefined && expected !== version) return "conflict";
        const next: SavedSettings = { site, settings: { ...settings, ...change } as Partial<SiteSettings>, version: version + 1, at, by };
        // What is undefined is not written.
        save.run(site, JSON.stringify(next.settings), next.version, at, by);
        if (name !== undefined) rename.run(name, site);
        return next;
      }),
  };
}
