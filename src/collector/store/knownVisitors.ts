/** Tells visitors of whom something is kept from those of whom nothing is. */
import type { DatabaseSyncInstance } from "@photostructure/sqlite";

export function createIsKnown(database: DatabaseSyncInstance): (site: string, visitor: string) => boolean {
  const seen = ["sessions", "conversations"].map((table) => database.prepare(`SELECT 1 FROM ${table} WHERE site = ? AND visitor = ? LIMIT 1`));
  const said = database.prepare("SELECT 1 FROM visitors WHERE site = ? AND id = ?");
  return (site, visitor) => [...seen, said].some((find) => find.get(site, visitor) !== undefined);
}
