import type { DatabaseSyncInstance } from "@photostructure/sqlite";
import { expect, it } from "vitest";
import { createSqliteStore } from "../../src/collector/store/sqlite";
import { MASTER_KEYS, openInMemory } from "./openInMemory";

/** What a busy site has very many of. */
const LARGE = ["events", "sessions", "conversations", "links", "visitors", "contacts", "aliases"];
/** Once, when a database from before people were sealed is carried over, and of each site at its first tidying. */
const ONCE = /FROM events WHERE type GLOB 'identity\.\*' ORDER BY n|WHERE NOT EXISTS \(SELECT 1 FROM retention/;

it("looks nothing up by its site alone in what there is much of", async () => {
  const database = await openInMemory();
  const statements = new Set<string>();
  const watched = {
    exec: (sql: string) => database.exec(sql),
    prepare: (sql: string) => {
      statements.add(sql);
      return database.prepare(sql);
    },
  } as DatabaseSyncInstance;
  createSqliteStore({ database: watched, masterKeys: MASTER_KEYS });

  const aliases = (sql: string) => new Map([...sql.matchAll(/(\w+) AS (\w+)/g)].map(([, table, alias]) => [alias!, table!]));
  const wrong = [...statements].filter((sql) => !ONCE.test(sql)).flatMap((sql) => {
    const plan = database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all() as { detail: string }[];
    return plan.flatMap(({ detail }) => {
      const [, name] = /^SEARCH (\w+) USING .*\(site=\?\)$|^SCAN (\w+)$/.exec(detail) ?? [];
      const table = name !== undefined && (aliases(sql).get(name) ?? name);
      return table && LARGE.includes(table) ? [`${detail}: ${sql}`] : [];
    });
  });
  expect(statements.size).toBeGreaterThan(100);
  expect(wrong).toEqual([]);
});

it("says it once of every index, however often the database is opened", async () => {
  const database = await openInMemory();
  for (let i = 0; i < 3; i++) createSqliteStore({ database, masterKeys: MASTER_KEYS });
  const said = (database.prepare("SELECT idx FROM sqlite_stat1").all() as { idx: string }[]).map(({ idx }) => idx);
  expect(said.length).toBeGreaterThan(20);
  expect(new Set(said).size).toBe(said.length);
});
