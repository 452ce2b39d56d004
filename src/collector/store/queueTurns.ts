/** Reads when somebody became free for a queue, and when nobody was any more: how many they were in between makes no difference to rules. */
import type { DatabaseSyncInstance } from "@photostructure/sqlite";
import type { RuleSpan } from "./historyStore";
import { nextTurn } from "./ruleLog";

/** What was told before the span still holds at its beginning. */
const BEFORE_MS = 7 * 86_400_000;
const PAGE = 1_000;

interface Row {
  n: number;
  at: number;
  queue: unknown;
  agents: unknown;
}

export function createQueueTurns(database: DatabaseSyncInstance): (span: RuleSpan) => Promise<Map<string, { at: number; agents: number }[]>> {
  const changes = database.prepare(`
    SELECT n, at, json_extract(data, '$.queue') AS queue, json_extract(data, '$.agents') AS agents FROM events
    WHERE site = ?1 AND type = 'queue.changed' AND (at, n) > (?2, ?3) AND at < ?4 AND source = 'server' ORDER BY at, n LIMIT ${PAGE}`);

  return async ({ site, from, until }) => {
    const turns = new Map<string, { at: number; agents: number }[]>();
    for (let [at, n] = [from - BEFORE_MS, -1]; ; ) {
      const rows = changes.all(site, at, n, until) as unknown as Row[];
      for (const { at, queue, agents } of rows) {
        if (typeof queue !== "string" || typeof agents !== "number") continue;
        const known = turns.get(queue) ?? [];
        const before = known.at(-1);
        if (!before || before.agents > 0 !== agents > 0) known.push({ at, agents });
        turns.set(queue, known);
      }
      const last = rows.at(-1);
      if (!last || rows.length < PAGE) return turns;
      ({ at, n } = last);
      await nextTurn();
    }
  };
}
