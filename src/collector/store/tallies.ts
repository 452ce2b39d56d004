/** Counts by the minute what happens to events, for a day: what the health page shows without reading the log. */
import type { DatabaseSyncInstance } from "@photostructure/sqlite";

export const MINUTE_MS = 60_000;
export const DAY_MINUTES = 1_440;

export interface Happening {
  site: string;
  what: "stored" | "duplicate" | "refused" | "dropped" | "degraded";
  /** One of few words, or none. */
  reason?: string;
  /** The collector's clock. */
  received: number;
  count?: number;
}

export interface Tallies {
  add(happening: Happening): void;
  write(): void;
  clear(): void;
}

export function createTallies(database: DatabaseSyncInstance): Tallies {
  const added = new Map<string, Required<Happening>>();
  const tidied = new Map<string, number>();
  const save = database.prepare(`
    INSERT INTO tallies (site, what, minute, reason, count, last) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (site, what, minute, reason) DO UPDATE SET count = count + excluded.count, last = max(last, excluded.last)`);
  // The last minute in which something was stored stays, however long ago: it tells when the site fell silent.
  const tidy = database.prepare(`
    DELETE FROM tallies WHERE site = ?1 AND minute <= ?2 AND minute IS NOT (SELECT max(minute) FROM tallies WHERE site = ?1 AND what = 'stored')`);

  return {
    add({ site, what, reason = "", received, count = 1 }) {
      const key = JSON.stringify([site, what, reason, Math.floor(received / MINUTE_MS)]);
      const before = added.get(key);
      added.set(key, { site, what, reason, received: Math.max(received, before?.received ?? 0), count: count + (before?.count ?? 0) });
    },
    write() {
      for (const { site, what, reason, received, count } of added.values()) {
        const minute = Math.floor(received / MINUTE_MS);
        save.run(site, what, minute, reason, count, received);
        if (minute <= (tidied.get(site) ?? 0)) continue;
        tidied.set(site, minute);
        tidy.run(site, minute - DAY_MINUTES);
      }
    },
    clear: () => added.clear(),
  };
}
