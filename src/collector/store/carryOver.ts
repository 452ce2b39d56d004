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

/** Does nothing to a database that has been sealed. All or nothing: a start that is cut short begins again. */
export function carryOver({ database, events, people, visitors }: Registry): void {
  const old = database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'clear_contacts'").get();
  if (!old) return;
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
    database.exec("DROP TABLE clear_contacts");
  });
  // What was freed was overwritten, but pages that earlier versions freed were not.
  database.exec("VACUUM; PRAGMA wal_checkpoint(TRUNCATE)");
}
