/** The one write path: appends events to the log and folds the new ones into cards, in the same transaction. */
import type { DatabaseSyncInstance } from "@photostructure/sqlite";
import type { StoredEvent } from "../../protocol/event";
import { conversationOf } from "../fold/conversation";
import { fold, touched } from "../fold/fold";
import type { Stored } from "./store";
import { transact } from "./transaction";
import { createWorkingStates, type Changed } from "./workingStates";

export interface Written {
  results: Stored[];
  changed: Changed[];
}

export interface LogDependencies {
  database: DatabaseSyncInstance;
  /** Hears of an event that could not be folded; it stays in the log. */
  foldFailed: (problem: unknown) => void;
}

/** Makes the function that writes a group of events: all of them or, when it throws, none. */
export function createLog({ database, foldFailed }: LogDependencies): (events: StoredEvent[]) => Written {
  const insert = database.prepare(`
    INSERT INTO events (site, id, type, at, received, source, visitor, session, seq, conversation, url, data)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (site, id) DO NOTHING`);
  const working = createWorkingStates(database);

  const keep = (event: StoredEvent): Stored => {
    const { site, id, type, at, received, source, visitor, session, seq, url, data } = event;
    const rest = [visitor ?? null, session ?? null, seq ?? null, conversationOf(event) ?? null, url ?? null, JSON.stringify(data)];
    const { changes, lastInsertRowid } = insert.run(site, id, type, at, received, source, ...rest);
    if (changes === 0) return "duplicate";
    try {
      const ids = touched(event);
      working.put({ site, ids, states: fold(working.get(site, ids), event), n: Number(lastInsertRowid) });
    } catch (problem) {
      foldFailed(problem);
    }
    return "stored";
  };

  return (events) => {
    working.clear();
    return transact(database, () => {
      const results = events.map(keep);
      return { results, changed: working.write() };
    });
  };
}
