/** Seals what earlier versions wrote in clear: claims in the log, and what was folded from them. */
import type { Data, Source, StoredEvent } from "../../protocol/event";
import type { Registry } from "./registry";
import { transact } from "./transaction";

interface Row {
  n: number;
  site: string;
  id: string;
  type: string;
  at: number;
  received: number;
  source: Source;
  visitor: string | null;
  session: string | null;
  data: string;
}

/** Does nothing to a database that has been sealed and swept. All or nothing, in both steps: a start that is cut short begins again. */
export function carryOver(registry: Registry): void {
  const { database } = registry;
  const isThere = database.prepare("SELECT 1 FROM sqlite_schema WHERE name = ?");
  if (isThere.get("clear_contacts")) sealAll(registry);
  if (!isThere.get("unswept_contacts")) return;
  // What was freed was overwritten, but pages that earlier versions freed were not.
  database.exec("VACUUM; PRAGMA wal_checkpoint(TRUNCATE); DROP TABLE unswept_contacts");
}

function sealAll({ database, events, people, visitors }: Registry): void {
  const rows = database.prepare("SELECT n, site, id, type, at, received, source, visitor, session, data FROM events WHERE type GLOB 'identity.*' ORDER BY n");
  const update = database.prepare("UPDATE events SET data = ? WHERE n = ?");
  visitors.clear();
  transact(database, () => {
    let last = 0;
    for (const row of rows.all() as unknown as Row[]) {
      const { n, site, id, type, at, received, source, visitor, session } = row;
      const event: StoredEvent = {
        site, id, type, at, received, source, data: JSON.parse(row.data) as Data, ...(visitor !== null && { visitor }), ...(session !== null && { session }),
      };
      update.run(events.sealed(event), n);
      people.take(event, n);
      last = received;
    }
    people.settle(last, (problem) => {
      throw problem;
    });
    // Empty, it says that the file has yet to be swept.
    database.exec("DELETE FROM clear_contacts; ALTER TABLE clear_contacts RENAME TO unswept_contacts");
  });
}
