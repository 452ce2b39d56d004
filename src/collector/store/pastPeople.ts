/** Goes over all people of whom anything was heard since a moment, some at a time, by indexes alone. */
import type { DatabaseSyncInstance } from "@photostructure/sqlite";
import { unknownPerson } from "../rules/people";
import type { PeoplePage, RuleSpan } from "./historyStore";
import { nextTurn } from "./ruleLog";

/** Entries of an index that are read in one turn. */
const PAGE = 1_000;

interface Entry {
  id: string;
  n: number;
}

export function createPastPeople(database: DatabaseSyncInstance): (span: RuleSpan) => AsyncGenerator<PeoplePage> {
  const at = database.prepare("SELECT n, received FROM events WHERE n >= ? ORDER BY n LIMIT 1");
  const last = database.prepare("SELECT coalesce(max(n), 0) AS n FROM events");
  const count = database.prepare(`
    SELECT (SELECT count(*) FROM sessions WHERE site = ?1 AND n >= ?2) + (SELECT count(*) FROM conversations WHERE site = ?1 AND status <> 'pending' AND n >= ?2) AS count`);
  const entries = (table: string, column: string) =>
    database.prepare(`SELECT ${column} AS id, n FROM ${table} WHERE site = ?1 AND ${column} IS NOT NULL AND (${column}, n) > (?2, ?3) ORDER BY ${column}, n LIMIT ${PAGE}`);
  const visits = entries("sessions", "visitor");
  const talks = entries("conversations", "visitor");
  const calls = entries("conversations", "customer");
  const unknown = database.prepare(`
    SELECT id, n FROM conversations WHERE site = ?1 AND visitor IS NULL AND n > ?2 AND customer IS NULL AND part_of IS NULL AND status <> 'pending' ORDER BY n LIMIT ${PAGE}`);
  const hasVisited = database.prepare("SELECT 1 FROM sessions WHERE site = ? AND visitor = ? AND n >= ? LIMIT 1");

  /** Number of the first event that arrived at a time or after it: numbers grow with time. */
  const numberAt = (time: number): number => {
    let [low, high] = [1, (last.get() as { n: number }).n + 1];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const row = at.get(middle) as { n: number; received: number } | undefined;
      if (row && row.received < time) low = row.n + 1;
      else high = middle;
    }
    return low;
  };

  return async function* ({ site, from }) {
    const since = numberAt(from);
    const total = (count.get(site, since) as { count: number }).count;
    let passed = 0;
    const page = (people: string[]): PeoplePage => ({ people, progress: total === 0 ? 1 : Math.min(1, passed / total) });

    /** Those of an index that were heard of since, each once. */
    async function* distinct(statement: typeof visits, isNew: (id: string) => boolean): AsyncGenerator<PeoplePage> {
      let before: string | undefined;
      for (let [id, n] = ["", -1]; ; ) {
        const rows = statement.all(site, id, n) as unknown as Entry[];
        const heard = rows.filter((row) => row.n >= since);
        passed += heard.length;
        const ids = heard.map((row) => row.id).filter((one, i, all) => one !== (i === 0 ? before : all[i - 1]));
        before = heard.at(-1)?.id ?? before;
        yield page(ids.filter(isNew));
        const end = rows.at(-1);
        if (!end || rows.length < PAGE) return;
        ({ id, n } = end);
        await nextTurn();
      }
    }

    yield* distinct(visits, () => true);
    yield* distinct(talks, (visitor) => hasVisited.get(site, visitor, since) === undefined);
    yield* distinct(calls, () => true);
    for (let n = since - 1; ; ) {
      const rows = unknown.all(site, n) as unknown as Entry[];
      passed += rows.length;
      yield page(rows.map(({ id }) => unknownPerson(id)));
      const end = rows.at(-1);
      if (!end || rows.length < PAGE) return;
      ({ n } = end);
      await nextTurn();
    }
  };
}
