/** Remembers how far imports of contacts are: counts, and nothing of what is in them. */
import type { DatabaseSyncInstance } from "@photostructure/sqlite";
import type { Import } from "../../protocol/contact";
import type { Store } from "./store";
import { about, transact } from "./transaction";

type Imports = Pick<Store, "saveImport" | "import" | "endImports">;

export function createImportRecords(database: DatabaseSyncInstance): Imports {
  const save = database.prepare("INSERT OR REPLACE INTO imports (site, id, running, state) VALUES (?, ?, ?, ?)");
  const find = database.prepare("SELECT state FROM imports WHERE site = ? AND id = ?");
  const end = database.prepare("UPDATE imports SET running = 0, state = json_set(state, '$.state', 'failed', '$.reason', ?) WHERE running = 1");

  return {
    async saveImport(site, told) {
      transact(database, () => {
        about(told.id);
        save.run(site, told.id, told.state === "running" ? 1 : 0, JSON.stringify(told));
      });
    },
    async import(site, id) {
      const row = find.get(site, id) as { state: string } | undefined;
      return row && (JSON.parse(row.state) as Import);
    },
    async endImports(reason) {
      end.run(reason);
    },
  };
}
