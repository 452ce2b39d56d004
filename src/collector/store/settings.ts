/** Keeps what a site's admins have set; what they have not is not there. */
import type { DatabaseSyncInstance } from "@photostructure/sqlite";
import type { SiteSettings } from "../../protocol/settings";

export interface SettingsStore {
  /** Of all sites that have any. */
  allSettings(): Promise<{ site: string; settings: Partial<SiteSettings> }[]>;
  saveSettings(site: string, settings: Partial<SiteSettings>): Promise<void>;
  renameSite(site: string, name: string): Promise<void>;
}

export function createSettingsStore(database: DatabaseSyncInstance): SettingsStore {
  const all = database.prepare("SELECT site, settings FROM site_settings ORDER BY site");
  const save = database.prepare("INSERT OR REPLACE INTO site_settings (site, settings) VALUES (?, ?)");
  const rename = database.prepare("UPDATE sites SET name = ? WHERE id = ?");
  return {
    allSettings: async () =>
      (all.all() as { site: string; settings: string }[]).map(({ site, settings }) => ({ site, settings: JSON.parse(settings) as Partial<SiteSettings> })),
    async saveSettings(site, settings) {
      save.run(site, JSON.stringify(settings));
    },
    async renameSite(site, name) {
      rename.run(name, site);
    },
  };
}
